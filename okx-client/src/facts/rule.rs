//! Rules on the fields of a request, and the conditions under which they apply.

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

/// What a rule demands.
#[derive(Debug)]
pub enum Demand {
    /// No two of them.
    AtMostOne(&'static [usize]),
    /// One of them and no other.
    ExactlyOne(&'static [usize]),
    /// One of them or more.
    AtLeastOne(&'static [usize]),
    /// All of them.
    Require(&'static [usize]),
    /// None of them.
    Forbid(&'static [usize]),
}

/// One test; several in a list must all hold.
#[derive(Debug)]
pub struct Condition {
    /// What is looked at.
    pub subject: Subject,
    /// What must be true of it.
    pub test: Test,
}

/// What a condition looks at.
#[derive(Debug)]
pub enum Subject {
    /// A field of the item, by wire name.
    Field(&'static str),
    /// The type of the instrument the item names.
    InstrumentType,
}

/// What must be true of a condition's subject.
#[derive(Debug)]
pub enum Test {
    /// It is one of these texts.
    OneOf(&'static [&'static str]),
    /// It is none of these texts; an absent field is none of them.
    NoneOf(&'static [&'static str]),
    /// It is given.
    Present,
    /// It is not given.
    Absent,
}
