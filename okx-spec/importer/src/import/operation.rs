//! Operations: new ones, and what changes about old ones as a whole.

use okx_spec::model::{Access, Endpoint, Method, Operation, ShapeId, Socket};
use okx_spec::names;

use super::Importer;
use super::aim::Travel;
use super::choice::Home;
use super::entry::{quoted, todo, word};
use super::gone::Marked;
use super::layout::{Entry, Value};
use super::limit::{Told, limit_text, limit_value};
use crate::diff::fits_limits;
use crate::finding::{Change, Finding};
use crate::guide::{self, Field, under};

const FILE: &str = "ws/operations.yaml";

impl<'a> Importer<'a> {
    /// Writes what was found about an operation.
    pub(super) fn operation(&mut self, finding: &Finding, op: &str) -> Option<()> {
        if finding.change == Change::Added && finding.part.is_empty() {
            return self.new_operation(self.told_operation(op)?);
        }
        let ours = self.described_operation(op)?;
        match (finding.change, finding.part.as_str()) {
            (Change::Removed, "") => {
                let (file, entry) = self.entry_of_operation(ours)?;
                let file = self.files.get_mut(&file)?;
                file.mark_gone(&entry, "has this operation; remove it", &Marked::Does).then_some(())
            }
            (Change::Moved, "") => self.set_of_operation(ours, "guide", &word(&self.told_operation(op)?.anchor)),
            (Change::Moved, _) => {
                let socket = socket(self.told_operation(op)?)?;
                self.set_of_operation(ours, "socket", socket.as_str())
            }
            (Change::Limit, _) => {
                let theirs = self.told_operation(op)?;
                let text = limit_text(told(theirs, &items(theirs)), Access::Trade)?;
                self.set_of_operation(ours, "limit", &limit_value(&text))
            }
            (_, part) => match part.strip_prefix("request.args.") {
                Some(wire) if self.model[self.model[ours.of].request].field(wire).is_some() => {
                    self.parameter_of_call(finding, ours, wire)
                }
                // A parameter that is new to the call as well is written there.
                Some(wire) if self.is_told_of_call(&self.model[ours.of], wire) => Some(()),
                _ => self.field(finding),
            },
        }
    }

    pub(super) fn entry_of_operation(&self, operation: &Operation) -> Option<(String, Entry)> {
        let entry = self.files.get(FILE)?.layout.get("operations")?.entry(&operation.name)?.clone();
        Some((FILE.to_owned(), entry))
    }

    fn set_of_operation(&mut self, operation: &Operation, key: &str, text: &str) -> Option<()> {
        let (file, entry) = self.entry_of_operation(operation)?;
        self.files.get_mut(&file)?.set(&entry.value, key, text, "of").then_some(())
    }

    /// Whether the guide has a parameter of this name for a call.
    fn is_told_of_call(&self, call: &Endpoint, wire: &str) -> bool {
        self.parameters_of(call).iter().any(|field| field.name == wire)
    }

