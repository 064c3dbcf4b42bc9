//! The cells of a line, from the members of a push.

use std::borrow::Cow;

use okx_client::Printable;
use okx_client::value::Timestamp;
use serde_json::{Map, Value};

use super::layout::{Column, ColumnForm, Layout};
use super::printer::time_of_day;

/// A cell has at most this many characters.
const LONGEST: usize = 40;

/// The lines of a row: one, or one for each entry of its lists. Values that a row lacks are taken from the members around it.
pub(super) fn lines(layout: &Layout, row: &Value, push: &Value) -> Vec<Vec<String>> {
    let row = object(layout, row);
    let entries: Vec<&Map<String, Value>> = layout
        .lists
        .iter()
        .filter_map(|list| row.get(*list)?.as_array())
        .flatten()
        .filter_map(Value::as_object)
        .collect();
    let around = [Some(&*row), push.as_object(), push["arg"].as_object()];
    let line = |entry: Option<&Map<String, Value>>| {
        let sources = [entry].into_iter().chain(around).flatten();
        layout.columns.iter().map(|column| cell(column, sources.clone())).collect()
    };
    if entries.is_empty() { vec![line(None)] } else { entries.into_iter().map(|entry| line(Some(entry))).collect() }
}

/// A row as an object: an array by the names of its positions.
fn object<'a>(layout: &Layout, row: &'a Value) -> Cow<'a, Map<String, Value>> {
    match row {
        Value::Object(members) => Cow::Borrowed(members),
        Value::Array(values) => Cow::Owned(layout.positions.iter().cloned().zip(values.iter().cloned()).collect()),
        bare => Cow::Owned([("value".to_owned(), bare.clone())].into_iter().collect()),
    }
}

fn cell<'a>(column: &Column, mut sources: impl Iterator<Item = &'a Map<String, Value>>) -> String {
    let Some(value) = sources.find_map(|source| source.get(&column.wire)) else { return String::new() };
    let text = match value {
        Value::Null => return String::new(),
        Value::String(text) => Cow::Borrowed(text.as_str()),
        other => Cow::Owned(other.to_string()),
    };
    if column.form == ColumnForm::Time
        && let Ok(millis) = text.parse()
    {
        return time_of_day(Timestamp::from_millis(millis));
    }
    let shown = Printable(&text).to_string();
    match shown.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &shown[..end]),
        None => shown,
    }
}
