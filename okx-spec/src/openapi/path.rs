//! Calls as operations.

use serde_json::{Map, Value, json};

use super::{rule, schema, signed};
use crate::model::{Access, BudgetId, Counts, DEADLINE, Endpoint, Field, Method, Model, Presence};

/// Every path with its operations. Some have both a GET and a POST.
pub(super) fn paths(model: &Model) -> Map<String, Value> {
    let mut paths = Map::new();
    for endpoint in &model.endpoints {
        let path = paths.entry(endpoint.path.clone()).or_insert_with(|| json!({}));
        path[endpoint.method.to_string().to_lowercase()] = operation(model, endpoint);
    }
    paths
}

fn operation(model: &Model, endpoint: &Endpoint) -> Value {
    let chapter = &model[endpoint.chapter].name;
    let mut operation = json!({
        "operationId": format!("{chapter}.{}", endpoint.name),
        "summary": endpoint.does,
        "tags": [chapter],
        "externalDocs": {"url": endpoint.guide},
        "responses": {"200": response(model, endpoint)},
        "x-okx-access": endpoint.access.as_str(),
        "x-okx-limits": limits(model, endpoint),
    });
    operation["security"] = match endpoint.access {
        Access::Public => json!([]),
        Access::Either => json!([{}, signed()]),
        Access::Read | Access::Trade | Access::Withdraw => json!([signed()]),
    };
    if endpoint.rules.iter().any(|rule| rule.ours.is_none()) {
        operation["x-okx-rules"] = rule::rules(&endpoint.rules, &model[endpoint.request].fields);
    }
    let mut parameters = Vec::new();
    match endpoint.method {
        Method::Get => parameters.extend(in_query(model, endpoint)),
        Method::Post => operation["requestBody"] = body(model, endpoint),
    }
    parameters.extend(endpoint.deadline.then(deadline));
    if !parameters.is_empty() || endpoint.method == Method::Get {
        operation["parameters"] = parameters.into();
    }
    operation
}

/// A list is sent as one parameter, with its entries joined by commas.
fn in_query(model: &Model, endpoint: &Endpoint) -> Vec<Value> {
    let parameter = |field: &Field| {
        json!({
            "name": field.wire,
            "in": "query",
            "required": field.presence == Presence::Required && !field.list,
            "description": field.means,
            "style": "form",
            "explode": false,
            "schema": schema::field_schema(model, field),
        })
    };
    model[endpoint.request].fields.iter().map(parameter).collect()
}

/// The only header that belongs to a single request.
fn deadline() -> Value {
    json!({
        "name": DEADLINE,
        "in": "header",
        "required": false,
        "description": "OKX discards the request after this time. Milliseconds since the epoch.",
        "schema": {"type": "string", "pattern": "^[0-9]+$"},
    })
}

fn body(model: &Model, endpoint: &Endpoint) -> Value {
    let item = schema::reference(model, endpoint.request);
    let schema = match &endpoint.batch {
        Some(batch) => json!({"type": "array", "items": item, "minItems": 1, "maxItems": batch.up_to}),
        None => item,
    };
    let required = !model[endpoint.request].fields.is_empty();
    json!({"required": required, "content": {"application/json": {"schema": schema}}})
}

/// Every reply has the same envelope.
fn response(model: &Model, endpoint: &Endpoint) -> Value {
    let mut rows = json!({"type": "array", "items": schema::reference(model, endpoint.response.row)});
    if !endpoint.response.many {
        rows["maxItems"] = json!(1);
    }
    let envelope = json!({
        "type": "object",
        "required": ["code", "msg"],
        "properties": {
            "code": {"type": "string", "description": "0 on success."},
            "msg": {"type": "string"},
            "data": rows,
        },
    });
    let description = if endpoint.response.many { "Any number of rows." } else { "One row." };
    json!({"description": description, "content": {"application/json": {"schema": envelope}}})
}

fn limits(model: &Model, endpoint: &Endpoint) -> Value {
    let limit = |id: &BudgetId| {
        let budget = &model[*id];
        json!({
            "budget": budget.name,
            "count": budget.rate.count,
            "window_ms": budget.rate.window_ms,
            "keys": budget.keys.iter().map(ToString::to_string).collect::<Value>(),
            "counts": if budget.counts == Counts::Orders { "orders" } else { "requests" },
        })
    };
    endpoint.draws.iter().map(limit).collect()
}
