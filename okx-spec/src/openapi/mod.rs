//! The REST part of a description as an `OpenAPI` 3.1 document, for other tools.
//!
//! What `OpenAPI` cannot express is in members that begin with `x-okx-`: limits, rules, precision.

mod path;
mod rule;
mod schema;

use serde_json::{Map, Value, json};

use crate::model::{Chapter, Environment, Model};

/// The whole document.
pub fn document(model: &Model) -> Value {
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "OKX v5 REST API",
            "version": model.guide.date,
            "description": "Generated from a description of OKX's public API guide. Not made or endorsed by OKX.",
            "license": {"name": "MIT OR Apache-2.0", "identifier": "MIT OR Apache-2.0"},
        },
        "externalDocs": {"url": model.guide.url},
        "servers": model.environments.iter().map(server).collect::<Value>(),
        "tags": model.chapters.iter().map(tag).collect::<Value>(),
        "paths": path::paths(model),
        "components": {
            "schemas": schema::schemas(model),
            "securitySchemes": security_schemes(),
        },
    })
}

fn server(environment: &Environment) -> Value {
    json!({"url": environment.rest, "description": environment.does})
}

fn tag(chapter: &Chapter) -> Value {
    json!({"name": chapter.name, "description": chapter.does, "externalDocs": {"url": chapter.guide}})
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
