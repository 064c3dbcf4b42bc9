//! What a value holds that its description does not know.

use super::path::{below, entry};
use super::{Fields, Form, Shape, Value};
use crate::value::Extra;

/// The paths of all members nobody described in a value that is at a path, as in `details[0].newMember`.
pub(crate) fn undescribed(fields: &dyn Fields, path: &str) -> Vec<String> {
    let mut found = Vec::new();
    each_undescribed(fields, path, &mut |path, _, _| found.push(path));
    found
}

/// Hands over each member nobody described in a value that is at a path: its path, its name, and the shape of the object that it is in.
pub(crate) fn each_undescribed(fields: &dyn Fields, path: &str, take: &mut dyn FnMut(String, &str, &'static Shape)) {
    let shape = fields.shape();
    let Shape { form, wire, .. } = shape;
    // A member that has the name of a field is the text of that field.
    for (name, _) in fields.extra().into_iter().flat_map(Extra::iter).filter(|(name, _)| !wire.contains(name)) {
        let path = match form {
            Form::Row => entry(path, name),
            Form::Object | Form::Bare => below(path, name),
        };
        take(path, name, shape);
    }
    for (place, name) in wire.iter().enumerate() {
        let path = match form {
            Form::Object => below(path, name),
            Form::Row => entry(path, place),
            Form::Bare => path.to_owned(),
        };
        in_value(fields.value(place), &path, take);
    }
}

fn in_value(value: Value<'_>, path: &str, take: &mut dyn FnMut(String, &str, &'static Shape)) {
    match value {
        Value::Object(inner) => each_undescribed(inner, path, take),
        Value::List(list) => (0..list.len()).for_each(|index| in_value(list.get(index), &entry(path, index), take)),
        _ => {}
    }
}
