//! A reply as a carrier received it.

use crate::value::Timestamp;

/// A whole reply, which may be OKX's or that of something between us and OKX.
pub(crate) struct Reply {
    pub(crate) body: Vec<u8>,
    /// The HTTP status; 200 where the carrier has none.
    pub(crate) status: u16,
    /// When it was sent, by the clock of the server, in whole seconds.
    pub(crate) date: Option<Timestamp>,
}
