//! What a value holds that its description does not know.

use super::{Fields, Value};
use crate::value::Extra;

/// The paths of all members nobody described, as in `details[0].newMember`.
pub(crate) fn undescribed(fields: &dyn Fields) -> Vec<String> {
    let mut found = Vec::new();
    search(fields, "", &mut found);
    found
}

fn search(fields: &dyn Fields, path: &str, found: &mut Vec<String>) {
    found.extend(fields.extra().into_iter().flat_map(Extra::iter).map(|(name, _)| below(path, name)));
    for (place, info) in fields.shape().fields.iter().enumerate() {
        search_value(fields.value(place), &below(path, info.wire), found);
    }
}

fn search_value(value: Value<'_>, path: &str, found: &mut Vec<String>) {
    match value {
        Value::Object(inner) => search(inner, path, found),
        Value::List(list) => {
            (0..list.len()).for_each(|index| search_value(list.get(index), &format!("{path}[{index}]"), found));
        }
        _ => {}
    }
}

fn below(path: &str, name: &str) -> String {
    if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") }
}
