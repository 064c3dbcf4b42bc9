//! What was sent and whose outcome nobody knows yet.
//!
//! A request that changes something is written down before its first byte goes out, and struck out only when it is certain what became of
//! it. So nothing is lost with a future that is dropped, a task that panics, or an error that nobody looks at.

mod list;
mod request;
mod sending;

use std::fmt;

pub(crate) use self::list::UnresolvedList;
pub(crate) use self::request::question;
pub(crate) use self::sending::Sending;

use crate::error::ExecutionWindow;
use crate::facts::Operation;
use crate::judge::attribution::Identity;
use crate::value::{Json, Timestamp};

/// One thing that was sent to be done, such as an order of a batch, and of which it is not known whether it was done; listed by
/// [`Client::unresolved`](crate::Client::unresolved).
#[derive(Clone)]
pub struct Unresolved {
    pub(crate) number: u64,
    pub(crate) operation: &'static Operation,
    pub(crate) identity: Identity,
    pub(crate) request: Json,
    /// The parameters of the question that finds out; `None` where OKX cannot be asked.
    pub(crate) question: Option<Json>,
    pub(crate) window: Option<ExecutionWindow>,
    pub(crate) is_under_way: bool,
}

impl Unresolved {
    /// Its number: each entry of a client has a higher one than all entries made before it.
    pub fn number(&self) -> u64 {
        self.number
    }

    /// The call, `chapter.endpoint`.
    pub fn call(&self) -> &'static str {
        self.operation.name
    }

    /// The name by which OKX can be asked for it: an order's `clOrdId`, a transfer's `clientId`. `None` where it was sent without one, or
    /// where OKX cannot be asked.
    pub fn name(&self) -> Option<&str> {
        self.operation.asked_by.and_then(|asked_by| self.identity.get(asked_by.name))
    }

    /// All its ids, by wire name: the `ordId` and the `reqId` of an amendment as well as the `clOrdId` of an order.
    pub fn identities(&self) -> impl Iterator<Item = (&'static str, &str)> {
        self.identity.iter()
    }

    /// What was sent, as JSON, without what is secret.
    pub fn request(&self) -> &Json {
        &self.request
    }

    /// It was not sent before this time by OKX's clock.
    pub fn sent(&self) -> Option<Timestamp> {
        self.window.map(|window| window.sent)
    }

    /// From this time on, by OKX's clock, OKX refuses it should it still be on its way.
    pub fn expires_at(&self) -> Option<Timestamp> {
        self.window.map(|window| window.expires)
    }

    /// Whether the future that sent it is still waiting for its reply.
    pub fn is_under_way(&self) -> bool {
        self.is_under_way
    }
}

impl fmt::Debug for Unresolved {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Unresolved")
            .field("call", &self.operation.name)
            .field("identities", &self.identities().collect::<Vec<_>>())
            .field("sent", &self.sent())
            .field("expires_at", &self.expires_at())
            .field("is_under_way", &self.is_under_way)
            .finish_non_exhaustive()
    }
}

impl fmt::Display for Unresolved {
    /// The call and what tells it from others, such as `trade.place_order clOrdId=mine`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.operation.name)?;
        self.identities().try_for_each(|(wire, text)| write!(f, " {wire}={text}"))
    }
}
