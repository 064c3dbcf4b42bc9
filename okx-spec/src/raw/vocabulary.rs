//! Everything that has a name and is used by calls: words, ids, enums, precision rules, error codes.

use super::{RawBudget, RawCondition, RawShape, RawType, Text};
use crate::Location;
use crate::model::{ErrorClass, Letters, PrecisionKind, Verdict};

/// What one file, or all shared files together, name.
#[derive(Clone, Debug, Default)]
pub(crate) struct RawVocabulary {
    pub(crate) ids: Vec<RawId>,
    pub(crate) enums: Vec<RawEnum>,
    pub(crate) objects: Vec<RawShape>,
    pub(crate) precision: Vec<RawPrecision>,
    pub(crate) budgets: Vec<RawBudget>,
}

/// An entry of the dictionary.
#[derive(Clone, Debug)]
pub(crate) struct RawWord {
    pub(crate) wire: Text,
    pub(crate) kind: Option<RawType>,
    pub(crate) means: String,
}

/// An id.
#[derive(Clone, Debug)]
pub(crate) struct RawId {
    pub(crate) name: Text,
    pub(crate) does: String,
    pub(crate) number: bool,
    pub(crate) max_length: Option<usize>,
    pub(crate) letters: Option<Letters>,
    pub(crate) secret: bool,
    pub(crate) identity: bool,
}

/// An enum.
#[derive(Clone, Debug)]
pub(crate) struct RawEnum {
    pub(crate) name: Text,
    pub(crate) does: String,
    pub(crate) values: Vec<RawValue>,
}

/// A value of an enum.
#[derive(Clone, Debug)]
pub(crate) struct RawValue {
    pub(crate) wire: Text,
    /// The Rust name where the text gives none.
    pub(crate) name: Option<Text>,
    pub(crate) means: String,
}

/// A precision rule.
#[derive(Clone, Debug)]
pub(crate) struct RawPrecision {
    pub(crate) name: Text,
    pub(crate) does: String,
    pub(crate) kind: PrecisionKind,
    /// `None` when it could not be read.
    pub(crate) instrument: Option<Text>,
    /// `None` for what the object `Instrument` is about.
    pub(crate) listed_by: Option<Text>,
    pub(crate) signed: bool,
    pub(crate) allow: Vec<Text>,
    pub(crate) cases: Vec<RawCase>,
}

/// A case of a precision rule.
#[derive(Clone, Debug)]
pub(crate) struct RawCase {
    pub(crate) at: Location,
    pub(crate) when: Vec<RawCondition>,
    pub(crate) unit: String,
    pub(crate) step: Option<Text>,
    pub(crate) bands: bool,
    pub(crate) min: Option<Text>,
    pub(crate) max: Option<Text>,
}

/// A result code.
#[derive(Clone, Debug)]
pub(crate) struct RawError {
    pub(crate) code: Text,
    pub(crate) name: Text,
    pub(crate) http: Option<u16>,
    pub(crate) class: ErrorClass,
    pub(crate) verdict: Verdict,
    pub(crate) means: String,
    pub(crate) advice: Option<String>,
}
