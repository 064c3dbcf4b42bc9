//! Requests and replies as a transport sees them.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use bytes::Bytes;

use super::{Address, Progress};
use crate::auth::credentials::Held;
use crate::auth::sign::Signature;
use crate::facts::Method;
use crate::value::{Iso, Timestamp};

/// A request ready to be sent.
pub struct HttpRequest {
    pub(crate) method: Method,
    pub(crate) address: Arc<Address>,
    pub(crate) target: Cow<'static, str>,
    pub(crate) headers: Vec<Header>,
    pub(crate) body: Vec<u8>,
    pub(crate) progress: Progress,
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

    /// How far it has come, to be told by the transport that carries it.
    pub fn progress(&self) -> &Progress {
        &self.progress
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

/// The value of a header, held where it is rather than copied for each request. Keys and passphrases are so never copied at all, also
/// not for the HTTP library, and are wiped where they are kept; a signature is wiped when the last copy goes.
#[derive(Clone)]
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
        self.value.as_str()
    }

    /// Whether its value must not be shown or kept.
    pub fn is_secret(&self) -> bool {
        matches!(self.value, HeaderValue::Key(_) | HeaderValue::Passphrase(_) | HeaderValue::Signature(_))
    }

    /// Its value as bytes. What is secret stays where it is, and is shared rather than copied.
    pub(super) fn bytes(&self) -> Bytes {
        match &self.value {
            HeaderValue::Fixed(text) => Bytes::from_static(text.as_bytes()),
            value if self.is_secret() => Bytes::from_owner(value.clone()),
            value => Bytes::copy_from_slice(value.as_str().as_bytes()),
        }
    }
}

impl HeaderValue {
    fn as_str(&self) -> &str {
        match self {
            Self::Fixed(text) => text,
            Self::Shared(text) => text,
            Self::Own(text) => text,
            Self::Time(time) => time.as_str(),
            Self::Key(held) => held.credentials().key(),
            Self::Passphrase(held) => held.credentials().passphrase(),
            Self::Signature(signature) => signature.as_str(),
        }
    }
}

impl AsRef<[u8]> for HeaderValue {
    fn as_ref(&self) -> &[u8] {
        self.as_str().as_bytes()
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
    date: Option<Timestamp>,
}

impl HttpReply {
    /// A reply of this HTTP status and body.
    pub fn new(status: u16, body: Vec<u8>) -> Self {
        Self { status, body, date: None }
    }

    /// The same, with when it was made by the clock of the server: its `Date`, in whole seconds.
    #[must_use]
    pub fn dated(self, date: Timestamp) -> Self {
        Self { date: Some(date), ..self }
    }

    /// When it was made by the clock of the server, in whole seconds; `None` where that is not known.
    pub fn date(&self) -> Option<Timestamp> {
        self.date
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::auth::credentials::{Credentials, Keys};

    #[test]
    fn keys_and_passphrases_are_not_copied_for_the_http_library() {
        let Keys::Fixed(held) = Keys::fixed(Credentials::new("key", "secret", "passphrase").unwrap()) else {
            unreachable!("they are fixed")
        };
        let credentials = held.credentials();
        let kept = [credentials.key(), credentials.passphrase()].map(str::as_ptr);
        let values = [HeaderValue::Key(held.clone()), HeaderValue::Passphrase(held.clone())];
        assert_eq!(values.map(|value| Header::new("name", value).bytes().as_ptr()), kept);
    }
}
