//! Printing a shape for people who debug.

use std::fmt::{Debug, Formatter, Result};

use super::{Fields, Slot, Value};
use crate::facts::entries;
use crate::value::Extra;

/// Prints the type's name and the fields that hold something, under their names on the wire; a secret as `***`.
pub(crate) fn debug(fields: &dyn Fields, f: &mut Formatter<'_>) -> Result {
    let shape = fields.shape();
    let mut out = f.debug_struct(shape.name);
    for (place, name) in shape.wire.iter().enumerate() {
        let value = fields.value(place);
        if value.is_empty() {
            continue;
        }
        if shape.is_secret(place) {
            out.field(name, &format_args!("***"));
        } else {
            out.field(name, &value);
        }
    }
    match fields.extra().filter(|extra| !extra.is_empty()) {
        // It may be a secret under a new name.
        Some(_) if shape.has_secret() => {
            out.field("extra", &format_args!("***"));
        }
        Some(extra) => {
            out.field("extra", &Members { fields, extra });
        }
        None => {}
    }
    out.finish()
}

/// Members nobody described, and the texts of fields that could not be read exactly.
struct Members<'a> {
    fields: &'a dyn Fields,
    extra: &'a Extra,
}

impl Debug for Members<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        let mut out = f.debug_map();
        for (name, json) in self.extra.iter() {
            // What could not be read may be an object with a secret in it. The text of a decimal is none.
            match self.fields.shape().place(name).map(|place| self.fields.value(place)) {
                None | Some(Value::Decimal(_)) => out.entry(&name, json),
                Some(_) => out.entry(&name, &format_args!("***")),
            };
        }
        out.finish()
    }
}

impl Debug for Value<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        match self {
            Self::Absent => f.write_str("absent"),
            Self::Cleared => f.write_str("cleared"),
            Self::Text(text) => Debug::fmt(text, f),
            Self::Decimal(number) => Debug::fmt(number, f),
            Self::Integer(number) => Debug::fmt(number, f),
            Self::Bool(value) => Debug::fmt(value, f),
            Self::Timestamp(time) => Debug::fmt(time, f),
            Self::Json(json) => Debug::fmt(json, f),
            Self::Object(fields) => debug(*fields, f),
            Self::List(list) => f.debug_list().entries(entries(*list)).finish(),
            Self::Extra(extra) => Debug::fmt(extra, f),
        }
    }
}

impl Debug for Slot<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        f.write_str(match self {
            Self::Text(_) | Self::OptionalText(_) => "place of text",
            Self::Decimal(_) | Self::OptionalDecimal(_) => "place of a decimal",
            Self::Integer(_) => "place of a whole number",
            Self::Bool(_) => "place of true or false",
            Self::Timestamp(_) | Self::OptionalTimestamp(_) => "place of a time",
            Self::Json(_) => "place of JSON",
            Self::Word(_) => "place of a word",
            Self::Object(_) => "place of a shape",
            Self::Optional(_) => "place of an optional value",
            Self::Clearable(_) => "place of a value that can be cleared",
            Self::List(_) => "place of a list",
            Self::Extra(_) => "place of members nobody described",
        })
    }
}
