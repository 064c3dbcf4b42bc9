//! Completing the rows of the exchange with all fields of the description.

use okx_spec::model::{Field, Form, JsonForm, Kind, Model, Presence, ShapeId};
use serde_json::{Map, Value, json};

use super::Sampler;

/// Returns the row with every field of its shape. Absent optional fields get OKX's "not applicable" value, absent
/// required fields a sample.
pub(crate) fn complete(sampler: &Sampler<'_>, id: ShapeId, known: Value) -> Value {
    let shape = &sampler.model[id];
    let Value::Object(mut known) = known else { return known };
    let mut row = Map::new();
    for field in &shape.fields {
        let value = match known.remove(&field.wire) {
            Some(value) => complete_field(sampler, field, value),
            None if field.presence == Presence::Optional || field.list => not_applicable(sampler.model, field),
            None => sampler.field(field),
        };
        row.insert(field.wire.clone(), value);
    }
    match shape.form {
        Form::Object => Value::Object(row),
        Form::Row => Value::Array(shape.fields.iter().filter_map(|field| row.remove(&field.wire)).collect()),
        Form::Bare => row.into_iter().next().map_or(Value::Null, |(_, value)| value),
    }
}

fn complete_field(sampler: &Sampler<'_>, field: &Field, value: Value) -> Value {
    match (field.kind, value) {
        (Kind::Shape(id), Value::Array(entries)) if field.list => {
            Value::Array(entries.into_iter().map(|entry| complete(sampler, id, entry)).collect())
        }
        (Kind::Shape(id), value) if !field.list => complete(sampler, id, value),
        (_, value) => value,
    }
}

/// The value OKX sends if a field does not apply.
fn not_applicable(model: &Model, field: &Field) -> Value {
    match field.kind {
        _ if field.list => json!([]),
        Kind::Scalar(scalar) if matches!(scalar.facts().json, JsonForm::Number | JsonForm::Any) => Value::Null,
        Kind::Shape(_) => Value::Null,
        Kind::Id(id) if model[id].number => json!(null),
        _ => json!(""),
    }
}
