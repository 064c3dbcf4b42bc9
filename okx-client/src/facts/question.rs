//! A call that the client makes on its own, without knowing the types of its request and rows.

use std::fmt;

use super::{Fields, Operation, RestRoute, RowSink};

/// A call with constructors for its request and for the rows of its reply.
#[derive(Clone, Copy)]
pub struct Question {
    pub(crate) operation: &'static Operation,
    pub(crate) route: &'static RestRoute,
    pub(crate) request: fn() -> Box<dyn Fields>,
    pub(crate) rows: NewRows,
}

/// Makes an empty collection for the rows of a reply.
pub(crate) type NewRows = fn() -> Box<dyn RowSink>;

impl fmt::Debug for Question {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Question({})", self.operation.name)
    }
}
