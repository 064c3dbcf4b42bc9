//! What OKX's v5 API is: the YAML under `data/`, its only reader, and its laws.
//!
//! Files become a tree of nodes with places (`parse`), the tree becomes what was written (`raw`), names become places
//! in tables (`resolve`), and the laws look at the result (`check`). Every mistake on the way is a [`Complaint`]; all
//! of them are told in one run.
//!
//! The format is documented in this crate's README.

mod check;
mod complaint;
#[cfg(feature = "import")]
pub mod coverage;
mod declared;
pub mod describe;
#[cfg(feature = "import")]
pub mod diff;
mod embedded;
#[cfg(feature = "import")]
pub mod finding;
#[cfg(feature = "import")]
pub mod guide;
#[cfg(feature = "import")]
pub mod import;
mod law;
pub mod limit;
pub mod model;
pub mod names;
pub mod nearest;
#[cfg(feature = "openapi")]
pub mod openapi;
mod parse;
mod read;
#[cfg(feature = "import")]
pub mod record;
mod resolve;
#[cfg(feature = "import")]
pub mod slip;
mod source;
pub mod todo;
#[cfg(feature = "import")]
pub mod wording;

pub use complaint::{Complaint, Complaints, Location};
pub use declared::{Declared, What};
pub use embedded::sources as shipped_sources;
pub use law::Law;
pub use model::Model;
pub use okx_facts::{Printable, is_printable};
pub use read::{Failure, read_sources, read_tree, read_with_shipped, shipped};
pub use source::{Source, read_file};
