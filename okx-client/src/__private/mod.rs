//! For code made by okx-macros of the same version only: anything here may change in any release.

mod id;
mod shape;
mod stored;
mod word;

pub use rust_decimal::Decimal;
#[cfg(feature = "serde")]
pub use serde;

pub use crate::api::{Channel, Endpoint, Nothing, Paged, Resolvable, Rows, SocketEndpoint};
use crate::error::Error;
pub use crate::error::{ErrorClass, ErrorFact, Verdict};
pub use crate::facts::{
    Access, AskedBy, Budget, ChannelFacts, Condition, Demand, FieldType, Fields, Form, Hosts, KeyPart, Letters, List,
    ListedBy, Method, Operation, OutcomeFields, PageCursor, PageOrder, Pages, Precision, PrecisionCase, PrecisionKind,
    Question, Repeat, RestRoute, Rule, Shape, Slot, Socket, SocketRoute, Subject, Table, Test, TextRule, Value, Word,
};
pub use crate::fields::Items;
pub use crate::value::literal::decimal_literal;
pub use crate::value::{Clearable, Extra, Json, Text, Timestamp};
pub use crate::{__fields as fields, __number_id as number_id, __text_id as text_id, __word as word};

pub use shape::{clone, debug, equal, kept_texts};
#[cfg(feature = "serde")]
pub use stored::{deserialize, serialize};
pub use word::read_word;

/// The rows of a list that each row of a reply holds.
pub fn listed<R, T>(rows: Rows<R>, list: impl Fn(R) -> Vec<T>) -> Rows<T> {
    let entries = |row: Result<R, Error>| match row {
        Ok(row) => list(row).into_iter().map(Ok).collect(),
        Err(error) => vec![Err(error)],
    };
    rows.into_iter().flat_map(entries).collect()
}

/// The place of a field, to be written.
pub fn slot<T: FieldType>(field: &mut T) -> Slot<'_> {
    field.slot()
}

/// What a field holds.
pub fn value<T: FieldType>(field: &T) -> Value<'_> {
    field.value()
}

/// Ends a generated `match` over the places of fields.
#[cold]
#[track_caller]
pub fn no_such_field(index: usize) -> ! {
    // No reply can lead here: the runtime asks for the places that the type's own shape has, and both are generated together.
    panic!("field {index} was asked for, beyond the fields of the shape")
}
