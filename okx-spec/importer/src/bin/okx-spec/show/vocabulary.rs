//! Objects, enums and result codes, and the fields of everything.

use comfy_table::{Table, presets};
use okx_spec::Model;
use okx_spec::describe;
use okx_spec::model::{AfterClose, Enum, EnumValue, ErrorCode, Field, Form, Presence, Shape};
use serde_json::{Value, json};

use super::Entry;
use crate::screen::Screen;

pub(super) fn object(model: &Model, shape: &Shape, screen: Screen) -> Entry {
    // The fields that tell the outcome are marked by their own texts.
    let Shape { name, does, aka: _, home: _, form, fields, outcome: _, rules, at: _ } = shape;
    let form = match form {
        Form::Object => "an object",
        Form::Row => "an array, by position",
        Form::Bare => "a bare value",
    };
    let mut lines = vec![format!("{}  {form}", screen.bold(name)), does.clone(), String::new()];
    lines.extend(field_lines(model, fields).iter().map(|line| format!("  {line}")));
    let rules: Vec<String> = rules.iter().map(|rule| describe::rule(rule, fields)).collect();
    section(&mut lines, &screen.bold("Rules"), &rules);
    let json = json!({
        "name": name, "does": does, "form": form, "fields": field_values(model, fields), "rules": rules,
    });
    Entry { text: lines.join("\n"), json }
}

pub(super) fn enumeration(entry: &Enum, screen: Screen) -> Entry {
    let Enum { name, does, aka: _, chapter: _, values, at: _ } = entry;
    let rows =
        values.iter().map(|EnumValue { wire, name, means, aka: _, at: _ }| [wire.clone(), name.clone(), means.clone()]);
    let mut lines = vec![format!("{}  an enum", screen.bold(name)), does.clone(), String::new()];
    lines.extend(columns(rows).iter().map(|line| format!("  {line}")));
    let values = values
        .iter()
        .map(|EnumValue { wire, name, means, aka: _, at: _ }| json!({ "wire": wire, "name": name, "means": means }));
    let json = json!({ "name": name, "does": does, "values": values.collect::<Value>() });
    Entry { text: lines.join("\n"), json }
}

pub(super) fn error(error: &ErrorCode, screen: Screen) -> Entry {
    let ErrorCode { code, name, http, class, verdict, means, advice, closes, at: _ } = error;
    let mut lines = vec![
        format!("{}  {name}", screen.bold(code)),
        means.clone(),
        String::new(),
        format!("class    {}", class.as_str()),
        format!("verdict  {}", verdict.as_str()),
    ];
    lines.extend(http.map(|status| format!("http     {status}")));
    lines.extend(advice.as_ref().map(|advice| format!("advice   {advice}")));
    lines.extend(closes.map(|then| format!("closes   a connection; then {then}")));
    let json = json!({
        "code": code, "name": name, "means": means, "class": class.as_str(), "verdict": verdict.as_str(), "http": http,
        "advice": advice, "closes": closes.map(AfterClose::as_str),
    });
    Entry { text: lines.join("\n"), json }
}

/// A line for each field: name, type, meaning.
pub(super) fn field_lines(model: &Model, fields: &[Field]) -> Vec<String> {
    columns(fields.iter().map(|field| [field.wire.clone(), describe::type_of(model, field), field.means.clone()]))
}

/// A line for each parameter: name, type, whether it is required, meaning.
pub(super) fn parameter_lines(model: &Model, fields: &[Field]) -> Vec<String> {
    let line = |field: &Field| {
        let required = if field.presence == Presence::Required { "required" } else { "" };
        [field.wire.clone(), describe::type_of(model, field), required.to_owned(), field.means.clone()]
    };
    columns(fields.iter().map(line))
}

pub(super) fn field_values(model: &Model, fields: &[Field]) -> Value {
    let value = |field: &Field| {
        // Kind, list and precision rule are parts of the type; the Rust name follows from the one on the wire.
        let Field { wire, name: _, kind: _, list: _, presence, means, aka: _, empty_clears, precision: _, at: _ } =
            field;
        let required = *presence == Presence::Required;
        let mut value =
            json!({ "wire": wire, "type": describe::type_of(model, field), "required": required, "means": means });
        if *empty_clears {
            value["empty"] = "clears".into();
        }
        value
    };
    fields.iter().map(value).collect()
}

/// Rows as lines with aligned columns.
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
