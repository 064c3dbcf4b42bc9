//! How requests get to OKX and replies come back; knows nothing of what they mean.

mod address;
pub mod audit;
mod body;
mod carrier;
mod encode;
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
pub(crate) use message::HeaderValue;
pub(crate) use proxy::{Proxy, ProxyChoice};
pub(crate) use roots::Roots;

/// A reply on its way.
pub type Answer<'a> = Pin<Box<dyn Future<Output = Result<HttpReply, TransportError>> + Send + 'a>>;

/// Something that carries a request to OKX and brings the reply.
///
/// It carries each request at most once, never sends it again by itself, follows no redirect, and changes neither target nor body:
/// they are signed. It needs no timeout for the reply, because the client drops the answer it no longer waits for. A transport that knows
/// whether a request has been sent by then says so by the request's [`Progress`].
pub trait Transport: Send + Sync {
    /// Carries a request.
    fn send(&self, request: HttpRequest) -> Answer<'_>;
}
