//! `Clone`, `PartialEq` and `Debug` of generated types, written once for all of them.

use std::fmt::{Debug, Formatter, Result};

use super::{Fields, Slot, Value};
use crate::facts::entries;
use crate::value::{Extra, unknown_text};

/// Copies the fields of a value into a default value of the same type.
pub(crate) fn copy(from: &dyn Fields, to: &mut dyn Fields) {
    for place in 0..from.shape().wire.len() {
        let value = from.value(place);
        if !value.is_empty() {
            copy_value(value, to.slot(place));
        }
    }
    if let (Some(from), Some(to)) = (from.extra(), to.extra_mut()) {
        to.clone_from(from);
    }
}

fn copy_value(value: Value<'_>, slot: Slot<'_>) {
    match (slot, value) {
        (Slot::Text(to), Value::Text(from)) => *to = from.into(),
        (Slot::Decimal(to), Value::Decimal(from)) => *to = from,
        (Slot::Integer(to), Value::Integer(from)) => *to = from,
        (Slot::Bool(to), Value::Bool(from)) => *to = from,
        (Slot::Timestamp(to), Value::Timestamp(from)) => *to = from,
        (Slot::Json(to), Value::Json(from)) => to.clone_from(from),
        // The text belongs to a value, so it is kept already.
        (Slot::Word(to), Value::Text(from)) => _ = to.set_wire(from, unknown_text::keep_bounded),
        (Slot::Object(to), Value::Object(from)) => copy(from, to),
        (Slot::Extra(to), Value::Extra(from)) => to.clone_from(from),
        (Slot::OptionalText(to), Value::Text(from)) => *to = Some(from.into()),
        (Slot::OptionalDecimal(to), Value::Decimal(from)) => *to = Some(from),
        (Slot::OptionalTimestamp(to), Value::Timestamp(from)) => *to = Some(from),
        (Slot::Optional(to), from) => copy_value(from, to.fill()),
        (Slot::Clearable(to), Value::Cleared) => to.clear(),
        (Slot::Clearable(to), from) => copy_value(from, to.set()),
        (Slot::List(to), Value::List(from)) => {
            to.reserve(from.len());
            entries(from).for_each(|entry| copy_value(entry, to.push()));
        }
        // The slot and the value of a field always have the same kind; otherwise decoding and encoding would not match either.
        _ => debug_assert!(false, "the slot and the value of a field are of different kinds"),
    }
}

/// Whether two values of one type are equal. Decimals are compared as numbers, undescribed members by their text.
pub(crate) fn equal(one: &dyn Fields, other: &dyn Fields) -> bool {
    let places = 0..one.shape().wire.len();
    std::ptr::eq(one.shape().wire, other.shape().wire)
        && places.into_iter().all(|index| one.value(index) == other.value(index))
        && one.extra() == other.extra()
}

impl PartialEq for Value<'_> {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Absent, Self::Absent) | (Self::Cleared, Self::Cleared) => true,
            (Self::Text(one), Self::Text(other)) => one == other,
            (Self::Decimal(one), Self::Decimal(other)) => one == other,
            (Self::Integer(one), Self::Integer(other)) => one == other,
            (Self::Bool(one), Self::Bool(other)) => one == other,
            (Self::Timestamp(one), Self::Timestamp(other)) => one == other,
            (Self::Json(one), Self::Json(other)) => one == other,
            (Self::Object(one), Self::Object(other)) => equal(*one, *other),
            (Self::List(one), Self::List(other)) => one.len() == other.len() && entries(*one).eq(entries(*other)),
            (Self::Extra(one), Self::Extra(other)) => one == other,
            _ => false,
        }
    }
}

/// Prints the type's name and its present fields under their wire names. Secrets are printed as `***`.
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
        // OKX may have renamed a secret field.
        Some(_) if shape.has_secret() => {
            out.field("extra", &format_args!("***"));
        }
        Some(extra) => {
            out.field("extra", &ExtraMembers { fields, extra });
        }
        None => {}
    }
    out.finish()
}

/// Undescribed members, and the texts of fields that could not be read exactly.
struct ExtraMembers<'a> {
    fields: &'a dyn Fields,
    extra: &'a Extra,
}

impl Debug for ExtraMembers<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        let mut out = f.debug_map();
        for (name, json) in self.extra.iter() {
            // An unreadable value may be an object that contains a secret. The text of a decimal cannot.
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
            Self::Text(_) | Self::OptionalText(_) => "slot for text",
            Self::Decimal(_) | Self::OptionalDecimal(_) => "slot for a decimal",
            Self::Integer(_) => "slot for an integer",
            Self::Bool(_) => "slot for a boolean",
            Self::Timestamp(_) | Self::OptionalTimestamp(_) => "slot for a timestamp",
            Self::Json(_) => "slot for JSON",
            Self::Word(_) => "slot for an enum value",
            Self::Object(_) => "slot for an object",
            Self::Optional(_) => "slot for an optional value",
            Self::Clearable(_) => "slot for a clearable value",
            Self::List(_) => "slot for a list",
            Self::Extra(_) => "slot for undescribed members",
        })
    }
}
