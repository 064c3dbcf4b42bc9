//! A socket as a channel: what belongs to the connection.

use okx_spec::model::{Model, Socket};
use serde_json::{Value, json};

use super::{Document, Parts, message, refer, server};

/// What a client sends over a socket, and the answers.
const SENT: &[(&str, &[&str])] = &[("login", &["loggedIn", "error"]), ("ping", &["pong"])];

/// What OKX sends by itself.
const RECEIVED: &[&str] = &["notice", "connectionCount", "connectionCountError", "error"];

/// Adds the channel of a socket, and what is sent and received on it.
pub(super) fn add(model: &Model, socket: Socket, document: &mut Document) {
    let Document { channels, operations, schemas: _ } = document;
    let name = socket.as_str();
    let all = SENT.iter().flat_map(|(sent, answers)| [*sent].into_iter().chain(answers.iter().copied()));
    let messages: Parts =
        all.chain(RECEIVED.iter().copied()).map(|name| (name.to_owned(), message::reference(name))).collect();
    let channel = json!({
        "address": null,
        "title": format!("The {name} socket"),
        "description": "What belongs to the connection: login, ping and pong, notices, and operations.",
        "servers": server::of_socket(model, socket),
        "messages": messages,
    });
    channels.insert(name.to_owned(), channel);
    for (sent, answers) in SENT {
        let answers = answers.iter().map(|answer| of_channel(name, answer)).collect::<Value>();
        operations.insert(format!("{name}.{sent}"), sends(name, sent, &answers));
    }
    for received in RECEIVED {
        operations.insert(format!("{name}.{received}"), receives(name, received));
    }
}

/// A reference to a message of a channel.
pub(super) fn of_channel(channel: &str, message: &str) -> Value {
    refer(&["channels", channel, "messages", message])
}

/// The client sends a message over a channel, and gets one of these answers.
pub(super) fn sends(channel: &str, message: &str, answers: &Value) -> Value {
    let over = refer(&["channels", channel]);
    json!({
        "action": "send",
        "channel": over,
        "messages": [of_channel(channel, message)],
        "reply": {"channel": over, "messages": answers},
    })
}

/// The client receives a message over a channel.
pub(super) fn receives(channel: &str, message: &str) -> Value {
    json!({"action": "receive", "channel": refer(&["channels", channel]), "messages": [of_channel(channel, message)]})
}
