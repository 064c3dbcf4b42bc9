//! Writing a shape through serde, for what users store.

use serde::ser::{Serialize, SerializeMap, SerializeSeq, Serializer};

use super::members::{Edits, Member, members};
use super::{Fields, Form, Value, write};
use crate::facts::entries;
use crate::value::Written;

/// The shape as OKX writes it: absent fields and empty lists of an object are left out, undescribed members come last.
/// Formats that people cannot read hold the JSON text, because they do not say what they hold.
pub(crate) fn serialize<S: Serializer>(fields: &dyn Fields, serializer: S) -> Result<S::Ok, S::Error> {
    if !serializer.is_human_readable() {
        return serializer.serialize_str(&write::to_text(fields));
    }
    match fields.shape().form {
        Form::Object => object(fields, serializer),
        Form::Row => row(fields, serializer),
        Form::Bare => field(fields, 0).serialize(serializer),
    }
}

fn object<S: Serializer>(fields: &dyn Fields, serializer: S) -> Result<S::Ok, S::Error> {
    let mut out = serializer.serialize_map(None)?;
    for Member { name, value, bare } in members(fields, Edits::default()) {
        out.serialize_entry(name, &Field { value, bare })?;
    }
    out.end()
}

/// Every position is written, absent ones as `null`, so that the ones behind them keep their places.
fn row<S: Serializer>(fields: &dyn Fields, serializer: S) -> Result<S::Ok, S::Error> {
    let mut out = serializer.serialize_seq(None)?;
    for place in 0..fields.shape().wire.len() {
        let value = write::positioned(fields, place);
        out.serialize_element(&Field { value, bare: fields.shape().is_bare(place) })?;
    }
    for value in write::beyond(fields) {
        out.serialize_element(value)?;
    }
    out.end()
}

fn field(fields: &dyn Fields, place: usize) -> Field<'_> {
    Field { value: fields.value(place), bare: fields.shape().is_bare(place) }
}

/// A value, and whether its numbers are written bare.
struct Field<'a> {
    value: Value<'a>,
    bare: bool,
}

impl Serialize for Field<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.value {
            Value::Absent => serializer.serialize_unit(),
            Value::Cleared => serializer.serialize_str(""),
            Value::Text(text) => serializer.serialize_str(text),
            Value::Decimal(number) => serializer.serialize_str(Written::decimal(&number).as_str()),
            Value::Integer(number) if self.bare => serializer.serialize_i64(number),
            Value::Integer(number) => serializer.serialize_str(Written::whole(number).as_str()),
            Value::Bool(value) => serializer.serialize_bool(value),
            Value::Timestamp(time) => time.serialize(serializer),
            Value::Json(json) => json.serialize(serializer),
            Value::Object(fields) => serialize(fields, serializer),
            Value::Extra(extra) => serializer.collect_map(extra.iter()),
            Value::List(list) => serializer.collect_seq(entries(list).map(|value| Field { value, bare: self.bare })),
        }
    }
}
