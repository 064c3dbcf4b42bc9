//! The values fields hold: text, time, undescribed JSON.

pub(crate) mod digits;
mod extra;
mod json;
mod text;
mod timestamp;

pub use extra::Extra;
pub use json::Json;
pub use text::Text;
pub use timestamp::{Iso, Timestamp};
