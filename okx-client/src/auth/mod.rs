//! Authentication: credentials, signatures, and OKX's clock.

pub(crate) mod credentials;
pub(crate) mod server_time;
pub mod sign;
