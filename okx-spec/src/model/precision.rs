//! Grids that prices and sizes are held to.

use super::{ChapterId, Condition, EndpointId, PrecisionKind};
use crate::Location;

/// A rule that holds a price or a size to the grid of what it is for: an instrument, or something else that a call lists.
#[derive(Clone, Debug)]
pub struct Precision {
    /// Its name.
    pub name: String,
    /// What it governs.
    pub does: String,
    /// The chapter whose module it lives in; `None` when it is shared. Only a user's own file has ones of its own.
    pub chapter: Option<ChapterId>,
    /// A price or a size.
    pub kind: PrecisionKind,
    /// Wire name of the request field that names the instrument, or what is listed instead.
    pub instrument: String,
    /// The call whose rows have the steps and bounds, and name themselves by the same field; `None` for instruments.
    pub listed_by: Option<EndpointId>,
    /// The value may be zero or negative: a multiple of the step on either side.
    pub signed: bool,
    /// Values that mean something else and need not lie on the grid, as written.
    pub allow: Vec<String>,
    /// The first case that holds governs; the last one always holds.
    pub cases: Vec<PrecisionCase>,
    /// Where it was written.
    pub at: Location,
}

/// The grid under a condition. Steps and bounds are wire names of fields of the object `Instrument`, or of the rows that list what the
/// rule is about.
#[derive(Clone, Debug)]
pub struct PrecisionCase {
    /// When it holds; empty means always.
    pub when: Vec<Condition>,
    /// The unit the value is in.
    pub unit: String,
    /// The value is a multiple of this.
    pub step: Option<String>,
    /// The step depends on the price, by the instrument's tick bands.
    pub bands: bool,
    /// The value is at least this.
    pub min: Option<String>,
    /// The value is at most this.
    pub max: Option<String>,
    /// Where it was written.
    pub at: Location,
}
