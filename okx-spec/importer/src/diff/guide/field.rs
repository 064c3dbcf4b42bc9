//! Parameters and reply fields, with everything nested in them.

use okx_spec::Location;
use okx_spec::model::{self, Form, JsonForm, Kind, Model, Presence, ShapeId};
use okx_spec::todo;

use super::{About, Comparison};
use crate::diff::written;
use crate::finding::{Change, Finding, Grade};
use crate::guide::{BaseType, DataType, Field, Requirement};

/// Which fields of what are compared.
#[derive(Clone, Copy, Debug)]
pub(super) struct Side<'s> {
    /// What has them; where the description lacks one, this is its place.
    pub(super) about: About<'s>,
    /// `request`, `response`, `arguments` or `push`.
    pub(super) name: &'s str,
    /// Whether they are sent: then one may have to be given.
    pub(super) sent: bool,
    /// Whether they travel in a query, where everything is text.
    pub(super) query: bool,
}

impl Side<'_> {
    pub(super) fn finding(&self, path: &str, change: Change, grade: Grade, text: String, old: &Location) -> Finding {
        About { at: old, ..self.about }.finding(&format!("{}.{path}", self.name), change, grade, text)
    }

    /// Something that only the description has.
    pub(super) fn gone(&self, path: &str, ours: &model::Field) -> Finding {
        let text = "the description has it, the guide does not".to_owned();
        self.finding(&format!("{path}{}", ours.wire), Change::Removed, Grade::Breaking, text, &ours.at)
    }
}

impl<'a> Comparison<'a> {
    /// The fields of one object. `path` ends in a dot when it is not empty.
    pub(super) fn fields(&mut self, side: &Side<'_>, path: &str, theirs: &[&'a Field], shape: ShapeId) {
        let model = self.model;
        let gone = self.matched(side, path, theirs, model[shape].fields.iter().collect());
        let told = model[shape].fields.iter().filter(|ours| !gone.iter().any(|field| field.wire == ours.wire));
        self.told.entry(shape).or_default().extend(told.map(|ours| ours.wire.as_str()));
        for ours in gone {
            self.untold.push((shape, &ours.wire, side.gone(path, ours)));
        }
    }

    /// Compares what both sides have, notes what only the guide has, and gives back what only the description has.
    pub(super) fn matched(
        &mut self,
        side: &Side<'_>,
        path: &str,
        theirs: &[&'a Field],
        mut gone: Vec<&'a model::Field>,
    ) -> Vec<&'a model::Field> {
        let mut missing = Vec::new();
        for (name, occurrences) in grouped(theirs) {
            match gone.iter().position(|ours| ours.wire == name) {
                Some(place) => {
                    let ours = gone.swap_remove(place);
                    self.field(side, &format!("{path}{name}"), &occurrences, ours);
                }
                None => missing.push(occurrences),
            }
        }
        for occurrences in missing {
            let old = gone.iter().position(|ours| self.is_renamed(side, path, ours, occurrences[0]));
            match old {
                Some(place) => self.renamed(side, path, &occurrences, gone.swap_remove(place)),
                None => self.missing(side, path, &occurrences),
            }
        }
        gone.sort_by(|one, other| one.at.cmp(&other.at));
        gone.retain(|ours| !todo::is_todo(&ours.means));
        gone
    }

    /// What calls share an object for, the guide must tell about for one of them.
    pub(super) fn fields_gone(&mut self) {
        for (shape, wire, finding) in std::mem::take(&mut self.untold) {
            if !self.told.get(&shape).is_some_and(|told| told.contains(wire)) {
                self.findings.push(finding);
            }
        }
    }

    /// A field that was told about in the same words under another name.
    fn is_renamed(&self, side: &Side<'_>, path: &str, ours: &model::Field, theirs: &Field) -> bool {
        let text = &theirs.description.text;
        let old_part = format!("{}.{path}{}", side.name, ours.wire);
        !text.is_empty() && self.wording.has(side.about.anchor, &old_part, text)
    }

    fn renamed(&mut self, side: &Side<'_>, path: &str, theirs: &[&'a Field], ours: &'a model::Field) {
        let new = format!("{path}{}", theirs[0].name);
        let text = format!("`{}` is called `{}` now", ours.wire, theirs[0].name);
        self.findings.push(side.finding(&new, Change::Renamed, Grade::Breaking, text, &ours.at));
        self.field(side, &new, theirs, ours);
    }

    /// A field that only the guide has, with all that is nested in it.
    fn missing(&mut self, side: &Side<'_>, path: &str, theirs: &[&'a Field]) {
        let path = format!("{path}{}", theirs[0].name);
        let breaks = side.sent && is_required(theirs);
        let grade = if breaks { Grade::Breaking } else { Grade::Additive };
        let demand = if breaks { ", and it must be given" } else { "" };
        let text = format!("the guide has it, the description does not{demand}");
        self.findings.push(side.finding(&path, Change::Added, grade, text, side.about.at));
        self.all_missing(side, &format!("{path}."), &nested(theirs));
    }

    /// Fields of which the description has none.
    pub(super) fn all_missing(&mut self, side: &Side<'_>, path: &str, theirs: &[&'a Field]) {
        for (_, occurrences) in grouped(theirs) {
            self.missing(side, path, &occurrences);
        }
    }

    fn field(&mut self, side: &Side<'_>, path: &str, theirs: &[&'a Field], ours: &'a model::Field) {
        let first = theirs[0];
        if !fits(first.data_type, self.model, (ours.kind, ours.list), side.query) {
            self.other_type(side, path, first, &written(self.model, ours), &ours.at);
        }
        if side.sent && !ours.list {
            self.presence(side, path, theirs, ours);
        }
        if let Kind::Enum(id) = ours.kind {
            self.values(side, path, theirs, ours, id);
        }
        let nested = nested(theirs);
        match ours.kind {
            _ if nested.is_empty() => {}
            Kind::Shape(shape) => self.fields(side, &format!("{path}."), &nested, shape),
            // A text that holds JSON is a text to us.
            _ if first.data_type == (DataType { base: BaseType::Text, lists: 0 }) => {}
            _ => self.all_missing(side, &format!("{path}."), &nested),
        }
    }

    pub(super) fn other_type(&mut self, side: &Side<'_>, path: &str, theirs: &Field, ours: &str, at: &Location) {
        let text = format!("the guide says {}, the description `{ours}`", in_words(theirs.data_type));
        self.findings.push(side.finding(path, Change::Type, Grade::Breaking, text, at));
    }

    fn presence(&mut self, side: &Side<'_>, path: &str, theirs: &[&'a Field], ours: &model::Field) {
        let required = is_required(theirs);
        if theirs[0].required.is_none() || required == (ours.presence == Presence::Required) {
            return;
        }
        let (change, grade, text) = if required {
            (Change::Required, Grade::Breaking, "it must be given now")
        } else {
            (Change::Optional, Grade::Additive, "it need not be given any longer")
        };
        self.findings.push(side.finding(path, change, grade, text.to_owned(), &ours.at));
    }
}

