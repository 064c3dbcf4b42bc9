//! Rules for the fields of a request, and the conditions under which they apply.

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

/// What a rule demands.
#[derive(Debug)]
pub enum Demand {
    /// At most one of the fields must be set.
    AtMostOne(&'static [usize]),
    /// Exactly one of the fields must be set.
    ExactlyOne(&'static [usize]),
    /// At least one of the fields must be set.
    AtLeastOne(&'static [usize]),
    /// All of the fields must be set.
    Require(&'static [usize]),
    /// None of the fields may be set.
    Forbid(&'static [usize]),
}

/// A condition. In a list of conditions, all must hold.
#[derive(Debug)]
pub struct Condition {
    /// What is tested.
    pub subject: Subject,
    /// The test.
    pub test: Test,
}

/// What a condition tests.
#[derive(Debug)]
pub enum Subject {
    /// The field of the item with this wire name.
    Field(&'static str),
    /// The type of the instrument that the item names.
    InstrumentType,
}

/// The test of a condition.
#[derive(Debug)]
pub enum Test {
    /// The subject is one of these texts.
    OneOf(&'static [&'static str]),
    /// The subject is none of these texts. This holds for an absent field.
    NoneOf(&'static [&'static str]),
    /// The subject is set.
    Present,
    /// The subject is not set.
    Absent,
}
