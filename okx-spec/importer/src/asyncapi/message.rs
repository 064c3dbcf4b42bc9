//! Messages that every socket has.

use okx_spec::model::{Letters, Model};
use serde_json::{Value, json};

use super::{Parts, refer};

/// The messages of `components`, by name.
pub(super) fn shared(model: &Model) -> Parts {
    let events = [
        ("loggedIn", "A login was accepted.", event("login", &["code"], &[])),
        ("subscribed", "A subscription is active.", event("subscribe", &["arg"], &["id"])),
        ("unsubscribed", "A subscription has ended.", event("unsubscribe", &["arg"], &["id"])),
        ("error", "A login, a subscription or another message was refused.", event("error", &["code", "msg"], &["id"])),
        (
            "notice",
            "OKX is about to close the connection; open another one first.",
            event("notice", &["code", "msg"], &[]),
        ),
        (
            "connectionCount",
            "The number of connections that subscribe to a channel, where it is limited.",
            event("channel-conn-count", &["channel", "connCount"], &[]),
        ),
        (
            "connectionCountError",
            "A subscription was ended because too many connections subscribe to the channel.",
            event("channel-conn-count-error", &["channel", "connCount"], &[]),
        ),
    ];
    let texts = [("ping", "Keeps the connection open, and asks for `pong`."), ("pong", "The answer to `ping`.")];
    let texts = texts.map(|(text, does)| {
        let payload = json!({"type": "string", "const": text});
        (text.to_owned(), json!({"summary": does, "contentType": "text/plain", "payload": payload}))
    });
    let events = events.map(|(name, does, payload)| (name.to_owned(), message(does, &payload)));
    let login = ("login".to_owned(), message("Logs in.", &login(model)));
    texts.into_iter().chain([login]).chain(events).collect()
}

/// A message with this payload.
pub(super) fn message(does: &str, payload: &Value) -> Value {
    json!({"summary": does, "payload": payload})
}

/// A reference to a message of `components`.
pub(super) fn reference(name: &str) -> Value {
    refer(&["components", "messages", name])
}

/// The optional `id` of a request, which its answer repeats.
pub(super) fn id(model: &Model) -> Value {
    let letters = match model.connection.id_letters {
        Letters::Alphanumeric => "^[A-Za-z0-9]*$",
        Letters::AlphanumericAndDashes => "^[A-Za-z0-9_-]*$",
    };
    let does = "Chosen by the client; the answer repeats it.";
    json!({"type": "string", "description": does, "maxLength": model.connection.id_length, "pattern": letters})
}

/// A request: `op` with its arguments.
pub(super) fn request(model: &Model, op: &str, args: &Value) -> Value {
    json!({
        "type": "object",
        "required": ["op", "args"],
        "properties": {"id": id(model), "op": {"type": "string", "const": op}, "args": args},
    })
}

/// What OKX sends about a connection or a subscription. All members are text except `arg`.
fn event(name: &str, always: &[&str], sometimes: &[&str]) -> Value {
    let mut properties = Parts::new();
    properties.insert("event".to_owned(), json!({"type": "string", "const": name}));
    for member in ["connId", "msg"].iter().chain(always).chain(sometimes) {
        let schema = if *member == "arg" { json!({"type": "object"}) } else { json!({"type": "string"}) };
        properties.insert((*member).to_owned(), schema);
    }
    let required: Vec<&str> = ["event"].iter().chain(always).copied().collect();
    json!({"type": "object", "required": required, "properties": properties})
}

fn login(model: &Model) -> Value {
    let text = |does: &str| json!({"type": "string", "description": does});
    let item = json!({
        "type": "object",
        "required": ["apiKey", "passphrase", "timestamp", "sign"],
        "properties": {
            "apiKey": text("The API key."),
            "passphrase": text("The passphrase of the key."),
            "timestamp": text("Seconds since the epoch."),
            "sign": text("HMAC-SHA256 of timestamp, `GET` and `/users/self/verify`, in Base64."),
        },
    });
    let mut payload = request(model, "login", &json!({"type": "array", "minItems": 1, "maxItems": 1, "items": item}));
    // The answer to a login has no `id`.
    if let Some(properties) = payload["properties"].as_object_mut() {
        properties.remove("id");
    }
    payload
}
