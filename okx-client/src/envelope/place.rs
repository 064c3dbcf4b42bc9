//! Rows in another order than the one they came in.

use crate::error::Error;

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

/// Brings rows into an order. A row that no place is for is dropped; none is used twice.
pub(crate) fn arranged<T>(rows: Vec<Result<T, Error>>, places: Vec<Place>) -> Vec<Result<T, Error>> {
    let mut rows: Vec<_> = rows.into_iter().map(Some).collect();
    let mut take = |place| match place {
        Place::Row(row) => rows
            .get_mut(row)
            .and_then(Option::take)
            .unwrap_or_else(|| Err(Error::unknown("one row of the reply matches several items of the request"))),
        Place::Error(error) => Err(error),
    };
    places.into_iter().map(&mut take).collect()
}
