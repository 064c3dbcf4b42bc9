//! A plausible value for every field of a shape.

use okx_spec::model::{Endpoint, Field, Form, IdType, JsonForm, Kind, Model, Scalar, ScalarFacts, Shape, ShapeId};
use serde_json::{Map, Value, json};

/// How many rows a list of any length has.
const ROWS: usize = 2;

/// Makes samples; the same description and time give the same ones.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Sampler<'a> {
    pub(crate) model: &'a Model,
    /// Milliseconds since the epoch, for times.
    pub(crate) now: i64,
}

impl Sampler<'_> {
    /// The rows that answer one item of a call. A row that tells what became of an item is alone.
    pub(crate) fn rows(&self, endpoint: &Endpoint) -> Vec<Value> {
        let tells_outcome = self.model[endpoint.response.row].outcome.is_some();
        let count = if endpoint.response.many && !tells_outcome { ROWS } else { 1 };
        vec![self.shape(endpoint.response.row); count]
    }

    /// A value of a shape with every field filled. The description's laws see to it that no shape holds itself.
    fn shape(&self, id: ShapeId) -> Value {
        let shape = &self.model[id];
        let value = |(place, field): (usize, &Field)| outcome_text(shape, place).unwrap_or_else(|| self.field(field));
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

/// A sample always shows an item that was done.
fn outcome_text(shape: &Shape, place: usize) -> Option<Value> {
    let outcome = shape.outcome?;
    if place == outcome.code {
        Some(json!("0"))
    } else if place == outcome.message || Some(place) == outcome.sub_code {
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
