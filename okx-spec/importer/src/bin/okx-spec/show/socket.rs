//! Channels and operations.

use okx_spec::Model;
use okx_spec::describe;
use okx_spec::model::{Channel, Operation, Response};
use serde_json::json;

use super::Entry;
use super::vocabulary::{field_lines, field_values, parameter_lines, section};
use crate::list;
use crate::screen::Screen;

/// Whether this channel is meant by a name.
pub(super) fn channel_answers_to(channel: &Channel, name: &str) -> bool {
    channel.name == name || channel.channels.iter().any(|known| known == name)
}

/// Whether this operation is meant by a name. Our own name of it belongs to its call.
pub(super) fn operation_answers_to(operation: &Operation, name: &str) -> bool {
    operation.op == name
}

pub(super) fn channel(model: &Model, channel: &Channel, screen: Screen) -> Entry {
    let Channel {
        name,
        type_name: _,
        socket,
        does,
        guide,
        channels,
        login,
        arguments,
        push: Response { row, many },
        beside,
        // They are for documentation and searches.
        aka: _,
        example: _,
        // They are in `facts` below.
        silence: _,
        excludes: _,
        once: _,
        counted: _,
        heavy: _,
        snapshot: _,
        filled_by: _,
        at: _,
    } = channel;
    let facts = describe::pushes(model, channel);
    let (arguments, row) = (&model[*arguments].fields, &model[*row]);
    let beside = beside.map(|shape| model[shape].fields.as_slice()).unwrap_or_default();
    let mut lines = vec![
        format!("{}  a channel of the {socket} socket", screen.bold(name)),
        does.clone(),
        String::new(),
        format!("names    {}", channels.join(", ")),
        format!("login    {}", if *login { "needed" } else { "not needed" }),
    ];
    lines.extend(facts.iter().map(|(name, fact)| format!("{name:<8} {fact}")));
    lines.push(format!("guide    {}", screen.dim(guide)));
    section(&mut lines, &screen.bold("Arguments"), &parameter_lines(model, arguments));
    let number = if *many { "any number of rows" } else { "one row" };
    let heading = format!("{} {}, {number}: {}", screen.bold("Push"), row.name, row.does);
    section(&mut lines, &heading, &field_lines(model, &row.fields));
    section(&mut lines, &screen.bold("Next to the rows"), &field_lines(model, beside));
    let mut json = list::channel(channel);
    json["arguments"] = field_values(model, arguments);
    json["facts"] = facts.iter().map(|(name, fact)| json!({ "name": name, "is": fact })).collect();
    json["push"] = json!({ "row": row.name, "many": many, "fields": field_values(model, &row.fields) });
    json["beside"] = field_values(model, beside);
    Entry { text: lines.join("\n"), json }
}

pub(super) fn operation(model: &Model, operation: &Operation, screen: Screen) -> Entry {
    let Operation { name: _, does, guide, op, socket, of, without, adds, draws, at: _ } = operation;
    let call = &model[*of];
    let (request, adds) = (&model[call.request].fields, &model[*adds].fields);
    let without: Vec<&str> = without.iter().map(|place| request[*place].wire.as_str()).collect();
    let limits: Vec<String> = draws.iter().map(|draw| describe::budget(model, &model[*draw])).collect();
    let mut lines = vec![
        format!("{}  an operation of the {socket} socket", screen.bold(op)),
        does.clone(),
        String::new(),
        format!("of       {}", describe::full_name(model, call)),
    ];
    if !without.is_empty() {
        lines.push(format!("without  {}", without.join(", ")));
    }
    lines.extend(limits.iter().map(|limit| format!("limit    {limit}")));
    lines.push(format!("guide    {}", screen.dim(guide)));
    section(&mut lines, &screen.bold("Adds"), &parameter_lines(model, adds));
    let mut json = list::operation(model, operation);
    json["without"] = json!(without);
    json["limits"] = json!(limits);
    json["adds"] = field_values(model, adds);
    Entry { text: lines.join("\n"), json }
}
