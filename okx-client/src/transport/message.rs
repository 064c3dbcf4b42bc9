//! Requests and replies as a transport sees them.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use zeroize::Zeroize;

use super::Address;
use crate::endpoint::Method;

/// A request ready to be sent.
pub struct HttpRequest {
    pub(crate) method: Method,
    pub(crate) address: Arc<Address>,
    pub(crate) target: String,
    pub(crate) headers: Vec<Header>,
    pub(crate) body: Vec<u8>,
}

impl HttpRequest {
    /// Its method.
    pub fn method(&self) -> Method {
        self.method
    }

    /// Scheme and host it goes to, without a slash at the end.
    pub fn origin(&self) -> &str {
        self.address.origin()
    }

    /// Path and query, exactly as signed.
    pub fn target(&self) -> &str {
        &self.target
    }

    /// Its headers, the key and signature among them.
    pub fn headers(&self) -> &[Header] {
        &self.headers
    }

    /// Its body, exactly as signed; empty for a GET.
    pub fn body(&self) -> &[u8] {
        &self.body
    }
}

impl fmt::Debug for HttpRequest {
    /// Shows where it goes, and neither headers nor body: they hold secrets and orders.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}{}", self.method.as_str(), self.origin(), self.target)
    }
}

/// One header of a request.
pub struct Header {
    pub(crate) name: &'static str,
    pub(crate) value: Cow<'static, str>,
    pub(crate) secret: bool,
}

impl Header {
    pub(crate) fn plain(name: &'static str, value: impl Into<Cow<'static, str>>) -> Self {
        Self { name, value: value.into(), secret: false }
    }

    pub(crate) fn secret(name: &'static str, value: &str) -> Self {
        Self { name, value: value.to_owned().into(), secret: true }
    }

    /// Its name.
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// Its value; never to be logged when it [`is_secret`](Self::is_secret).
    pub fn value(&self) -> &str {
        &self.value
    }

    /// Whether its value must not be shown or kept.
    pub fn is_secret(&self) -> bool {
        self.secret
    }
}

impl fmt::Debug for Header {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.name, if self.secret { "***" } else { &self.value })
    }
}

impl Drop for Header {
    fn drop(&mut self) {
        if let Cow::Owned(value) = &mut self.value
            && self.secret
        {
            value.zeroize();
        }
    }
}

/// A reply that arrived whole.
#[derive(Clone)]
pub struct HttpReply {
    status: u16,
    body: Vec<u8>,
}

impl HttpReply {
    /// A reply of this HTTP status and body.
    pub fn new(status: u16, body: Vec<u8>) -> Self {
        Self { status, body }
    }

    /// Its HTTP status.
    pub fn status(&self) -> u16 {
        self.status
    }

    /// Its body.
    pub fn body(&self) -> &[u8] {
        &self.body
    }

    /// Its body, to be kept.
    pub fn into_body(self) -> Vec<u8> {
        self.body
    }
}

impl fmt::Debug for HttpReply {
    /// Shows how much came, and not what: replies tell of accounts.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "HTTP {}, {} bytes", self.status, self.body.len())
    }
}
