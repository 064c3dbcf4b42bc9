//! Requests and replies as a transport sees them.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use super::Address;
use crate::credentials::Held;
use crate::endpoint::Method;
use crate::sign::Signature;
use crate::value::Iso;

/// A request ready to be sent.
pub struct HttpRequest {
    pub(crate) method: Method,
    pub(crate) address: Arc<Address>,
    pub(crate) target: Cow<'static, str>,
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
    name: &'static str,
    value: HeaderValue,
}

/// The value of a header, held where it is rather than copied for each request. Keys and passphrases are so never copied at all, and
/// are wiped where they are kept.
pub(crate) enum HeaderValue {
    Fixed(&'static str),
    Shared(Arc<str>),
    Own(String),
    Time(Iso),
    Key(Held),
    Passphrase(Held),
    Signature(Signature),
}

impl Header {
    pub(crate) fn new(name: &'static str, value: HeaderValue) -> Self {
        Self { name, value }
    }

    pub(crate) fn fixed(name: &'static str, value: &'static str) -> Self {
        Self::new(name, HeaderValue::Fixed(value))
    }

    /// Its name.
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// Its value; never to be logged when it [`is_secret`](Self::is_secret).
    pub fn value(&self) -> &str {
        match &self.value {
            HeaderValue::Fixed(text) => text,
            HeaderValue::Shared(text) => text,
            HeaderValue::Own(text) => text,
            HeaderValue::Time(time) => time.as_str(),
            HeaderValue::Key(held) => held.credentials().key(),
            HeaderValue::Passphrase(held) => held.credentials().passphrase(),
            HeaderValue::Signature(signature) => signature.as_str(),
        }
    }

    /// Whether its value must not be shown or kept.
    pub fn is_secret(&self) -> bool {
        matches!(self.value, HeaderValue::Key(_) | HeaderValue::Passphrase(_) | HeaderValue::Signature(_))
    }
}

impl fmt::Debug for Header {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.name, if self.is_secret() { "***" } else { self.value() })
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
