//! Demands on fields as written.

use super::{RawCondition, Text};
use crate::Location;

/// A demand on fields.
#[derive(Clone, Debug)]
pub(crate) struct RawRule {
    pub(crate) at: Location,
    pub(crate) demand: RawDemand,
    pub(crate) fields: Vec<Text>,
    pub(crate) when: Vec<RawCondition>,
    /// Why, where the client refuses what OKX takes.
    pub(crate) ours: Option<String>,
}

/// What is demanded of the fields.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum RawDemand {
    AtMostOne,
    ExactlyOne,
    AtLeastOne,
    Require,
    Forbid,
}
