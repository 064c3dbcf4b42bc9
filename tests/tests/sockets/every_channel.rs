//! Every described channel can be subscribed to, pushes rows that its type reads, and is unsubscribed from.

use okx_client::dynamic;
use okx_client::value::Json;
use okx_client::ws::ChannelFacts;
use okx_client::{Client, Error, Rows, SendOptions};
use okx_sim::{Sim, SocketEvent};
use okx_spec::Model;
use okx_spec::model::{Channel, Presence};
use serde_json::Value;

use super::{connected, eventually, parameters, within_a_minute};

/// The subscription of a channel with its required arguments, which have plausible values.
fn argument(model: &Model, channel: &Channel, name: &str) -> Json {
    let fields = model[channel.arguments].fields.iter().filter(|field| field.presence == Presence::Required);
    let members = fields.map(|field| format!("{:?}:{}", field.wire, parameters::value(model, field)));
    let text = format!("{{{}}}", members.collect::<Vec<_>>().join(","));
    let arguments = Json::parse(&text).expect("valid JSON");
    dynamic::subscription(name, &arguments).expect("the arguments are valid")
}

/// Subscribes to a channel, reads a push, and ends the subscription. The error says what failed.
async fn subscribe_read_and_leave(okx: &Client, sim: &Sim, facts: &ChannelFacts, arg: Json) -> Result<(), String> {
    let name = serde_json::from_str::<Value>(arg.get()).expect("valid JSON")["channel"].clone();
    let name = name.as_str().expect("a channel has a name");
    let text = |error: Error| error.to_string();
    let subscribe = okx.subscribe_raw(facts.socket, &arg);
    let subscribe = if facts.login { subscribe.with_login() } else { subscribe };
    let mut stream = subscribe.await.map_err(text)?;
    // What is pushed only when something happens is made to happen.
    act(okx, sim, name).await.map_err(text)?;
    let update = within_a_minute(stream.try_next()).await.ok_or("nothing was pushed within a minute")?;
    let update = update.map_err(text)?.ok_or("the stream ended")?;
    let push = dynamic::reread_push(name, update.text()).map_err(text)?;
    if let Some(fault) = push.faults().next() {
        return Err(format!("{fault} in {}", update.text()));
    }
    drop(stream);
    eventually("the channel is unsubscribed from", || sent(sim, "unsubscribe", name) == 1).await;
    match sent(sim, "subscribe", name) {
        1 => Ok(()),
        count => Err(format!("it was subscribed to {count} times")),
    }
}

/// Causes a push of the channels that push nothing after the subscription.
async fn act(okx: &Client, sim: &Sim, channel: &str) -> Result<(), Error> {
    let (call, parameters) = match channel {
        "trades" | "trades-all" => {
            let now = sim.now();
            sim.core().publish_trades("BTC-USDT", 1, now).expect("the instrument exists");
            return Ok(());
        }
        "orders" | "fills" => (
            "trade.place_order",
            r#"{"instId":"BTC-USDT","tdMode":"cash","side":"sell","ordType":"market","sz":"0.001"}"#,
        ),
        "orders-algo" => (
            "algo.place_algo_order",
            r#"{"instId":"BTC-USDT","tdMode":"cash","side":"buy","ordType":"trigger","sz":"0.001","triggerPx":"1","orderPx":"-1"}"#,
        ),
        "sprd-orders" => (
            "spread.place_order",
            r#"{"sprdId":"BTC-USDT_BTC-USDT-SWAP","side":"buy","ordType":"limit","sz":"0.015","px":"-2.75"}"#,
        ),
        _ => return Ok(()),
    };
    let parameters = Json::parse(parameters).expect("valid JSON");
    okx.call(call, &parameters, SendOptions::default()).await.and_then(Rows::all).map(drop)
}

/// How many requests of this kind arrived for a channel.
fn sent(sim: &Sim, op: &str, channel: &str) -> usize {
    let args = |message: &Value| message["args"].as_array().cloned().unwrap_or_default();
    let count = |text: &str| {
        let message: Value = serde_json::from_str(text).unwrap_or_default();
        let args = if message["op"] == op { args(&message) } else { Vec::new() };
        args.iter().filter(|arg| arg["channel"] == channel).count()
    };
    let received = |event: &SocketEvent| matches!(event, SocketEvent::Received(_));
    sim.socket_journal().iter().filter(|entry| received(&entry.event)).map(|entry| count(entry.event.text())).sum()
}

#[tokio::test]
async fn every_channel_is_subscribed_to_pushes_and_is_unsubscribed_from() {
    let (sim, okx) = connected().await;
    let model = okx_spec::shipped().expect("the description is valid");
    let mut failed = Vec::new();
    for (facts, channel) in dynamic::channels().zip(&model.channels) {
        for name in facts.names {
            sim.clear_socket_journal();
            let done = subscribe_read_and_leave(&okx, &sim, facts, argument(model, channel, name)).await;
            failed.extend(done.err().map(|why| format!("{name}: {why}")));
        }
    }
    assert!(failed.is_empty(), "{} channels failed:\n{}", failed.len(), failed.join("\n"));
}
