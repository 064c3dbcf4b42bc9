//! Where the rows of a reply go, whatever their type.

use super::{Fields, Form};
use crate::error::Error;

/// Where the rows of a reply go, whatever their type: what lets the life of a request be compiled once.
pub(crate) trait RowSink: Send {
    /// Appends a row: the one that `read` fills, or the error it ends with.
    fn add(&mut self, read: &mut dyn FnMut(&mut dyn Fields) -> Result<(), Error>);

    /// Takes note of the text of the row that was added last, which could not be read.
    fn left_behind(&mut self, row: &str);

    /// Removes the row that was added last.
    fn pop(&mut self);

    /// How many bytes a row takes, without what it points to.
    fn row_size(&self) -> usize;

    /// Changes the errors among the rows; `change` is told their places.
    fn amend(&mut self, change: &mut dyn FnMut(usize, Error) -> Error);

    /// Lets these stand where the rows stand now. Only rows that answer a request are ever arranged, not those of replies that were kept.
    fn arrange(&mut self, _places: Vec<Place>) {}

    /// Makes room for this many more rows.
    fn reserve(&mut self, more: usize);

    /// Forgets all rows.
    fn clear(&mut self);

    /// How many rows there are.
    fn len(&self) -> usize;

    /// How a row looks in JSON.
    fn form(&self) -> Form;

    /// Whether each row tells what became of one item of the request.
    fn tells_outcomes(&self) -> bool;

    /// Whether a row has fields; one that has none only says that the request was taken on, and so does its absence.
    fn has_fields(&self) -> bool {
        false
    }

    /// The row at this place.
    fn row(&self, index: usize) -> Result<&dyn Fields, &Error>;
}

/// What is to stand at one place among the rows of a reply.
#[derive(Debug)]
pub(crate) enum Place {
    /// The row that came at this place.
    Row(usize),
    /// An error, because no row that came can be taken for what is to stand here.
    Error(Error),
}

impl Place {
    /// Whether it is for the row that came at this place.
    pub(crate) fn is_row(&self, row: usize) -> bool {
        matches!(self, Self::Row(own) if *own == row)
    }
}
