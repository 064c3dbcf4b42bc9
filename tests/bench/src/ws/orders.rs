//! Placing an order over a socket: checked, limited, encoded, sent, and its reply matched, read and judged.

use std::error::Error;
use std::sync::Arc;
use std::time::Duration;

use futures_util::{SinkExt, StreamExt};
use okx_client::enums::{OrdType, Side, TdMode};
use okx_client::trade::PlaceOrder;
use okx_client::{Client, Credentials, Environment, Region, SendOptions, dec};
use okx_sim::Sim;
use serde::{Deserialize, Serialize};
use tokio_tungstenite::tungstenite::Message;

use super::memory::{InMemory, socket};
use crate::leaping::Leaping;
use crate::stopwatch::now;

const TURNS: usize = 15;
const ORDERS: u32 = 500;

/// An operation with serde derives.
#[derive(Serialize)]
struct Operation<'a> {
    id: String,
    op: &'a str,
    args: [Order<'a>; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Order<'a> {
    inst_id_code: i64,
    td_mode: &'a str,
    side: &'a str,
    ord_type: &'a str,
    sz: rust_decimal::Decimal,
    px: rust_decimal::Decimal,
    cl_ord_id: &'a str,
}

#[derive(Deserialize)]
struct Reply {
    id: String,
    code: String,
    data: Vec<Ack>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Ack {
    ord_id: String,
    s_code: String,
}

/// Measures and prints a line. The exchange's part is in both figures.
pub(super) async fn run() -> Result<(), Box<dyn Error>> {
    let (mut ours, mut theirs) = (Duration::MAX, Duration::MAX);
    // Only instruments and the time are requested from it.
    let sim = Sim::start().await;
    let (connector, mut exchanges) = InMemory::new();
    let okx = Client::builder()
        .environment(Environment::demo(Region::Global))
        .base_url(sim.url())
        .credentials(Credentials::new(
            &sim.credentials().key,
            &sim.credentials().secret,
            &sim.credentials().passphrase,
        )?)
        .socket_connector(Arc::new(connector))
        // Otherwise the rate limits would be measured.
        .clock(Arc::new(Leaping::default()))
        .build()?;
    tokio::spawn(async move {
        while let Some(exchange) = exchanges.recv().await {
            tokio::spawn(exchange.serve());
        }
    });
    let order = PlaceOrder::new("BTC-USDT", TdMode::Cash, Side::Buy, OrdType::Limit, dec!(0.001)).px(dec!(20_000));
    let order = order.cl_ord_id("measured1");
    let options = SendOptions::default().over_socket();
    okx.send_with(&order, options).await?;
    let (mut bare, exchange) = socket().await;
    tokio::spawn(exchange.serve());
    for _ in 0..TURNS {
        let start = now();
        for _ in 0..ORDERS {
            okx.send_with(&order, options).await?;
        }
        ours = ours.min(start.elapsed() / ORDERS);
        let start = now();
        for number in 0..ORDERS {
            let id = number.to_string();
            bare.send(Message::text(serde_json::to_string(&operation(id.clone()))?)).await?;
            let reply = bare.next().await.ok_or("the connection ended")??;
            let reply: Reply = serde_json::from_str(reply.to_text()?)?;
            let is_done = reply.id == id && reply.code == "0" && reply.data.iter().all(|ack| ack.s_code == "0");
            assert!(is_done && reply.data.iter().all(|ack| !ack.ord_id.is_empty()), "the order is placed");
        }
        theirs = theirs.min(start.elapsed() / ORDERS);
    }
    println!(
        "an order over a socket {ours:.1?} against {theirs:.1?} for a bare loop with serde derives, which checks and limits nothing: {:.2} x",
        ours.as_secs_f64() / theirs.as_secs_f64()
    );
    super::rival::orders(ours, TURNS, ORDERS).await
}

fn operation(id: String) -> Operation<'static> {
    let (sz, px) = (rust_decimal::Decimal::new(1, 3), rust_decimal::Decimal::from(20_000));
    let order = Order {
        inst_id_code: 10_000_000_001,
        td_mode: "cash",
        side: "buy",
        ord_type: "limit",
        sz,
        px,
        cl_ord_id: "measured1",
    };
    Operation { id, op: "order", args: [order] }
}
