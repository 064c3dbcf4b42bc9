//! What the [`Extra`] members of a value hold, at any depth: the texts of fields that could not be read exactly, and undescribed members.

use std::fmt;

use super::{Fields, Form, Value};
#[cfg(feature = "dynamic")]
use crate::facts::Shape;
#[cfg(feature = "dynamic")]
use crate::value::Extra;
use crate::value::Json;

/// A field whose value could not be read exactly, with its text as OKX sent it.
///
/// A decimal with more digits than a [`Decimal`](crate::Decimal) holds is rounded toward zero. Any other field that could not be read is
/// absent, and a list has only the entries that could be read.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct KeptText {
    /// The path to the field by wire names: `maxIcebergSz`, `details[0].eq`.
    pub path: String,
    /// The JSON text of its value.
    pub text: Json,
}

impl fmt::Debug for KeptText {
    /// Does not print the text, because it may hold a secret.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("KeptText").field("path", &self.path).finish_non_exhaustive()
    }
}

/// All fields of a row, at any depth, whose values could not be read exactly. Generated types have the same as a method `kept_texts`.
pub fn kept_texts(fields: &dyn Fields) -> Vec<KeptText> {
    kept_texts_at(fields, "")
}

/// The same for a value at this path.
pub(crate) fn kept_texts_at(fields: &dyn Fields, path: &str) -> Vec<KeptText> {
    let mut found = Vec::new();
    search(fields, path, &mut found);
    found
}

/// The text that was kept of the field at this place.
pub(crate) fn kept_text(fields: &dyn Fields, place: usize) -> Option<&Json> {
    fields.extra().filter(|extra| !extra.is_empty())?.get(fields.shape().wire[place])
}

fn search(fields: &dyn Fields, path: &str, found: &mut Vec<KeptText>) {
    let shape = fields.shape();
    for (place, name) in shape.wire.iter().enumerate() {
        let path = path_of_field(shape.form, path, place, name);
        if let Some(text) = kept_text(fields, place) {
            found.push(KeptText { path: path.clone(), text: text.clone() });
        }
        search_value(fields.value(place), &path, found);
    }
}

fn search_value(value: Value<'_>, path: &str, found: &mut Vec<KeptText>) {
    match value {
        Value::Object(inner) => search(inner, path, found),
        Value::List(list) => {
            (0..list.len()).for_each(|index| search_value(list.get(index), &path_of_entry(path, index), found));
        }
        _ => {}
    }
}

/// The paths of all undescribed members of a value at this path, such as `details[0].newMember`.
#[cfg(feature = "dynamic")]
pub(crate) fn undescribed(fields: &dyn Fields, path: &str) -> Vec<String> {
    let mut found = Vec::new();
    each_undescribed(fields, path, &mut |path, _, _| found.push(path));
    found
}

/// Calls `take` for each undescribed member of a value at this path, with the member's path and name, and the shape of its object.
#[cfg(feature = "dynamic")]
pub(crate) fn each_undescribed(fields: &dyn Fields, path: &str, take: &mut dyn FnMut(String, &str, &'static Shape)) {
    let shape = fields.shape();
    // A member with the name of a field is the kept text of that field.
    let is_undescribed = |(name, _): &(&str, &Json)| !shape.wire.contains(name);
    for (name, _) in fields.extra().into_iter().flat_map(Extra::iter).filter(is_undescribed) {
        let path = match shape.form {
            Form::Row => path_of_entry(path, name),
            Form::Object | Form::Bare => path_of_member(path, name),
        };
        take(path, name, shape);
    }
    for (place, name) in shape.wire.iter().enumerate() {
        let path = path_of_field(shape.form, path, place, name);
        each_undescribed_in_value(fields.value(place), &path, take);
    }
}

#[cfg(feature = "dynamic")]
fn each_undescribed_in_value(value: Value<'_>, path: &str, take: &mut dyn FnMut(String, &str, &'static Shape)) {
    match value {
        Value::Object(inner) => each_undescribed(inner, path, take),
        Value::List(list) => (0..list.len()).for_each(|index| {
            each_undescribed_in_value(list.get(index), &path_of_entry(path, index), take);
        }),
        _ => {}
    }
}

/// The path of a field of a value at this path.
fn path_of_field(form: Form, path: &str, place: usize, name: &str) -> String {
    match form {
        Form::Object => path_of_member(path, name),
        Form::Row => path_of_entry(path, place),
        Form::Bare => path.to_owned(),
    }
}

fn path_of_member(path: &str, name: &str) -> String {
    if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") }
}

fn path_of_entry(path: &str, place: impl fmt::Display) -> String {
    format!("{path}[{place}]")
}
