//! One call.

use okx_spec::Model;
use okx_spec::describe::{asked_by, budget, full_name, paging, repeat, type_of};
use okx_spec::model::{Access, Demo, Endpoint, ErrorCode, Field, Kind, Presence, Repeat, Shape};
use serde_json::{Value, json};

use super::example;
use super::others::{also, code_value, fact, field_rows, field_values, guide, place, rules, shape_value};
use crate::page::Page;
use crate::{list, spec};

pub(super) fn text(model: &Model, endpoint: &Endpoint, page: &mut Page) {
    let request = &model[endpoint.request];
    let name = page.screen.bold(&full_name(model, endpoint));
    page.text(&format!("{name}  {}", spec::method_and_path(endpoint)));
    page.text(&endpoint.does);
    page.line("");
    page.columns(0, &facts(model, endpoint, page));
    example::write(model, endpoint, page);
    parameters(model, endpoint, page);
    page.section("Rules", "", &lines(rules(&endpoint.rules, request)));
    for part in parts(model, request) {
        page.section("Rules of", &format!(" {}", part.name), &lines(rules(&part.rules, part)));
    }
    reply(model, endpoint, page);
    let codes = codes(model, endpoint).into_iter().map(|code| {
        let advice = code.advice.as_ref().map(|advice| format!(" {advice}")).unwrap_or_default();
        [page.screen.bold(&code.code), code.name.clone(), format!("{}{advice}", code.means)]
    });
    let codes: Vec<_> = codes.collect();
    page.section("Codes", "", &codes);
}

fn parameters(model: &Model, endpoint: &Endpoint, page: &mut Page) {
    let request = &model[endpoint.request];
    let items = if endpoint.batch.is_some() { " of each item" } else { "" };
    page.section("Parameters", items, &parameter_rows(model, &request.fields, page));
    page.section("Values", "", &value_rows(model, &request.fields));
    for part in parts(model, request) {
        page.section(&part.name, &format!(": {}", part.does), &parameter_rows(model, &part.fields, page));
    }
}

fn reply(model: &Model, endpoint: &Endpoint, page: &mut Page) {
    let row = &model[endpoint.response.row];
    let number = if endpoint.response.many { "any number of rows" } else { "one row" };
    page.section("Reply", &format!(" {number}, {}: {}", row.name, row.does), &field_rows(model, &row.fields));
    page.section("Values in the reply", "", &unreadable_rows(model, &row.fields));
    for part in parts(model, row) {
        page.section(&part.name, &format!(": {}", part.does), &field_rows(model, &part.fields));
    }
}

fn lines(lines: Vec<String>) -> Vec<[String; 1]> {
    lines.into_iter().map(|line| [line]).collect()
}

fn facts(model: &Model, endpoint: &Endpoint, page: &Page) -> Vec<[String; 2]> {
    let mut facts = also(&endpoint.aka);
    facts.push(fact("access", access_in_words(endpoint.access)));
    facts.extend(match endpoint.demo {
        Demo::Both => None,
        Demo::LiveOnly => Some(fact("demo", "not available in demo trading")),
        Demo::DemoOnly => Some(fact("demo", "only in demo trading")),
    });
    facts.extend(endpoint.draws.iter().map(|draw| fact("limit", budget_in_words(model, *draw))));
    facts.extend(batch(model, endpoint).map(|batch| fact("batch", batch)));
    facts.push(fact("repeat", repeat_in_words(model, endpoint)));
    if endpoint.deadline {
        facts.push(fact("deadline", "optional: OKX discards the request after it"));
    }
    if endpoint.reduces_risk {
        facts.push(fact("risk", "only reduced"));
    }
    if let Some(most) = endpoint.in_flight {
        facts.push(fact("at once", format!("up to {most} for one order")));
    }
    facts.extend(paging(model, endpoint).map(|paging| fact("pages", paging)));
    let operations = model.operations.iter().filter(|operation| model[operation.of].at == endpoint.at);
    facts.extend(
        operations
            .map(|operation| fact("socket", format!("also `{}` on the {} socket", operation.op, operation.socket))),
    );
    facts.push(fact("rust", format!("okx_client::{}::{}", model[endpoint.chapter].name, endpoint.type_name)));
    facts.push(fact("guide", guide(&endpoint.guide, page)));
    facts.push(fact("described", place(&endpoint.at)));
    facts
}

