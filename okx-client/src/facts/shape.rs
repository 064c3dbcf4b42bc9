//! Shapes: what is constant about a generated type.

use super::{Form, Letters, OutcomeFields, Precision, Rule};

/// What is constant about a type: its name and its fields, in order. Special properties are listed by the places of their fields, because
/// they are rare: a table with all properties of every field takes three times as long to compile.
#[derive(Debug)]
pub struct Shape {
    /// The name of the type.
    pub name: &'static str,
    /// Its form in JSON.
    pub form: Form,
    /// The wire names of its fields. The index of a field in this list is its place in [`Fields::slot`](super::Fields::slot) and
    /// [`Fields::value`](super::Fields::value).
    pub wire: &'static [&'static str],
    /// The required fields.
    pub required: &'static [usize],
    /// The fields whose numbers are written without quotes.
    pub bare: &'static [usize],
    /// The fields that an empty text clears.
    pub clearable: &'static [usize],
    /// The fields whose values must be on a grid.
    pub precision: &'static [(usize, &'static Precision)],
    /// The rules for the text of fields, or of the entries of list fields.
    pub text: &'static [(usize, Option<&'static TextRule>)],
    /// Whether it keeps undescribed members, at the place after its fields.
    pub keeps_extra: bool,
    /// Whether it is part of a request. Then no value may be left out or rounded when it is read.
    pub sent: bool,
    /// The fields with the outcome of a row, if it has one.
    pub outcome: Option<OutcomeFields>,
    /// Rules for its fields as an object within a request. The rules for a request are in its [`Operation`](super::Operation).
    pub rules: &'static [Rule],
}

/// The rules for the text of a field: for an id, its form and whether it is a secret; for an open enum, its known values.
#[derive(Debug)]
pub struct TextRule {
    /// The maximum number of characters.
    pub max_length: Option<usize>,
    /// The allowed characters; `None` means any.
    pub letters: Option<Letters>,
    /// Whether it must never be printed.
    pub secret: bool,
    /// The known values of an open enum.
    pub known: &'static [&'static str],
}

impl TextRule {
    /// A rule with default values, for struct update syntax.
    pub const PLAIN: Self = Self { max_length: None, letters: None, secret: false, known: &[] };
}

impl Shape {
    /// A shape with default values, for struct update syntax.
    pub const PLAIN: Self = Self {
        name: "",
        form: Form::Object,
        wire: &[],
        required: &[],
        bare: &[],
        clearable: &[],
        precision: &[],
        text: &[],
        keeps_extra: false,
        sent: false,
        outcome: None,
        rules: &[],
    };

    /// The place of the field with this wire name.
    pub(crate) fn place(&self, wire: &str) -> Option<usize> {
        self.wire.iter().position(|name| *name == wire)
    }

    /// Whether the field at this place is required.
    pub(crate) fn is_required(&self, place: usize) -> bool {
        self.required.contains(&place)
    }

    /// Whether numbers of the field at this place are written without quotes.
    pub(crate) fn is_bare(&self, place: usize) -> bool {
        self.bare.contains(&place)
    }

    /// Whether an empty text clears the field at this place.
    pub(crate) fn is_clearable(&self, place: usize) -> bool {
        self.clearable.contains(&place)
    }

    /// The precision rule of the field at this place.
    pub(crate) fn precision(&self, place: usize) -> Option<&'static Precision> {
        at(self.precision, place).copied()
    }

    /// The rule for the text of the field at this place.
    pub(crate) fn text(&self, place: usize) -> Option<&'static TextRule> {
        at(self.text, place).copied().flatten()
    }

    /// Whether the field at this place is a secret.
    pub(crate) fn is_secret(&self, place: usize) -> bool {
        self.text(place).is_some_and(|rule| rule.secret)
    }

    /// Whether any field is a secret.
    pub(crate) fn has_secret(&self) -> bool {
        self.text.iter().any(|(_, rule)| rule.is_some_and(|rule| rule.secret))
    }
}

/// The entry of a list for this place.
fn at<T>(list: &[(usize, T)], place: usize) -> Option<&T> {
    list.iter().find(|(at, _)| *at == place).map(|(_, entry)| entry)
}
