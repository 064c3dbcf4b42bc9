//! When a rule, a precision case or a budget applies.

use crate::Location;

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
