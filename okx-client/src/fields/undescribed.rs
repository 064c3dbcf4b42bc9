//! What a value holds that its description does not know.

use super::{Fields, Form, Value};
use crate::value::Extra;

/// The paths of all members nobody described, as in `data[0].details[0].newMember`, where `path` is that of the value itself.
pub(crate) fn undescribed(fields: &dyn Fields, path: &str) -> Vec<String> {
    let mut found = Vec::new();
    search(fields, path, &mut found);
    found
}

fn search(fields: &dyn Fields, path: &str, found: &mut Vec<String>) {
    let form = fields.shape().form;
    found.extend(fields.extra().into_iter().flat_map(Extra::iter).map(|(name, _)| below(path, form, name)));
    for (place, info) in fields.shape().fields.iter().enumerate() {
        let name = if form == Form::Row { place.to_string() } else { info.wire.to_owned() };
        search_value(fields.value(place), &below(path, form, &name), found);
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

/// The path of a member of a value: by name, by position, or the value's own where the member is all of it.
fn below(path: &str, form: Form, name: &str) -> String {
    match form {
        Form::Bare => path.to_owned(),
        Form::Row => format!("{path}[{name}]"),
        Form::Object if path.is_empty() => name.to_owned(),
        Form::Object => format!("{path}.{name}"),
    }
}