    /// What the guide tells about the parameters of a described call, which may have moved to another path.
    fn parameters_of(&self, call: &Endpoint) -> &'a [Field] {
        let is_it = |one: &&guide::Endpoint| (one.method, &one.path) == (call.method, &call.path);
        let anchor = call.guide.split_once('#').map_or("", |(_, anchor)| anchor);
        let found = self.guide.endpoints.iter().find(is_it);
        let found = found.or_else(|| self.guide.endpoints.iter().find(|one| one.anchor == anchor));
        found.map_or(&[], |one| &one.parameters)
    }

    /// The operations that a new parameter of a call is not for.
    pub(super) fn leave_out_of_operations(&mut self, request: ShapeId, wire: &str) {
        let model = self.model;
        for ours in model.operations.iter().filter(|one| model[one.of].request == request) {
            let told = self.told_operation(&ours.op).map(items);
            if told.is_some_and(|items| !items.iter().any(|field| field.name == wire)) {
                self.leave_out(ours, wire);
            }
        }
    }

    /// The operation takes a parameter of its call or does not; how the call has it, the call itself says.
    fn parameter_of_call(&mut self, finding: &Finding, ours: &Operation, wire: &str) -> Option<()> {
        let request = self.model[ours.of].request;
        match finding.change {
            Change::Removed => self.leave_out(ours, wire),
            Change::Added => self.take_in(ours, wire),
            change => self.done.contains(&format!("{}.{wire} {change}", request.index())).then_some(()),
        }
    }

    fn leave_out(&mut self, ours: &Operation, wire: &str) -> Option<()> {
        let (file, entry) = self.entry_of_operation(ours)?;
        let Some(without) = entry.value.get("without") else {
            self.pending.without.entry(entry.key.span.start).or_default().push(wire.to_owned());
            return Some(());
        };
        let Value::List(wires) = &without.value else { return None };
        self.files.get_mut(&file)?.edited.insert(wires.last()?.span.end, format!(", {}", word(wire))).then_some(())
    }

    /// The operations that took every parameter of their call get the key for those that they do not take any longer.
    pub(super) fn put_without(&mut self) {
        for (start, wires) in std::mem::take(&mut self.pending.without) {
            let Some(file) = self.files.get_mut(FILE) else { continue };
            let operations = file.layout.get("operations").map(|map| map.entries().to_vec()).unwrap_or_default();
            let Some(entry) = operations.into_iter().find(|entry| entry.key.span.start == start) else { continue };
            let wires: Vec<String> = wires.iter().map(|wire| word(wire)).collect();
            file.set(&entry.value, "without", &format!("[{}]", wires.join(", ")), "of");
        }
    }

    fn take_in(&mut self, ours: &Operation, wire: &str) -> Option<()> {
        let (file, entry) = self.entry_of_operation(ours)?;
        let without = entry.value.entry("without")?;
        let Value::List(wires) = &without.value.value else { return None };
        let place = wires.iter().position(|one| one.text() == Some(wire))?;
        let file = self.files.get_mut(&file)?;
        let at = match (wires.get(place + 1), place.checked_sub(1).and_then(|before| wires.get(before))) {
            (Some(next), _) => wires[place].span.start..next.span.start,
            (None, Some(before)) => before.span.end..wires[place].span.end,
            (None, None) => return file.remove_lines(without).then_some(()),
        };
        file.edited.replace(at, "").then_some(())
    }

    /// A new operation is of the call that is told about under the same title, or that has most of its parameters.
    fn new_operation(&mut self, theirs: &guide::Operation) -> Option<()> {
        let call = self.call_for(theirs)?;
        let lines = self.lines_of_operation(theirs, call)?;
        let before = self.guide.operations.iter().take_while(|one| one.op != theirs.op);
        let after = before.filter_map(|one| self.described_operation(&one.op)).last().map(|ours| ours.name.clone());
        self.new_entry(FILE, "operations", after.as_deref(), lines)
    }

    fn call_for(&self, theirs: &guide::Operation) -> Option<&'a Endpoint> {
        let items = items(theirs);
        let shared = |call: &Endpoint| {
            let request = &self.model[call.request];
            items.iter().filter(|field| request.field(&field.name).is_some()).count()
        };
        let has_title = |call: &Endpoint| {
            let of_call = self.guide.endpoints.iter().find(|one| (one.method, &one.path) == (call.method, &call.path));
            of_call.is_some_and(|one| {
                title(&one.title) == title(&theirs.title) && theirs.chapter.first() == one.chapter.first()
            })
        };
        let posts = self.model.endpoints.iter().filter(|call| call.method == Method::Post && shared(call) > 0);
        posts.max_by_key(|call| (has_title(call), shared(call)))
    }

    fn lines_of_operation(&mut self, theirs: &guide::Operation, call: &Endpoint) -> Option<Vec<String>> {
        let items = items(theirs);
        let request = &self.model[call.request];
        let of_call = self.parameters_of(call);
        let is_new = |name: &str| request.field(name).is_none();
        let only_here = |field: &&Field| is_new(&field.name) && !of_call.iter().any(|one| one.name == field.name);
        let fresh: Vec<Field> = items.iter().filter(only_here).cloned().collect();
        let come = of_call.iter().map(|field| &field.name).filter(|name| is_new(name));
        let takes = |name: &String| items.iter().any(|field| field.name == *name);
        let left_out = request.fields.iter().map(|ours| &ours.wire).chain(come).filter(|name| !takes(name));
        let without: Vec<String> = left_out.map(|name| word(name)).collect();
        let name = self.name_of_operation(theirs);
        let owner = names::pascal(&name);
        let adds = self.new_fields(&fresh, Home { file: FILE, owner: &owner, travel: Travel::PLAIN });
        let mut lines = vec![
            format!("{name}:"),
            format!("  does: {}", quoted(&todo("say what it does, and whether it is of this call"))),
            format!("  guide: {}", word(&theirs.anchor)),
            format!("  op: {}", word(&theirs.op)),
            format!("  socket: {}", socket(theirs)?.as_str()),
            format!("  of: {}.{}", self.model[call.chapter].name, call.name),
        ];
        lines.extend((!without.is_empty()).then(|| format!("  without: [{}]", without.join(", "))));
        if !adds.is_empty() {
            lines.push("  adds:".to_owned());
            lines.extend(adds.iter().map(|field| format!("    {}", field.text())));
        }
        if !fits_limits(self.model, &theirs.limits, &theirs.limit_rules, &call.draws) {
            lines.push(format!("  {}", self.limit_line(told(theirs, &items), &format!("ws.{name}"), Access::Trade)));
        }
        Some(lines)
    }

    fn name_of_operation(&mut self, theirs: &guide::Operation) -> String {
        let wishes = [names::snake(title(&theirs.title)), names::snake(&theirs.op)];
        let is_free =
            |name: &&String| names::is_snake(name) && !self.model.operations.iter().any(|one| one.name == **name);
        let name = wishes.iter().find(is_free).cloned().unwrap_or_else(|| format!("{}_again", wishes[1]));
        self.type_names.insert(names::pascal(&name));
        name
    }
}

/// The fields of each item of a message.
fn items(theirs: &guide::Operation) -> Vec<Field> {
    under(&theirs.request, "args").cloned().collect()
}

fn told<'g>(theirs: &'g guide::Operation, items: &'g [Field]) -> Told<'g> {
    Told { limits: &theirs.limits, rules: &theirs.limit_rules, fields: items }
}

/// A title without the word for what it is about: `WS / Place order` and `POST / Place order` are alike.
fn title(text: &str) -> &str {
    text.split_once(" / ").map_or(text, |(_, title)| title)
}

fn socket(theirs: &guide::Operation) -> Option<Socket> {
    let path = theirs.socket.path.rsplit('/').next()?;
    Socket::ALL.iter().find(|(known, _)| *known == path).map(|(_, socket)| *socket)
}
