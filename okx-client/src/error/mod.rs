//! Errors, classified by what the caller can do about them.

mod construct;
mod details;
mod display;
#[cfg(test)]
mod tests;

use std::fmt;
use std::sync::Arc;

use okx_facts::Escaping;
use rust_decimal::Decimal;

use crate::value::Timestamp;

pub use details::{BudgetUse, ErrorClass, ErrorFact, Verdict};
pub(crate) use details::{ExecutionWindow, SETTLING, SIGNATURE_LASTS};

/// The error type of this crate.
///
/// Its [`kind`](Self::kind) says what it means for the request. Most programs need only [`outcome_unknown`](Self::outcome_unknown): the request
/// may have been done. Its message is one line that says where the error happened, what was wrong, and what to do; `main` prints it if it
/// returns the error. Text from OKX is [made safe to print](crate::Printable) in it. [`source`](std::error::Error::source) is the cause, such as
/// an error of the connection, whose text the message contains. An error never contains a secret.
///
/// ```
/// # async fn place(okx: &okx_client::Client, order: &okx_client::trade::PlaceOrder) {
/// # use std::time::Duration;
/// match okx.send(order).await {
///     Ok(ack) => println!("placed: {:?}", ack.ord_id),
///     Err(error) if error.outcome_unknown() => {
///         // The order may have been placed. Look it up instead of sending it again.
///         let found = okx.resolve(order).with_error(&error).within(Duration::from_secs(60)).await;
///         println!("{error}; at OKX: {found:?}");
///     }
///     Err(error) if error.is_rate_limited() => println!("too many requests: {error}"),
///     Err(error) => println!("not placed: {error}"),
/// }
/// # }
/// ```
#[derive(Clone)]
pub struct Error(Box<Inner>);

/// The properties of an error. Most errors have few of them.
#[derive(Clone, Debug)]
struct Inner {
    kind: ErrorKind,
    what: String,
    call: Option<&'static str>,
    /// The environment of the client, as a Rust expression, if it may be wrong.
    environment: Option<Box<str>>,
    item: Option<usize>,
    field: Option<Box<str>>,
    nearest: Option<Decimal>,
    /// The direction from the refused value to `nearest`.
    nearest_direction: &'static str,
    code: Option<Box<str>>,
    sub_code: Option<Box<str>>,
    fact: Option<&'static ErrorFact>,
    http_status: Option<u16>,
    client_order_ids: Vec<Box<str>>,
    window: Option<ExecutionWindow>,
    limit: Option<Box<BudgetUse>>,
    row: Option<RowText>,
    /// Something else that may be wrong.
    hint: Option<Box<str>>,
    /// Whether the reply has a binary format.
    is_binary: bool,
    /// Whether the reply begins like one from OKX, so that only a part of it may have been lost.
    is_damaged_reply: bool,
    source: Option<Arc<dyn std::error::Error + Send + Sync>>,
}

/// The text of a row that could not be read, shared by the clones of its error.
#[derive(Clone)]
struct RowText(Arc<str>);

impl fmt::Debug for RowText {
    /// Prints only the length, because the text may hold a secret.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} bytes", self.0.len())
    }
}

/// What an error means for the request; returned by [`Error::kind`].
///
/// ```
/// use okx_client::{Error, ErrorKind};
///
/// fn advice(error: &Error) -> &'static str {
///     match error.kind() {
///         ErrorKind::Unknown => "find out with `Client::resolve` before sending it again",
///         ErrorKind::Unreachable | ErrorKind::Unreadable => "try again later",
///         ErrorKind::Refused if error.is_rate_limited() => "send fewer requests",
///         _ => "change the request or the configuration",
///     }
/// }
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The configuration of the client is wrong. Nothing was sent.
    Setup,
    /// The client refused the request. Nothing was sent.
    Invalid,
    /// There was no usable answer, and the request was certainly not done.
    Unreachable,
    /// OKX refused the request. It was not done.
    Refused,
    /// The request may or may not have been done.
    Unknown,
    /// The reply could not be read. The request changed nothing at OKX.
    Unreadable,
}

impl Error {
    /// What it means for the request, as an enum. The methods below each tell about one kind.
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// Whether the configuration of the client is wrong, such as credentials, an address, or a certificate. Nothing was sent.
    pub fn is_setup(&self) -> bool {
        self.0.kind == ErrorKind::Setup
    }

    /// Whether the client refused the request. Nothing was sent.
    pub fn is_invalid(&self) -> bool {
        self.0.kind == ErrorKind::Invalid
    }

    /// Whether there was no usable answer, and the request was certainly not done.
    pub fn is_unreachable(&self) -> bool {
        self.0.kind == ErrorKind::Unreachable
    }

    /// Whether OKX refused the request. It was not done; [`code`](Self::code) or [`http_status`](Self::http_status) says why.
    pub fn is_refused(&self) -> bool {
        self.0.kind == ErrorKind::Refused
    }

