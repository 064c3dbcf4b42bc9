//! One REST call.

use okx_spec::Model;
use okx_spec::describe;
use okx_spec::model::{Batch, Endpoint, Response};
use serde_json::{Value, json};

use super::Entry;
use super::vocabulary::{field_lines, field_values, parameter_lines, section};
use crate::list;
use crate::screen::Screen;

/// Whether this call is meant by a name.
pub(super) fn answers_to(model: &Model, endpoint: &Endpoint, name: &str) -> bool {
    let call = format!("{} {}", endpoint.method, endpoint.path);
    let names = [&endpoint.name, &endpoint.type_name, &endpoint.path, &call, &describe::full_name(model, endpoint)];
    names.into_iter().any(|known| known == name)
}

pub(super) fn entry(model: &Model, endpoint: &Endpoint, screen: Screen) -> Entry {
    let Endpoint {
        does,
        guide,
        method,
        path,
        access,
        draws,
        deadline,
        reduces_risk,
        in_flight,
        repeat,
        asked_by,
        request,
        batch,
        rules,
        response: Response { row, many },
        // Names and chapter are in the full name, which the summary has too.
        name: _,
        type_name: _,
        chapter: _,
        // They are for documentation and searches.
        aka: _,
        demo: _,
        example: _,
        codes: _,
        // How a list is read page by page is for programs; `okx-spec check` holds it to the fields.
        pages: _,
        unpaged: _,
        at: _,
    } = endpoint;
    let (fields, row) = (&model[*request].fields, &model[*row]);
    let limits: Vec<String> = draws.iter().map(|draw| describe::budget(model, &model[*draw])).collect();
    let repeat = describe::repeat(repeat, fields);
    let asked_by = asked_by.as_ref().map(|asked_by| describe::asked_by(model, asked_by, fields));
    let rules: Vec<String> = rules.iter().map(|rule| describe::rule(rule, fields)).collect();
    let batch = batch.as_ref().map(|Batch { of, up_to }| (of.map(|of| describe::full_name(model, &model[of])), up_to));

    let mut lines = vec![
        format!("{}  {method} {path}", screen.bold(&describe::full_name(model, endpoint))),
        does.clone(),
        String::new(),
        format!("access   {}", access.as_str()),
    ];
    lines.extend(limits.iter().map(|limit| format!("limit    {limit}")));
    lines.push(format!("repeat   {repeat}"));
    lines.extend(asked_by.iter().map(|asked_by| format!("asked by {asked_by}")));
    lines.extend(deadline.then(|| "deadline may be given".to_owned()));
    lines.extend(reduces_risk.then(|| "risk     only reduces it".to_owned()));
    lines.extend(in_flight.map(|most| format!("at once  up to {most} for one order")));
    lines.extend(batch.iter().map(|(of, up_to)| {
        let of = of.as_deref().unwrap_or("the items below");
        format!("batch    up to {up_to} of {of}")
    }));
    lines.push(format!("guide    {}", screen.dim(guide)));
    section(&mut lines, &screen.bold("Parameters"), &parameter_lines(model, fields));
    section(&mut lines, &screen.bold("Rules"), &rules);
    let number = if *many { "any number of rows" } else { "one row" };
    let heading = format!("{} {}, {number}: {}", screen.bold("Reply"), row.name, row.does);
    section(&mut lines, &heading, &field_lines(model, &row.fields));

    let mut json = list::summary(model, endpoint);
    json["limits"] = json!(limits);
    json["deadline"] = json!(deadline);
    json["reduces_risk"] = json!(reduces_risk);
    json["in_flight"] = json!(in_flight);
    json["repeat"] = json!(repeat);
    json["asked_by"] = json!(asked_by);
    json["batch"] = batch.map_or(Value::Null, |(of, up_to)| json!({ "of": of, "up_to": up_to }));
    json["parameters"] = field_values(model, fields);
    json["rules"] = json!(rules);
    json["reply"] = json!({ "row": row.name, "many": many, "fields": field_values(model, &row.fields) });
    Entry { text: lines.join("\n"), json }
}
