//! Checks whether a JSON value matches a described shape, independently of the code that generates samples.

#![allow(unreachable_pub, reason = "a module of a test file")]

use okx_spec::model::{Field, Form, Kind, Model, Presence, Scalar, ShapeId};
use serde_json::Value;

/// Returns all mismatches between a value and a shape, each with its path.
pub fn mismatches(model: &Model, shape: ShapeId, value: &Value) -> Vec<String> {
    let mut found = Vec::new();
    check_shape(model, shape, value, &model[shape].name.clone(), &mut found);
    found
}

fn check_shape(model: &Model, id: ShapeId, value: &Value, path: &str, found: &mut Vec<String>) {
    let shape = &model[id];
    match (shape.form, value) {
        (Form::Object, Value::Object(members)) => {
            for field in &shape.fields {
                match members.get(&field.wire) {
                    Some(value) => check_field(model, field, value, &format!("{path}.{}", field.wire), found),
                    None => found.push(format!("{path}.{} is missing", field.wire)),
                }
            }
            let unknown = members.keys().filter(|name| shape.fields.iter().all(|field| field.wire != **name));
            found.extend(unknown.map(|name| format!("{path}.{name} is not described")));
        }
        (Form::Row, Value::Array(entries)) if entries.len() == shape.fields.len() => {
            for (field, value) in shape.fields.iter().zip(entries) {
                check_field(model, field, value, &format!("{path}.{}", field.wire), found);
            }
        }
        (Form::Bare, value) => check_field(model, &shape.fields[0], value, path, found),
        _ => found.push(format!("{path} does not have the form of the shape: {value}")),
    }
}

fn check_field(model: &Model, field: &Field, value: &Value, path: &str, found: &mut Vec<String>) {
    let absent = value.is_null() || value.as_str() == Some("");
    match (field.list, value) {
        (true, Value::Array(entries)) => entries.iter().for_each(|entry| check_one(model, field, entry, path, found)),
        (true, _) => found.push(format!("{path} is not a list: {value}")),
        (false, _) if !absent => check_one(model, field, value, path, found),
        (false, _) if field.presence == Presence::Required && !is_text(field.kind) => {
            found.push(format!("{path} is empty"));
        }
        (false, _) => {}
    }
}

/// Whether a field is text. Required text may be empty, such as the `sMsg` of a successful row.
fn is_text(kind: Kind) -> bool {
    kind == Kind::Scalar(Scalar::Text)
}

fn check_one(model: &Model, field: &Field, value: &Value, path: &str, found: &mut Vec<String>) {
    let text = value.as_str();
    let is_right = match field.kind {
        Kind::Scalar(Scalar::Text) => text.is_some(),
        Kind::Scalar(Scalar::Decimal) => text.is_some_and(|text| text.parse::<rust_decimal::Decimal>().is_ok()),
        Kind::Scalar(Scalar::Integer | Scalar::Timestamp) => text.is_some_and(|text| text.parse::<i64>().is_ok()),
        Kind::Scalar(Scalar::Number) => value.is_i64(),
        Kind::Scalar(Scalar::Bool) => value.is_boolean(),
        Kind::Scalar(Scalar::Json) => true,
        Kind::Id(id) if model[id].number => value.is_i64(),
        Kind::Id(id) => text.is_some_and(|text| model[id].max_length.is_none_or(|most| text.len() <= most)),
        Kind::Enum(id) => text.is_some_and(|text| model[id].values.iter().any(|known| known.wire == text)),
        Kind::Shape(shape) => return check_shape(model, shape, value, path, found),
    };
    if !is_right {
        found.push(format!("{path} has an invalid value: {value}"));
    }
}
