//! Writes the fields of a shape directly as JSON text. The text is the same as the one that `serialize` writes through serde, which tests
//! check, and takes half the time. Every signed order is written this way.

use super::members::{Edits, Member, members, undescribed};
use super::{Fields, Form, Value, kept_text};
use crate::facts::entries;
use crate::value::{Extra, Json, NumberText};

/// A shape as text.
pub(crate) fn to_text(fields: &dyn Fields) -> String {
    let mut out = Vec::new();
    shape(&mut out, fields);
    String::from_utf8(out).expect("all written text is UTF-8")
}

/// Appends a shape.
pub(crate) fn shape(out: &mut Vec<u8>, fields: &dyn Fields) {
    edited_shape(out, fields, Edits::default());
}

/// Appends a shape with edits.
pub(super) fn edited_shape<'a>(out: &mut Vec<u8>, fields: &'a dyn Fields, edits: Edits<'a>) {
    match fields.shape().form {
        Form::Object => object(out, members(fields, edits)),
        Form::Row => row(out, fields),
        Form::Bare => value(out, fields.value(0), fields.shape().is_bare(0)),
    }
}

/// An object of these members.
pub(crate) fn object_of<'a>(members: impl Iterator<Item = Member<'a>>) -> Json {
    let mut out = Vec::new();
    object(&mut out, members);
    // All written text is UTF-8.
    str::from_utf8(&out).map_or_else(|_| Json::from_valid("{}"), Json::from_valid)
}

/// Appends an object of these members.
fn object<'a>(out: &mut Vec<u8>, members: impl Iterator<Item = Member<'a>>) {
    let mut before = b'{';
    for member in members {
        out.push(before);
        text(out, member.name);
        out.push(b':');
        value(out, member.value, member.bare);
        before = b',';
    }
    if before == b'{' {
        out.push(b'{');
    }
    out.push(b'}');
}

/// Every position is written, absent ones as `null`, so that later ones keep their positions.
fn row(out: &mut Vec<u8>, fields: &dyn Fields) {
    out.push(b'[');
    let shape = fields.shape();
    for place in 0..shape.wire.len() {
        separate(out, place);
        value(out, positioned(fields, place), shape.is_bare(place));
    }
    for json in beyond(fields) {
        // A row has at least one position.
        out.push(b',');
        out.extend_from_slice(json.get().as_bytes());
    }
    out.push(b']');
}

/// The value at a position of a row. If it could not be read exactly, its kept text.
pub(super) fn positioned(fields: &dyn Fields, place: usize) -> Value<'_> {
    kept_text(fields, place).map_or_else(|| fields.value(place), Value::Json)
}

/// The values at the undescribed positions of a row.
pub(super) fn beyond(fields: &dyn Fields) -> impl Iterator<Item = &Json> {
    let described = fields.shape().wire;
    let all = fields.extra().into_iter().flat_map(Extra::iter);
    all.filter(|(name, _)| !described.contains(name)).map(|(_, json)| json)
}

/// Appends a value. If `bare`, numbers are written without quotes.
pub(crate) fn value(out: &mut Vec<u8>, held: Value<'_>, bare: bool) {
    match held {
        Value::Absent => out.extend_from_slice(b"null"),
        Value::Cleared => out.extend_from_slice(b"\"\""),
        Value::Text(own) => text(out, own),
        Value::Decimal(number) => quoted(out, NumberText::decimal(&number).as_str().as_bytes()),
        Value::Integer(number) if bare => out.extend_from_slice(NumberText::whole(number).as_str().as_bytes()),
        Value::Integer(number) => quoted(out, NumberText::whole(number).as_str().as_bytes()),
        Value::Bool(own) => out.extend_from_slice(if own { b"true" } else { b"false" }),
        Value::Timestamp(time) => quoted(out, NumberText::whole(time.as_millis()).as_str().as_bytes()),
        Value::Json(json) => out.extend_from_slice(json.get().as_bytes()),
        Value::Object(fields) => shape(out, fields),
        Value::Extra(extra) => object(out, undescribed(extra)),
        Value::List(list) => {
            out.push(b'[');
            for (place, entry) in entries(list).enumerate() {
                separate(out, place);
                value(out, entry, bare);
            }
            out.push(b']');
        }
    }
}

fn separate(out: &mut Vec<u8>, place: usize) {
    if place > 0 {
        out.push(b',');
    }
}

/// Appends a JSON string.
fn text(out: &mut Vec<u8>, text: &str) {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    if !text.bytes().any(must_escape) {
        return quoted(out, text.as_bytes());
    }
    out.push(b'"');
    for byte in text.bytes() {
        match byte {
            b'"' | b'\\' => out.extend_from_slice(&[b'\\', byte]),
            0x08 => out.extend_from_slice(b"\\b"),
            0x0c => out.extend_from_slice(b"\\f"),
            b'\n' => out.extend_from_slice(b"\\n"),
            b'\r' => out.extend_from_slice(b"\\r"),
            b'\t' => out.extend_from_slice(b"\\t"),
            0..0x20 => {
                out.extend_from_slice(b"\\u00");
                out.extend_from_slice(&[byte >> 4, byte & 15].map(|digit| DIGITS[usize::from(digit)]));
            }
            _ => out.push(byte),
        }
    }
    out.push(b'"');
}

fn must_escape(byte: u8) -> bool {
    byte < 0x20 || byte == b'"' || byte == b'\\'
}

fn quoted(out: &mut Vec<u8>, text: &[u8]) {
    out.push(b'"');
    out.extend_from_slice(text);
    out.push(b'"');
}
