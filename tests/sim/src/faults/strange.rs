//! Replies from an exchange of tomorrow: members and enum values that today's description does not know.

use okx_spec::model::{Endpoint, Field, Form, Kind, Model, ShapeId};
use serde_json::{Value, json};

/// A word that no enum knows, and a member that no shape has.
const WORD: &str = "okx_sim_unknown";
const MEMBER: &str = "okxSimUnknown";

/// The body with an unknown member in every object and row, and an unknown word in every enum field. A body that is no
/// envelope stays.
pub(crate) fn add_unknown(model: &Model, endpoint: &Endpoint, body: &str) -> String {
    let Ok(mut envelope) = serde_json::from_str::<Value>(body) else { return body.to_owned() };
    if let Some(rows) = envelope.get_mut("data").and_then(Value::as_array_mut) {
        for row in rows {
            add_to_shape(model, endpoint.response.row, row);
        }
    }
    if let Some(members) = envelope.as_object_mut() {
        members.insert(MEMBER.to_owned(), json!({"nested": [WORD]}));
    }
    envelope.to_string()
}

fn add_to_shape(model: &Model, id: ShapeId, value: &mut Value) {
    let shape = &model[id];
    match (shape.form, value) {
        (Form::Object, Value::Object(members)) => {
            for field in &shape.fields {
                if let Some(value) = members.get_mut(&field.wire) {
                    add_to_field(model, field, value);
                }
            }
            members.insert(MEMBER.to_owned(), json!({"nested": [WORD]}));
        }
        (Form::Row, Value::Array(entries)) => {
            shape.fields.iter().zip(entries.iter_mut()).for_each(|(field, value)| add_to_field(model, field, value));
            entries.push(json!(WORD));
        }
        (Form::Bare, value) => shape.fields.iter().take(1).for_each(|field| add_to_field(model, field, value)),
        _ => {}
    }
}

fn add_to_field(model: &Model, field: &Field, value: &mut Value) {
    match (field.kind, value) {
        (_, Value::Array(entries)) if field.list => {
            for entry in entries {
                add_to_one(model, field, entry);
            }
        }
        (_, value) => add_to_one(model, field, value),
    }
}

fn add_to_one(model: &Model, field: &Field, value: &mut Value) {
    match field.kind {
        Kind::Enum(_) if value.is_string() => *value = json!(WORD),
        Kind::Shape(shape) => add_to_shape(model, shape, value),
        _ => {}
    }
}
