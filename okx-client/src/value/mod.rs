//! The values fields hold: text, time, undescribed JSON.

mod clearable;
pub(crate) mod digits;
mod extra;
mod json;
pub(crate) mod literal;
#[cfg(test)]
mod tests;
mod text;
mod timestamp;
mod written;

pub use clearable::Clearable;
pub use extra::Extra;
pub use json::Json;
pub use text::Text;
pub use timestamp::{Iso, Timestamp};
pub(crate) use written::Written;
