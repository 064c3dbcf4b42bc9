//! Shapes and their fields as written.

use super::{Located, RawRule, Text};
use crate::Location;
use crate::model::Form;

/// An object, or the request of a call.
#[derive(Clone, Debug)]
pub(crate) struct RawShape {
    pub(crate) name: Text,
    pub(crate) does: String,
    pub(crate) form: Form,
    pub(crate) fields: Vec<RawField>,
    pub(crate) outcome: Option<Located<RawOutcome>>,
    pub(crate) rules: Vec<RawRule>,
}

/// A field.
#[derive(Clone, Debug)]
pub(crate) struct RawField {
    pub(crate) wire: Text,
    /// `None` when the type could not be read.
    pub(crate) kind: Option<RawType>,
    pub(crate) means: Option<String>,
    /// The Rust name where the wire name gives none, or a bad one.
    pub(crate) name: Option<Text>,
    /// Where it says that an empty text clears it.
    pub(crate) empty_clears: Option<Location>,
    /// Written with `type:` and so meant to differ from the dictionary.
    pub(crate) long: bool,
}

/// `Name(rule)[]?`.
#[derive(Clone, Debug)]
pub(crate) struct RawType {
    pub(crate) name: Text,
    pub(crate) rule: Option<Text>,
    pub(crate) list: bool,
    pub(crate) optional: bool,
}

/// The fields that tell whether a row was done, by wire name.
#[derive(Clone, Debug)]
pub(crate) struct RawOutcome {
    pub(crate) code: Option<Text>,
    pub(crate) message: Option<Text>,
    pub(crate) sub_code: Option<Text>,
}
