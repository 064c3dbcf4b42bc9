//! What can go wrong, in the words of the person who must act.

mod budget_use;
mod code;
mod doubt;
mod new;
#[cfg(test)]
mod tests;
mod text;

use std::fmt;
use std::sync::Arc;

use okx_facts::Escaping;

use crate::value::Timestamp;
use rust_decimal::Decimal;

pub use budget_use::BudgetUse;
pub use code::{ErrorClass, ErrorFact, Verdict};
pub(crate) use doubt::{Doubt, SETTLING, SIGNATURE_LASTS};

/// Why a call has no good answer.
///
/// Ask what it means for you: [`is_refused`](Self::is_refused), [`outcome_unknown`](Self::outcome_unknown),
/// [`is_invalid`](Self::is_invalid), [`is_unreachable`](Self::is_unreachable), [`is_unreadable`](Self::is_unreadable) and
/// [`is_setup`](Self::is_setup) exclude each other and one of them always holds. Printed, it is one sentence that says what was
/// wrong, where, and what to do; what OKX wrote is made [`Printable`](crate::Printable) in it. It never holds a secret.
///
/// ```
/// # async fn place(okx: &okx_client::Client, order: &okx_client::trade::PlaceOrder) {
/// # use std::time::Duration;
/// match okx.send(order).await {
///     Ok(ack) => println!("placed: {:?}", ack.ord_id),
///     Err(error) if error.outcome_unknown() => {
///         // It may have been placed: ask, do not send it again.
///         let found = okx.resolve(order).with_error(&error).within(Duration::from_secs(60)).await;
///         println!("{error}; OKX says {found:?}");
///     }
///     Err(error) if error.is_rate_limited() => println!("another program shares the account: {error}"),
///     Err(error) => println!("not placed: {error}"),
/// }
/// # }
/// ```
#[derive(Clone)]
pub struct Error(Box<Inner>);

/// What is known of a failure. Most of it is absent in most failures.
#[derive(Clone, Debug)]
struct Inner {
    kind: Kind,
    what: String,
    call: Option<&'static str>,
    /// The setting of the client that may be wrong, as it is written in Rust.
    environment: Option<Box<str>>,
    item: Option<usize>,
    field: Option<Box<str>>,
    nearest: Option<Decimal>,
    /// In which direction it lies.
    toward: &'static str,
    code: Option<Box<str>>,
    sub_code: Option<Box<str>>,
    fact: Option<&'static ErrorFact>,
    http_status: Option<u16>,
    client_order_ids: Vec<Box<str>>,
    doubt: Option<Doubt>,
    limit: Option<Box<BudgetUse>>,
    row: Option<RowText>,
    /// Whether the reply is of a binary format.
    is_binary: bool,
    source: Option<Arc<dyn std::error::Error + Send + Sync>>,
}

/// The text of a row that could not be read, shared by the copies of its error.
#[derive(Clone)]
struct RowText(Arc<str>);

impl fmt::Debug for RowText {
    /// Shows how long it is, because it may hold a secret.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} bytes", self.0.len())
    }
}

/// What a failure means for the request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// Something the client was made with is wrong; there was no request yet.
    Setup,
    /// We refused it; nothing was sent.
    Invalid,
    /// It certainly was not done, and OKX did not say why.
    Unreachable,
    /// OKX refused it.
    Refused,
    /// It may have been done.
    Unknown,
    /// What came back could not be read, and reading changes nothing at OKX.
    Unreadable,
}

impl Error {
    /// Whether something the client was made with is wrong: credentials, an address, a certificate.
    pub fn is_setup(&self) -> bool {
        self.0.kind == Kind::Setup
    }

    /// Whether the request was refused here, before anything was sent.
    pub fn is_invalid(&self) -> bool {
        self.0.kind == Kind::Invalid
    }

    /// Whether no usable answer came, though it is certain that nothing was done.
    pub fn is_unreachable(&self) -> bool {
        self.0.kind == Kind::Unreachable
    }

