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
#[derive(Clone, Debug)]
pub enum Demand {
    /// No two of them.
    AtMostOne(Vec<usize>),
    /// One of them and no other.
    ExactlyOne(Vec<usize>),
    /// One of them or more.
    AtLeastOne(Vec<usize>),
    /// All of them.
    Require(Vec<usize>),
    /// None of them.
    Forbid(Vec<usize>),
}

impl Demand {
    /// Its name in the description, and the places of the fields it is about.
    pub fn parts(&self) -> (&'static str, &[usize]) {
        match self {
            Self::AtMostOne(places) => ("at_most_one", places),
            Self::ExactlyOne(places) => ("exactly_one", places),
            Self::AtLeastOne(places) => ("at_least_one", places),
            Self::Require(places) => ("require", places),
            Self::Forbid(places) => ("forbid", places),
        }
    }
}
