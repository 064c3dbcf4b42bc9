//! Objects, enums and result codes, and the fields of objects and calls.

use okx_spec::Model;
use okx_spec::describe::{self, type_of};
use okx_spec::model::{AfterClose, Enum, ErrorCode, Field, Form, Kind, Presence, Rule, Shape};
use serde_json::{Value, json};

use super::Entry;
use super::columns::{columns, section};
use crate::screen::Screen;

pub(super) fn object(model: &Model, shape: &Shape, screen: Screen) -> Entry {
    let mut lines = vec![format!("{}  {}", screen.bold(&shape.name), form(shape)), shape.does.clone(), String::new()];
    lines.extend(field_lines(model, &shape.fields).iter().map(|line| format!("  {line}")));
    section(&mut lines, &screen.bold("Rules"), &rules(&shape.rules, shape));
    Entry { text: lines.join("\n"), json: shape_value(model, shape) }
}

pub(super) fn enumeration(entry: &Enum, screen: Screen) -> Entry {
    let mut lines = vec![format!("{}  an enum", screen.bold(&entry.name)), entry.does.clone(), String::new()];
    let rows = entry.values.iter().map(|value| [value.wire.clone(), value.means.clone()]);
    lines.extend(columns(rows).iter().map(|line| format!("  {line}")));
    Entry { text: lines.join("\n"), json: json!({ "name": entry.name, "does": entry.does, "values": values(entry) }) }
}

pub(super) fn code(error: &ErrorCode, screen: Screen) -> Entry {
    let mut lines = vec![
        format!("{}  {}", screen.bold(&error.code), error.name),
        error.means.clone(),
        String::new(),
        format!("class    {}", error.class.as_str()),
        format!("verdict  {}", error.verdict.as_str()),
    ];
    lines.extend(error.http.map(|status| format!("http     {status}")));
    lines.extend(error.advice.as_ref().map(|advice| format!("advice   {advice}")));
    lines.extend(error.closes.map(|then| format!("closes   a connection; then {}", after_close(then))));
    Entry { text: lines.join("\n"), json: code_value(error) }
}

pub(super) fn code_value(error: &ErrorCode) -> Value {
    json!({
        "code": error.code, "name": error.name, "means": error.means, "class": error.class.as_str(),
        "verdict": error.verdict.as_str(), "http": error.http, "advice": error.advice, "closes": error.closes.map(AfterClose::as_str),
    })
}

/// What the client does after a close with this code.
fn after_close(then: AfterClose) -> &'static str {
    match then {
        AfterClose::Reconnect => "the client connects again",
        AfterClose::Wait => "the client connects again after a pause",
        AfterClose::ReadKey => "the client reads the API key again and connects again",
        AfterClose::GiveUp => "the client does not connect again",
    }
}

/// A line for each field: name, type, meaning.
pub(super) fn field_lines(model: &Model, fields: &[Field]) -> Vec<String> {
    columns(fields.iter().map(|field| [field.wire.clone(), type_of(model, field), field.means.clone()]))
}

pub(super) fn shape_value(model: &Model, shape: &Shape) -> Value {
    let fields = field_values(model, &shape.fields);
    let rules = rules(&shape.rules, shape);
    json!({ "name": shape.name, "does": shape.does, "form": form(shape), "fields": fields, "rules": rules })
}

/// A line for each rule on the fields of a shape.
pub(super) fn rules(rules: &[Rule], shape: &Shape) -> Vec<String> {
    rules.iter().map(|rule| describe::rule(rule, &shape.fields)).collect()
}

pub(super) fn field_values(model: &Model, fields: &[Field]) -> Value {
    let value = |field: &Field| {
        let mut value = json!({
            "wire": field.wire,
            "type": type_of(model, field),
            "required": field.presence == Presence::Required,
            "means": field.means,
        });
        if field.empty_clears {
            value["empty"] = "clears".into();
        }
        if let Kind::Enum(id) = field.kind {
            value["values"] = values(&model[id]);
        }
        value
    };
    fields.iter().map(value).collect()
}

fn values(entry: &Enum) -> Value {
    entry.values.iter().map(|value| json!({ "wire": value.wire, "means": value.means })).collect()
}

fn form(shape: &Shape) -> &'static str {
    match shape.form {
        Form::Object => "an object",
        Form::Row => "an array, by position",
        Form::Bare => "a bare value",
    }
}
