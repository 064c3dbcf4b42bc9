//! Encodes the fields of a request as the bytes that are signed and sent.

use std::borrow::Cow;
use std::fmt::Write as _;

use super::members::{Edits, Member, members};
use super::reader::Reader;
use super::{Fields, Value, write};
use crate::facts::entries;
use crate::fields::Items;
use crate::fields::items::wire_text;
use crate::value::Json;

/// The body of a request: an object, or for a batch an array of objects.
#[cfg(any(test, feature = "dynamic"))]
pub(crate) fn body(items: Items<'_>) -> Vec<u8> {
    edited_body(items, |_| Edits::default())
}

/// The body of a request: an object, or for a batch an array of objects. `edits` returns the edits to the item at a position.
pub(crate) fn edited_body<'e>(items: Items<'_>, edits: impl Fn(usize) -> Edits<'e>) -> Vec<u8> {
    let mut body = Vec::with_capacity(256);
    if let Items::One(item) = items {
        write::edited_shape(&mut body, item, edits(0));
        return body;
    }
    body.push(b'[');
    for (place, item) in items.each().enumerate() {
        if place > 0 {
            body.push(b',');
        }
        write::edited_shape(&mut body, item, edits(place));
    }
    body.push(b']');
    body
}

/// The query string of a request, without `?`; empty if no parameter is set. Its parameters have the order of the members of a body. A list
/// is one parameter with commas between its entries.
pub(crate) fn query(fields: &dyn Fields) -> String {
    let mut query = String::new();
    for Member { name, value, .. } in members(fields, Edits::default()) {
        parameter(&mut query, name, &text(value));
    }
    query
}

fn parameter(query: &mut String, name: &str, text: &str) {
    if !query.is_empty() {
        query.push('&');
    }
    escape(query, name);
    query.push('=');
    escape(query, text);
}

/// The text of a value in a query string. Objects are written as JSON.
fn text(value: Value<'_>) -> Cow<'_, str> {
    match value {
        Value::Json(json) => unquoted(json).into(),
        Value::Object(fields) => write::to_text(fields).into(),
        Value::List(list) => entries(list).map(text).collect::<Vec<_>>().join(",").into(),
        scalar => wire_text(scalar).unwrap_or_default(),
    }
}

/// The content of a JSON string; any other JSON as it is.
fn unquoted(json: &Json) -> String {
    let string = json.get().starts_with('"').then(|| Reader::new(json.get()).string().ok()).flatten();
    string.map_or_else(|| json.get().to_owned(), Into::into)
}

/// Appends text, and escapes everything except letters, digits, `-._~` and commas. No intermediary has a reason to rewrite that form, so the
/// signed text is the one that arrives.
fn escape(query: &mut String, text: &str) {
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b',' => query.push(byte.into()),
            // Writing to a string cannot fail.
            _ => drop(write!(query, "%{byte:02X}")),
        }
    }
}
