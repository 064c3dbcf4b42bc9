//! Rules on fields.

use super::Condition;
use crate::Location;

/// A rule on the fields of a request, or of an object in one.
#[derive(Clone, Debug)]
pub struct Rule {
    /// What is demanded.
    pub demand: Demand,
    /// When it applies. Empty means always.
    pub when: Vec<Condition>,
    /// For a safeguard of the client: why it rejects requests that OKX accepts. `None` for rules of OKX.
    pub ours: Option<String>,
    /// Where it was written.
    pub at: Location,
}

/// What a rule demands of fields, given by their places in the shape.
pub type Demand = okx_facts::Demand<Vec<usize>>;
