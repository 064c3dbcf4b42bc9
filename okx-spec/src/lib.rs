//! A description of OKX's v5 API: the YAML in `data/`, its parser, and its laws.
//!
//! Files become a tree of nodes with places, and the tree becomes a description as written (`parse`). Then names become places in tables
//! (`resolve`), and the laws check the result (`check`). Every mistake found on the way is a [`Diagnostic`]. One run reports all of them.
//!
//! The format is documented in this crate's README.

mod check;
mod declared;
pub mod describe;
mod diagnostic;
mod embedded;
pub mod internals;
mod law;
pub mod limit;
pub mod model;
pub mod names;
pub mod nearest;
mod parse;
mod read;
mod resolve;
mod source;
pub mod todo;
pub mod yaml;

pub use declared::{Declared, What};
pub use diagnostic::{Diagnostic, Diagnostics, Location};
pub use embedded::{place as shipped_place, sources as shipped_sources};
pub use law::Law;
pub use model::Model;
pub use okx_facts::{Printable, is_printable};
pub use read::{Failure, read_sources, read_tree, read_with_shipped, shipped};
pub use source::{Source, read_file};
