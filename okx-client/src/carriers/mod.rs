//! How requests travel to OKX and replies come back. Nothing outside this folder knows HTTP or sockets.

pub mod rest;

use std::pin::Pin;
use std::time::Duration;

use crate::api::Request;
use crate::auth::credentials::Held;
use crate::judge::client_order_ids::ClientOrderIds;
use crate::judge::outcome::Sent;
use crate::judge::reply::Reply;
use crate::value::Timestamp;

/// One sending of a request.
#[derive(Clone, Copy)]
pub(crate) struct Attempt<'a> {
    pub(crate) request: Request<'a>,
    /// The client order IDs made for its items.
    pub(crate) ids: Option<&'a ClientOrderIds>,
    /// The credentials that sign it and the time of the signature; `None` where it is sent unsigned.
    pub(crate) signature: Option<(&'a Held, Timestamp)>,
    /// When OKX is to discard it.
    pub(crate) expires: Option<Timestamp>,
    /// How long a reply may take.
    pub(crate) timeout: Duration,
    /// The number of this sending of the request, from one.
    pub(crate) number: u32,
}

/// A request that is on its way.
pub(crate) type Delivering<'a> = Pin<Box<dyn Future<Output = Sent> + Send + 'a>>;

/// Reads a reply, and says what came back.
pub(crate) type ReadReply<'a> = dyn FnMut(Reply) -> Sent + Send + 'a;

/// A way to OKX.
pub(crate) trait Carrier: Send + Sync {
    /// Scheme and host that it leads to.
    fn origin(&self) -> &str;

    /// Sends a request once, and has the reply read by `read`. It gives up when no reply comes in time.
    fn deliver<'a>(&'a self, attempt: Attempt<'a>, read: &'a mut ReadReply<'_>) -> Delivering<'a>;
}
