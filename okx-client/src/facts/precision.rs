//! The steps and bounds that prices and sizes are held to.

use std::fmt;
use std::hash::{Hash, Hasher};

use super::{Condition, PrecisionKind, Question};

/// A rule that holds a price or a size to the grid of its instrument, or of what is listed instead.
#[derive(Debug)]
pub struct Precision {
    /// Its name in the description.
    pub name: &'static str,
    /// A price or a size.
    pub kind: PrecisionKind,
    /// The field of the item that names the instrument, or what is listed instead, by wire name.
    pub instrument: &'static str,
    /// What has the grid where that is no instrument.
    pub listed_by: Option<ListedBy>,
    /// The value may be zero or negative: a multiple of the step on either side.
    pub signed: bool,
    /// Values that need not lie on the grid.
    pub allow: &'static [&'static str],
    /// The first case that holds governs; the last one always holds.
    pub cases: &'static [PrecisionCase],
}

/// The grid under a condition; step and bounds name fields of the instrument, or of the rows that list what the rule is about.
#[derive(Debug)]
pub struct PrecisionCase {
    /// When it holds; empty means always.
    pub when: &'static [Condition],
    /// The unit the value is in.
    pub unit: &'static str,
    /// The value is a multiple of this.
    pub step: Option<&'static str>,
    /// The step depends on the price, by tick bands.
    pub bands: bool,
    /// The value is at least this.
    pub min: Option<&'static str>,
    /// The value is at most this.
    pub max: Option<&'static str>,
}

/// The call that lists what has a step and bounds where that is no instrument.
#[derive(Clone, Copy)]
pub struct ListedBy {
    pub(crate) list: Question,
    /// What it lists, in one word.
    pub(crate) what: &'static str,
    /// The field of each row that names it, by wire name.
    pub(crate) name: &'static str,
}

/// Two lists are the same if the same call gives them.
impl PartialEq for ListedBy {
    fn eq(&self, other: &Self) -> bool {
        (self.list.operation.name, self.name) == (other.list.operation.name, other.name)
    }
}

impl Eq for ListedBy {}

impl Hash for ListedBy {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (self.list.operation.name, self.name).hash(state);
    }
}

impl fmt::Display for ListedBy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.what)
    }
}

impl fmt::Debug for ListedBy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ListedBy({} of {})", self.name, self.list.operation.name)
    }
}
