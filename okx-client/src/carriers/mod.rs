//! Transports requests to OKX and replies back. Nothing outside this folder depends on HTTP or sockets.

pub mod rest;
pub(crate) mod ws;

use std::pin::Pin;
use std::time::Duration;

use crate::api::Request;
use crate::auth::credentials::SharedCredentials;
use crate::judge::client_order_ids::ClientOrderIds;
use crate::judge::outcome::AttemptOutcome;
use crate::judge::reading::Reply;
use crate::value::Timestamp;

/// One attempt to send a request.
#[derive(Clone, Copy)]
pub(crate) struct Attempt<'a> {
    pub(crate) request: Request<'a>,
    /// The client order IDs generated for its items.
    pub(crate) ids: Option<&'a ClientOrderIds>,
    /// The codes of the instruments of its items, where its route requires them.
    pub(crate) codes: &'a [ws::InstrumentCode],
    /// The credentials that sign it and the timestamp of the signature; `None` if it is sent unsigned.
    pub(crate) signature: Option<(&'a SharedCredentials, Timestamp)>,
    /// When OKX must discard it.
    pub(crate) expires: Option<Timestamp>,
    /// The longest time to wait for a connection over a socket.
    pub(crate) send_within: Duration,
    /// The longest time to wait for a reply.
    pub(crate) timeout: Duration,
    /// The number of this attempt, from one.
    pub(crate) number: u32,
}

#[cfg(test)]
impl<'a> Attempt<'a> {
    /// A first attempt without a signature.
    pub(crate) fn unsigned(request: Request<'a>, timeout: Duration) -> Self {
        Self {
            request,
            ids: None,
            codes: &[],
            signature: None,
            expires: None,
            send_within: timeout,
            timeout,
            number: 1,
        }
    }
}

/// A pending delivery.
pub(crate) type DeliverFuture<'a> = Pin<Box<dyn Future<Output = AttemptOutcome> + Send + 'a>>;

/// Reads a reply and determines the outcome of the attempt.
pub(crate) type ReadReply<'a> = dyn FnMut(Reply) -> AttemptOutcome + Send + 'a;

/// A way to send requests to OKX.
pub(crate) trait Carrier: Send + Sync {
    /// The scheme and host that requests are sent to.
    fn origin(&self) -> &str;

    /// Sends a request once, and passes the reply to `read`. Gives up if no reply arrives in time.
    fn deliver<'a>(&'a self, attempt: Attempt<'a>, read: &'a mut ReadReply<'_>) -> DeliverFuture<'a>;
}