/// Fields as they are compared.
pub(super) fn references(fields: &[Field]) -> Vec<&Field> {
    fields.iter().collect()
}

/// Fields by name, in the order of their first occurrence. A parameter that several variants of a request take stands there several times.
fn grouped<'a>(fields: &[&'a Field]) -> Vec<(&'a str, Vec<&'a Field>)> {
    let mut groups: Vec<(&str, Vec<&Field>)> = Vec::new();
    for field in fields {
        match groups.iter_mut().find(|(name, _)| *name == field.name) {
            Some((_, group)) => group.push(field),
            None => groups.push((&field.name, vec![field])),
        }
    }
    groups
}

fn nested<'a>(fields: &[&'a Field]) -> Vec<&'a Field> {
    fields.iter().flat_map(|field| &field.fields).collect()
}

/// What only one variant demands, not every request must have.
fn is_required(fields: &[&Field]) -> bool {
    fields.iter().all(|field| field.required == Some(Requirement::Required) && field.variant.is_none())
}

/// Whether a described type, and whether it is a list, can hold what the guide says a field holds.
pub(crate) fn fits(theirs: DataType, model: &Model, ours: (Kind, bool), query: bool) -> bool {
    let Some(described) = coarse(model, ours) else { return true };
    if theirs == DataType::UNKNOWN {
        return true;
    }
    let is_text = theirs == DataType { base: BaseType::Text, lists: 0 };
    if query && is_text {
        return described.base != BaseType::Object;
    }
    let one_is_unknown = theirs.base == BaseType::Unknown || described.base == BaseType::Unknown;
    let bare_numbers = theirs.base == BaseType::Number && described.base == BaseType::Integer;
    theirs.lists == described.lists && (one_is_unknown || theirs.base == described.base || bare_numbers)
}

/// The described type in the few words that the guide has; `None` for what can hold anything.
fn coarse(model: &Model, (kind, list): (Kind, bool)) -> Option<DataType> {
    let inner = match kind {
        Kind::Scalar(scalar) => match scalar.facts().json {
            JsonForm::Any => return None,
            JsonForm::Text => plain(BaseType::Text),
            JsonForm::Number => plain(BaseType::Integer),
            JsonForm::Bool => plain(BaseType::Boolean),
        },
        Kind::Enum(_) => plain(BaseType::Text),
        Kind::Id(id) => plain(if model[id].number { BaseType::Integer } else { BaseType::Text }),
        Kind::Shape(shape) => match (model[shape].form, model[shape].fields.first()) {
            (Form::Object, _) => plain(BaseType::Object),
            (Form::Row, _) => DataType { base: BaseType::Unknown, lists: 1 },
            (Form::Bare, only) => only.and_then(|only| coarse(model, (only.kind, only.list)))?,
        },
    };
    Some(DataType { lists: inner.lists + usize::from(list), ..inner })
}

fn plain(base: BaseType) -> DataType {
    DataType { base, lists: 0 }
}

fn in_words(data_type: DataType) -> String {
    format!("{}{:?}", "list of ".repeat(data_type.lists), data_type.base).to_lowercase()
}
