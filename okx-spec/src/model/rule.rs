//! Rules on fields, and the conditions under which rules, precision cases and budgets apply.

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

/// One test. Of several in a list, all must hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Condition {
    /// What is looked at.
    pub subject: Subject,
    /// What must be true of it.
    pub test: Test,
    /// Where it was written.
    pub at: Location,
}

/// What a condition looks at.
pub type Subject = okx_facts::Subject<String>;

/// What must be true of a condition's subject.
pub type Test = okx_facts::Test<Vec<String>>;
