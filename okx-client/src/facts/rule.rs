//! Rules on the fields of a request, and the conditions under which they apply.

use super::{Demand, Subject, Test};

/// A demand on the fields of an item, given by their places.
#[derive(Debug)]
pub struct Rule {
    /// What is demanded.
    pub demand: Demand,
    /// When; empty means always.
    pub when: &'static [Condition],
    /// For a safeguard of the client: why it refuses what OKX takes. `None` for what OKX itself refuses.
    pub ours: Option<&'static str>,
}

/// One test; several in a list must all hold.
#[derive(Debug)]
pub struct Condition {
    /// What is looked at.
    pub subject: Subject,
    /// What must be true of it.
    pub test: Test,
}
