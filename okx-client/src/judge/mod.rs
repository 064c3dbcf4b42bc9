//! What became of a request: pure decisions over what came back, which know nothing of time or network.

pub(crate) mod attribution;
pub(crate) mod breaker;
pub(crate) mod client_order_ids;
pub(crate) mod contradiction;
pub(crate) mod envelope;
pub(crate) mod outcome;
pub(crate) mod reading;
pub(crate) mod record;
pub(crate) mod reply;
pub(crate) mod retry;
mod transport_error;

pub use transport_error::TransportError;
