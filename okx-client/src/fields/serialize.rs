//! Writing and reading shapes through serde, for what users store.

use serde::de::{Deserialize, Deserializer, Error as _};
use serde::ser::{Serialize, SerializeMap, SerializeSeq, Serializer};

use super::members::{Edits, Member, members};
use super::{DecodePolicy, Fields, Form, Value, decode, write};
use crate::facts::entries;
use crate::value::{Json, NumberText};

/// Writes a shape as OKX does: absent fields and empty lists of an object are left out, and undescribed members come last. Formats that are
/// not human-readable hold the JSON text, because they do not describe their content.
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

/// Reads a shape from the output of [`serialize`], or from OKX's own text. A request is read strictly, a reply as the client reads replies.
pub(crate) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D, fields: &mut dyn Fields) -> Result<(), D::Error> {
    let json = Json::deserialize(deserializer)?;
    let decoded = if fields.shape().sent {
        decode::decode(json.get(), fields)
    } else {
        decode::decode_reply(json.get(), fields, &DecodePolicy::default())
    };
    decoded.map_err(D::Error::custom)
}

fn object<S: Serializer>(fields: &dyn Fields, serializer: S) -> Result<S::Ok, S::Error> {
    let mut out = serializer.serialize_map(None)?;
    for Member { name, value, bare } in members(fields, Edits::default()) {
        out.serialize_entry(name, &Field { value, bare })?;
    }
    out.end()
}

/// Every position is written, absent ones as `null`, so that later ones keep their positions.
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

/// A value, and whether its numbers are written without quotes.
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
            Value::Decimal(number) => serializer.serialize_str(NumberText::decimal(&number).as_str()),
            Value::Integer(number) if self.bare => serializer.serialize_i64(number),
            Value::Integer(number) => serializer.serialize_str(NumberText::whole(number).as_str()),
            Value::Bool(value) => serializer.serialize_bool(value),
            Value::Timestamp(time) => time.serialize(serializer),
            Value::Json(json) => json.serialize(serializer),
            Value::Object(fields) => serialize(fields, serializer),
            Value::Extra(extra) => serializer.collect_map(extra.iter()),
            Value::List(list) => serializer.collect_seq(entries(list).map(|value| Field { value, bare: self.bare })),
        }
    }
}
