//! The rows of a reply.

use std::slice;
use std::vec;

use crate::error::Error;
use crate::facts::{Fields, Form, RowPlacement, RowSink};

/// The rows of a reply, each with its own result: a row that could not be read, or that OKX refused, is an error at its position. That `send`
/// returned `Ok` does not mean that all of them were done. [`all`](Self::all) returns the first error among them.
///
/// ```
/// # async fn place(okx: &okx_client::Client, orders: &okx_client::trade::PlaceOrders) -> Result<(), okx_client::Error> {
/// let acks = okx.send(orders).await?;
/// for ack in &acks {
///     match ack {
///         Ok(ack) => println!("placed: {:?}", ack.ord_id),
///         Err(error) => println!("order {:?}: {error}", error.item()),
///     }
/// }
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
#[must_use = "each row has a result of its own, and OKX may have refused some: use `all()?`, `split()`, or look at each row"]
pub struct Rows<T> {
    rows: Vec<Result<T, Error>>,
}

/// What `send` returns for the rows of a reply: all of them, or the only one.
pub trait FromRows<T>: Sized {
    /// Whether a reply without rows is valid.
    const MAY_BE_EMPTY: bool;

    /// Converts the rows.
    ///
    /// # Errors
    ///
    /// A required row is missing, was refused or could not be read.
    fn from_rows(rows: Rows<T>) -> Result<Self, Error>;
}

impl<T> Rows<T> {
    /// All rows, if none of them is an error.
    ///
    /// # Errors
    ///
    /// The first error among the rows. Look at each row instead if some items may have been done and others not.
    pub fn all(self) -> Result<Vec<T>, Error> {
        self.rows.into_iter().collect()
    }

    /// The only row.
    ///
    /// # Errors
    ///
    /// The error of the row; or there is not exactly one row.
    pub fn one(self) -> Result<T, Error> {
        let count = self.rows.len();
        let mut rows = self.rows.into_iter();
        match (rows.next(), count) {
            (Some(row), 1) => row,
            (None, _) => Err(Error::unreadable("the reply has no rows; expected one")),
            (Some(_), _) => Err(Error::unreadable(format!("the reply has {count} rows; expected one"))),
        }
    }

    /// The number of rows, including errors.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there are no rows.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The row at this index. For a batch, the order is the one of its items.
    pub fn get(&self, index: usize) -> Option<&Result<T, Error>> {
        self.rows.get(index)
    }

    /// All rows in order.
    pub fn iter(&self) -> slice::Iter<'_, Result<T, Error>> {
        self.rows.iter()
    }

    /// The rows, and the errors of the rows that were refused or could not be read.
    #[must_use = "the second part has the rows that were refused"]
    pub fn split(self) -> (Vec<T>, Vec<Error>) {
        let (mut rows, mut errors) = (Vec::with_capacity(self.rows.len()), Vec::new());
        for row in self.rows {
            match row {
                Ok(row) => rows.push(row),
                Err(error) => errors.push(error),
            }
        }
        (rows, errors)
    }

    /// The errors among the rows. Each has the [index](Error::item) of its row.
    pub fn errors(&self) -> impl Iterator<Item = &Error> {
        self.rows.iter().filter_map(|row| row.as_ref().err())
    }
}

impl<T> Rows<T> {
    /// Adds the rows of another part of the same list.
    pub(crate) fn append(&mut self, other: Self) {
        self.rows.extend(other.rows);
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

    fn attach_text(&mut self, row: &str) {
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

    fn map_errors(&mut self, change: &mut dyn FnMut(usize, Error) -> Error) {
        if self.rows.iter().any(Result::is_err) {
            let rows = std::mem::take(&mut self.rows);
            let changed = |(index, row): (usize, Result<T, Error>)| row.map_err(|error| change(index, error));
            self.rows = rows.into_iter().enumerate().map(changed).collect();
        }
    }

    fn reorder(&mut self, placements: Vec<RowPlacement>) {
        self.rows = reordered(std::mem::take(&mut self.rows), placements);
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

    fn reports_outcomes(&self) -> bool {
        T::default().shape().outcome.is_some()
    }

    fn has_fields(&self) -> bool {
        !T::default().shape().wire.is_empty()
    }

    fn row(&self, index: usize) -> Result<&dyn Fields, &Error> {
        self.rows[index].as_ref().map(|row| row as &dyn Fields)
    }
}

/// Puts rows into a new order. Rows without a placement are dropped. No row is used twice.
pub(crate) fn reordered<T>(rows: Vec<Result<T, Error>>, placements: Vec<RowPlacement>) -> Vec<Result<T, Error>> {
    let mut rows: Vec<_> = rows.into_iter().map(Some).collect();
    let mut take = |placement| match placement {
        RowPlacement::Row(row) => rows
            .get_mut(row)
            .and_then(Option::take)
            .unwrap_or_else(|| Err(Error::unknown("one row of the reply matches several items of the request"))),
        RowPlacement::Error(error) => Err(error),
    };
    placements.into_iter().map(&mut take).collect()
}
