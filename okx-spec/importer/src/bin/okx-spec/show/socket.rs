//! Channels and operations.

use okx_spec::Model;
use okx_spec::describe;
use okx_spec::model::{Channel, Operation};
use serde_json::json;

use super::Entry;
use super::call::parameter_lines;
use super::others::{field_lines, field_values, section};
use crate::screen::Screen;
use crate::sockets;

/// Whether somebody who writes this name means this channel.
pub(super) fn channel_answers_to(channel: &Channel, name: &str) -> bool {
    channel.name == name || channel.channels.iter().any(|known| known == name)
}

/// Whether somebody who writes this name means this operation; our name of it is that of its call.
pub(super) fn operation_answers_to(operation: &Operation, name: &str) -> bool {
    operation.op == name
}

pub(super) fn channel(model: &Model, channel: &Channel, screen: Screen) -> Entry {
    let (arguments, row) = (&model[channel.arguments].fields, &model[channel.push.row]);
    let beside = channel.beside.map(|shape| model[shape].fields.as_slice()).unwrap_or_default();
    let mut lines = vec![
        format!("{}  a channel of the {} socket", screen.bold(&channel.name), channel.socket),
        channel.does.clone(),
        String::new(),
        format!("names    {}", channel.channels.join(", ")),
        format!("login    {}", if channel.login { "needed" } else { "not needed" }),
        format!("guide    {}", screen.dim(&channel.guide)),
    ];
    section(&mut lines, &screen.bold("Arguments"), &parameter_lines(model, arguments));
    let number = if channel.push.many { "any number of rows" } else { "one row" };
    let heading = format!("{} {}, {number}: {}", screen.bold("Push"), row.name, row.does);
    section(&mut lines, &heading, &field_lines(model, &row.fields));
    section(&mut lines, &screen.bold("Beside the rows"), &field_lines(model, beside));
    let mut json = sockets::channel(channel);
    json["arguments"] = field_values(model, arguments);
    json["push"] = json!({ "row": row.name, "many": channel.push.many, "fields": field_values(model, &row.fields) });
    json["beside"] = field_values(model, beside);
    Entry { text: lines.join("\n"), json }
}

pub(super) fn operation(model: &Model, operation: &Operation, screen: Screen) -> Entry {
    let call = &model[operation.of];
    let (request, adds) = (&model[call.request].fields, &model[operation.adds].fields);
    let without: Vec<&str> = operation.without.iter().map(|place| request[*place].wire.as_str()).collect();
    let mut lines = vec![
        format!("{}  an operation of the {} socket", screen.bold(&operation.op), operation.socket),
        operation.does.clone(),
        String::new(),
        format!("of       {}", describe::full_name(model, call)),
    ];
    if !without.is_empty() {
        lines.push(format!("without  {}", without.join(", ")));
    }
    lines.extend(operation.draws.iter().map(|draw| format!("limit    {}", describe::budget(model, &model[*draw]))));
    lines.push(format!("guide    {}", screen.dim(&operation.guide)));
    section(&mut lines, &screen.bold("Adds"), &parameter_lines(model, adds));
    let mut json = sockets::operation(model, operation);
    json["without"] = json!(without);
    json["limits"] = operation.draws.iter().map(|draw| describe::budget(model, &model[*draw])).collect();
    json["adds"] = field_values(model, adds);
    Entry { text: lines.join("\n"), json }
}
