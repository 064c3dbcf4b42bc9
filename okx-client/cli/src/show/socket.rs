//! Channels and operations of the sockets.

use okx_spec::Model;
use okx_spec::describe;
use okx_spec::model::{Channel, Operation};
use serde_json::{Value, json};

use super::Entry;
use super::call::parameter_lines;
use super::columns::{columns, section};
use super::others::{field_lines, field_values};
use crate::screen::Screen;

pub(super) fn channel(model: &Model, channel: &Channel, screen: Screen) -> Entry {
    let (arguments, row) = (&model[channel.arguments].fields, &model[channel.push.row]);
    let beside = channel.beside.map(|shape| model[shape].fields.as_slice()).unwrap_or_default();
    let pushes = describe::pushes(model, channel);
    let login = if channel.login { "required" } else { "not required" };
    let mut facts = vec![fact("names", channel.channels.join(", ")), fact("login", login.to_owned())];
    facts.extend(pushes.iter().map(|(name, text)| fact(name, text.clone())));
    facts.push(fact("guide", screen.dim(&channel.guide)));
    let mut lines = vec![
        format!("{}  a channel of the {} socket", screen.bold(&channel.name), channel.socket),
        channel.does.clone(),
        String::new(),
    ];
    lines.extend(columns(facts));
    section(&mut lines, &screen.bold("Arguments"), &parameter_lines(model, arguments, screen));
    let number = if channel.push.many { "any number of rows" } else { "one row" };
    let heading = format!("{} {number}, {}: {}", screen.bold("Push"), screen.bold(&row.name), row.does);
    section(&mut lines, &heading, &field_lines(model, &row.fields));
    section(&mut lines, &screen.bold("Next to the rows"), &field_lines(model, beside));
    let pushes: Vec<Value> = pushes.iter().map(|(name, text)| json!({ "name": name, "is": text })).collect();
    let json = json!({
        "name": channel.name, "does": channel.does, "guide": channel.guide, "socket": channel.socket.as_str(),
        "channels": channel.channels, "login": channel.login, "facts": pushes,
        "arguments": field_values(model, arguments),
        "push": { "row": row.name, "many": channel.push.many, "fields": field_values(model, &row.fields) },
        "beside": field_values(model, beside),
    });
    Entry { text: lines.join("\n"), json }
}

pub(super) fn operation(model: &Model, operation: &Operation, screen: Screen) -> Entry {
    let call = &model[operation.of];
    let (request, adds) = (&model[call.request].fields, &model[operation.adds].fields);
    let without: Vec<&str> = operation.without.iter().map(|place| request[*place].wire.as_str()).collect();
    let limits: Vec<String> = operation.draws.iter().map(|draw| describe::budget(model, &model[*draw])).collect();
    let of = describe::full_name(model, call);
    let mut facts = vec![fact("of", of.clone())];
    if !without.is_empty() {
        facts.push(fact("without", without.join(", ")));
    }
    facts.extend(limits.iter().map(|limit| fact("limit", limit.clone())));
    facts.push(fact("guide", screen.dim(&operation.guide)));
    let mut lines = vec![
        format!("{}  an operation of the {} socket", screen.bold(&operation.op), operation.socket),
        operation.does.clone(),
        String::new(),
    ];
    lines.extend(columns(facts));
    section(&mut lines, &screen.bold("Additional parameters"), &parameter_lines(model, adds, screen));
    let json = json!({
        "op": operation.op, "does": operation.does, "guide": operation.guide, "socket": operation.socket.as_str(),
        "of": of, "without": without, "limits": limits, "adds": field_values(model, adds),
    });
    Entry { text: lines.join("\n"), json }
}

fn fact(name: &str, text: String) -> [String; 2] {
    [name.to_owned(), text]
}
