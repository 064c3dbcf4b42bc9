//! What was written: names as text, each with its place, nothing looked up yet. Where something could not be read, a
//! complaint was made and a stand-in is here, so that the rest is still looked at.

mod asked_by;
mod chapter;
mod condition;
mod field;
mod index;
mod limit;
mod pages;
mod rule;
mod socket;
mod vocabulary;

pub(crate) use asked_by::RawAskedBy;
pub(crate) use chapter::{RawBatch, RawCall, RawChapter, RawEndpoint, RawRepeat};
pub(crate) use condition::{RawCondition, RawTest};
pub(crate) use field::{RawField, RawOutcome, RawShape, RawType};
pub(crate) use index::{RawEnvironment, RawGuide};
pub(crate) use limit::{RawBudget, RawLimit};
pub(crate) use pages::{RawCursor, RawOrder, RawPages, RawTurned};
pub(crate) use rule::{RawDemand, RawRule};
pub(crate) use socket::{RawChannel, RawOperation, RawSocket};
pub(crate) use vocabulary::{RawCase, RawEnum, RawError, RawId, RawPrecision, RawValue, RawVocabulary, RawWord};

use crate::Location;

/// Something that was written, with its place.
#[derive(Clone, Debug)]
pub struct Located<T> {
    /// What was written.
    pub value: T,
    /// Where it was written.
    pub at: Location,
}

/// A text that was written.
pub type Text = Located<String>;

/// A whole description as written.
#[derive(Clone, Debug)]
pub(crate) struct Raw {
    pub(crate) guide: RawGuide,
    pub(crate) environments: Vec<RawEnvironment>,
    pub(crate) dictionary: Vec<RawWord>,
    /// What all chapters may use.
    pub(crate) shared: RawVocabulary,
    /// The code of budgets that name none.
    pub(crate) refused_with: Option<Text>,
    pub(crate) errors: Vec<RawError>,
    pub(crate) chapters: Vec<RawChapter>,
    pub(crate) sockets: Vec<RawSocket>,
    pub(crate) operations: Vec<RawOperation>,
}
