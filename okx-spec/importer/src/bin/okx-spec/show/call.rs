//! One call.

use okx_spec::Model;
use okx_spec::describe;
use okx_spec::model::{Endpoint, Field, Presence};
use serde_json::{Value, json};

use super::Entry;
use super::others::{columns, field_lines, field_values, section};
use crate::list;
use crate::screen::Screen;

/// Whether somebody who writes this name means this call.
pub(super) fn answers_to(model: &Model, endpoint: &Endpoint, name: &str) -> bool {
    let call = format!("{} {}", endpoint.method, endpoint.path);
    let names = [&endpoint.name, &endpoint.type_name, &endpoint.path, &call, &describe::full_name(model, endpoint)];
    names.into_iter().any(|known| known == name)
}

pub(super) fn entry(model: &Model, endpoint: &Endpoint, screen: Screen) -> Entry {
    Entry { text: text(model, endpoint, screen), json: to_json(model, endpoint) }
}

fn text(model: &Model, endpoint: &Endpoint, screen: Screen) -> String {
    let request = &model[endpoint.request];
    let row = &model[endpoint.response.row];
    let mut lines = vec![
        format!("{}  {} {}", screen.bold(&describe::full_name(model, endpoint)), endpoint.method, endpoint.path),
        endpoint.does.clone(),
        String::new(),
        format!("access   {}", endpoint.access.as_str()),
    ];
    lines.extend(endpoint.draws.iter().map(|draw| format!("limit    {}", describe::budget(model, &model[*draw]))));
    lines.push(format!("repeat   {}", describe::repeat(&endpoint.repeat, &request.fields)));
    if let Some(asked_by) = &endpoint.asked_by {
        lines.push(format!("asked by {}", describe::asked_by(model, asked_by, &request.fields)));
    }
    if endpoint.deadline {
        lines.push("deadline may be given".to_owned());
    }
    if endpoint.reduces_risk {
        lines.push("risk     only reduces it".to_owned());
    }
    if let Some(batch) = &endpoint.batch {
        let of = batch.of.map_or("the items below".to_owned(), |of| describe::full_name(model, &model[of]));
        lines.push(format!("batch    up to {} of {of}", batch.up_to));
    }
    lines.push(format!("guide    {}", screen.dim(&endpoint.guide)));
    section(&mut lines, &screen.bold("Parameters"), &parameter_lines(model, &request.fields));
    let rules: Vec<String> = endpoint.rules.iter().map(|rule| describe::rule(rule, &request.fields)).collect();
    section(&mut lines, &screen.bold("Rules"), &rules);
    let number = if endpoint.response.many { "any number of rows" } else { "one row" };
    let heading = format!("{} {}, {number}: {}", screen.bold("Reply"), row.name, row.does);
    section(&mut lines, &heading, &field_lines(model, &row.fields));
    lines.join("\n")
}

/// A line for each parameter: name, type, whether it must be given, meaning.
pub(super) fn parameter_lines(model: &Model, fields: &[Field]) -> Vec<String> {
    let line = |field: &Field| {
        let required = if field.presence == Presence::Required { "required" } else { "" };
        [field.wire.clone(), describe::type_of(model, field), required.to_owned(), field.means.clone()]
    };
    columns(fields.iter().map(line))
}

fn to_json(model: &Model, endpoint: &Endpoint) -> Value {
    let request = &model[endpoint.request];
    let mut value = list::summary(model, endpoint);
    value["limits"] = endpoint.draws.iter().map(|draw| describe::budget(model, &model[*draw])).collect();
    value["deadline"] = endpoint.deadline.into();
    value["reduces_risk"] = endpoint.reduces_risk.into();
    value["repeat"] = describe::repeat(&endpoint.repeat, &request.fields).into();
    value["asked_by"] = endpoint
        .asked_by
        .as_ref()
        .map_or(Value::Null, |asked_by| describe::asked_by(model, asked_by, &request.fields).into());
    value["batch"] = endpoint.batch.as_ref().map_or(
        Value::Null,
        |batch| json!({ "of": batch.of.map(|of| describe::full_name(model, &model[of])), "up_to": batch.up_to }),
    );
    value["parameters"] = field_values(model, &request.fields);
    value["rules"] = endpoint.rules.iter().map(|rule| describe::rule(rule, &request.fields)).collect();
    let row = &model[endpoint.response.row];
    value["reply"] =
        json!({ "row": row.name, "many": endpoint.response.many, "fields": field_values(model, &row.fields) });
    value
}
