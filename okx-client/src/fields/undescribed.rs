//! What a value holds that its description does not know.

use super::path::{below, entry};
use super::{Fields, Form, Shape, Value};
use crate::value::Extra;

/// The paths of all members nobody described in a value that is at a path, as in `details[0].newMember`.
pub(crate) fn undescribed(fields: &dyn Fields, path: &str) -> Vec<String> {
    let mut found = Vec::new();
    search(fields, path, &mut found);
    found
}

fn search(fields: &dyn Fields, path: &str, found: &mut Vec<String>) {
    let Shape { form, wire, .. } = fields.shape();
    // A member that has the name of a field is the text of that field.
    let undescribed = fields.extra().into_iter().flat_map(Extra::iter).filter(|(name, _)| !wire.contains(name));
    found.extend(undescribed.map(|(name, _)| match form {
        Form::Row => entry(path, name),
        Form::Object | Form::Bare => below(path, name),
    }));
    for (place, name) in wire.iter().enumerate() {
        let path = match form {
            Form::Object => below(path, name),
            Form::Row => entry(path, place),
            Form::Bare => path.to_owned(),
        };
        search_value(fields.value(place), &path, found);
    }
}

fn search_value(value: Value<'_>, path: &str, found: &mut Vec<String>) {
    match value {
        Value::Object(inner) => search(inner, path, found),
        Value::List(list) => {
            (0..list.len()).for_each(|index| search_value(list.get(index), &entry(path, index), found));
        }
        _ => {}
    }
}
