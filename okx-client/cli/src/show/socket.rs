//! Channels and operations of the sockets.

use okx_spec::Model;
use okx_spec::describe;
use okx_spec::model::{Channel, Operation};
use serde_json::{Value, json};

use super::call::{budget_in_words, parameter_rows, unreadable_rows, value_rows};
use super::others::{also, fact, field_rows, field_values, guide, place};
use crate::page::Page;

pub(super) fn channel_text(model: &Model, channel: &Channel, page: &mut Page) {
    let (arguments, row) = (&model[channel.arguments].fields, &model[channel.push.row]);
    let beside = channel.beside.map(|shape| model[shape].fields.as_slice()).unwrap_or_default();
    let name = page.screen.bold(&channel.name);
    page.text(&format!("{name}  a channel of the {} socket", channel.socket));
    page.text(&channel.does);
    page.line("");
    let login = if channel.login { "required" } else { "not required" };
    let mut facts = also(&channel.aka);
    facts.extend([fact("names", channel.channels.join(", ")), fact("login", login)]);
    facts.extend(describe::pushes(model, channel).into_iter().map(|(name, text)| fact(name, text)));
    facts.push(fact("rust", format!("okx_client::ws::{}::{}", channel.socket, channel.type_name)));
    facts.push(fact("guide", guide(&channel.guide, page)));
    facts.push(fact("described", place(&channel.at)));
    page.columns(0, &facts);
    page.section("Arguments", "", &parameter_rows(model, arguments, page));
    page.section("Values", "", &value_rows(model, arguments));
    let number = if channel.push.many { "any number of rows" } else { "one row" };
    page.section("Push", &format!(" {number}, {}: {}", row.name, row.does), &field_rows(model, &row.fields));
    page.section("Values in the push", "", &unreadable_rows(model, &row.fields));
    page.section("Next to the rows", "", &field_rows(model, beside));
}

pub(super) fn channel_value(model: &Model, channel: &Channel) -> Value {
    let (arguments, row) = (&model[channel.arguments].fields, &model[channel.push.row]);
    let beside = channel.beside.map(|shape| model[shape].fields.as_slice()).unwrap_or_default();
    let pushes = describe::pushes(model, channel).into_iter();
    let pushes: Vec<Value> = pushes.map(|(name, text)| json!({ "name": name, "is": text })).collect();
    json!({
        "name": channel.name, "does": channel.does, "guide": channel.guide, "socket": channel.socket.as_str(),
        "described": place(&channel.at), "aka": channel.aka, "channels": channel.channels, "login": channel.login, "facts": pushes,
        "arguments": field_values(model, arguments),
        "push": { "row": row.name, "many": channel.push.many, "fields": field_values(model, &row.fields) },
        "beside": field_values(model, beside),
    })
}

pub(super) fn operation_text(model: &Model, operation: &Operation, page: &mut Page) {
    let without = without(model, operation);
    let name = page.screen.bold(&operation.op);
    page.text(&format!("{name}  an operation of the {} socket", operation.socket));
    page.text(&operation.does);
    page.line("");
    let mut facts = vec![fact("of", describe::full_name(model, &model[operation.of]))];
    if !without.is_empty() {
        facts.push(fact("without", without.join(", ")));
    }
    facts.extend(operation.draws.iter().map(|draw| fact("limit", budget_in_words(model, *draw))));
    facts.push(fact("guide", guide(&operation.guide, page)));
    facts.push(fact("described", place(&operation.at)));
    page.columns(0, &facts);
    page.section("Additional parameters", "", &parameter_rows(model, &model[operation.adds].fields, page));
}

pub(super) fn operation_value(model: &Model, operation: &Operation) -> Value {
    let limits: Vec<String> = operation.draws.iter().map(|draw| describe::budget(model, &model[*draw])).collect();
    json!({
        "op": operation.op, "does": operation.does, "guide": operation.guide, "socket": operation.socket.as_str(),
        "described": place(&operation.at), "of": describe::full_name(model, &model[operation.of]),
        "without": without(model, operation), "limits": limits,
        "adds": field_values(model, &model[operation.adds].fields),
    })
}

/// The parameters of the call that the operation does not have.
fn without<'m>(model: &'m Model, operation: &Operation) -> Vec<&'m str> {
    let request = &model[model[operation.of].request].fields;
    operation.without.iter().map(|place| request[*place].wire.as_str()).collect()
}
