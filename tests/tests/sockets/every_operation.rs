//! Every described operation is sent over a socket, and its reply is read: once done, and once rejected by the exchange.

use okx_client::value::Json;
use okx_client::ws::{SocketRoute, operations};
use okx_client::{Client, SendOptions};
use okx_sim::{Sim, SocketFault, SocketTarget};
use okx_spec::Model;
use okx_spec::model::{Demand, Endpoint, Operation};
use serde_json::{Map, Value, json};

use super::{connected, parameters};

/// Places an order that rests, over the REST API, and returns its ID.
async fn resting(okx: &Client, call: &str, parameters: Value) -> String {
    let parameters = Json::parse(&parameters.to_string()).expect("valid JSON");
    let ack = okx.call(call, &parameters, SendOptions::default()).await.and_then(okx_client::Rows::one);
    let ack: Value = serde_json::from_str(ack.expect("the order is placed").get()).expect("valid JSON");
    ack["ordId"].as_str().expect("the exchange assigns an ID").to_owned()
}

fn order() -> Value {
    json!({"instId": "BTC-USDT", "tdMode": "cash", "side": "buy", "ordType": "limit", "sz": "0.001", "px": "20000"})
}

fn spread_order() -> Value {
    json!({"sprdId": "BTC-USDT_BTC-USDT-SWAP", "side": "buy", "ordType": "limit", "sz": "0.015", "px": "-2.75"})
}

/// The parameters of one item: plausible values from the description, replaced by those of an order that can be placed, or that rests.
async fn item(okx: &Client, endpoint: &Endpoint, chapter: &str, plausible: &Map<String, Value>) -> Value {
    let is_spread = chapter == "spread";
    let template = if is_spread { spread_order() } else { order() };
    let mut item = plausible.clone();
    if item.contains_key("ordType") {
        return template;
    }
    for (name, value) in &mut item {
        match name.as_str() {
            "ordId" if is_spread => *value = json!(resting(okx, "spread.place_order", template.clone()).await),
            "ordId" => *value = json!(resting(okx, "trade.place_order", template.clone()).await),
            "newSz" => *value = if is_spread { json!("0.02") } else { json!("0.002") },
            "instType" => *value = json!("OPTION"),
            "sprdId" | "instId" => *value = template[name.as_str()].clone(),
            _ => {}
        }
    }
    let needs_one = |demand: &Demand| matches!(demand, Demand::AtLeastOne(_) | Demand::ExactlyOne(_));
    assert!(!item.is_empty() || !endpoint.rules.iter().any(|rule| needs_one(&rule.demand)), "{}", endpoint.name);
    Value::Object(item)
}

async fn parameters_of(okx: &Client, model: &Model, operation: &Operation) -> Json {
    let endpoint = &model[operation.of];
    let chapter = &model[endpoint.chapter].name;
    let plausible: Value = serde_json::from_str(&parameters::of(model, endpoint)).expect("valid JSON");
    let text = match plausible {
        Value::Array(items) => {
            let mut filled = Vec::new();
            for plausible in &items {
                filled.push(item(okx, endpoint, chapter, plausible.as_object().expect("an object")).await);
            }
            Value::Array(filled).to_string()
        }
        plausible => item(okx, endpoint, chapter, plausible.as_object().expect("an object")).await.to_string(),
    };
    Json::parse(&text).expect("valid JSON")
}

/// Sends an operation over its socket, and returns the rows of the reply.
async fn send(okx: &Client, route: &SocketRoute, parameters: &Json) -> Result<usize, okx_client::Error> {
    let options = SendOptions::default().over_socket();
    okx.call(route.operation.name, parameters, options).await.and_then(okx_client::Rows::all).map(|rows| rows.len())
}

/// The codes of the replies to an operation that arrived over a socket.
fn codes(sim: &Sim, op: &str) -> Vec<String> {
    let arrived = sim.journal().into_iter().filter(|entry| entry.method == "SOCKET" && entry.target == op);
    arrived.map(|entry| entry.code).collect()
}

#[tokio::test]
async fn every_operation_is_done_over_its_socket() {
    let (sim, okx) = connected().await;
    let model = okx_spec::shipped().expect("the description is valid");
    let mut failed = Vec::new();
    for (route, operation) in operations::ALL.iter().zip(&model.operations) {
        let parameters = parameters_of(&okx, model, operation).await;
        let items = model[operation.of].batch.as_ref().map_or(1, |batch| batch.up_to.min(2));
        match send(&okx, route, &parameters).await {
            Ok(rows) if rows == items => {}
            Ok(rows) => failed.push(format!("{}: {rows} rows", route.op)),
            Err(error) => failed.push(format!("{} with {}: {error}", route.op, parameters.get())),
        }
        if codes(&sim, route.op) != ["0"] {
            failed.push(format!("{}: the replies that were sent have the codes {:?}", route.op, codes(&sim, route.op)));
        }
    }
    assert!(failed.is_empty(), "{}", failed.join("\n"));
}

#[tokio::test]
async fn every_operation_can_be_rejected_by_the_exchange() {
    let (sim, okx) = connected().await;
    let model = okx_spec::shipped().expect("the description is valid");
    for (route, operation) in operations::ALL.iter().zip(&model.operations) {
        let parameters = parameters_of(&okx, model, operation).await;
        let refused = SocketFault::Refused { code: "51000".to_owned() };
        sim.socket_faults().once(SocketTarget::any().op(route.op), refused);
        let error = send(&okx, route, &parameters).await.expect_err("the exchange rejects it");
        assert!(error.is_refused(), "{}: {error}", route.op);
        assert_eq!((error.code(), error.call()), (Some("51000"), Some(route.operation.name)), "{error}");
        assert_eq!(sim.socket_faults().waiting_count(), 0, "{} was sent", route.op);
    }
}
