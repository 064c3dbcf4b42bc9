//! Operations: new ones, and what changes about old ones as a whole.

use okx_spec::model::{Access, Endpoint, Method, Operation, ShapeId, Socket};
use okx_spec::names;
use okx_spec::yaml::{Entry, Value};

use super::entry::{quoted, todo, word};
use super::gone::Marked;
use super::limit::{StatedOf, limit_text, limit_value};
use super::new_field::Home;
use super::target::Travel;
use super::{Importer, Once};
use crate::diff::fits_limits;
use crate::finding::{Finding, GuideDifference, Part, Side};
use crate::guide::{self, Field, under};

const FILE: &str = "ws/operations.yaml";

impl<'a> Importer<'a> {
    /// Writes what was found about an operation.
    pub(super) fn operation(&mut self, finding: &Finding, difference: &GuideDifference, op: &str) -> Option<()> {
        if matches!((difference, &finding.part), (GuideDifference::OnlyInGuide { .. }, Part::Whole)) {
            return self.new_operation(self.stated_operation(op)?);
        }
        let described = self.described_operation(op)?;
        match difference {
            GuideDifference::OnlyInDescription if finding.part == Part::Whole => {
                let (file, entry) = self.entry_of_operation(described)?;
                let file = self.files.get_mut(&file)?;
                file.mark_gone(&entry, "has this operation; remove it", &Marked::Does).then_some(())
            }
            GuideDifference::MovedHeading { stated, described: _ } => {
                self.set_of_operation(described, "guide", &word(stated))
            }
            GuideDifference::MovedSocket { .. } => {
                let socket = socket(self.stated_operation(op)?)?;
                self.set_of_operation(described, "socket", socket.as_str())
            }
            GuideDifference::Limit { .. } => {
                let stated = self.stated_operation(op)?;
                let text = limit_text(stated_of(stated, &items(stated)), Access::Trade)?;
                self.set_of_operation(described, "limit", &limit_value(&text))
            }
            GuideDifference::OnlyInGuide { .. }
            | GuideDifference::OnlyInDescription
            | GuideDifference::NewValue { .. }
            | GuideDifference::RenamedField { .. }
            | GuideDifference::Type { .. }
            | GuideDifference::IsRequired
            | GuideDifference::IsOptional => match parameter(&finding.part) {
                Some(wire) if self.model[self.model[described.of].request].field(wire).is_some() => {
                    self.parameter_of_call(difference, described, wire)
                }
                // A parameter that is new to the call as well is written there.
                Some(wire) if self.is_stated_of_call(&self.model[described.of], wire) => Some(()),
                _ => self.field(finding, difference),
            },
            GuideDifference::ValueNotListed { .. }
            | GuideDifference::MovedCall { .. }
            | GuideDifference::Access { .. }
            | GuideDifference::Login { .. }
            | GuideDifference::Deadline { .. }
            | GuideDifference::HttpStatus { .. }
            | GuideDifference::Reworded
            | GuideDifference::FewerTexts { .. }
            | GuideDifference::Unread(_) => None,
        }
    }

    /// Whether a finding about an operation is written with the operation: most of its parameters are its call's.
    pub(super) fn is_own_parameter(&self, op: &str, part: &Part) -> bool {
        let Some(described) = self.described_operation(op) else { return true };
        let request = &self.model[self.model[described.of].request];
        parameter(part).is_none_or(|wire| request.field(wire).is_none())
    }

    pub(super) fn entry_of_operation(&self, operation: &Operation) -> Option<(String, Entry)> {
        let entry = self.files.get(FILE)?.tree.get("operations")?.entry(&operation.name)?.clone();
        Some((FILE.to_owned(), entry))
    }

    fn set_of_operation(&mut self, operation: &Operation, key: &str, text: &str) -> Option<()> {
        let (file, entry) = self.entry_of_operation(operation)?;
        self.files.get_mut(&file)?.set(&entry.node, key, text, "of").then_some(())
    }

    /// Whether the guide has a parameter of this name for a call.
    fn is_stated_of_call(&self, call: &Endpoint, wire: &str) -> bool {
        self.parameters_of(call).iter().any(|field| field.name == wire)
    }

