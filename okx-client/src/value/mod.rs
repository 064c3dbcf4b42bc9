//! The values of fields: text, numbers, timestamps, and JSON that is not described.

mod clearable;
pub(crate) mod digits;
mod extra;
mod json;
pub(crate) mod literal;
mod number_text;
#[cfg(test)]
mod tests;
mod text;
mod timestamp;
pub(crate) mod unknown_text;

pub use clearable::Clearable;
pub use extra::Extra;
pub use json::Json;
pub use literal::IntoDecimal;
pub(crate) use number_text::NumberText;
pub use text::Text;
pub use timestamp::{Iso, SignedDuration, Timestamp, TimestampError};
