//! Steps and bounds of prices and sizes.

use std::fmt;
use std::hash::{Hash, Hasher};

use super::{Condition, Lookup, PrecisionKind};

/// A rule that a price or a size must be on the grid of its instrument or other product.
#[derive(Debug)]
pub struct Precision {
    /// Its name in the description.
    pub name: &'static str,
    /// A price or a size.
    pub kind: PrecisionKind,
    /// The wire name of the item's field that names the instrument or other product.
    pub instrument: &'static str,
    /// The call that lists the product, if it is not an instrument.
    pub listed_by: Option<ListedBy>,
    /// Whether the value may be zero or a negative multiple of the step.
    pub signed: bool,
    /// Values that are always valid.
    pub allow: &'static [&'static str],
    /// The first case whose conditions hold applies. The last case has no conditions.
    pub cases: &'static [PrecisionCase],
}

/// The grid under some conditions. Step and bounds are wire names of fields of the instrument or other product.
#[derive(Debug)]
pub struct PrecisionCase {
    /// The conditions under which it applies; empty means always.
    pub when: &'static [Condition],
    /// The unit of the value.
    pub unit: &'static str,
    /// The field with the step.
    pub step: Option<&'static str>,
    /// Whether the step depends on the price, by tick bands.
    pub bands: bool,
    /// The field with the minimum.
    pub min: Option<&'static str>,
    /// The field with the maximum.
    pub max: Option<&'static str>,
}

/// The call that lists products other than instruments, with their steps and bounds.
#[derive(Clone, Copy)]
pub struct ListedBy {
    pub(crate) list: Lookup,
    /// The noun for what it lists, such as `spread`.
    pub(crate) what: &'static str,
    /// The wire name of the field of a row that holds the name of the product.
    pub(crate) name: &'static str,
}

/// Two values are equal if they are the same call with the same name field.
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
