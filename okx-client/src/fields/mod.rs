//! Access to the fields of generated types, without generated code for each operation.
//!
//! A generated type lists its fields in a [`Shape`] and gives access to each of them by its place: [`Fields::slot`] to write and
//! [`Fields::value`] to read. Decoding, encoding, copying, comparing and printing are each written once, for `dyn Fields`.

pub(crate) mod decode;
mod decode_error;
mod decode_policy;
mod encode;
mod extra;
pub(crate) mod items;
mod json;
mod members;
pub(crate) mod reader;
#[cfg(test)]
pub(crate) mod sample;
mod scalars;
#[cfg(feature = "serde")]
mod serialize;
mod standard_traits;
#[cfg(test)]
pub(crate) mod tests;
pub(crate) mod unknown_values;
pub(crate) mod write;

pub use crate::facts::{
    Clearing, FieldType, Fields, Form, Letters, List, Optional, OutcomeFields, Shape, Slot, Table, TextRule, Value,
    Word,
};
pub use extra::{KeptText, kept_texts};
pub use items::Items;

pub(crate) use decode_error::DecodeError;
pub(crate) use decode_policy::DecodePolicy;
#[cfg(any(test, feature = "dynamic"))]
pub(crate) use encode::body;
pub(crate) use encode::{edited_body, query};
pub(crate) use extra::kept_text;
#[cfg(feature = "dynamic")]
pub(crate) use extra::{each_undescribed, kept_texts_at, undescribed};
pub(crate) use members::{Edits, MadeName, Member};
#[cfg(feature = "serde")]
pub(crate) use serialize::{deserialize, serialize};
pub(crate) use standard_traits::{copy, debug, equal};

/// The maximum number of fields of a shape, so that a place fits into a byte.
pub(crate) const MAX_FIELDS: usize = 255;
