//! A typed, checked, rate-limited client for OKX's v5 API.

extern crate self as okx_client;

#[doc(hidden)]
pub mod __private;
pub mod clock;
pub mod endpoint;
mod envelope;
mod error;
pub mod fields;
pub mod value;

pub use envelope::{FromRows, Rows};
pub use error::Error;
pub use rust_decimal::Decimal;
