//! Calls as operations.

use serde_json::{Map, Value, json};

use super::signed;
use crate::schema;
use okx_spec::model::{Access, Budget, BudgetId, DEADLINE, Endpoint, Field, Method, Model, Presence, Rate};

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
    let Endpoint {
        name,
        type_name: _,
        chapter,
        does,
        guide,
        method,
        path: _,
        access,
        draws,
        deadline,
        request,
        rules,
        // Part of the body and of the response.
        batch: _,
        response: _,
        // OpenAPI cannot express these.
        reduces_risk: _,
        in_flight,
        repeat: _,
        asked_by: _,
        pages: _,
        unpaged: _,
        at: _,
    } = endpoint;
    let chapter = &model[*chapter].name;
    let mut operation = json!({
        "operationId": format!("{chapter}.{name}"),
        "summary": does,
        "tags": [chapter],
        "externalDocs": {"url": guide},
        "responses": {"200": response(model, endpoint)},
        "x-okx-access": access.as_str(),
        "x-okx-limits": limits(model, draws),
        "security": security(*access),
    });
    if let Some(most) = in_flight {
        operation["x-okx-in-flight"] = json!(most);
    }
    if rules.iter().any(|rule| rule.ours.is_none()) {
        operation["x-okx-rules"] = schema::rules(rules, &model[*request].fields);
    }
    let mut parameters = Vec::new();
    match method {
        Method::Get => parameters.extend(in_query(model, endpoint)),
        Method::Post => operation["requestBody"] = body(model, endpoint),
    }
    parameters.extend(deadline.then(self::deadline));
    if !parameters.is_empty() || *method == Method::Get {
        operation["parameters"] = parameters.into();
    }
    operation
}

fn security(access: Access) -> Value {
    match access {
        Access::Public => json!([]),
        Access::Either => json!([{}, signed()]),
        Access::Read | Access::Trade | Access::Withdraw => json!([signed()]),
    }
}

/// A list is sent as one parameter, with its entries joined by commas.
fn in_query(model: &Model, endpoint: &Endpoint) -> Vec<Value> {
    let parameter = |field: &Field| {
        let Field { wire, name: _, kind: _, list, presence, means, empty_clears: _, precision: _, at: _ } = field;
        json!({
            "name": wire,
            "in": "query",
            "required": *presence == Presence::Required && !list,
            "description": means,
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

fn limits(model: &Model, draws: &[BudgetId]) -> Value {
    draws.iter().map(|id| limit(&model[*id])).collect()
}

fn limit(budget: &Budget) -> Value {
    let Budget {
        name,
        rate: Rate { count, window_ms },
        keys,
        counts,
        does: _,
        chapter: _,
        call: _,
        lead_trader: _,
        only: _,
        exempt: _,
        refused_with: _,
        account_figure: _,
        at: _,
    } = budget;
    json!({
        "budget": name,
        "count": count,
        "window_ms": window_ms,
        "keys": keys.iter().map(ToString::to_string).collect::<Value>(),
        "counts": counts.as_str(),
    })
}
