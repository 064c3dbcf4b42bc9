//! Objects, enums, ids and result codes, and the fields of objects and calls.

use okx_spec::describe::{self, type_of};
use okx_spec::model::{
    AfterClose, Enum, ErrorCode, Field, Form, IdType, Kind, Letters, Presence, Rule, Shape, Verdict,
};
use okx_spec::{Location, Model};
use serde_json::{Value, json};

use super::field::uses;
use crate::page::Page;

pub(super) fn object_text(model: &Model, shape: &Shape, page: &mut Page) {
    let name = page.screen.bold(&shape.name);
    page.text(&format!("{name}  {}", form(shape)));
    page.text(&shape.does);
    page.line("");
    page.columns(0, &[fact("described", place(&shape.at))]);
    page.section("Fields", "", &field_rows(model, &shape.fields));
    page.section("Values", "", &super::call::value_rows(model, &shape.fields));
    let rules: Vec<[String; 1]> = rules(&shape.rules, shape).into_iter().map(|rule| [rule]).collect();
    page.section("Rules", "", &rules);
}

pub(super) fn enum_text(model: &Model, set: &Enum, page: &mut Page) {
    let name = page.screen.bold(&set.name);
    page.text(&format!("{name}  an enum"));
    page.text(&set.does);
    page.line("");
    page.columns(0, &[fact("rust", format!("okx_client::enums::{}", set.name)), fact("described", place(&set.at))]);
    let row = |value: &okx_spec::model::EnumValue| {
        [page.screen.bold(&value.wire), format!("{}::{}", set.name, value.name), value.means.clone()]
    };
    let rows: Vec<_> = set.values.iter().map(row).collect();
    page.section("Values", "", &rows);
    uses(model, |field| matches!(field.kind, Kind::Enum(id) if model[id].at == set.at)).write(page);
}

pub(super) fn enum_value(set: &Enum) -> Value {
    json!({ "name": set.name, "does": set.does, "described": place(&set.at), "values": values(set) })
}

pub(super) fn id_text(model: &Model, id: &IdType, page: &mut Page) {
    let name = page.screen.bold(&id.name);
    page.text(&format!("{name}  an id"));
    page.text(&id.does);
    page.line("");
    page.columns(
        0,
        &[
            fact("is", id_in_words(id)),
            fact("rust", format!("okx_client::ids::{}", id.name)),
            fact("described", place(&id.at)),
        ],
    );
    uses(model, |field| matches!(field.kind, Kind::Id(own) if model[own].at == id.at)).write(page);
}

pub(super) fn id_value(id: &IdType) -> Value {
    json!({ "name": id.name, "does": id.does, "described": place(&id.at), "is": id_in_words(id) })
}

fn id_in_words(id: &IdType) -> String {
    let mut words = vec![if id.number { "a number" } else { "text" }.to_owned()];
    words.extend(id.max_length.map(|most| format!("up to {most} characters")));
    words.extend(id.letters.map(|letters| match letters {
        Letters::Alphanumeric => "only letters and digits".to_owned(),
        Letters::AlphanumericAndDashes => "only letters, digits, `-` and `_`".to_owned(),
    }));
    if id.secret {
        words.push("a secret, never shown".to_owned());
    }
    words.join(", ")
}

pub(super) fn code_text(error: &ErrorCode, page: &mut Page) {
    let code = page.screen.bold(&error.code);
    page.text(&format!("{code}  {}", error.name));
    page.text(&error.means);
    page.line("");
    let mut facts = vec![fact("class", error.class.as_str()), fact("then", verdict(error.verdict))];
    facts.extend(error.http.map(|status| fact("http", status.to_string())));
    facts.extend(error.advice.as_ref().map(|advice| fact("advice", advice)));
    facts.extend(error.closes.map(|then| fact("closes", format!("a connection; then {}", after_close(then)))));
    facts.push(fact("rust", format!("okx_client::errors::{}", okx_spec::names::constant(&error.name))));
    facts.push(fact("described", place(&error.at)));
    page.columns(0, &facts);
}

pub(super) fn code_value(error: &ErrorCode) -> Value {
    json!({
        "code": error.code, "name": error.name, "means": error.means, "class": error.class.as_str(),
        "verdict": error.verdict.as_str(), "http": error.http, "advice": error.advice, "closes": error.closes.map(AfterClose::as_str),
    })
}

/// What a verdict means for the request.
fn verdict(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Retry => "nothing was done; the client sends it again at once",
        Verdict::Wait => "nothing was done; the client sends it again after a pause",
        Verdict::ResyncClock => "nothing was done; the client measures OKX's clock, signs again and sends again",
        Verdict::Never => "nothing was done, and the same request fails again until something else has changed",
        Verdict::Unknown => "it may have been done: look up the outcome before you send it again",
    }
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

pub(super) fn fact(name: &str, text: impl Into<String>) -> [String; 2] {
    [name.to_owned(), text.into()]
}

/// The other words for something, where there are some.
pub(super) fn also(aka: &[String]) -> Vec<[String; 2]> {
    if aka.is_empty() { Vec::new() } else { vec![fact("also", aka.join(", "))] }
}

/// The address of a section of OKX's guide, on a terminal as a link.
pub(super) fn guide(address: &str, page: &Page) -> String {
    page.screen.link(&page.screen.dim(address), address)
}

/// Where something is described, within the repository.
pub(super) fn place(at: &Location) -> String {
    okx_spec::shipped_place(at)
}

/// A row for each field: name, type, meaning.
pub(super) fn field_rows(model: &Model, fields: &[Field]) -> Vec<[String; 3]> {
    fields.iter().map(|field| [field.wire.clone(), type_of(model, field), field.means.clone()]).collect()
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

pub(super) fn values(entry: &Enum) -> Value {
    entry.values.iter().map(|value| json!({ "wire": value.wire, "means": value.means })).collect()
}

fn form(shape: &Shape) -> &'static str {
    match shape.form {
        Form::Object => "an object",
        Form::Row => "an array, by position",
        Form::Bare => "a bare value",
    }
}
