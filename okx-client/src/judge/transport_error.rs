//! Why no reply was received.

use std::fmt;
use std::sync::Arc;

use okx_facts::Printable;

/// No complete reply was received. The most important property is whether the request may have reached OKX
/// ([`may_have_arrived`](Self::may_have_arrived)).
#[derive(Clone, Debug)]
pub struct TransportError {
    reach: Reach,
    timed_out: bool,
    what: String,
    source: Option<Arc<dyn std::error::Error + Send + Sync>>,
}

/// How far a request got.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Reach {
    /// It cannot be encoded.
    Unsendable,
    /// Not a byte of it was sent.
    NotSent,
    /// It may have arrived.
    Sent,
}

impl TransportError {
    /// The request cannot be encoded. This says nothing about the host.
    pub(crate) fn unsendable(what: impl Into<String>) -> Self {
        Self::of(Reach::Unsendable, what.into())
    }

    /// The request certainly did not reach OKX: address lookup, connecting or the TLS handshake failed.
    pub fn not_sent(what: impl Into<String>) -> Self {
        Self::of(Reach::NotSent, what.into())
    }

    /// The request may have reached OKX, and the reply was lost.
    pub fn broken(what: impl Into<String>) -> Self {
        Self::of(Reach::Sent, what.into())
    }

    /// Adds the underlying error.
    #[must_use]
    pub fn caused_by(mut self, source: impl std::error::Error + Send + Sync + 'static) -> Self {
        self.source = Some(Arc::new(source));
        self
    }

    /// Whether the request may have reached OKX.
    pub fn may_have_arrived(&self) -> bool {
        self.reach == Reach::Sent
    }

    /// Marks the error as a timeout.
    pub(crate) fn by_timeout(self) -> Self {
        Self { timed_out: true, ..self }
    }

    /// Whether a timeout caused it.
    pub(crate) fn is_timeout(&self) -> bool {
        self.timed_out
    }

    /// Whether the request itself cannot be sent, whatever the host.
    pub(crate) fn is_unsendable(&self) -> bool {
        self.reach == Reach::Unsendable
    }

    fn of(reach: Reach, what: String) -> Self {
        Self { reach, timed_out: false, what, source: None }
    }
}

impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", Printable(&self.what))
    }
}

impl std::error::Error for TransportError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.source.as_deref().map(|source| source as _)
    }
}
