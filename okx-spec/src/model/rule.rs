//! Demands on fields beyond being required.

use super::Condition;
use crate::Location;

/// A demand on the fields of a request, or of an object in one.
#[derive(Clone, Debug)]
pub struct Rule {
    /// What is demanded.
    pub demand: Demand,
    /// When; empty means always.
    pub when: Vec<Condition>,
    /// For a safeguard of the client: why it refuses what OKX takes. `None` for what OKX itself refuses.
    pub ours: Option<String>,
    /// Where it was written.
    pub at: Location,
}

/// What a rule demands of fields, given by their places in the shape.
pub type Demand = okx_facts::Demand<Vec<usize>>;
