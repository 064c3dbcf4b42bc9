//! Values that are one word in YAML, and the fields with the result of a row.

use crate::fact::words;

words! {
    /// HTTP method.
    pub enum Method {
        /// Parameters are sent in the query.
        Get = "GET",
        /// Parameters are sent as JSON in the body.
        Post = "POST",
    }

    /// Who may call an endpoint.
    pub enum Access {
        /// Anyone. Requests are sent without keys.
        Public = "public",
        /// Anyone, but OKX may answer a signed request differently. Requests are sent without keys unless the caller asks for signing.
        Either = "either",
        /// A key with the right to read.
        Read = "read",
        /// A key with the right to trade.
        Trade = "trade",
        /// A key with the right to withdraw.
        Withdraw = "withdraw",
    }

    /// What a budget counts.
    pub enum Counts {
        /// Each request counts once, whatever it holds.
        Requests = "requests",
        /// Each order of a request counts.
        Orders = "orders",
    }

    /// How a type looks in JSON.
    pub enum Form {
        /// An object with named members.
        Object = "fields",
        /// An array with one field at each position.
        Row = "row",
        /// A value without an object around it: the type has one field, and the value is that field's.
        Bare = "bare",
    }

    /// Which characters an id may have.
    pub enum Letters {
        /// `A-Z`, `a-z`, `0-9`.
        Alphanumeric = "alphanumeric",
        /// The same, `-` and `_`.
        AlphanumericAndDashes = "alphanumeric_and_dashes",
    }

    /// What a precision rule is for.
    pub enum PrecisionKind {
        /// A price.
        Price = "price",
        /// A size.
        Size = "size",
    }

    /// One of OKX's sockets. Each has a path and channels of its own.
    pub enum Socket {
        /// Market data.
        Public = "public",
        /// An account's own orders, positions and balances. It accepts nothing before a login.
        Private = "private",
        /// Candles, algo orders, bots, block and spread trading, deposits and withdrawals. Some of its channels need a login.
        Business = "business",
    }

    /// What a client must do after OKX has closed a connection.
    pub enum AfterClose {
        /// Connect again.
        Reconnect = "reconnect",
        /// Connect again after a pause, because the same load leads to the same result.
        Wait = "wait",
        /// Read the API key again, then connect again.
        ReadKey = "read_key",
        /// Stop: a new connection is closed in the same way until something else has changed.
        GiveUp = "give_up",
    }
}

/// The places of the fields with the result of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OutcomeFields {
    /// The row's result code.
    pub code: usize,
    /// Its message.
    pub message: usize,
    /// Its sub-code, where there is one.
    pub sub_code: Option<usize>,
}