    /// Whether the request may or may not have been done. Find out with [`Client::resolve`](crate::Client::resolve), or look up its
    /// [`client_order_ids`](Self::client_order_ids), before you send it again.
    pub fn outcome_unknown(&self) -> bool {
        self.0.kind == ErrorKind::Unknown
    }

    /// Whether the reply, or a row of it, could not be read. The request changed nothing at OKX.
    pub fn is_unreadable(&self) -> bool {
        self.0.kind == ErrorKind::Unreadable
    }

    /// The JSON text of the row that could not be read, as OKX sent it. It is never printed with the error, because it may hold a secret.
    pub fn row_text(&self) -> Option<&str> {
        self.0.row.as_ref().map(|row| &*row.0)
    }

    /// Whether the same request may succeed later without any changes: after a lost connection, a failure at OKX, or a rate limit. If the
    /// outcome is unknown, find it out first.
    pub fn is_temporary(&self) -> bool {
        match self.0.kind {
            ErrorKind::Setup => false,
            ErrorKind::Invalid => self.0.limit.is_some(),
            ErrorKind::Unreachable => !matches!(self.0.http_status, Some(300..400)),
            ErrorKind::Unknown | ErrorKind::Unreadable => true,
            ErrorKind::Refused => match self.verdict() {
                Some(verdict) => verdict != Verdict::Never,
                None => matches!(self.0.http_status, Some(408 | 429 | 500..)),
            },
        }
    }

    /// Whether a rate limit was exceeded at OKX, or was used up in the client and the request was not allowed to wait longer (see
    /// [`limit`](Self::limit)).
    pub fn is_rate_limited(&self) -> bool {
        match self.class() {
            Some(class) => class == ErrorClass::RateLimit,
            None => self.0.http_status == Some(429) || self.0.limit.is_some(),
        }
    }

    /// Whether OKX refused the timestamp of the request.
    pub fn is_clock(&self) -> bool {
        self.class() == Some(ErrorClass::Clock)
    }

    /// Whether OKX refused the API key, its passphrase or the signature.
    pub fn is_authentication(&self) -> bool {
        self.class() == Some(ErrorClass::Authentication)
    }

    /// The name of the call, `chapter.endpoint`, or of the channel, `ws.socket.channel`.
    pub fn call(&self) -> Option<&'static str> {
        self.0.call
    }

    /// The item of a batch, or the row of a reply, counted from zero.
    pub fn item(&self) -> Option<usize> {
        self.0.item
    }

    /// The path of the field, by wire names.
    pub fn field(&self) -> Option<&str> {
        self.0.field.as_deref()
    }

    /// The nearest valid value below the refused one; for a negative value, toward zero.
    pub fn nearest(&self) -> Option<Decimal> {
        self.0.nearest
    }

    /// OKX's result code: the one of the row if a row was refused.
    pub fn code(&self) -> Option<&str> {
        self.0.code.as_deref()
    }

    /// OKX's sub-code, which gives the reason for [`code`](Self::code), if there is one.
    pub fn sub_code(&self) -> Option<&str> {
        self.0.sub_code.as_deref()
    }

    /// The rate limit that was used up in the client, if the request was not allowed to wait longer for it. Nothing was sent.
    pub fn limit(&self) -> Option<&BudgetUse> {
        self.0.limit.as_deref()
    }

    /// The HTTP status, if it was not 200.
    pub fn http_status(&self) -> Option<u16> {
        self.0.http_status
    }

    /// The class of the error, if its code is known.
    pub fn class(&self) -> Option<ErrorClass> {
        self.0.fact.map(|fact| fact.class)
    }

    /// What to do about it, if the code is known and there is advice.
    pub fn advice(&self) -> Option<&'static str> {
        self.0.fact.map(|fact| fact.advice).filter(|advice| !advice.is_empty())
    }

    /// The client order ids of the request, one for each of its orders: yours, or those that the client generated.
    pub fn client_order_ids(&self) -> impl Iterator<Item = &str> {
        self.0.client_order_ids.iter().map(|id| &**id)
    }

    /// When the request expires, by OKX's clock: from then on OKX refuses it if it is still under way. `None` if the outcome is known.
    ///
    /// An order that OKX does not know a few seconds after that time was not placed. [`Client::resolve`](crate::Client::resolve) finds out.
    pub fn expires_at(&self) -> Option<Timestamp> {
        self.0.window.map(|window| window.expires)
    }

    /// The client order id of a request with exactly one order.
    pub fn client_order_id(&self) -> Option<&str> {
        match &*self.0.client_order_ids {
            [only] => Some(only),
            _ => None,
        }
    }
}

impl fmt::Debug for Error {
    /// Writes the message and the kind, because this is what a program prints whose `main` returns the error. With `{:#?}`, all properties follow.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self} [{:?}]", self.0.kind)?;
        if f.alternate() { write!(f, "\n{:#?}", self.0) } else { Ok(()) }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The message contains text from OKX.
        display::write(&self.0, &mut Escaping(f))
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.0.source.as_deref().map(|source| source as _)
    }
}
