//! Rules for the fields of a request, and the conditions under which they apply.

use super::{Demand, Subject, Test};

/// A rule for the fields of an item, given by their places.
#[derive(Debug)]
pub struct Rule {
    /// What is demanded.
    pub demand: Demand,
    /// The conditions under which it applies; empty means always.
    pub when: &'static [Condition],
    /// For a safeguard of the client: why it refuses what OKX would accept. `None` if OKX itself refuses it.
    pub ours: Option<&'static str>,
}

/// A condition. In a list of conditions, all must hold.
#[derive(Debug)]
pub struct Condition {
    /// What is tested.
    pub subject: Subject,
    /// The test.
    pub test: Test,
}
