//! Who sends a request, and when it is signed: credentials, signatures, and OKX's clock.

pub(crate) mod credentials;
pub(crate) mod server_time;
pub mod sign;
