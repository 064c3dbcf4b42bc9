//! Parameters and reply fields, with everything nested in them.

use okx_spec::Location;
use okx_spec::model::{self, Form, JsonForm, Kind, Model, Presence, ShapeId};
use okx_spec::todo;

use super::{About, Comparison};
use crate::diff::written;
use crate::finding::{FieldPath, Finding, Grade, GuideDifference, Part, Side};
use crate::guide::{BaseType, DataType, Field, Requirement};
use crate::wording::TextOf;

/// A table of fields that is compared with a described shape.
#[derive(Clone, Copy, Debug)]
pub(super) struct Table<'s> {
    /// What has the fields. A field that the description lacks is reported at its place.
    pub(super) about: About<'s>,
    pub(super) side: Side,
    /// Whether the fields are sent: then one may be required.
    pub(super) is_sent: bool,
    /// Whether they are sent in a query, where everything is text.
    pub(super) is_query: bool,
}

impl Table<'_> {
    fn path<'n>(&self, above: &[&'n str], name: &'n str) -> FieldPath {
        FieldPath::new(self.side, above.iter().copied().chain([name]))
    }

    fn finding(&self, path: &[&str], grade: Grade, difference: GuideDifference, at: &Location) -> Finding {
        let part = Part::Field(FieldPath::new(self.side, path.iter().copied()));
        About { at, ..self.about }.finding(part, grade, difference)
    }

    /// A field that only the description has.
    pub(super) fn gone(&self, above: &[&str], described: &model::Field) -> Finding {
        let path = [above, &[&described.wire]].concat();
        self.finding(&path, Grade::Breaking, GuideDifference::OnlyInDescription, &described.at)
    }
}

impl<'a> Comparison<'a> {
    /// The fields of one object, which is at the end of the path `above`.
    pub(super) fn fields(&mut self, table: &Table<'_>, above: &[&'a str], stated: &[&'a Field], shape: ShapeId) {
        let model = self.model;
        let gone = self.matched(table, above, stated, model[shape].fields.iter().collect());
        let there = model[shape].fields.iter().filter(|one| !gone.iter().any(|gone| gone.wire == one.wire));
        self.in_guide.entry(shape).or_default().extend(there.map(|one| one.wire.as_str()));
        for field in gone {
            self.not_in_guide.push((shape, &field.wire, table.gone(above, field)));
        }
    }

