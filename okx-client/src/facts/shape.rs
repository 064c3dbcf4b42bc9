//! What is constant about a generated type.

use super::{Form, Letters, OutcomeFields, Precision, Rule};

/// What is constant about a type: its name and its fields, in order. What is special about a field stands beside the names, by its
/// place, because hardly anything is: a table that says all of every field takes the compiler three times as long.
#[derive(Debug)]
pub struct Shape {
    /// The type's name.
    pub name: &'static str,
    /// How it looks in JSON.
    pub form: Form,
    /// The names of its fields on the wire; a field's place here is its index in [`super::Fields::slot`] and
    /// [`super::Fields::value`].
    pub wire: &'static [&'static str],
    /// The fields that must be there.
    pub required: &'static [usize],
    /// The fields whose numbers are written bare instead of as a string.
    pub bare: &'static [usize],
    /// The fields whose values an empty text clears.
    pub clearable: &'static [usize],
    /// The fields that are held to a grid before they are sent.
    pub precision: &'static [(usize, &'static Precision)],
    /// What is known of the text of fields that are sent; for a list, of the text of each entry.
    pub text: &'static [(usize, Option<&'static TextRule>)],
    /// Whether it keeps members that nobody described, at the place behind its fields.
    pub keeps_extra: bool,
    /// Whether it is part of a request, so that nothing of it may be left out or rounded when it is read.
    pub sent: bool,
    /// Which fields tell whether a row was done, if it says so itself.
    pub outcome: Option<OutcomeFields>,
    /// Demands on its fields wherever it is part of a request; those on a request itself stand with its call.
    pub rules: &'static [Rule],
}

/// What is known of the text of a field: what that of an id must look like and who may see it, and the known values of an open set.
#[derive(Debug)]
pub struct TextRule {
    /// How many characters it may have.
    pub max_length: Option<usize>,
    /// Which characters it may have; `None` means any.
    pub letters: Option<Letters>,
    /// Whether it must never be shown.
    pub secret: bool,
    /// The values known today, where it is one of an open set of them.
    pub known: &'static [&'static str],
}

impl TextRule {
    /// A text of which nothing special is to be said.
    pub const PLAIN: Self = Self { max_length: None, letters: None, secret: false, known: &[] };
}

impl Shape {
    /// A shape without a name and without fields, of which nothing special is to be said: what others are written down from.
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

    /// The place of the field of this name on the wire.
    pub(crate) fn place(&self, wire: &str) -> Option<usize> {
        self.wire.iter().position(|name| *name == wire)
    }

    /// Whether the field at this place must be there.
    pub(crate) fn is_required(&self, place: usize) -> bool {
        self.required.contains(&place)
    }

    /// Whether numbers of the field at this place are written bare.
    pub(crate) fn is_bare(&self, place: usize) -> bool {
        self.bare.contains(&place)
    }

    /// Whether an empty text clears the value of the field at this place.
    pub(crate) fn is_clearable(&self, place: usize) -> bool {
        self.clearable.contains(&place)
    }

    /// The grid that the field at this place is held to.
    pub(crate) fn precision(&self, place: usize) -> Option<&'static Precision> {
        at(self.precision, place).copied()
    }

    /// What the text of the field at this place must look like.
    pub(crate) fn text(&self, place: usize) -> Option<&'static TextRule> {
        at(self.text, place).copied().flatten()
    }

    /// Whether the text of the field at this place must never be shown.
    pub(crate) fn is_secret(&self, place: usize) -> bool {
        self.text(place).is_some_and(|rule| rule.secret)
    }

    /// Whether the text of a field must never be shown.
    pub(crate) fn has_secret(&self) -> bool {
        self.text.iter().any(|(_, rule)| rule.is_some_and(|rule| rule.secret))
    }
}

/// What a list says of a place.
fn at<T>(list: &[(usize, T)], place: usize) -> Option<&T> {
    list.iter().find(|(at, _)| *at == place).map(|(_, entry)| entry)
}
