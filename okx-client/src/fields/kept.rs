//! Fields whose text was kept because their values could not be read exactly.

use std::fmt;

use super::path::{below, entry};
use super::{Fields, Form, Value};
use crate::value::Json;

/// A field whose value could not be read exactly, and its text as OKX sent it.
///
/// A decimal of more digits than a [`Decimal`](crate::Decimal) holds was read toward zero. Any other value that could not be read left its
/// field absent, and of a list the entries that could be read are there.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct KeptText {
    /// Where the field is, by names on the wire: `maxIcebergSz`, `details[0].eq`.
    pub path: String,
    /// The JSON text of its value.
    pub text: Json,
}

impl fmt::Debug for KeptText {
    /// Without the text, which may hold a secret.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("KeptText").field("path", &self.path).finish_non_exhaustive()
    }
}

/// All fields of a row, and of the objects in it, whose values could not be read exactly: what the `kept_texts` of generated types gives,
/// for any type.
pub fn kept_texts(fields: &dyn Fields) -> Vec<KeptText> {
    kept_texts_at(fields, "")
}

/// The same for a value at a path.
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
        let path = match shape.form {
            Form::Object => below(path, name),
            Form::Row => entry(path, place),
            Form::Bare => path.to_owned(),
        };
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
            (0..list.len()).for_each(|index| search_value(list.get(index), &entry(path, index), found));
        }
        _ => {}
    }
}
