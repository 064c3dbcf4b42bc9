//! Equality of two JSON values: scalars are compared as text whether quoted or not, and all forms of absence are
//! equal.

use serde_json::{Map, Value};

/// Compares a value that was decoded and encoded with the example.
pub(crate) fn says(written: &Value, example: &Value) -> Result<(), String> {
    compare("", &plain(written), &plain(example))
}

fn compare(path: &str, one: &Value, other: &Value) -> Result<(), String> {
    match (one, other) {
        (Value::Object(one), Value::Object(other)) => {
            let names = one.keys().chain(other.keys());
            names.map(String::as_str).try_for_each(|name| {
                compare(
                    &format!("{path}.{name}"),
                    one.get(name).unwrap_or(&Value::Null),
                    other.get(name).unwrap_or(&Value::Null),
                )
            })
        }
        (Value::Array(one), Value::Array(other)) if one.len() == other.len() => one
            .iter()
            .zip(other)
            .enumerate()
            .try_for_each(|(place, (one, other))| compare(&format!("{path}[{place}]"), one, other)),
        _ if one == other => Ok(()),
        _ => Err(format!("{path} was {other} and became {one}")),
    }
}

/// The value with scalars as text and without absent values.
fn plain(value: &Value) -> Value {
    match value {
        Value::Object(members) => {
            let kept: Map<_, _> = members
                .iter()
                .map(|(name, value)| (name.clone(), plain(value)))
                .filter(|(_, value)| !is_absent(value))
                .collect();
            Value::Object(kept)
        }
        Value::Array(entries) => Value::Array(entries.iter().map(plain).collect()),
        Value::String(text) => Value::String(text.clone()),
        Value::Number(number) => Value::String(number.to_string()),
        Value::Bool(truth) => Value::String(truth.to_string()),
        Value::Null => Value::Null,
    }
}

fn is_absent(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.is_empty(),
        Value::Array(entries) => entries.is_empty(),
        Value::Object(members) => members.is_empty(),
        _ => false,
    }
}