fn access_in_words(access: Access) -> &'static str {
    match access {
        Access::Public => "public: needs no key",
        Access::Either => "public: needs no key, and can be signed",
        Access::Read => "needs a key with the permission to read",
        Access::Trade => "needs a key with the permission to trade",
        Access::Withdraw => "needs a key with the permission to withdraw",
    }
}

/// The same words as in the documentation of the request, and the code of a refusal.
pub(super) fn budget_in_words(model: &Model, id: okx_spec::model::BudgetId) -> String {
    let budget = &model[id];
    let words = okx_codegen::budget_in_words(budget).replace('`', "");
    let shared = if budget.call.is_some() { String::new() } else { format!(", shared as {}", budget.name) };
    format!("{words}{shared}; else code {}", budget.refused_with)
}

fn batch(model: &Model, endpoint: &Endpoint) -> Option<String> {
    let batch = endpoint.batch.as_ref()?;
    let of = batch.of.map_or("the items below".to_owned(), |of| full_name(model, &model[of]));
    Some(format!("up to {} of {of}", batch.up_to))
}

fn repeat_in_words(model: &Model, endpoint: &Endpoint) -> String {
    let fields = &model[endpoint.request].fields;
    let again = match &endpoint.repeat {
        Repeat::Always => "safe: sending it twice has the same effect as once".to_owned(),
        Repeat::Never => "not safe: it would be done twice".to_owned(),
        Repeat::By(place) => format!("not safe; give {} to look up the outcome by it", fields[*place].wire),
    };
    let asked = endpoint.asked_by.as_ref().map(|question| format!(", with {}", asked_by(model, question, fields)));
    format!("{again}{}", asked.unwrap_or_default())
}

/// A row for each parameter: name, type, whether it is required, meaning.
pub(super) fn parameter_rows(model: &Model, fields: &[Field], page: &Page) -> Vec<[String; 4]> {
    let row = |field: &Field| {
        let required =
            if field.presence == Presence::Required { page.screen.strong("required") } else { String::new() };
        [page.screen.bold(&field.wire), type_of(model, field), required, field.means.clone()]
    };
    fields.iter().map(row).collect()
}

/// A row for each value of each field that is an enum.
pub(super) fn value_rows(model: &Model, fields: &[Field]) -> Vec<[String; 3]> {
    let values = fields.iter().flat_map(|field| {
        let values = if let Kind::Enum(id) = field.kind { model[id].values.as_slice() } else { &[] };
        values.iter().map(|value| [field.wire.clone(), value.wire.clone(), value.means.clone()])
    });
    values.collect()
}

/// The same for enums whose values say nothing by themselves, such as `1`.
pub(super) fn unreadable_rows(model: &Model, fields: &[Field]) -> Vec<[String; 3]> {
    let is_number = |text: &str| text.strip_prefix('-').unwrap_or(text).bytes().all(|letter| letter.is_ascii_digit());
    let is_unreadable = |field: &&Field| match field.kind {
        Kind::Enum(id) => model[id].values.iter().any(|value| is_number(&value.wire)),
        _ => false,
    };
    let fields: Vec<Field> = fields.iter().filter(is_unreadable).cloned().collect();
    value_rows(model, &fields)
}

/// The shapes within a shape.
fn parts<'a>(model: &'a Model, shape: &Shape) -> Vec<&'a Shape> {
    model.parts_of(shape.parts()).into_iter().map(|part| &model[part]).collect()
}

/// The codes worth knowing, and those for an exceeded rate limit. Any call may return any other code.
fn codes<'a>(model: &'a Model, endpoint: &Endpoint) -> Vec<&'a ErrorCode> {
    let refusals: Vec<&str> = endpoint.draws.iter().map(|draw| model[*draw].refused_with.as_str()).collect();
    let own = endpoint.codes.iter().map(String::as_str);
    let others = model.errors.iter().map(|error| error.code.as_str()).filter(|code| refusals.contains(code));
    let others = others.filter(|code| !endpoint.codes.iter().any(|own| own == code));
    own.chain(others).filter_map(|code| model.errors.iter().find(|error| error.code == code)).collect()
}

pub(super) fn value(model: &Model, endpoint: &Endpoint) -> Value {
    let request = &model[endpoint.request];
    let row = &model[endpoint.response.row];
    let objects =
        |shape: &Shape| parts(model, shape).into_iter().map(|part| shape_value(model, part)).collect::<Value>();
    let mut value = list::summary(model, endpoint);
    value["aka"] = endpoint.aka.clone().into();
    value["example"] = example::value(model, endpoint);
    value["described"] = place(&endpoint.at).into();
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
