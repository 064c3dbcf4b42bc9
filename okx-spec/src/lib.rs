//! What OKX's v5 API is: the YAML under `data/`, its only reader, and its laws.
//!
//! The format is documented in this crate's README.

mod complaint;
#[cfg(feature = "import")]
pub mod guide;
pub mod model;

pub use complaint::Location;
pub use model::Model;
