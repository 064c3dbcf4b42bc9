//! Collections for the rows of a reply.

use super::{Fields, Form};
use crate::error::Error;

/// A collection for the rows of a reply, of any row type. It lets the engine be compiled once for all requests.
pub(crate) trait RowSink: Send {
    /// Appends a row: the one that `read` fills, or the error that it returns.
    fn add(&mut self, read: &mut dyn FnMut(&mut dyn Fields) -> Result<(), Error>);

    /// Attaches its text to the last row, which could not be read.
    fn attach_text(&mut self, row: &str);

    /// Removes the last row.
    fn pop(&mut self);

    /// The number of bytes of a row, without the heap memory that it owns.
    fn row_size(&self) -> usize;

    /// Replaces the errors among the rows; `change` is called with the index of each.
    fn map_errors(&mut self, change: &mut dyn FnMut(usize, Error) -> Error);

    /// Puts the rows into a new order. The default does nothing: only rows that answer a request are ever reordered, not those of stored
    /// replies.
    fn reorder(&mut self, _placements: Vec<RowPlacement>) {}

    /// Reserves memory for this many more rows.
    fn reserve(&mut self, more: usize);

    /// Removes all rows.
    fn clear(&mut self);

    /// The number of rows.
    fn len(&self) -> usize;

    /// The form of a row in JSON.
    fn form(&self) -> Form;

    /// Whether each row reports the outcome of one item of the request.
    fn reports_outcomes(&self) -> bool;

    /// Whether a row has fields. A row without fields only confirms that the request was accepted, and so does a missing row.
    fn has_fields(&self) -> bool {
        false
    }

    /// The row at this index.
    fn row(&self, index: usize) -> Result<&dyn Fields, &Error>;
}

/// What belongs at one position among the rows of a reply.
#[derive(Debug)]
pub(crate) enum RowPlacement {
    /// The row that OKX sent at this position.
    Row(usize),
    /// An error, because no row of the reply belongs here.
    Error(Error),
}

impl RowPlacement {
    /// Whether it is the row that OKX sent at this position.
    pub(crate) fn is_row(&self, row: usize) -> bool {
        matches!(self, Self::Row(own) if *own == row)
    }
}
