//! The field table: how generated types are reached without code of their own.
//!
//! A generated type says which fields it has ([`Shape`]) and hands out one of them by its place ([`Fields::slot`] to write,
//! [`Fields::value`] to read). Decoding, encoding, copying, comparing and printing are each written once, against `dyn Fields`.

mod copy;
mod debug;
pub(crate) mod decode;
#[cfg(feature = "serde")]
mod deserialize;
mod encode;
mod equal;
mod fault;
pub(crate) mod items;
mod json;
mod kept;
mod kinds;
mod lenient;
mod members;
mod path;
pub(crate) mod reader;
#[cfg(test)]
pub(crate) mod sample;
mod secret;
#[cfg(feature = "serde")]
mod serialize;
#[cfg(test)]
pub(crate) mod tests;
#[cfg(feature = "dynamic")]
pub(crate) mod undescribed;
pub(crate) mod unknown_values;
pub(crate) mod write;

pub use crate::facts::{
    Clearing, FieldType, Fields, Form, Letters, List, Optional, OutcomeFields, Shape, Slot, Table, TextRule, Value,
    Word,
};
pub use items::Items;
pub use kept::{KeptText, kept_texts};

pub(crate) use copy::copy;
pub(crate) use debug::debug;
#[cfg(feature = "serde")]
pub(crate) use deserialize::deserialize;
#[cfg(any(test, feature = "dynamic"))]
pub(crate) use encode::body;
pub(crate) use encode::{edited_body, query};
pub(crate) use equal::equal;
pub(crate) use fault::Fault;
pub(crate) use kept::kept_text;
#[cfg(feature = "dynamic")]
pub(crate) use kept::kept_texts_at;
pub(crate) use lenient::Lenient;
pub(crate) use members::{Edits, MadeName, Member};
#[cfg(feature = "serde")]
pub(crate) use serialize::serialize;

/// How many fields a shape may have, so that a place fits a byte.
pub(crate) const MAX_FIELDS: usize = 255;
