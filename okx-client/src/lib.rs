//! A typed, checked, rate-limited client for OKX's v5 API.

extern crate self as okx_client;

#[doc(hidden)]
pub mod __private;
pub mod clock;
mod condition;
pub mod endpoint;
mod envelope;
mod error;
pub mod fields;
mod instruments;
mod item;
mod limiter;
pub mod value;

pub use envelope::{FromRows, Rows};
pub use error::Error;
pub use instruments::Instruments;
pub use limiter::Limits;
pub use rust_decimal::Decimal;