    /// The parameters that the guide has for a described call, which may have moved to another path.
    fn parameters_of(&self, call: &Endpoint) -> &'a [Field] {
        let is_it = |one: &&guide::Endpoint| (one.method, &one.path) == (call.method, &call.path);
        let anchor = call.guide.split_once('#').map_or("", |(_, anchor)| anchor);
        let found = self.guide.endpoints.iter().find(is_it);
        let found = found.or_else(|| self.guide.endpoints.iter().find(|one| one.anchor == anchor));
        found.map_or(&[], |one| &one.parameters)
    }

    /// Leaves a new parameter of a call out of the operations that do not take it.
    pub(super) fn leave_out_of_operations(&mut self, request: ShapeId, wire: &str) -> Option<()> {
        let model = self.model;
        for described in model.operations.iter().filter(|one| model[one.of].request == request) {
            let stated = self.stated_operation(&described.op).map(items);
            if stated.is_some_and(|items| !items.iter().any(|field| field.name == wire)) {
                self.leave_out(described, wire)?;
            }
        }
        Some(())
    }

    /// Writes whether the operation takes a parameter of its call. Everything else about the parameter is written with the call.
    fn parameter_of_call(&mut self, difference: &GuideDifference, described: &Operation, wire: &str) -> Option<()> {
        let shape = self.model[described.of].request;
        match difference {
            GuideDifference::OnlyInDescription => self.leave_out(described, wire),
            GuideDifference::OnlyInGuide { .. } => self.take_in(described, wire),
            other => {
                let written = Once::Field { shape, wire: wire.to_owned(), change: other.change() };
                self.done.contains(&written).then_some(())
            }
        }
    }

    fn leave_out(&mut self, described: &Operation, wire: &str) -> Option<()> {
        let (file, entry) = self.entry_of_operation(described)?;
        let Some(without) = entry.node.get("without") else {
            self.pending.without.entry(entry.key_span.start).or_default().push(wire.to_owned());
            return Some(());
        };
        let Value::List(wires) = &without.value else { return None };
        self.files.get_mut(&file)?.edited.insert(wires.last()?.span.end, format!(", {}", word(wire))).then_some(())
    }

    /// Adds the key for left-out parameters to operations that took every parameter of their call.
    pub(super) fn put_without(&mut self) {
        for (start, wires) in std::mem::take(&mut self.pending.without) {
            let Some(file) = self.files.get_mut(FILE) else { continue };
            let operations = file.tree.get("operations").map(|map| map.entries().to_vec()).unwrap_or_default();
            let Some(entry) = operations.into_iter().find(|entry| entry.key_span.start == start) else { continue };
            let wires: Vec<String> = wires.iter().map(|wire| word(wire)).collect();
            file.set(&entry.node, "without", &format!("[{}]", wires.join(", ")), "of");
        }
    }

    fn take_in(&mut self, described: &Operation, wire: &str) -> Option<()> {
        let (file, entry) = self.entry_of_operation(described)?;
        let without = entry.node.entry("without")?;
        let Value::List(wires) = &without.node.value else { return None };
        let place = wires.iter().position(|one| one.text() == Some(wire))?;
        let file = self.files.get_mut(&file)?;
        let at = match (wires.get(place + 1), place.checked_sub(1).and_then(|before| wires.get(before))) {
            (Some(next), _) => wires[place].span.start..next.span.start,
            (None, Some(before)) => before.span.end..wires[place].span.end,
            (None, None) => return file.remove_lines(without).then_some(()),
        };
        file.edited.replace(at, "").then_some(())
    }

    /// A new operation belongs to the call that has the same title in the guide, or that has most of its parameters.
    fn new_operation(&mut self, stated: &guide::Operation) -> Option<()> {
        let call = self.call_for(stated)?;
        let lines = self.lines_of_operation(stated, call)?;
        let before = self.guide.operations.iter().take_while(|one| one.op != stated.op);
        let after = before.filter_map(|one| self.described_operation(&one.op)).last().map(|one| one.name.clone());
        self.new_entry(FILE, "operations", after.as_deref(), lines)
    }

    fn call_for(&self, stated: &guide::Operation) -> Option<&'a Endpoint> {
        let items = items(stated);
        let shared = |call: &Endpoint| {
            let request = &self.model[call.request];
            items.iter().filter(|field| request.field(&field.name).is_some()).count()
        };
        let has_title = |call: &Endpoint| {
            let of_call = self.guide.endpoints.iter().find(|one| (one.method, &one.path) == (call.method, &call.path));
            of_call.is_some_and(|one| {
                title(&one.title) == title(&stated.title) && stated.chapter.first() == one.chapter.first()
            })
        };
        let posts = self.model.endpoints.iter().filter(|call| call.method == Method::Post && shared(call) > 0);
        posts.max_by_key(|call| (has_title(call), shared(call)))
    }

    fn lines_of_operation(&mut self, stated: &guide::Operation, call: &Endpoint) -> Option<Vec<String>> {
        let items = items(stated);
        let request = &self.model[call.request];
        let of_call = self.parameters_of(call);
        let is_new = |name: &str| request.field(name).is_none();
        let only_here = |field: &&Field| is_new(&field.name) && !of_call.iter().any(|one| one.name == field.name);
        let new: Vec<Field> = items.iter().filter(only_here).cloned().collect();
        let added = of_call.iter().map(|field| &field.name).filter(|name| is_new(name));
        let takes = |name: &String| items.iter().any(|field| field.name == *name);
        let left_out = request.fields.iter().map(|field| &field.wire).chain(added).filter(|name| !takes(name));
        let without: Vec<String> = left_out.map(|name| word(name)).collect();
        let name = self.name_of_operation(stated);
        let owner = names::pascal(&name);
        let adds = self.new_fields(&new, Home { file: FILE, owner: &owner, travel: Travel::PLAIN });
        let mut lines = vec![
            format!("{name}:"),
            format!("  does: {}", quoted(&todo("say what it does, and whether it is of this call"))),
            format!("  guide: {}", word(&stated.anchor)),
            format!("  op: {}", word(&stated.op)),
            format!("  socket: {}", socket(stated)?.as_str()),
            format!("  of: {}.{}", self.model[call.chapter].name, call.name),
        ];
        lines.extend((!without.is_empty()).then(|| format!("  without: [{}]", without.join(", "))));
        if !adds.is_empty() {
            lines.push("  adds:".to_owned());
            lines.extend(adds.iter().map(|field| format!("    {}", field.text())));
        }
        if !fits_limits(self.model, &stated.limits, &stated.limit_rules, &call.draws) {
            lines.push(format!(
                "  {}",
                self.limit_line(stated_of(stated, &items), &format!("ws.{name}"), Access::Trade)
            ));
        }
        Some(lines)
    }

    fn name_of_operation(&mut self, stated: &guide::Operation) -> String {
        let wishes = [names::snake(title(&stated.title)), names::snake(&stated.op)];
        let is_free =
            |name: &&String| names::is_snake(name) && !self.model.operations.iter().any(|one| one.name == **name);
        let name = wishes.iter().find(is_free).cloned().unwrap_or_else(|| format!("{}_again", wishes[1]));
        self.type_names.insert(names::pascal(&name));
        name
    }
}

/// The parameter that a part is: a field of an item itself, not one nested in it.
fn parameter(part: &Part) -> Option<&str> {
    let Part::Field(path) = part else { return None };
    match path.below(Side::Request, "args")? {
        [wire] => Some(wire),
        _ => None,
    }
}

/// The fields of each item of a message.
fn items(stated: &guide::Operation) -> Vec<Field> {
    under(&stated.request, "args").cloned().collect()
}

fn stated_of<'g>(stated: &'g guide::Operation, items: &'g [Field]) -> StatedOf<'g> {
    StatedOf { limits: &stated.limits, rules: &stated.limit_rules, fields: items }
}

/// A title without its first word: `WS / Place order` and `POST / Place order` have the same.
fn title(text: &str) -> &str {
    text.split_once(" / ").map_or(text, |(_, title)| title)
}

fn socket(stated: &guide::Operation) -> Option<Socket> {
    let path = stated.socket.path.rsplit('/').next()?;
    Socket::ALL.iter().find(|(known, _)| *known == path).map(|(_, socket)| *socket)
}
