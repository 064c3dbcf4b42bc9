//! Examples of what is sent.

use crate::Location;

/// One field of an example.
#[derive(Clone, Debug)]
pub struct Given {
    /// The place of the field in its shape.
    pub field: usize,
    /// Its value. A list for a field that is a list.
    pub value: GivenValue,
    /// Where it was written.
    pub at: Location,
}

/// The value of a field in an example.
#[derive(Clone, Debug)]
pub enum GivenValue {
    /// A plain value, as its text on the wire.
    Text(String),
    /// The entries of a list.
    List(Vec<GivenValue>),
    /// The fields of an object.
    Object(Vec<Given>),
}
