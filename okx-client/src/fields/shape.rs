//! What is constant about a generated type.

use crate::endpoint::{Precision, Rule};

/// What is constant about a type: its name and its fields, in order.
#[derive(Debug)]
pub struct Shape {
    /// The type's name.
    pub name: &'static str,
    /// How it looks in JSON.
    pub form: Form,
    /// Its fields; a field's place here is its index in [`super::Fields::slot`] and [`super::Fields::value`].
    pub fields: &'static [FieldInfo],
    /// Which fields tell whether a row was done, if it says so itself.
    pub outcome: Option<OutcomeFields>,
    /// Demands on its fields wherever it is part of a request; those on a request itself stand with its call.
    pub rules: &'static [Rule],
}

/// How a type looks in JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// An object with named members.
    Object,
    /// An array, each field at its place.
    Row,
    /// The whole value is the one field.
    Bare,
}

/// What is constant about a field.
#[derive(Debug)]
pub struct FieldInfo {
    /// Its name on the wire.
    pub wire: &'static str,
    /// Whether it must be there.
    pub required: bool,
    /// Whether a number is written bare instead of as a string.
    pub bare: bool,
    /// The grid it is held to before it is sent.
    pub precision: Option<&'static Precision>,
    /// What its text must look like before it is sent; for a list, the text of each entry.
    pub text: Option<&'static TextRule>,
}

/// What the text of an id must look like, and who may see it.
#[derive(Debug)]
pub struct TextRule {
    /// How many characters it may have.
    pub max_length: Option<usize>,
    /// Which characters it may have; `None` means any.
    pub letters: Option<Letters>,
    /// Whether it must never be shown.
    pub secret: bool,
}

impl Shape {
    /// Whether the text of a field must never be shown.
    pub(crate) fn has_secret(&self) -> bool {
        self.fields.iter().any(FieldInfo::is_secret)
    }
}

impl FieldInfo {
    /// Whether its text must never be shown.
    pub(crate) fn is_secret(&self) -> bool {
        self.text.is_some_and(|rule| rule.secret)
    }
}

/// Which characters an id may have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Letters {
    /// `A-Z`, `a-z`, `0-9`.
    Alphanumeric,
    /// The same, `-` and `_`.
    AlphanumericAndDashes,
}

/// The places of the fields that tell whether a row was done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OutcomeFields {
    /// The row's result code.
    pub code: usize,
    /// Its text.
    pub message: usize,
    /// Its sub-code, where there is one.
    pub sub_code: Option<usize>,
}
