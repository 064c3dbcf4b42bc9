//! Calls that can also be sent over a socket.

use okx_spec::Model;
use okx_spec::describe::{full_name, limit};
use okx_spec::model::{DEADLINE, Operation};
use okx_spec::names::pascal;
use serde_json::{Value, json};

use super::Document;
use super::message::{self, message};
use super::socket::{of_channel, sends};
use crate::schema;

/// Adds the request and the reply to the channel of the socket, and what is sent.
pub(super) fn add(model: &Model, operation: &Operation, document: &mut Document) {
    let Operation { name, does, guide, op: _, socket, of, without: _, adds: _, draws, at: _ } = operation;
    let Document { channels, operations, schemas } = document;
    let (channel, reply) = (socket.as_str(), format!("{name}_reply"));
    let item = schema::of_socket(*socket, &pascal(name));
    schemas.insert(item.clone(), schema::object_of(model, does, operation.fields(model)));
    let messages = &mut channels[channel]["messages"];
    messages[name] = message(does, &request(model, operation, &item));
    messages[&reply] =
        message("The result of each item, or why the request was refused.", &self::reply(model, operation));
    let mut entry = sends(channel, name, &json!([of_channel(channel, &reply), of_channel(channel, "error")]));
    entry["summary"] = json!(does);
    entry["externalDocs"] = json!({"url": guide});
    entry["x-okx-call"] = json!(full_name(model, &model[*of]));
    entry["x-okx-limits"] = draws.iter().map(|draw| limit(&model[*draw])).collect();
    operations.insert(format!("{channel}.{name}"), entry);
}

fn request(model: &Model, operation: &Operation, item: &str) -> Value {
    let call = &model[operation.of];
    let most = call.batch.as_ref().map_or(1, |batch| batch.up_to);
    let args = json!({"type": "array", "minItems": 1, "maxItems": most, "items": schema::refer(item)});
    let mut request = message::request(model, &operation.op, &args);
    // Only the `id` tells which request an answer belongs to.
    request["required"] = json!(["id", "op", "args"]);
    if call.deadline {
        let does = "OKX discards the request after this time. Milliseconds since the epoch.";
        request["properties"][DEADLINE] = json!({"type": "string", "pattern": "^[0-9]+$", "description": does});
    }
    request
}

fn reply(model: &Model, operation: &Operation) -> Value {
    let rows = json!({"type": "array", "items": schema::reference(model, model[operation.of].response.row)});
    let micros = json!({"type": "string", "description": "Microseconds since the epoch."});
    json!({
        "type": "object",
        "required": ["op", "code"],
        "properties": {
            "id": message::id(model),
            "op": {"type": "string", "const": operation.op},
            "code": {"type": "string", "description": "0 on success."},
            "msg": {"type": "string"},
            "data": rows,
            "inTime": micros,
            "outTime": micros,
        },
    })
}
