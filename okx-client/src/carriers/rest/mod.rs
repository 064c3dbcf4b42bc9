//! The REST API: transports requests over HTTPS, independent of their meaning.

mod address;
pub mod audit;
mod body;
mod carrier;
mod https;
mod message;
mod progress;
mod proxy;
mod roots;

use std::pin::Pin;

pub use crate::judge::TransportError;
pub use https::Https;
pub use message::{Header, HttpReply, HttpRequest};
pub use progress::Progress;

pub(crate) use address::Address;
pub(crate) use carrier::Rest;
pub(crate) use https::cause;
pub(crate) use message::HeaderValue;
pub(crate) use proxy::{Proxy, ProxyChoice};
pub(crate) use roots::Roots;

/// A pending reply.
pub type SendFuture<'a> = Pin<Box<dyn Future<Output = Result<HttpReply, TransportError>> + Send + 'a>>;

/// Sends HTTP requests to OKX.
///
/// An implementation must send each request at most once, must not follow redirects, and must not change the target or the body, because
/// they are signed. It needs no timeout for replies: the client drops the future when it stops waiting. If it knows whether the request had
/// been sent by then, it reports that through the request's [`Progress`].
pub trait Transport: Send + Sync {
    /// Sends a request.
    fn send(&self, request: HttpRequest) -> SendFuture<'_>;
}
