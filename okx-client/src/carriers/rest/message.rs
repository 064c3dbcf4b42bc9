//! HTTP requests and replies, as a transport sees them.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use bytes::Bytes;

use super::{Address, Progress};
use crate::auth::credentials::SharedCredentials;
use crate::auth::sign::Signature;
use crate::facts::Method;
use crate::value::{Iso, Timestamp};

/// An HTTP request that is ready to be sent.
pub struct HttpRequest {
    pub(crate) method: Method,
    pub(crate) address: Arc<Address>,
    pub(crate) target: Cow<'static, str>,
    pub(crate) headers: Vec<Header>,
    pub(crate) body: Vec<u8>,
    pub(crate) progress: Progress,
}

impl HttpRequest {
    /// The method.
    pub fn method(&self) -> Method {
        self.method
    }

    /// The scheme and host, without a trailing slash.
    pub fn origin(&self) -> &str {
        self.address.origin()
    }

    /// The path and query, exactly as signed.
    pub fn target(&self) -> &str {
        &self.target
    }

    /// The headers, including the API key and the signature.
    pub fn headers(&self) -> &[Header] {
        &self.headers
    }

    /// How far the request got; a transport that can tell updates it.
    pub fn progress(&self) -> &Progress {
        &self.progress
    }

    /// The body, exactly as signed; empty for a GET.
    pub fn body(&self) -> &[u8] {
        &self.body
    }
}

impl fmt::Debug for HttpRequest {
    /// Shows the target only: headers contain secrets, and bodies contain orders.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}{}", self.method.as_str(), self.origin(), self.target)
    }
}

/// One header of a request.
pub struct Header {
    name: &'static str,
    value: HeaderValue,
}

/// The value of a header, shared rather than copied for each request. So keys and passphrases are never copied, not even for the HTTP
/// library, and are wiped where they are stored; a signature is wiped when its last copy is dropped.
#[derive(Clone)]
pub(crate) enum HeaderValue {
    Fixed(&'static str),
    Shared(Arc<str>),
    Own(String),
    Time(Iso),
    Key(SharedCredentials),
    Passphrase(SharedCredentials),
    Signature(Signature),
}

impl Header {
    pub(crate) fn new(name: &'static str, value: HeaderValue) -> Self {
        Self { name, value }
    }

    pub(crate) fn fixed(name: &'static str, value: &'static str) -> Self {
        Self::new(name, HeaderValue::Fixed(value))
    }

    /// The name.
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// The value. Do not log it if it [`is_secret`](Self::is_secret).
    pub fn value(&self) -> &str {
        self.value.as_str()
    }

    /// Whether the value must not be shown or stored.
    pub fn is_secret(&self) -> bool {
        matches!(self.value, HeaderValue::Key(_) | HeaderValue::Passphrase(_) | HeaderValue::Signature(_))
    }

    /// The value as bytes. Secrets are shared rather than copied.
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
            Self::Key(credentials) => credentials.get().key(),
            Self::Passphrase(credentials) => credentials.get().passphrase(),
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

/// A complete HTTP reply.
#[derive(Clone)]
pub struct HttpReply {
    status: u16,
    body: Vec<u8>,
    date: Option<Timestamp>,
}

impl HttpReply {
    /// A reply with this HTTP status and body.
    pub fn new(status: u16, body: Vec<u8>) -> Self {
        Self { status, body, date: None }
    }

    /// Adds the server's time when it sent the reply: its `Date`, in whole seconds.
    #[must_use]
    pub fn dated(self, date: Timestamp) -> Self {
        Self { date: Some(date), ..self }
    }

    /// The server's time when it sent the reply, in whole seconds; `None` if it is not known.
    pub fn date(&self) -> Option<Timestamp> {
        self.date
    }

    /// The HTTP status.
    pub fn status(&self) -> u16 {
        self.status
    }

    /// The body.
    pub fn body(&self) -> &[u8] {
        &self.body
    }

    /// The body, without copying it.
    pub fn into_body(self) -> Vec<u8> {
        self.body
    }
}

impl fmt::Debug for HttpReply {
    /// Shows the size of the body, not its contents: replies contain account data.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "HTTP {}, {} bytes", self.status, self.body.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::auth::credentials::{Credentials, CredentialsProvider};

    #[test]
    fn keys_and_passphrases_are_not_copied_for_the_http_library() {
        let CredentialsProvider::Fixed(held) =
            CredentialsProvider::fixed(Credentials::new("key", "secret", "passphrase").unwrap())
        else {
            unreachable!("the credentials are fixed")
        };
        let credentials = held.get();
        let kept = [credentials.key(), credentials.passphrase()].map(str::as_ptr);
        let values = [HeaderValue::Key(held.clone()), HeaderValue::Passphrase(held.clone())];
        assert_eq!(values.map(|value| Header::new("name", value).bytes().as_ptr()), kept);
    }
}
