//! Objects, enums and result codes.

use comfy_table::{Table, presets};
use okx_spec::Model;
use okx_spec::describe;
use okx_spec::model::{Enum, ErrorCode, Field, Form, Presence, Shape};
use serde_json::{Value, json};

use super::Entry;
use crate::screen::Screen;

pub(super) fn object(model: &Model, shape: &Shape, screen: Screen) -> Entry {
    let form = match shape.form {
        Form::Object => "an object",
        Form::Row => "an array, by position",
        Form::Bare => "a bare value",
    };
    let mut lines = vec![format!("{}  {form}", screen.bold(&shape.name)), shape.does.clone(), String::new()];
    lines.extend(field_lines(model, &shape.fields).iter().map(|line| format!("  {line}")));
    let rules: Vec<String> = shape.rules.iter().map(|rule| describe::rule(rule, &shape.fields)).collect();
    section(&mut lines, &screen.bold("Rules"), &rules);
    let mut json =
        json!({ "name": shape.name, "does": shape.does, "form": form, "fields": field_values(model, &shape.fields) });
    json["rules"] = rules.into();
    Entry { text: lines.join("\n"), json }
}

pub(super) fn enumeration(entry: &Enum, screen: Screen) -> Entry {
    let rows = entry.values.iter().map(|value| [value.wire.clone(), value.name.clone(), value.means.clone()]);
    let mut lines = vec![format!("{}  an enum", screen.bold(&entry.name)), entry.does.clone(), String::new()];
    lines.extend(columns(rows).iter().map(|line| format!("  {line}")));
    let values =
        entry.values.iter().map(|value| json!({ "wire": value.wire, "name": value.name, "means": value.means }));
    let json = json!({ "name": entry.name, "does": entry.does, "values": values.collect::<Value>() });
    Entry { text: lines.join("\n"), json }
}

pub(super) fn error(error: &ErrorCode, screen: Screen) -> Entry {
    let mut lines = vec![
        format!("{}  {}", screen.bold(&error.code), error.name),
        error.means.clone(),
        String::new(),
        format!("class    {}", error.class.as_str()),
        format!("verdict  {}", error.verdict.as_str()),
    ];
    lines.extend(error.http.map(|status| format!("http     {status}")));
    lines.extend(error.advice.as_ref().map(|advice| format!("advice   {advice}")));
    let json = json!({
        "code": error.code, "name": error.name, "means": error.means, "class": error.class.as_str(),
        "verdict": error.verdict.as_str(), "http": error.http, "advice": error.advice,
    });
    Entry { text: lines.join("\n"), json }
}

/// A line for each field: name, type, meaning.
pub(super) fn field_lines(model: &Model, fields: &[Field]) -> Vec<String> {
    columns(fields.iter().map(|field| [field.wire.clone(), describe::type_of(model, field), field.means.clone()]))
}

pub(super) fn field_values(model: &Model, fields: &[Field]) -> Value {
    let value = |field: &Field| {
        let required = field.presence == Presence::Required;
        let kind = describe::type_of(model, field);
        let mut value = json!({ "wire": field.wire, "type": kind, "required": required, "means": field.means });
        if field.empty_clears {
            value["empty"] = "clears".into();
        }
        value
    };
    fields.iter().map(value).collect()
}

/// Lines in which the same part of each row begins at the same place.
pub(super) fn columns<const N: usize>(rows: impl Iterator<Item = [String; N]>) -> Vec<String> {
    let mut table = Table::new();
    table.load_style(presets::NOTHING);
    for row in rows {
        table.add_row(row);
    }
    table.lines().map(|line| line.trim().to_owned()).collect()
}

/// Appends a heading and its entries, if there are any.
pub(super) fn section(lines: &mut Vec<String>, heading: &str, entries: &[String]) {
    if !entries.is_empty() {
        lines.extend([String::new(), heading.to_owned()]);
        lines.extend(entries.iter().map(|entry| format!("  {entry}")));
    }
}
