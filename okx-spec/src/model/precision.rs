//! Precision rules: the steps and bounds of prices and sizes.

use super::{ChapterId, Condition, EndpointId, PrecisionKind};
use crate::Location;

/// A rule that checks a price or a size against the steps and bounds of an instrument, or of something else that a call lists.
#[derive(Clone, Debug)]
pub struct Precision {
    /// Its name.
    pub name: String,
    /// What it is for.
    pub does: String,
    /// The chapter whose module has it. `None` when it is shared. Only a user's own file has entries of its own.
    pub chapter: Option<ChapterId>,
    /// A price or a size.
    pub kind: PrecisionKind,
    /// The field of the request that names the instrument, or what is listed instead, by its name on the wire.
    pub instrument: String,
    /// The call whose rows have the steps and bounds, and the same field as their name. `None` for instruments.
    pub listed_by: Option<EndpointId>,
    /// Whether the value may be zero or negative. It is a multiple of the step.
    pub signed: bool,
    /// Values with a special meaning, which are not checked, as written.
    pub allow: Vec<String>,
    /// The first case that applies is used. The last one always applies.
    pub cases: Vec<PrecisionCase>,
    /// Where it was written.
    pub at: Location,
}

/// Steps and bounds under a condition. They are fields of the object `InstrumentDetails`, or of the rows of the listing call, by their names on the
/// wire.
#[derive(Clone, Debug)]
pub struct PrecisionCase {
    /// When it applies. Empty means always.
    pub when: Vec<Condition>,
    /// The unit of the value.
    pub unit: String,
    /// The value is a multiple of this.
    pub step: Option<String>,
    /// Whether the step depends on the price, by the instrument's tick bands.
    pub bands: bool,
    /// The value is at least this.
    pub min: Option<String>,
    /// The value is at most this.
    pub max: Option<String>,
    /// Where it was written.
    pub at: Location,
}
