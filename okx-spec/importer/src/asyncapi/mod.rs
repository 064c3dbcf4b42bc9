//! The sockets of a description as an `AsyncAPI` 3.0 document, for other tools.
//!
//! It is written from the side of the client: `send` is what a client sends, `receive` what it gets. Each socket is a channel with what
//! belongs to the connection (login, ping, operations, notices), and each entry of the description is a channel with its subscription and its
//! pushes. Payloads have the same schemas as the `OpenAPI` document. What `AsyncAPI` cannot express is in members that begin with `x-okx-`.

mod channel;
mod message;
mod operation;
mod server;
mod socket;

use okx_spec::model::{Model, Socket};
use serde_json::{Map, Value, json};

use crate::schema;

/// Named parts of the document, such as its channels.
type Parts = Map<String, Value>;

/// The whole document.
pub fn document(model: &Model) -> Value {
    let mut parts = Document::default();
    for (_, socket) in Socket::ALL {
        socket::add(model, *socket, &mut parts);
    }
    for operation in &model.operations {
        operation::add(model, operation, &mut parts);
    }
    for channel in &model.channels {
        channel::add(model, channel, &mut parts);
    }
    let Document { channels, operations, mut schemas } = parts;
    schemas.extend(shared_schemas(model));
    let mut document = json!({
        "asyncapi": "3.0.0",
        "info": {
            "title": "OKX v5 WebSocket API",
            "version": model.guide.date,
            "description": "Generated from a description of OKX's public API guide. Not made or endorsed by OKX. Written from the side \
                            of the client: `send` is what a client sends, and `receive` is what it receives.",
            "license": {"name": "MIT OR Apache-2.0"},
            "externalDocs": {"url": model.guide.url},
        },
        "defaultContentType": "application/json",
        "servers": server::servers(model),
        "channels": channels,
        "operations": operations,
        "components": {"messages": message::shared(model), "schemas": schemas},
    });
    as_draft_07(&mut document);
    document
}

/// The parts of the document that grow entry by entry.
#[derive(Default)]
struct Document {
    channels: Parts,
    operations: Parts,
    /// The schemas that only this document has.
    schemas: Parts,
}

/// The schemas that `OpenAPI` has as well, and those of pushes.
fn shared_schemas(model: &Model) -> Parts {
    let pushed = model.channels.iter().flat_map(|channel| [Some(channel.push.row), channel.beside]).flatten();
    let replies = model.operations.iter().map(|operation| model[operation.of].response.row);
    let arguments = model.channels.iter().flat_map(|channel| &model[channel.arguments].fields);
    let sent = model.operations.iter().flat_map(|operation| operation.fields(model));
    schema::schemas(model, pushed.chain(replies), arguments.chain(sent))
}

/// A reference to something in this document. Names with a `/` or a `~` are escaped.
fn refer(path: &[&str]) -> Value {
    let path: Vec<String> = path.iter().map(|word| word.replace('~', "~0").replace('/', "~1")).collect();
    json!({"$ref": format!("#/{}", path.join("/"))})
}

/// `AsyncAPI` has JSON Schema draft 7, in which the places of an array are `items`; `OpenAPI` 3.1 has a later one.
fn as_draft_07(value: &mut Value) {
    match value {
        Value::Object(members) => {
            if let Some(places) = members.remove("prefixItems") {
                members.insert("items".to_owned(), places);
            }
            members.values_mut().for_each(as_draft_07);
        }
        Value::Array(entries) => entries.iter_mut().for_each(as_draft_07),
        _ => {}
    }
}
