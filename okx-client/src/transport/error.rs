//! Why no reply came.

use std::fmt;
use std::sync::Arc;

use crate::printable::Printable;

/// No whole reply came. What matters most is whether the request may have reached OKX all the same.
#[derive(Clone, Debug)]
pub struct TransportError {
    may_have_arrived: bool,
    what: String,
    source: Option<Arc<dyn std::error::Error + Send + Sync>>,
}

impl TransportError {
    /// Not a byte of the request can have reached OKX: no address, no connection, no TLS.
    pub fn not_sent(what: impl Into<String>) -> Self {
        Self { may_have_arrived: false, what: what.into(), source: None }
    }

    /// The request may have reached OKX, and the reply was lost.
    pub fn broken(what: impl Into<String>) -> Self {
        Self { may_have_arrived: true, what: what.into(), source: None }
    }

    /// The same, with what caused it.
    #[must_use]
    pub fn caused_by(mut self, source: impl std::error::Error + Send + Sync + 'static) -> Self {
        self.source = Some(Arc::new(source));
        self
    }

    /// Whether the request may have reached OKX.
    pub fn may_have_arrived(&self) -> bool {
        self.may_have_arrived
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
