//! Parameters and reply fields.

use super::Importer;
use super::choice::Home;
use super::entry::{todo, type_text, word};
use super::layout::{Entry, Piece, Value};
use crate::finding::{Change, Finding, Place};
use crate::guide;
use crate::model::{Endpoint, Field, Form, Kind, Method, Presence, Shape, ShapeId};

/// Where a field stands, or would stand.
pub(super) struct Target {
    pub(super) shape: ShapeId,
    /// Its name on the wire.
    pub(super) wire: String,
    /// The fields that the guide has beside it, itself included.
    pub(super) siblings: Vec<guide::Field>,
    pub(super) sent: bool,
    query: bool,
}

impl Target {
    /// The field of the guide.
    fn told(&self) -> Option<&guide::Field> {
        self.siblings.iter().find(|one| one.name == self.wire)
    }

    fn home<'h>(&self, file: &'h str, owner: &'h str) -> Home<'h> {
        Home { file, owner, sent: self.sent, query: self.query }
    }
}

/// What a path such as `request.legs.px` leads to.
pub(super) enum Aim {
    /// A field of a described shape, there or not.
    At(Target),
    /// A field within one that is new itself and is written with it.
    InNewField,
    /// Nothing that a line could be written for.
    Nowhere,
}

impl Importer<'_> {
    /// Writes what was found about a field.
    pub(super) fn field(&mut self, finding: &Finding, call: &Endpoint) -> Option<()> {
        let target = match self.aim(finding, call) {
            Aim::At(target) => target,
            Aim::InNewField => return Some(()),
            Aim::Nowhere => return None,
        };
        if let Some((_, value)) = finding.part.split_once('=') {
            let Kind::Enum(id) = self.model[target.shape].field(&target.wire)?.kind else { return None };
            return self.new_value(id, value);
        }
        if !self.is_first(format!("{}.{} {}", target.shape.index(), target.wire, finding.change)) {
            return Some(());
        }
        match finding.change {
            Change::Added => self.add_field(call, &target),
            Change::Removed => self.mark_field(call, &target),
            Change::Renamed => self.rename_field(finding, call, &target),
            Change::Type => self.retype_field(call, &target),
            Change::Required | Change::Optional => self.set_presence(call, &target, finding.change == Change::Required),
            _ => None,
        }
    }

    /// Follows the path of a finding through the described shapes and through the guide's fields side by side.
    pub(super) fn aim(&self, finding: &Finding, call: &Endpoint) -> Aim {
        let (side, path) = finding.part.split_once('.').unwrap_or_default();
        let theirs = self.told_call(finding);
        let sent = side == "request";
        let (mut shape, told) = if sent {
            (call.request, theirs.map(|one| &one.parameters))
        } else {
            (call.response.row, theirs.map(|one| &one.fields))
        };
        let mut siblings: Vec<guide::Field> = told.cloned().unwrap_or_default();
        let path = path.split('=').next().unwrap_or_default();
        let (outer, wire) = path.rsplit_once('.').unwrap_or(("", path));
        for wire in outer.split('.').filter(|wire| !wire.is_empty()) {
            match self.model[shape].field(wire).map(|field| field.kind) {
                Some(Kind::Shape(inner)) => shape = inner,
                Some(_) => return Aim::Nowhere,
                None => return Aim::InNewField,
            }
            siblings = siblings.into_iter().filter(|one| one.name == wire).flat_map(|one| one.fields).collect();
        }
        Aim::At(Target { shape, wire: wire.to_owned(), siblings, sent, query: sent && call.method == Method::Get })
    }

    /// The map that a shape's fields stand in, and its file; `None` for a request that has no field yet.
    pub(super) fn fields_of(&self, call: &Endpoint, shape: ShapeId) -> Option<(String, Piece)> {
        let (file, entry) = self.entry_of_shape(call, shape)?;
        let key = match self.model[shape].form {
            _ if self.model[shape].is_request() => "request",
            Form::Object => "fields",
            Form::Row => "row",
            Form::Bare => "bare",
        };
        Some((file, entry.value.get(key)?.clone()))
    }

    /// Where a shape is written: an object by its name, a request in its call.
    fn entry_of_shape(&self, call: &Endpoint, shape: ShapeId) -> Option<(String, Entry)> {
        let described: &Shape = &self.model[shape];
        if described.is_request() {
            let single = call.single().map_or(call, |of| &self.model[of]);
            return self.entry_of_call(single);
        }
        let file = described.at.file.to_string();
        let entry = self.files.get(&file)?.layout.get("objects")?.entry(&described.name)?.clone();
        Some((file, entry))
    }

    fn add_field(&mut self, call: &Endpoint, target: &Target) -> Option<()> {
        let (file, entry) = self.entry_of_shape(call, target.shape)?;
        let owner = self.model[target.shape].name.clone();
        let field = self.new_field(target.told()?, target.home(&file, &owner));
        let Some((_, map)) = self.fields_of(call, target.shape) else {
            self.new_requests.entry((file, entry.key.span.start)).or_default().push(field.text());
            return Some(());
        };
        let after = self.entry_before(target, &map, field.required);
        self.files.get_mut(&file)?.add_entry(&map, after, &field.text()).then_some(())
    }

    /// The requests that had no field get the key for their first ones.
    pub(super) fn put_requests(&mut self) {
        for ((name, start), fields) in std::mem::take(&mut self.new_requests) {
            let Some(file) = self.files.get_mut(&name) else { continue };
            let calls = file.layout.get("endpoints").map(|calls| calls.entries().to_vec()).unwrap_or_default();
            let call = calls.iter().find(|entry| entry.key.span.start == start);
            let Some(response) = call.and_then(|call| call.value.entry("response")) else { continue };
            let mut lines = vec!["request:".to_owned()];
            lines.extend(fields.iter().map(|field| format!("  {field}")));
            file.add_lines_before(response, &lines);
        }
    }

    fn mark_field(&mut self, call: &Endpoint, target: &Target) -> Option<()> {
        let (file, map) = self.fields_of(call, target.shape)?;
        let means = todo("the guide no longer has this field; remove it");
        self.files.get_mut(&file)?.set_means(map.entry(&target.wire)?, &means, "type").then_some(())
    }

    fn retype_field(&mut self, call: &Endpoint, target: &Target) -> Option<()> {
        let (file, map) = self.fields_of(call, target.shape)?;
        let owner = self.model[target.shape].name.clone();
        let is_required = self.model[target.shape].field(&target.wire)?.presence == Presence::Required;
        let new = self.new_field(target.told()?, target.home(&file, &owner));
        let bare = new.type_name.trim_end_matches('?');
        let is_list = bare.ends_with(']');
        let written = type_text(&if is_list || is_required { bare.to_owned() } else { format!("{bare}?") });
        let entry = map.entry(&target.wire)?;
        let file = self.files.get_mut(&file)?;
        let means = todo("its type changed; say what it means now");
        let done = match &entry.value.value {
            Value::Scalar(_) => {
                let long = format!("{{type: {written}, means: \"{means}\"}}");
                file.edited.replace(entry.value.span.clone(), long)
            }
            _ => file.set(&entry.value, "type", &written, "type") && file.set_means(entry, &means, "type"),
        };
        done.then_some(())
    }

    fn rename_field(&mut self, finding: &Finding, call: &Endpoint, target: &Target) -> Option<()> {
        let is_old = |field: &&Field| finding.old == Some(Place::File(field.at.clone()));
        let old = self.model[target.shape].fields.iter().find(is_old)?.wire.clone();
        let (file, map) = self.fields_of(call, target.shape)?;
        let entry = map.entry(&old)?;
        let keeps_word = matches!(entry.value.value, Value::Scalar(_)) && !self.rename_word(&old, &target.wire);
        let file = self.files.get_mut(&file)?;
        if !file.edited.replace(entry.key.span.clone(), word(&target.wire)) {
            return None;
        }
        if keeps_word {
            file.set_means(entry, &todo("it has another name now; say what it means"), "type");
        }
        self.rename_in_rules(call, &old, &target.wire);
        Some(())
    }

    /// Renames an entry of the dictionary that nothing else uses; `false` when it must stay, or the new name has one of its own.
    fn rename_word(&mut self, old: &str, new: &str) -> bool {
        let uses = self.model.shapes.iter().flat_map(|shape| &shape.fields).filter(|field| field.wire == old).count();
        let is_known = self.raw.dictionary.iter().any(|word| word.wire.value == new);
        let Some(file) = self.files.get_mut("fields.yaml") else { return false };
        let Some(entry) = file.layout.get("fields").and_then(|words| words.entry(old)).cloned() else { return false };
        uses == 1 && !is_known && file.edited.replace(entry.key.span, word(new))
    }

    /// The same field in the rules of its call, and in what makes a second sending safe.
    fn rename_in_rules(&mut self, call: &Endpoint, old: &str, new: &str) {
        let Some((file, entry)) = self.entry_of_call(call) else { return };
        let mut scalars = Vec::new();
        for key in ["rules", "repeat"] {
            entry.value.get(key).into_iter().for_each(|piece| piece.scalars(&mut scalars));
        }
        let Some(file) = self.files.get_mut(&file) else { return };
        for scalar in scalars {
            match scalar.text() {
                Some(text) if text == old => file.edited.replace(scalar.span.clone(), word(new)),
                Some(text) if text.strip_prefix("by ") == Some(old) => {
                    file.edited.replace(scalar.span.clone(), word(&format!("by {new}")))
                }
                _ => true,
            };
        }
    }
}
