//! The rows of a reply.

use std::slice;
use std::vec;

use crate::error::Error;
use crate::facts::{Fields, Form, Place, RowSink};

/// The rows of a reply, each read and judged by itself: a row that could not be read, or that OKX refused, is an error in its place.
#[derive(Clone, Debug)]
#[must_use = "a row of it may be a refusal"]
pub struct Rows<T> {
    rows: Vec<Result<T, Error>>,
}

/// What `send` makes of the rows of a reply: all of them, or the only one.
pub trait FromRows<T>: Sized {
    /// Whether no row at all is an answer.
    const MAY_BE_EMPTY: bool;

    /// Takes the rows.
    ///
    /// # Errors
    /// When a row it needs is missing, was refused or could not be read.
    fn from_rows(rows: Rows<T>) -> Result<Self, Error>;
}

impl<T> Rows<T> {
    /// All rows.
    ///
    /// # Errors
    /// The first error among them. Look at each row instead where some may be done and others not.
    pub fn all(self) -> Result<Vec<T>, Error> {
        self.rows.into_iter().collect()
    }

    /// The only row.
    ///
    /// # Errors
    /// The row's own error, or that there is none or more than one.
    pub fn one(self) -> Result<T, Error> {
        let count = self.rows.len();
        let mut rows = self.rows.into_iter();
        match (rows.next(), count) {
            (Some(row), 1) => row,
            (None, _) => Err(Error::unreadable("the reply has no row, where one is expected")),
            (Some(_), _) => Err(Error::unreadable(format!("the reply has {count} rows, where one is expected"))),
        }
    }

    /// How many rows there are, errors among them.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there are no rows.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The row at this place, in the order of the reply: for a batch the order of its items.
    pub fn get(&self, index: usize) -> Option<&Result<T, Error>> {
        self.rows.get(index)
    }

    /// All rows in order.
    pub fn iter(&self) -> slice::Iter<'_, Result<T, Error>> {
        self.rows.iter()
    }

    /// The rows that could be read and were not refused.
    pub fn done(&self) -> impl Iterator<Item = &T> {
        self.rows.iter().filter_map(|row| row.as_ref().ok())
    }

    /// The errors among the rows, each of which knows the [place](Error::item) of its row.
    pub fn errors(&self) -> impl Iterator<Item = &Error> {
        self.rows.iter().filter_map(|row| row.as_ref().err())
    }
}

impl<T> FromIterator<Result<T, Error>> for Rows<T> {
    fn from_iter<I: IntoIterator<Item = Result<T, Error>>>(rows: I) -> Self {
        Self { rows: rows.into_iter().collect() }
    }
}

impl<T> Default for Rows<T> {
    fn default() -> Self {
        Self { rows: Vec::new() }
    }
}

impl<T> FromRows<T> for T {
    const MAY_BE_EMPTY: bool = false;

    fn from_rows(rows: Rows<T>) -> Result<Self, Error> {
        rows.one()
    }
}

impl<T> FromRows<T> for Rows<T> {
    const MAY_BE_EMPTY: bool = true;

    fn from_rows(rows: Self) -> Result<Self, Error> {
        Ok(rows)
    }
}

impl<T> IntoIterator for Rows<T> {
    type Item = Result<T, Error>;
    type IntoIter = vec::IntoIter<Result<T, Error>>;

    fn into_iter(self) -> Self::IntoIter {
        self.rows.into_iter()
    }
}

impl<'a, T> IntoIterator for &'a Rows<T> {
    type Item = &'a Result<T, Error>;
    type IntoIter = slice::Iter<'a, Result<T, Error>>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl<T: Fields + Default> RowSink for Rows<T> {
    fn add(&mut self, read: &mut dyn FnMut(&mut dyn Fields) -> Result<(), Error>) {
        self.rows.push(Ok(T::default()));
        if let Some(last) = self.rows.last_mut()
            && let Ok(row) = last
            && let Err(error) = read(row)
        {
            *last = Err(error);
        }
    }

    fn left_behind(&mut self, row: &str) {
        if let Some(last) = self.rows.pop() {
            self.rows.push(last.map_err(|error| error.with_row_text(row)));
        }
    }

    fn pop(&mut self) {
        self.rows.pop();
    }

    fn row_size(&self) -> usize {
        size_of::<Result<T, Error>>()
    }

    fn amend(&mut self, change: &mut dyn FnMut(usize, Error) -> Error) {
        if self.rows.iter().any(Result::is_err) {
            let rows = std::mem::take(&mut self.rows);
            let changed = |(index, row): (usize, Result<T, Error>)| row.map_err(|error| change(index, error));
            self.rows = rows.into_iter().enumerate().map(changed).collect();
        }
    }

    fn arrange(&mut self, places: Vec<Place>) {
        self.rows = arranged(std::mem::take(&mut self.rows), places);
    }

    fn reserve(&mut self, more: usize) {
        self.rows.reserve(more);
    }

    fn clear(&mut self) {
        self.rows.clear();
    }

    fn len(&self) -> usize {
        self.rows.len()
    }

    fn form(&self) -> Form {
        T::default().shape().form
    }

    fn tells_outcomes(&self) -> bool {
        T::default().shape().outcome.is_some()
    }

    fn has_fields(&self) -> bool {
        !T::default().shape().wire.is_empty()
    }

    fn row(&self, index: usize) -> Result<&dyn Fields, &Error> {
        self.rows[index].as_ref().map(|row| row as &dyn Fields)
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
