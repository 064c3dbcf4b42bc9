//! The sockets as `AsyncAPI`. That the document is valid is for a validator of others to say, in the gate; here it says what it should.

mod references;

use okx_importer::{asyncapi, openapi};
use okx_spec::Model;
use references::references;
use serde_json::{Value, json};

fn shipped() -> (&'static Model, Value) {
    let model = okx_spec::shipped().unwrap_or_else(|failure| panic!("{failure}"));
    (model, asyncapi::document(model))
}

#[test]
fn every_reference_leads_somewhere() {
    let (_, document) = shipped();
    let mut found = Vec::new();
    references(&document, &mut found);
    assert!(found.len() > 1000);
    for reference in found {
        assert!(document.pointer(reference.trim_start_matches('#')).is_some(), "{reference}");
    }
}

#[test]
fn every_socket_of_every_host_is_a_server_on_port_443() {
    let (model, document) = shipped();
    let servers = document["servers"].as_object().expect("there are servers");
    assert_eq!(servers.len(), model.environments.len() * 2 * 3);
    assert!(servers.values().all(|server| server["host"].as_str().is_some_and(|host| host.ends_with(":443"))));
    let demo = &servers["global-demo-private"];
    assert_eq!(
        (&demo["host"], &demo["pathname"], &demo["protocol"]),
        (&json!("wspap.okx.com:443"), &json!("/ws/v5/private"), &json!("wss"))
    );
    let channel = &document["channels"]["private.orders"]["servers"];
    assert_eq!(channel.as_array().map(Vec::len), Some(model.environments.len() * 2));
}

#[test]
fn every_channel_can_be_subscribed_to_and_left() {
    let (model, document) = shipped();
    for channel in &model.channels {
        let name = format!("{}.{}", channel.socket, channel.name);
        for (operation, action) in [("subscribe", "send"), ("unsubscribe", "send"), ("push", "receive")] {
            assert_eq!(document["operations"][format!("{name}.{operation}")]["action"], action, "{name}");
        }
        let argument = format!("ws.{}.{}", channel.socket, channel.type_name);
        let argument = &document["components"]["schemas"][&argument];
        assert_eq!(argument["properties"]["channel"]["enum"], json!(channel.channels), "{name}");
        assert_eq!(argument["required"][0], "channel", "{name}");
    }
    let candles = &document["channels"]["business.candles"];
    assert_eq!(candles["address"], "{channel}");
    assert!(
        candles["parameters"]["channel"]["enum"].as_array().is_some_and(|names| names.contains(&json!("candle1m")))
    );
}

#[test]
fn messages_are_those_on_the_wire() {
    let (_, document) = shipped();
    let message = |channel: &str, name: &str| document["channels"][channel]["messages"][name]["payload"].clone();
    let subscribe = message("public.tickers", "subscribe");
    assert_eq!(subscribe["properties"]["op"]["const"], "subscribe");
    assert_eq!(subscribe["properties"]["args"]["items"], json!({"$ref": "#/components/schemas/ws.public.Tickers"}));
    assert_eq!(document["components"]["schemas"]["ws.public.Tickers"]["required"], json!(["channel", "instId"]));
    let push = message("public.tickers", "push");
    assert_eq!(push["properties"]["data"]["items"], json!({"$ref": "#/components/schemas/Ticker"}));
    let login = &document["components"]["messages"]["login"]["payload"]["properties"];
    assert_eq!(login["op"]["const"], "login");
    assert_eq!(login["args"]["items"]["required"], json!(["apiKey", "passphrase", "timestamp", "sign"]));
    assert!(login.get("id").is_none());
}

#[test]
fn operations_have_the_fields_of_the_socket() {
    let (model, document) = shipped();
    for operation in &model.operations {
        let entry = &document["operations"][format!("{}.{}", operation.socket, operation.name)];
        assert_eq!(entry["externalDocs"]["url"], operation.guide);
        let messages = &document["channels"][operation.socket.as_str()]["messages"];
        assert_eq!(messages[&operation.name]["payload"]["properties"]["op"]["const"], operation.op);
        assert_eq!(messages[format!("{}_reply", operation.name)]["payload"]["properties"]["op"]["const"], operation.op);
    }
    let order = &document["components"]["schemas"]["ws.private.PlaceOrder"];
    assert!(order["properties"].get("instId").is_none() && order["properties"].get("attachAlgoOrds").is_none());
    assert!(order["required"].as_array().is_some_and(|names| names.contains(&json!("instIdCode"))));
    let request = &document["channels"]["private"]["messages"]["place_orders"]["payload"]["properties"];
    assert_eq!(request["args"]["maxItems"], 20);
    assert_eq!(request["expTime"]["type"], "string");
    assert_eq!(document["operations"]["private.place_order"]["x-okx-call"], "trade.place_order");
}

#[test]
fn schemas_are_those_of_openapi() {
    let (model, document) = shipped();
    let calls = openapi::document(model);
    let (calls, sockets) = (&calls["components"]["schemas"], &document["components"]["schemas"]);
    for name in ["Ticker", "OrdType", "InstId", "OrderAck", "NewAttachedAlgoOrder", "Order"] {
        assert!(calls[name].is_object(), "{name}");
    }
    let sockets = sockets.as_object().expect("there are schemas");
    let shared = sockets.iter().filter(|(name, _)| calls.get(*name).is_some());
    let (same, rows): (Vec<_>, Vec<_>) = shared.partition(|(name, schema)| calls[*name] == **schema);
    assert!(same.len() > 100, "{}", same.len());
    // Rows by position are written as an older JSON Schema has them.
    for (name, schema) in rows {
        assert_eq!(schema["items"], calls[name]["prefixItems"], "{name}");
    }
}
