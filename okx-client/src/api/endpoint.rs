//! What generated requests implement.

use super::FromRows;
use super::rows::Rows;
use crate::facts::{Fields, ListedBy, Operation, Question, RestRoute, RowSink};
use crate::fields::Items;
use crate::fields::unknown_values::{self, UnknownValue};

/// A request that can be sent: generated from the description, or derived with `OkxRequest`.
pub trait Endpoint: Fields {
    /// One row of the reply.
    type Row: Fields + Default + 'static;

    /// What `send` gives: one row, or [`crate::Rows`].
    type Reply: FromRows<Self::Row>;

    /// What is constant about the call.
    const OPERATION: &'static Operation;

    /// Where the REST API takes it.
    const ROUTE: &'static RestRoute;

    /// The request itself, or its items when it is a batch: a list and nothing around it.
    fn items(&self) -> Items<'_>
    where
        Self: Sized,
    {
        Items::of(self)
    }

    /// The values in it that are not known today, with the nearest known ones: new values of OKX, or misspelt ones. They are sent as they
    /// are, and OKX decides.
    ///
    /// ```
    /// use okx_client::endpoint::Endpoint;
    /// use okx_client::market::GetCandles;
    ///
    /// let unknown = GetCandles::new("BTC-USDT").bar("1d").unknown_values();
    /// assert_eq!(unknown[0].to_string(), r#"`bar`: "1d" is not a known value; did you mean "1D"?"#);
    /// ```
    fn unknown_values(&self) -> Vec<UnknownValue>
    where
        Self: Sized,
    {
        unknown_values::of(self.items())
    }
}

/// A request of which OKX can be asked whether it was done: generated where the description says how.
pub trait Resolvable: Endpoint {
    /// The call that asks.
    type Question: Endpoint + Default;
}

impl Question {
    /// The call of this request.
    pub const fn of<E: Endpoint + Default + 'static>() -> Self {
        Self { operation: E::OPERATION, route: E::ROUTE, request: new_fields::<E>, rows: new_rows::<E> }
    }
}

impl ListedBy {
    /// What this request lists: how one is called, and the field of each row that names it, by wire name.
    pub const fn of<E: Endpoint + Default + 'static>(what: &'static str, name: &'static str) -> Self {
        Self { list: Question::of::<E>(), what, name }
    }
}

/// Makes a value of a type.
pub(crate) fn new_fields<T: Fields + Default + 'static>() -> Box<dyn Fields> {
    Box::new(T::default())
}

/// Makes a collection for the rows of the reply to a request.
pub(crate) fn new_rows<E: Endpoint>() -> Box<dyn RowSink> {
    Box::new(Rows::<E::Row>::default())
}
