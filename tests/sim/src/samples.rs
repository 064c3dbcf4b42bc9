//! Replies generated from the description: whole replies for calls without behavior, and missing fields for the
//! others.

use okx_spec::model::{
    Endpoint, Field, Form, IdType, JsonForm, Kind, Model, Presence, Scalar, ScalarFacts, Shape, ShapeId,
};
use serde_json::{Map, Value, json};

/// How many entries a list has.
const ROWS: usize = 2;

/// Generates samples; the same description and time give the same samples.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Sampler<'a> {
    pub(crate) model: &'a Model,
    /// The value of timestamps, in milliseconds since the epoch.
    pub(crate) now: i64,
}

impl Sampler<'_> {
    /// The rows that answer one item of a call. Rows that report the outcome of an item occur only once.
    pub(crate) fn rows(&self, endpoint: &Endpoint) -> Vec<Value> {
        let tells_outcome = self.model[endpoint.response.row].outcome.is_some();
        let count = if endpoint.response.many && !tells_outcome { ROWS } else { 1 };
        vec![self.shape(endpoint.response.row); count]
    }

    /// A value of a shape with every field set. The description is checked for shapes that contain themselves, so the
    /// recursion ends.
    pub(crate) fn shape(&self, id: ShapeId) -> Value {
        let shape = &self.model[id];
        let value = |(index, field): (usize, &Field)| outcome_text(shape, index).unwrap_or_else(|| self.field(field));
        let mut values = shape.fields.iter().enumerate().map(|entry| (entry.1.wire.clone(), value(entry)));
        match shape.form {
            Form::Object => Value::Object(values.collect::<Map<_, _>>()),
            Form::Row => Value::Array(values.map(|(_, value)| value).collect()),
            Form::Bare => values.next().map_or(Value::Null, |(_, value)| value),
        }
    }

    /// A value of one field.
    pub(crate) fn field(&self, field: &Field) -> Value {
        if field.list { Value::Array(vec![self.one(field); ROWS]) } else { self.one(field) }
    }

    fn one(&self, field: &Field) -> Value {
        match field.kind {
            Kind::Scalar(Scalar::Timestamp) => json!(self.now.to_string()),
            Kind::Scalar(scalar) => scalar_value(scalar.facts()),
            Kind::Id(id) => id_value(&self.model[id]),
            Kind::Enum(id) => self.model[id].values.first().map_or(Value::Null, |value| json!(value.wire)),
            Kind::Shape(id) => self.shape(id),
        }
    }
}

fn scalar_value(facts: &ScalarFacts) -> Value {
    match facts.json {
        JsonForm::Text => json!(facts.sample),
        JsonForm::Number | JsonForm::Bool | JsonForm::Any => serde_json::from_str(facts.sample).unwrap_or_default(),
    }
}

/// Samples always report success.
fn outcome_text(shape: &Shape, index: usize) -> Option<Value> {
    let outcome = shape.outcome?;
    if index == outcome.code {
        Some(json!("0"))
    } else if index == outcome.message || Some(index) == outcome.sub_code {
        Some(json!(""))
    } else {
        None
    }
}

fn id_value(id: &IdType) -> Value {
    if id.number {
        return json!(1_000_001);
    }
    let text = match id.name.as_str() {
        "InstId" => "BTC-USDT",
        "InstFamily" | "Uly" => "BTC-USD",
        "SprdId" => "BTC-USDT_BTC-USDT-SWAP",
        "Ccy" => "USDT",
        _ => "1000001",
    };
    json!(text.chars().take(id.max_length.unwrap_or(usize::MAX)).collect::<String>())
}

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
