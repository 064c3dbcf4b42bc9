//! The example of a call, as a command line and in Rust.

use okx_spec::Model;
use okx_spec::describe::full_name;
use okx_spec::model::{Access, Demo, Endpoint, Field, Given, GivenValue, JsonForm, Kind, Shape};
use serde_json::{Map, Value, json};

use crate::call::{command_of, flag_id};
use crate::page::Page;

/// Writes both examples.
pub(super) fn write(model: &Model, endpoint: &Endpoint, page: &mut Page) {
    page.heading("Example", "");
    page.command(2, &command(model, endpoint));
    page.line("");
    for line in okx_codegen::call_example(model, endpoint).iter().flat_map(|rust| rust.lines()) {
        page.line(format!("  {line}").trim_end());
    }
}

pub(super) fn value(model: &Model, endpoint: &Endpoint) -> Value {
    json!({ "command": command(model, endpoint).join(" "), "rust": okx_codegen::call_example(model, endpoint) })
}

/// The words of the command line, quoted for a shell. A flag and its value are one word.
fn command(model: &Model, endpoint: &Endpoint) -> Vec<String> {
    let request = &model[endpoint.request];
    let mut words = vec!["okx call".to_owned(), full_name(model, endpoint)];
    match (endpoint.access, endpoint.demo) {
        (Access::Public | Access::Either, _) => {}
        (_, Demo::LiveOnly) => words.push("--live".to_owned()),
        _ => words.push("--demo".to_owned()),
    }
    if endpoint.batch.is_some() {
        words.push(quoted(&json!([object(model, request, &endpoint.example)]).to_string()));
        return words;
    }
    let flags = command_of(model, endpoint);
    words.extend(endpoint.example.iter().filter_map(|given| {
        let field = &request.fields[given.field];
        let flag = flags.get_arguments().find(|flag| flag.get_id().as_str() == flag_id(field))?.get_long()?;
        Some(format!("--{flag} {}", quoted(&text(model, field, &given.value))))
    }));
    words
}

/// A value as a flag takes it.
fn text(model: &Model, field: &Field, value: &GivenValue) -> String {
    match value {
        GivenValue::Text(text) => text.clone(),
        // A list of objects has one in the examples, and a flag takes one.
        GivenValue::List(entries) => {
            entries.iter().map(|entry| text(model, field, entry)).collect::<Vec<_>>().join(",")
        }
        GivenValue::Object(_) => json(model, field, value).to_string(),
    }
}

fn object(model: &Model, shape: &Shape, given: &[Given]) -> Value {
    let member = |given: &Given| {
        let field = &shape.fields[given.field];
        (field.wire.clone(), json(model, field, &given.value))
    };
    Value::Object(given.iter().map(member).collect::<Map<String, Value>>())
}

fn json(model: &Model, field: &Field, value: &GivenValue) -> Value {
    match (value, field.kind) {
        (GivenValue::List(entries), _) => entries.iter().map(|entry| json(model, field, entry)).collect(),
        (GivenValue::Object(given), Kind::Shape(shape)) => object(model, &model[shape], given),
        (GivenValue::Object(_), _) => Value::Null,
        (GivenValue::Text(text), kind) if is_bare(model, kind) => {
            serde_json::from_str(text).unwrap_or_else(|_| Value::String(text.clone()))
        }
        (GivenValue::Text(text), _) => Value::String(text.clone()),
    }
}

/// Whether JSON has a value without quotes.
fn is_bare(model: &Model, kind: Kind) -> bool {
    match kind {
        Kind::Scalar(scalar) => scalar.facts().json != JsonForm::Text,
        Kind::Id(id) => model[id].number,
        Kind::Enum(_) | Kind::Shape(_) => false,
    }
}

/// A word for a shell.
fn quoted(text: &str) -> String {
    let is_plain = |letter: char| letter.is_ascii_alphanumeric() || "-_.,:/@%+=".contains(letter);
    let needs_none = !text.is_empty() && text.chars().all(is_plain);
    if needs_none { text.to_owned() } else { format!("'{}'", text.replace('\'', "'\\''")) }
}
