//! A YAML file as one tree, for reading it and for editing it.
//!
//! Every [`Node`] knows its line and column, for messages, and its bytes in the file, so that an edit replaces exactly what a node covers and
//! leaves everything else, comments included, byte for byte as it was.

pub use crate::parse::{Entry, Node, Value, tree};
