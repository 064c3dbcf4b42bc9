//! The field table: how generated types are reached without code of their own.
//!
//! A generated type says which fields it has ([`Shape`]) and hands out one of them by its place ([`Fields::slot`] to write,
//! [`Fields::value`] to read). Decoding, encoding, comparing and printing are each written once, against `dyn Fields`.

mod shape;
mod table;

pub use shape::{FieldInfo, Form, Letters, OutcomeFields, Shape, TextRule};
pub use table::{FieldType, Fields, List, Optional, Shaped, Slot, Value, Word};
