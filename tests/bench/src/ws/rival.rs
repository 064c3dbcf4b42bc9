//! The same work with rust-okx, a published client, over the same connections in memory. Its prices and sizes stay text.

use std::error::Error;
use std::sync::Mutex;
use std::time::Duration;

use futures_util::{SinkExt, StreamExt};
use rust_okx::api::trade::PlaceOrderRequest;
use rust_okx::model::{OrderSide, OrderType, TradeMode};
use rust_okx::ws::model::{OrderBookUpdate, OrderUpdate, PlaceOrderResult, TickerUpdate, TradeUpdate};
use rust_okx::ws::{OkxWs, OkxWsBuilder, WsChannelGroup, WsConn, WsConnector, WsError, WsEvent, WsFrame};
use rust_okx::{Credentials, TransportError};
use serde::de::DeserializeOwned;
use tokio_tungstenite::tungstenite::{Bytes, Message};

use super::memory::{Exchange, Socket, socket};
use super::pushes::{Sample, nanoseconds_each};
use crate::stopwatch::now;

/// The version, as in the manifest.
const NAME: &str = "rust-okx 0.6.5";

/// Connects once, to a connection that exists.
struct Connector(Mutex<Option<Socket>>);

/// A connection of rust-okx.
struct Connection(Socket);

impl WsConnector for Connector {
    type Conn = Connection;

    async fn connect(&self, _url: &str) -> Result<Connection, WsError> {
        let socket = self.0.lock().ok().and_then(|mut socket| socket.take());
        socket.map(Connection).ok_or_else(|| TransportError::message("there is only one connection").into())
    }
}

impl WsConn for Connection {
    async fn send_text(&mut self, text: String) -> Result<(), WsError> {
        self.0.send(Message::text(text)).await.map_err(failed)
    }

    async fn send_pong(&mut self, payload: Bytes) -> Result<(), WsError> {
        self.0.send(Message::Pong(payload)).await.map_err(failed)
    }

    async fn recv(&mut self) -> Result<Option<WsFrame>, WsError> {
        match self.0.next().await.transpose().map_err(failed)? {
            Some(Message::Text(text)) => Ok(Some(WsFrame::Text(text.as_str().to_owned()))),
            Some(Message::Ping(payload)) => Ok(Some(WsFrame::Ping(payload))),
            Some(Message::Pong(payload)) => Ok(Some(WsFrame::Pong(payload))),
            _ => Ok(None),
        }
    }

    async fn close(&mut self) -> Result<(), WsError> {
        self.0.close(None).await.map_err(failed)
    }
}

fn failed(error: tokio_tungstenite::tungstenite::Error) -> WsError {
    TransportError::new(error).into()
}

/// A client of rust-okx, and the exchange that it is connected to.
async fn connected(group: WsChannelGroup) -> Result<(OkxWs<Connector>, Exchange), Box<dyn Error>> {
    let (socket, exchange) = socket().await;
    let builder = OkxWsBuilder::new(Connector(Mutex::new(Some(socket))), group);
    Ok((builder.credentials(Credentials::new("key", "secret", "passphrase")).connect().await?, exchange))
}

/// Measures the same pushes, and prints a line for each. `ours` are the times of okx-client.
pub(super) async fn pushes(
    [ticker, trade, book, order]: [Sample; 4],
    ours: [Duration; 4],
    turns: usize,
) -> Result<(), Box<dyn Error>> {
    push::<TickerUpdate>(&ticker, ours[0], turns).await?;
    push::<TradeUpdate>(&trade, ours[1], turns).await?;
    push::<OrderBookUpdate>(&book, ours[2], turns).await?;
    push::<OrderUpdate>(&order, ours[3], turns).await
}

async fn push<T: DeserializeOwned>(sample: &Sample, ours: Duration, turns: usize) -> Result<(), Box<dyn Error>> {
    let (mut client, mut exchange) = connected(WsChannelGroup::Public).await?;
    let mut best = Duration::MAX;
    for _ in 0..turns {
        exchange.push(&sample.push(), sample.count).await?;
        let start = now();
        for _ in 0..sample.count {
            let Some(WsEvent::Push(push)) = client.next_event().await? else { return Err("it is not a push".into()) };
            assert_eq!(push.parse::<T>()?.len(), 1, "the push `{}` is read", sample.name);
        }
        best = best.min(start.elapsed());
    }
    println!(
        "push: {:<24} {:>7.0} ns with {NAME}: {:.2} x",
        sample.name,
        nanoseconds_each(best, sample.count),
        best.as_secs_f64() / ours.as_secs_f64()
    );
    Ok(())
}

/// Measures orders, and prints a line.
pub(super) async fn orders(ours: Duration, turns: usize, count: u32) -> Result<(), Box<dyn Error>> {
    let (mut client, exchange) = connected(WsChannelGroup::Private).await?;
    tokio::spawn(exchange.serve());
    let order = PlaceOrderRequest::new("BTC-USDT", TradeMode::Cash, OrderSide::Buy, OrderType::Limit, "0.001")
        .price("20000")
        .client_order_id("measured1");
    client.place_order_ws("login", &order).await?;
    while !matches!(client.next_event().await?, Some(WsEvent::Operation(_))) {}
    let mut best = Duration::MAX;
    for _ in 0..turns {
        let start = now();
        for number in 0..count {
            client.place_order_ws(number.to_string(), &order).await?;
            let Some(WsEvent::Operation(reply)) = client.next_event().await? else { return Err("no reply".into()) };
            assert!(reply.code == "0" && reply.parse::<PlaceOrderResult>()?.len() == 1, "the order is placed");
        }
        best = best.min(start.elapsed() / count);
    }
    println!(
        "an order over a socket {best:.1?} with {NAME}, which checks and limits nothing: {:.2} x",
        ours.as_secs_f64() / best.as_secs_f64()
    );
    Ok(())
}
