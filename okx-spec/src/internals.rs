//! The parts of the reader that `okx-importer` is built from.
//!
//! They are public for that package only, which is released together with this one. They may change in any release.

/// The list of known mistakes in OKX's guide, as shipped: `guide/slips.yaml`.
pub const SLIPS: &str = include_str!("../data/guide/slips.yaml");
/// The fingerprints of the guide's texts, as shipped: `guide/wording.txt`.
pub const WORDING: &str = include_str!("../data/guide/wording.txt");

pub use crate::check::looks_paged;
pub use crate::diagnostic::Sink;
pub use crate::parse::{Located, Members, Text, items, name, named, sentence, word};
pub use crate::source::JOURNAL;
