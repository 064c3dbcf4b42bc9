//! One call.

use okx_spec::Model;
use okx_spec::describe::{budget, full_name, paging, repeat, type_of};
use okx_spec::model::{Endpoint, ErrorCode, Field, Kind, Presence, Shape};
use serde_json::{Value, json};

use super::Entry;
use super::columns::{columns, section};
use super::others::{code_value, field_lines, field_values, rules, shape_value};
use crate::screen::Screen;
use crate::{list, spec};

pub(super) fn entry(model: &Model, endpoint: &Endpoint, screen: Screen) -> Entry {
    Entry { text: text(model, endpoint, screen), json: to_json(model, endpoint) }
}

fn text(model: &Model, endpoint: &Endpoint, screen: Screen) -> String {
    let request = &model[endpoint.request];
    let row = &model[endpoint.response.row];
    let mut lines = vec![
        format!("{}  {}", screen.bold(&full_name(model, endpoint)), spec::method_and_path(endpoint)),
        endpoint.does.clone(),
        String::new(),
    ];
    lines.extend(columns(facts(model, endpoint, screen)));
    section(&mut lines, &screen.bold("Parameters"), &parameter_lines(model, &request.fields, screen));
    section(&mut lines, &screen.bold("Values"), &value_lines(model, &request.fields));
    for part in parts(model, request) {
        section(&mut lines, &heading(part, screen), &parameter_lines(model, &part.fields, screen));
    }
    section(&mut lines, &screen.bold("Rules"), &rules(&endpoint.rules, request));
    for part in parts(model, request) {
        section(&mut lines, &format!("{} {}", screen.bold("Rules of"), part.name), &rules(&part.rules, part));
    }
    let number = if endpoint.response.many { "any number of rows" } else { "one row" };
    section(
        &mut lines,
        &format!("{} {number}, {}", screen.bold("Reply"), heading(row, screen)),
        &field_lines(model, &row.fields),
    );
    for part in parts(model, row) {
        section(&mut lines, &heading(part, screen), &field_lines(model, &part.fields));
    }
    let codes =
        codes(model, endpoint).into_iter().map(|code| [code.code.clone(), code.name.clone(), code.means.clone()]);
    section(&mut lines, &screen.bold("Codes"), &columns(codes));
    lines.join("\n")
}

fn heading(shape: &Shape, screen: Screen) -> String {
    format!("{}: {}", screen.bold(&shape.name), shape.does)
}

fn facts(model: &Model, endpoint: &Endpoint, screen: Screen) -> Vec<[String; 2]> {
    let fact = |name: &str, text: String| [name.to_owned(), text];
    let mut facts = vec![fact("access", endpoint.access.as_str().to_owned())];
    facts.extend(endpoint.draws.iter().map(|draw| fact("limit", budget(model, &model[*draw]))));
    facts.push(fact("repeat", repeat(&endpoint.repeat, &model[endpoint.request].fields)));
    if endpoint.deadline {
        facts.push(fact("deadline", "optional".to_owned()));
    }
    if endpoint.reduces_risk {
        facts.push(fact("risk", "only reduced".to_owned()));
    }
    if let Some(most) = endpoint.in_flight {
        facts.push(fact("at once", format!("up to {most} for one order")));
    }
    if let Some(batch) = &endpoint.batch {
        let of = batch.of.map_or("the items below".to_owned(), |of| full_name(model, &model[of]));
        facts.push(fact("batch", format!("up to {} of {of}", batch.up_to)));
    }
    facts.extend(paging(model, endpoint).map(|paging| fact("pages", paging)));
    facts.push(fact("guide", screen.link(&screen.dim(&endpoint.guide), &endpoint.guide)));
    facts
}

/// A line for each parameter: name, type, whether it is required, meaning.
pub(super) fn parameter_lines(model: &Model, fields: &[Field], screen: Screen) -> Vec<String> {
    columns(fields.iter().map(|field| {
        let required = if field.presence == Presence::Required { screen.strong("required") } else { String::new() };
        [field.wire.clone(), type_of(model, field), required, field.means.clone()]
    }))
}

/// A line for each value of each parameter that is an enum.
fn value_lines(model: &Model, fields: &[Field]) -> Vec<String> {
    let values = fields.iter().flat_map(|field| {
        let values = if let Kind::Enum(id) = field.kind { model[id].values.as_slice() } else { &[] };
        values.iter().map(|value| [field.wire.clone(), value.wire.clone(), value.means.clone()])
    });
    columns(values)
}

/// The shapes within a shape.
fn parts<'a>(model: &'a Model, shape: &Shape) -> Vec<&'a Shape> {
    model.parts_of(shape.parts()).into_iter().map(|part| &model[part]).collect()
}

/// The codes that OKX returns when this call exceeds a rate limit. Any call may return any other code.
fn codes<'a>(model: &'a Model, endpoint: &Endpoint) -> Vec<&'a ErrorCode> {
    let refusals: Vec<&str> = endpoint.draws.iter().map(|draw| model[*draw].refused_with.as_str()).collect();
    model.errors.iter().filter(|error| refusals.contains(&error.code.as_str())).collect()
}

fn to_json(model: &Model, endpoint: &Endpoint) -> Value {
    let request = &model[endpoint.request];
    let row = &model[endpoint.response.row];
    let objects =
        |shape: &Shape| parts(model, shape).into_iter().map(|part| shape_value(model, part)).collect::<Value>();
    let mut value = list::summary(model, endpoint);
    value["limits"] = endpoint.draws.iter().map(|draw| budget(model, &model[*draw])).collect();
    value["deadline"] = endpoint.deadline.into();
    value["reduces_risk"] = endpoint.reduces_risk.into();
    value["in_flight"] = endpoint.in_flight.into();
    value["repeat"] = repeat(&endpoint.repeat, &request.fields).into();
    value["batch"] = endpoint.batch.as_ref().map_or(
        Value::Null,
        |batch| json!({ "of": batch.of.map(|of| full_name(model, &model[of])), "up_to": batch.up_to }),
    );
    value["pages"] = paging(model, endpoint).into();
    value["parameters"] = field_values(model, &request.fields);
    value["objects"] = objects(request);
    value["rules"] = rules(&endpoint.rules, request).into();
    value["reply"] = json!({
        "row": row.name, "many": endpoint.response.many, "fields": field_values(model, &row.fields), "objects": objects(row),
    });
    value["codes"] = codes(model, endpoint).into_iter().map(code_value).collect();
    value
}
