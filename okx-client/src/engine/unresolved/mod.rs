//! Requests that were sent and whose outcome is not known.
//!
//! A request that changes something is recorded before its first byte is sent, and removed only when its outcome is certain. So nothing is
//! lost if a future is dropped, a task panics, or an error is ignored.

mod guard;
mod list;
mod request;

use std::fmt;

pub(crate) use self::guard::UnresolvedGuard;
pub(crate) use self::list::UnresolvedList;
pub(crate) use self::request::lookup;

use crate::error::ExecutionWindow;
use crate::facts::Operation;
use crate::judge::attribution::Identity;
use crate::value::{Json, Timestamp};

/// One item that was sent, such as an order of a batch, and whose outcome is not known. Listed by
/// [`Client::unresolved`](crate::Client::unresolved).
#[derive(Clone)]
pub struct Unresolved {
    pub(crate) number: u64,
    pub(crate) operation: &'static Operation,
    pub(crate) identity: Identity,
    pub(crate) request: Json,
    /// The parameters of the request that looks up the outcome; `None` if OKX provides no such lookup.
    pub(crate) lookup: Option<Json>,
    pub(crate) window: Option<ExecutionWindow>,
    pub(crate) is_in_flight: bool,
}

impl Unresolved {
    /// Its number. Entries made later have higher numbers.
    pub fn number(&self) -> u64 {
        self.number
    }

    /// The name of the operation, `chapter.endpoint`.
    pub fn call(&self) -> &'static str {
        self.operation.name
    }

    /// The client-assigned name by which OKX can look it up, such as an order's `clOrdId` or a transfer's `clientId`. `None` if it was sent
    /// without one, or if OKX provides no lookup.
    pub fn name(&self) -> Option<&str> {
        self.operation.asked_by.and_then(|asked_by| self.identity.get(asked_by.name))
    }

    /// All its IDs by wire name, such as the `ordId` and the `reqId` of an amendment or the `clOrdId` of an order.
    pub fn identities(&self) -> impl Iterator<Item = (&'static str, &str)> {
        self.identity.iter()
    }

    /// The request as JSON, without secrets.
    pub fn request(&self) -> &Json {
        &self.request
    }

    /// The earliest time, on OKX's clock, at which it can have been sent. `None` if it was sent unsigned.
    pub fn sent(&self) -> Option<Timestamp> {
        self.window.map(|window| window.sent)
    }

    /// The time, on OKX's clock, from which OKX rejects it if it is still in transit. `None` if it was sent unsigned.
    pub fn expires_at(&self) -> Option<Timestamp> {
        self.window.map(|window| window.expires)
    }

    /// Whether the future that sent it is still waiting for the reply.
    pub fn is_in_flight(&self) -> bool {
        self.is_in_flight
    }
}

impl fmt::Debug for Unresolved {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Unresolved")
            .field("call", &self.operation.name)
            .field("identities", &self.identities().collect::<Vec<_>>())
            .field("sent", &self.sent())
            .field("expires_at", &self.expires_at())
            .field("is_in_flight", &self.is_in_flight)
            .finish_non_exhaustive()
    }
}

impl fmt::Display for Unresolved {
    /// The operation and its IDs, such as `trade.place_order clOrdId=mine`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.operation.name)?;
        self.identities().try_for_each(|(wire, text)| write!(f, " {wire}={text}"))
    }
}
