//! When a rule, a precision case or a budget applies.

use crate::Location;

/// One test; several in a list must all hold.
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
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Subject {
    /// A field of the request, by wire name.
    Field(String),
    /// The type of the instrument the request names (`SPOT`, `SWAP`, …): in a rule only for requests without such a
    /// field, in precision rules and budgets, which serve many requests, always.
    InstrumentType,
}

/// What must be true of a condition's subject, by the text it has on the wire.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Test {
    /// It is one of these.
    OneOf(Vec<String>),
    /// It is none of these; an absent field is none of them.
    NoneOf(Vec<String>),
    /// It is given.
    Present,
    /// It is not given.
    Absent,
}
