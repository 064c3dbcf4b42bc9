//! The channels of the description: subscription, end of it, pushes.

use okx_spec::Model;
use okx_spec::describe;
use okx_spec::model::Channel;
use serde_json::{Value, json};

use super::message::{self, message};
use super::socket::{of_channel, receives, sends};
use super::{Document, Parts, server};
use crate::schema;

/// Adds a channel with its messages, and what is sent and received on it.
pub(super) fn add(model: &Model, channel: &Channel, document: &mut Document) {
    let Document { channels, operations, schemas } = document;
    let name = format!("{}.{}", channel.socket, channel.name);
    let argument = schema::of_socket(channel.socket, &channel.type_name);
    schemas.insert(argument.clone(), argument_schema(model, channel));
    channels.insert(name.clone(), entry(model, channel, &argument));
    for (op, answer) in [("subscribe", "subscribed"), ("unsubscribe", "unsubscribed")] {
        let answers = json!([of_channel(&name, answer), of_channel(&name, "error")]);
        operations.insert(format!("{name}.{op}"), sends(&name, op, &answers));
    }
    operations.insert(format!("{name}.push"), receives(&name, "push"));
}

fn entry(model: &Model, channel: &Channel, argument: &str) -> Value {
    let facts = describe::pushes(model, channel).into_iter().map(|(name, fact)| (name.to_owned(), json!(fact)));
    let mut messages: Parts = ["subscribed", "unsubscribed", "error"]
        .map(|name| (name.to_owned(), message::reference(name)))
        .into_iter()
        .collect();
    for (op, does) in [("subscribe", "Asks for the pushes."), ("unsubscribe", "Ends the pushes.")] {
        let args = json!({"type": "array", "minItems": 1, "items": schema::refer(argument)});
        messages.insert(op.to_owned(), message(does, &message::request(model, op, &args)));
    }
    messages.insert("push".to_owned(), message(&channel.does, &push(model, channel, argument)));
    let mut entry = json!({
        "address": channel.channels.first(),
        "title": channel.name,
        "description": channel.does,
        "servers": server::of_socket(model, channel.socket),
        "messages": messages,
        "externalDocs": {"url": channel.guide},
        "x-okx-login": channel.login,
        "x-okx-pushes": facts.collect::<Parts>(),
    });
    if channel.channels.len() > 1 {
        let does = "OKX's name of the channel.";
        entry["address"] = json!("{channel}");
        entry["parameters"] = json!({"channel": {"description": does, "enum": channel.channels}});
    }
    entry
}

/// `arg` of a subscription: the channel and its arguments.
fn argument_schema(model: &Model, channel: &Channel) -> Value {
    let mut schema = schema::object_of(model, &channel.does, &model[channel.arguments].fields);
    schema["properties"]["channel"] = json!({"type": "string", "enum": channel.channels});
    let required = schema["required"].as_array().into_iter().flatten().cloned();
    schema["required"] = [json!("channel")].into_iter().chain(required).collect();
    schema
}

/// A push repeats the argument, to which OKX may add members.
fn push(model: &Model, channel: &Channel, argument: &str) -> Value {
    let mut rows = json!({"type": "array", "items": schema::reference(model, channel.push.row)});
    if !channel.push.many {
        rows["maxItems"] = json!(1);
    }
    let push = json!({
        "type": "object",
        "required": ["arg", "data"],
        "properties": {"arg": schema::refer(argument), "data": rows},
    });
    match channel.beside {
        Some(beside) => json!({"allOf": [push, schema::reference(model, beside)]}),
        None => push,
    }
}
