//! Plausible parameters for any call, as JSON and as a query.

#![allow(dead_code, unreachable_pub, reason = "every test target compiles this module and uses part of it")]

#[path = "../../../tests/every_endpoint/parameters.rs"]
mod parameters;

use okx_spec::model::{Endpoint, Model};
use serde_json::{Map, Value};

/// One item with every required parameter and the parameters that the rules then require.
pub fn item(model: &Model, endpoint: &Endpoint) -> Map<String, Value> {
    match serde_json::from_str(&parameters::of(model, endpoint)).expect("valid JSON") {
        Value::Object(item) => item,
        Value::Array(items) => items.into_iter().next().and_then(|item| item.as_object().cloned()).expect("an item"),
        other => panic!("{other}"),
    }
}

/// The item as a query. Plausible values do not need percent encoding.
pub fn query(item: &Map<String, Value>) -> String {
    let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let pair = |(name, value): (&String, &Value)| {
        let text = match value {
            Value::Array(entries) => entries.iter().map(text).collect::<Vec<_>>().join(","),
            value => text(value),
        };
        format!("{name}={text}")
    };
    item.iter().map(pair).collect::<Vec<_>>().join("&")
}
