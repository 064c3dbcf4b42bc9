//! The guide's examples of operations: arguments and replies are decoded as the types of the matching calls.

use okx_client::ws::{SocketRoute, operations};
use okx_spec::model::{Presence, Shape};
use serde_json::Value;

use crate::{assert_explained, facts, list, reply, request, slips};

/// The item shape of the route's call.
fn item(route: &SocketRoute) -> &'static Shape {
    let model = okx_spec::shipped().expect("the shipped description is valid");
    let described = model.operations.iter().find(|described| described.op == route.op);
    &model[model[described.expect("the call is described").of].request]
}

/// The arguments in the form of the call, with placeholders for fields that only the call requires.
fn arguments(route: &SocketRoute, example: &Value) -> Result<(), String> {
    let shape = item(route);
    let mut items: Vec<Value> = list(example, "args").cloned().collect();
    for members in items.iter_mut().filter_map(Value::as_object_mut) {
        let is_known = |name: &&String| shape.field(name).is_some() || route.adds.wire.contains(&name.as_str());
        if let Some(unknown) = members.keys().find(|name| !is_known(name)) {
            return Err(format!("undescribed {unknown}"));
        }
        for field in route.without.iter().map(|&place| &shape.fields[place]) {
            if members.contains_key(&field.wire) {
                return Err(format!("it has {}", field.wire));
            }
            if field.presence == Presence::Required {
                members.insert(field.wire.clone(), "BTC-USDT".into());
            }
        }
    }
    let parameters = if route.operation.up_to > 1 { Value::Array(items) } else { items.swap_remove(0) };
    request(route.operation.name, &parameters)
}

#[test]
fn every_argument_and_reply_survives_a_round_trip() {
    let sections = facts("ws_operations.json");
    let mut wrong = Vec::new();
    for section in &sections {
        let op = section["ops"][0].as_str().expect("a section has an operation");
        let Some(route) = operations::ALL.iter().find(|route| route.op == op) else {
            wrong.push((op.to_owned(), "not described".to_owned()));
            continue;
        };
        let examples = ["request", "response", "failure"].map(|group| list(&section["examples"], group));
        for example in examples.into_iter().flatten().flat_map(|example| list(example, "json")) {
            let mistake = if example.get("args").is_some() {
                arguments(route, example).map_err(|mistake| format!("args: {mistake}"))
            } else {
                reply(route.operation.name, example).map_err(|mistake| format!("reply: {mistake}"))
            };
            wrong.extend(mistake.err().map(|mistake| (op.to_owned(), mistake)));
        }
    }
    if !sections.is_empty() {
        assert_eq!(sections.len(), operations::ALL.len());
        assert_explained(&wrong, slips::OPERATIONS);
    }
}
