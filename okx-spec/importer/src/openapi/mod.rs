//! The REST part of a description as an `OpenAPI` 3.1 document, for other tools.
//!
//! What `OpenAPI` cannot express is in members that begin with `x-okx-`: limits, rules, precision.

mod path;

use serde_json::{Map, Value, json};

use okx_spec::model::{Chapter, Environment, Model};

use crate::schema;

/// The whole document.
pub fn document(model: &Model) -> Value {
    let Model {
        guide,
        environments,
        chapters,
        // Budgets and precision rules are parts of calls and fields, and OpenAPI describes no sockets.
        connection: _,
        ids: _,
        enums: _,
        shapes: _,
        precision: _,
        budgets: _,
        errors: _,
        endpoints,
        channels: _,
        operations: _,
    } = model;
    let shapes = endpoints.iter().flat_map(|call| [call.request, call.response.row]);
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "OKX v5 REST API",
            "version": guide.date,
            "description": "Generated from a description of OKX's public API guide. Not made or endorsed by OKX.",
            "license": {"name": "MIT OR Apache-2.0", "identifier": "MIT OR Apache-2.0"},
        },
        "externalDocs": {"url": guide.url},
        "servers": environments.iter().map(server).collect::<Value>(),
        "tags": chapters.iter().map(tag).collect::<Value>(),
        "paths": path::paths(model),
        "components": {
            "schemas": schema::schemas(model, shapes, []),
            "securitySchemes": security_schemes(),
        },
    })
}

fn server(environment: &Environment) -> Value {
    let Environment { name: _, type_name: _, does, rest, socket: _, demo_socket: _, at: _ } = environment;
    json!({"url": rest, "description": does})
}

fn tag(chapter: &Chapter) -> Value {
    let Chapter { name, title: _, does, guide, at: _ } = chapter;
    json!({"name": name, "description": does, "externalDocs": {"url": guide}})
}

/// The headers that sign a request. All are needed together, so they are in one entry of `security`.
const SIGNING: [(&str, &str); 4] = [
    ("key", "OK-ACCESS-KEY"),
    ("sign", "OK-ACCESS-SIGN"),
    ("timestamp", "OK-ACCESS-TIMESTAMP"),
    ("passphrase", "OK-ACCESS-PASSPHRASE"),
];

fn security_schemes() -> Map<String, Value> {
    let scheme =
        |(name, header): (&str, &str)| (name.to_owned(), json!({"type": "apiKey", "in": "header", "name": header}));
    SIGNING.into_iter().map(scheme).collect()
}

/// The entry of `security` for a signed call.
fn signed() -> Value {
    let needs: Map<String, Value> = SIGNING.into_iter().map(|(name, _)| (name.to_owned(), json!([]))).collect();
    Value::Object(needs)
}