    /// Whether OKX refused the request: it was not done, and [`code`](Self::code) or [`http_status`](Self::http_status) tells why.
    pub fn is_refused(&self) -> bool {
        self.0.kind == Kind::Refused
    }

    /// Whether the request may or may not have been done. Find out by [`client_order_ids`](Self::client_order_ids) before it is sent again.
    pub fn outcome_unknown(&self) -> bool {
        self.0.kind == Kind::Unknown
    }

    /// Whether the reply, or this row of it, could not be read; the request changed nothing at OKX.
    pub fn is_unreadable(&self) -> bool {
        self.0.kind == Kind::Unreadable
    }

    /// The JSON text of the row of a reply that could not be read, as it came. It is in no other text of the error, because it may hold
    /// a secret.
    pub fn row_text(&self) -> Option<&str> {
        self.0.row.as_ref().map(|row| &*row.0)
    }

    /// Whether too many requests were made: OKX says so, or a [`limit`](Self::limit) was used up and the request was set not to wait any longer.
    pub fn is_rate_limited(&self) -> bool {
        match self.class() {
            Some(class) => class == ErrorClass::RateLimit,
            None => self.0.http_status == Some(429) || self.0.limit.is_some(),
        }
    }

    /// Whether the request's time was not OKX's.
    pub fn is_clock(&self) -> bool {
        self.class() == Some(ErrorClass::Clock)
    }

    /// Whether OKX did not accept the key, its passphrase or the signature.
    pub fn is_authentication(&self) -> bool {
        self.class() == Some(ErrorClass::Authentication)
    }

    /// The call, `chapter.endpoint`; or the channel, `ws.socket.channel`.
    pub fn call(&self) -> Option<&'static str> {
        self.0.call
    }

    /// Which item of a batch, or which row of a reply, counted from zero.
    pub fn item(&self) -> Option<usize> {
        self.0.item
    }

    /// The field it is about, by its name on the wire.
    pub fn field(&self) -> Option<&str> {
        self.0.field.as_deref()
    }

    /// The valid value just below the one that was refused; of a negative one, the one next to it toward zero.
    pub fn nearest(&self) -> Option<Decimal> {
        self.0.nearest
    }

    /// OKX's code: the row's own where a row was refused.
    pub fn code(&self) -> Option<&str> {
        self.0.code.as_deref()
    }

    /// OKX's code for the reason behind [`code`](Self::code), where it gave one.
    pub fn sub_code(&self) -> Option<&str> {
        self.0.sub_code.as_deref()
    }

    /// The rate limit that was used up for a request that was set not to wait any longer; nothing was sent then.
    pub fn limit(&self) -> Option<&BudgetUse> {
        self.0.limit.as_deref()
    }

    /// The HTTP status, where it was not 200.
    pub fn http_status(&self) -> Option<u16> {
        self.0.http_status
    }

    /// What it is about, where the code is known.
    pub fn class(&self) -> Option<ErrorClass> {
        self.0.fact.map(|fact| fact.class)
    }

    /// What to do about it, where the code is known.
    pub fn advice(&self) -> Option<&'static str> {
        self.0.fact.map(|fact| fact.advice).filter(|advice| !advice.is_empty())
    }

    /// The names under which OKX knows what the request would have made, where they were sent: one for each order.
    pub fn client_order_ids(&self) -> impl Iterator<Item = &str> {
        self.0.client_order_ids.iter().map(|id| &**id)
    }

    /// From when on, by OKX's clock, OKX refuses the request should it still be on its way; `None` where the outcome is known. What
    /// OKX does not know some seconds after that was not done; [`Client::resolve`](crate::Client::resolve) finds out.
    pub fn void_from(&self) -> Option<Timestamp> {
        self.0.doubt.map(|doubt| doubt.void)
    }

    /// The name of the only order of the request.
    pub fn client_order_id(&self) -> Option<&str> {
        match &*self.0.client_order_ids {
            [only] => Some(only),
            _ => None,
        }
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // OKX's words, names and values are in it.
        text::write(&self.0, &mut Escaping(f))
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.0.source.as_deref().map(|source| source as _)
    }
}
