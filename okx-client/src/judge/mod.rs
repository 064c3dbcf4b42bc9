//! Determines the outcome of a request: pure functions of what was received, independent of time and network.

pub(crate) mod attribution;
pub(crate) mod breaker;
pub(crate) mod client_order_ids;
pub(crate) mod contradiction;
pub(crate) mod envelope;
pub(crate) mod outcome;
pub(crate) mod reading;
pub(crate) mod record;
pub(crate) mod retry;
mod transport_error;

pub use transport_error::TransportError;
