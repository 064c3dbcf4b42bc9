//! What OKX wraps its replies in.

use crate::error::Error;
use crate::fields::Fields;

/// The rows of a reply, each read and judged by itself: a row that could not be read, or that OKX refused, is an error in its place.
#[derive(Debug)]
#[must_use = "a row of it may be a refusal"]
pub struct Rows<T> {
    rows: Vec<Result<T, Error>>,
}

/// What `send` makes of the rows of a reply: all of them, or the only one.
pub trait FromRows<T>: Sized {
    /// Takes the rows.
    ///
    /// # Errors
    /// When a row it needs is missing, was refused or could not be read.
    fn from_rows(rows: Rows<T>) -> Result<Self, Error>;
}

impl<T> FromRows<T> for Rows<T> {
    fn from_rows(rows: Self) -> Result<Self, Error> {
        Ok(rows)
    }
}

impl<T: Fields> FromRows<T> for T {
    fn from_rows(rows: Rows<T>) -> Result<Self, Error> {
        let none = || Err(Error::unreadable("OKX answered without the row that was asked for"));
        rows.rows.into_iter().next().unwrap_or_else(none)
    }
}