    /// Compares what both sides have, finds what only the guide has, and gives back what only the description has.
    pub(super) fn matched(
        &mut self,
        table: &Table<'_>,
        above: &[&'a str],
        stated: &[&'a Field],
        mut gone: Vec<&'a model::Field>,
    ) -> Vec<&'a model::Field> {
        let mut missing = Vec::new();
        for (name, occurrences) in grouped(stated) {
            match gone.iter().position(|field| field.wire == name) {
                Some(place) => {
                    let described = gone.swap_remove(place);
                    self.field(table, &[above, &[name]].concat(), &occurrences, described);
                }
                None => missing.push(occurrences),
            }
        }
        for occurrences in missing {
            let old = gone.iter().position(|field| self.is_renamed(table, above, field, occurrences[0]));
            match old {
                Some(place) => self.renamed(table, above, &occurrences, gone.swap_remove(place)),
                None => self.missing(table, above, &occurrences),
            }
        }
        gone.sort_by(|one, other| one.at.cmp(&other.at));
        gone.retain(|field| !todo::is_todo(&field.means));
        gone
    }

    /// Finds fields that are gone. Of an object that calls share, the guide must have every field for one of them.
    pub(super) fn fields_gone(&mut self) {
        for (shape, wire, finding) in std::mem::take(&mut self.not_in_guide) {
            if !self.in_guide.get(&shape).is_some_and(|there| there.contains(wire)) {
                self.findings.push(finding);
            }
        }
    }

    /// Whether a field had the same text under another name at the last check.
    fn is_renamed(&self, table: &Table<'_>, above: &[&str], described: &model::Field, stated: &Field) -> bool {
        let text = &stated.description.text;
        let old = TextOf::Field(table.path(above, &described.wire));
        !text.is_empty() && self.wording.has(table.about.anchor, &old, text)
    }

    fn renamed(&mut self, table: &Table<'_>, above: &[&'a str], stated: &[&'a Field], described: &'a model::Field) {
        let name = &stated[0].name;
        let path = [above, &[name]].concat();
        let difference = GuideDifference::RenamedField { described: described.wire.clone(), stated: name.clone() };
        self.findings.push(table.finding(&path, Grade::Breaking, difference, &described.at));
        self.field(table, &path, stated, described);
    }

    /// A field that only the guide has, with all that is nested in it.
    fn missing(&mut self, table: &Table<'_>, above: &[&'a str], stated: &[&'a Field]) {
        let path = [above, &[&stated[0].name]].concat();
        let is_required = table.is_sent && is_required(stated);
        let grade = if is_required { Grade::Breaking } else { Grade::Additive };
        let difference = GuideDifference::OnlyInGuide { is_required };
        self.findings.push(table.finding(&path, grade, difference, table.about.at));
        self.all_missing(table, &path, &nested(stated));
    }

    /// Fields that only the guide has.
    pub(super) fn all_missing(&mut self, table: &Table<'_>, above: &[&'a str], stated: &[&'a Field]) {
        for (_, occurrences) in grouped(stated) {
            self.missing(table, above, &occurrences);
        }
    }

    fn field(&mut self, table: &Table<'_>, path: &[&'a str], stated: &[&'a Field], described: &'a model::Field) {
        // The name on the wire was compared by the caller; the guide has no column for what is ignored besides.
        let model::Field {
            kind,
            list,
            presence,
            at,
            wire: _,
            name: _,
            means: _,
            aka: _,
            empty_clears: _,
            precision: _,
        } = described;
        let first = stated[0];
        if !fits(first.data_type, self.model, (*kind, *list), table.is_query) {
            self.other_type(table, path, first, written(self.model, described), at);
        }
        if table.is_sent && !list {
            self.presence(table, path, stated, (*presence, at));
        }
        if let Kind::Enum(id) = kind {
            self.values(table, path, stated, described, *id);
        }
        let nested = nested(stated);
        match kind {
            _ if nested.is_empty() => {}
            Kind::Shape(shape) => self.fields(table, path, &nested, *shape),
            // A text that contains JSON is a text to the description.
            _ if first.data_type == (DataType { base: BaseType::Text, lists: 0 }) => {}
            _ => self.all_missing(table, path, &nested),
        }
    }

    pub(super) fn other_type(
        &mut self,
        table: &Table<'_>,
        path: &[&str],
        stated: &Field,
        described: String,
        at: &Location,
    ) {
        let difference = GuideDifference::Type { described, stated: stated.data_type };
        self.findings.push(table.finding(path, Grade::Breaking, difference, at));
    }

    fn presence(
        &mut self,
        table: &Table<'_>,
        path: &[&str],
        stated: &[&'a Field],
        (described, at): (Presence, &Location),
    ) {
        let required = is_required(stated);
        if stated[0].required.is_none() || required == (described == Presence::Required) {
            return;
        }
        let (grade, difference) = if required {
            (Grade::Breaking, GuideDifference::IsRequired)
        } else {
            (Grade::Additive, GuideDifference::IsOptional)
        };
        self.findings.push(table.finding(path, grade, difference, at));
    }
}

/// Fields by name, in the order of their first occurrence. A parameter of several variants of a request occurs several times.
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

/// A field that only one variant of a request requires is not required of every request.
fn is_required(fields: &[&Field]) -> bool {
    fields.iter().all(|field| field.required == Some(Requirement::Required) && field.variant.is_none())
}

/// Whether a described type, and whether it is a list, can hold what the guide says a field holds.
pub(crate) fn fits(stated: DataType, model: &Model, described: (Kind, bool), is_query: bool) -> bool {
    let Some(described) = coarse(model, described) else { return true };
    if stated == DataType::UNKNOWN {
        return true;
    }
    let is_text = stated == DataType { base: BaseType::Text, lists: 0 };
    if is_query && is_text {
        return described.base != BaseType::Object;
    }
    let one_is_unknown = stated.base == BaseType::Unknown || described.base == BaseType::Unknown;
    let bare_numbers = stated.base == BaseType::Number && described.base == BaseType::Integer;
    stated.lists == described.lists && (one_is_unknown || stated.base == described.base || bare_numbers)
}

/// The described type as one of the few that the guide has; `None` for what can hold anything.
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
