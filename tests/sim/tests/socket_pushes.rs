//! What the sockets push when something happens on the exchange.

#![allow(clippy::similar_names, reason = "side and size are standard trading terms")]

mod client;
mod socket;

use std::collections::BTreeMap;
use std::time::Duration;

use client::{NOW_MS, post, start_stopped, stopped};
use okx_sim::Sim;
use okx_sim::core::Side;
use serde_json::{Value, json};
use socket::Socket;

fn limit(side: &str, price: &str, size: &str) -> Value {
    json!({"instId": "BTC-USDT", "tdMode": "cash", "side": side, "ordType": "limit", "px": price, "sz": size})
}

fn market(size: &str) -> Value {
    json!({"instId": "BTC-USDT-SWAP", "tdMode": "cross", "side": "buy", "ordType": "market", "sz": size})
}

async fn place(sim: &Sim, order: &Value) -> String {
    let answer = post(sim, "/api/v5/trade/order", order).await;
    assert_eq!(answer.row_code(), "0", "{}", answer.body);
    answer.row()["ordId"].as_str().expect("a text").to_owned()
}

/// Subscribes on the private socket and skips the acknowledgement and the count of connections.
async fn private(sim: &Sim, argument: Value) -> Socket {
    let mut socket = Socket::logged_in(sim, "private").await;
    let channel = argument["channel"].clone();
    assert_eq!(socket.subscribe(argument).await["event"], "subscribe");
    if channel != "fills" {
        assert_eq!(socket.json().await["event"], "channel-conn-count");
    }
    socket
}

async fn public(sim: &Sim, channel: &str) -> Socket {
    let mut socket = Socket::logged_in(sim, "public").await;
    assert_eq!(socket.subscribe(json!({"channel": channel, "instId": "BTC-USDT"})).await["event"], "subscribe");
    socket
}

#[tokio::test]
async fn orders_are_pushed_when_they_are_placed_amended_and_canceled_over_either_way() {
    let sim = start_stopped().await;
    let mut socket = private(&sim, json!({"channel": "orders", "instType": "SPOT"})).await;
    let order = place(&sim, &limit("buy", "40000", "0.01")).await;
    let push = socket.json().await;
    assert_eq!((&push["arg"]["channel"], &push["data"][0]["state"]), (&json!("orders"), &json!("live")), "{push}");
    let amend = json!({"instIdCode": 10_000_000_001_i64, "ordId": order, "newSz": "0.02", "reqId": "r1"});
    let reply = socket.ask(&json!({"id": "1", "op": "amend-order", "args": [amend]})).await;
    assert_eq!(reply["code"], "0", "{reply}");
    let push = socket.json().await;
    let row = &push["data"][0];
    assert_eq!((&row["sz"], &row["reqId"], &row["amendResult"]), (&json!("0.02"), &json!("r1"), &json!("0")));
    post(&sim, "/api/v5/trade/cancel-order", &json!({"instId": "BTC-USDT", "ordId": order})).await;
    assert_eq!(socket.json().await["data"][0]["state"], "canceled");
    place(&sim, &market("0.01")).await;
    socket.assert_quiet().await;
}

#[tokio::test]
async fn a_fill_is_pushed_to_orders_fills_positions_account_and_balance_and_position() {
    let sim = start_stopped().await;
    let mut orders = private(&sim, json!({"channel": "orders", "instType": "ANY"})).await;
    let mut fills = private(&sim, json!({"channel": "fills"})).await;
    let mut positions = private(&sim, json!({"channel": "positions", "instType": "ANY"})).await;
    let mut account = private(&sim, json!({"channel": "account"})).await;
    let mut both = private(&sim, json!({"channel": "balance_and_position"})).await;
    let empty = positions.json().await;
    assert_eq!((&empty["eventType"], &empty["curPage"], &empty["data"]), (&json!("snapshot"), &json!(1), &json!([])));
    let cash = account.json().await;
    assert_eq!(cash["data"][0]["details"].as_array().map(Vec::len), Some(3), "{cash}");
    assert_eq!(both.json().await["data"][0]["eventType"], "snapshot");
    let order = place(&sim, &market("0.5")).await;
    let row = orders.json().await["data"][0].clone();
    assert_eq!((&row["ordId"], &row["state"], &row["execType"]), (&json!(order), &json!("filled"), &json!("T")));
    let fill = fills.json().await["data"][0].clone();
    assert_eq!((&fill["ordId"], &fill["tradeId"]), (&json!(order), &row["tradeId"]));
    let push = positions.json().await;
    assert_eq!((&push["eventType"], &push["data"][0]["pos"]), (&json!("event_update"), &json!("0.5")), "{push}");
    let push = account.json().await;
    assert_eq!(push["eventType"], "event_update");
    assert_eq!(push["data"][0]["details"][0]["ccy"], "USDT", "only what has changed: {push}");
    let push = both.json().await;
    assert_eq!(push["data"][0]["posData"][0]["pos"], "0.5", "{push}");
    assert_eq!(both.json().await["data"][0]["balData"][0]["ccy"], "USDT");
}

#[tokio::test]
async fn snapshots_are_split_into_pages_and_repeated_unless_the_client_declines() {
    let (builder, clock) = stopped();
    let sim = builder.snapshot_page(2).start().await.expect("a free port");
    let mut account = private(&sim, json!({"channel": "account"})).await;
    let mut events = private(&sim, json!({"channel": "account", "extraParams": "{\"updateInterval\": \"0\"}"})).await;
    let snapshot = async |socket: &mut Socket| {
        let (first, second) = (socket.json().await, socket.json().await);
        assert_eq!([&first["curPage"], &second["curPage"]], [1, 2]);
        assert_eq!([&first["lastPage"], &second["lastPage"]], [false, true]);
        let count = |push: &Value| push["data"][0]["details"].as_array().map(Vec::len);
        assert_eq!((count(&first), count(&second)), (Some(2), Some(1)));
    };
    snapshot(&mut account).await;
    snapshot(&mut events).await;
    clock.step(Duration::from_secs(5));
    snapshot(&mut account).await;
    events.assert_quiet().await;
}

/// A book that is kept as OKX describes it.
#[derive(Debug, Default, PartialEq)]
struct Kept {
    sequence: i64,
    sides: [BTreeMap<String, String>; 2],
}

impl Kept {
    fn take(&mut self, push: &Value) {
        let row = &push["data"][0];
        let previous = row["prevSeqId"].as_i64();
        if push["action"] == "snapshot" {
            assert_eq!(previous, Some(-1));
            *self = Self::default();
        } else {
            assert_eq!(previous, Some(self.sequence), "a gap: {push}");
        }
        self.sequence = row["seqId"].as_i64().expect("a number");
        for (side, name) in self.sides.iter_mut().zip(["bids", "asks"]) {
            for level in row[name].as_array().expect("a list") {
                let (price, size) = (level[0].as_str().unwrap_or_default(), level[1].as_str().unwrap_or_default());
                if size == "0" {
                    side.remove(price)
                } else {
                    side.insert(price.to_owned(), size.to_owned())
                };
            }
        }
    }
}

#[tokio::test]
async fn a_book_that_follows_the_updates_equals_a_new_snapshot() {
    for (channel, depth) in [("books", 400), ("books-l2-tbt", 400), ("books50-l2-tbt", 50)] {
        let sim = start_stopped().await;
        let (mut socket, mut kept) = (public(&sim, channel).await, Kept::default());
        kept.take(&socket.json().await);
        for size in 1..=20 {
            let price = format!("{}", 40_000 + size);
            place(&sim, &limit("buy", &price, "0.001")).await;
            sim.core().publish_book_changes("BTC-USDT", 2, NOW_MS).expect("a listed instrument");
        }
        socket.until_pong().await.iter().for_each(|push| kept.take(push));
        let mut fresh = Kept::default();
        fresh.take(&public(&sim, channel).await.json().await);
        assert_eq!(fresh.sides, kept.sides, "{channel}");
        assert!(fresh.sides.iter().all(|side| side.len() <= depth), "{channel}");
    }
}

#[tokio::test]
async fn small_books_are_pushed_as_a_whole_when_they_change() {
    let sim = start_stopped().await;
    for (channel, depth) in [("books5", 5), ("bbo-tbt", 1)] {
        let mut socket = public(&sim, channel).await;
        let first = socket.json().await;
        assert_eq!(first["data"][0]["bids"].as_array().map(Vec::len), Some(depth), "{first}");
        assert_eq!((first.get("action"), first["data"][0]["prevSeqId"].is_i64()), (None, false));
        place(&sim, &limit("buy", "40000", "0.001")).await;
        socket.assert_quiet().await;
        sim.core().publish_book_changes("BTC-USDT", 1, NOW_MS).expect("a listed instrument");
        let second = socket.json().await;
        assert_ne!(first["data"][0]["bids"], second["data"][0]["bids"]);
    }
}

#[tokio::test]
async fn a_quiet_book_repeats_its_sequence_within_sixty_seconds() {
    let (builder, clock) = stopped();
    let sim = builder.start().await.expect("a free port");
    let mut socket = public(&sim, "books").await;
    let sequence = socket.json().await["data"][0]["seqId"].clone();
    let mut pushes = Vec::new();
    for _ in 0..2 {
        clock.step(Duration::from_secs(25));
        pushes.extend(socket.until_pong().await);
    }
    let row = &pushes[0]["data"][0];
    assert_eq!((&row["prevSeqId"], &row["seqId"], &row["asks"]), (&sequence, &sequence, &json!([])), "{pushes:?}");
}

#[tokio::test]
async fn numbered_trades_arrive_once_and_in_order() {
    let sim = start_stopped().await;
    let (mut trades, mut all) = (public(&sim, "trades").await, Socket::open(&sim, "business").await);
    all.subscribe(json!({"channel": "trades-all", "instId": "BTC-USDT"})).await;
    let ids = sim.core().publish_trades("BTC-USDT", 100, NOW_MS).expect("a listed instrument");
    for id in ids {
        for socket in [&mut trades, &mut all] {
            assert_eq!(socket.json().await["data"][0]["tradeId"], json!(id.to_string()));
        }
    }
    trades.assert_quiet().await;
}

#[tokio::test]
async fn tickers_and_candles_follow_the_trades() {
    let (builder, clock) = stopped();
    let sim = builder.start().await.expect("a free port");
    let (mut ticker, mut candle) = (public(&sim, "tickers").await, Socket::open(&sim, "business").await);
    candle.subscribe(json!({"channel": "candle1m", "instId": "BTC-USDT"})).await;
    let (first, opened) = (ticker.json().await, candle.json().await);
    assert_eq!(opened["data"][0][8], "0", "{opened}");
    sim.core().publish_trades("BTC-USDT", 1, NOW_MS).expect("a listed instrument");
    assert_ne!(ticker.json().await["data"][0]["vol24h"], first["data"][0]["vol24h"]);
    assert_eq!(candle.json().await["data"][0][0], opened["data"][0][0]);
    let mut pushes = Vec::new();
    for _ in 0..3 {
        clock.step(Duration::from_secs(20));
        pushes.extend(candle.until_pong().await);
    }
    let is_closed = |push: &&Value| push["data"][0][8] == "1" && push["data"][0][0] == opened["data"][0][0];
    assert_eq!(pushes.iter().filter(is_closed).count(), 1, "{pushes:?}");
}

#[tokio::test]
async fn a_trade_with_the_background_fills_a_resting_order_and_is_pushed() {
    let sim = start_stopped().await;
    let best = sim.core().market("BTC-USDT").and_then(|market| market.best_level(Side::Buy)).expect("a bid").price;
    let mut socket = private(&sim, json!({"channel": "orders", "instType": "SPOT"})).await;
    place(&sim, &limit("buy", &best.to_string(), "0.01")).await;
    assert_eq!(socket.json().await["data"][0]["state"], "live");
    let size = "0.01".parse().expect("a number");
    sim.core().trade_from_background("BTC-USDT", Side::Sell, best, size, NOW_MS).expect("a trade");
    let row = socket.json().await["data"][0].clone();
    assert_eq!((&row["state"], &row["execType"], &row["fillSz"]), (&json!("filled"), &json!("M"), &json!("0.01")));
}

#[tokio::test]
async fn background_trading_pushes_by_the_clock_alone() {
    let (builder, clock) = stopped();
    let sim = builder.start().await.expect("a free port");
    sim.core().trade_in_background(Some(1_000), NOW_MS);
    let mut trades = public(&sim, "trades").await;
    trades.assert_quiet().await;
    for _ in 0..3 {
        clock.step(Duration::from_secs(1));
        assert_eq!(trades.json().await["arg"]["channel"], "trades");
    }
}

#[tokio::test]
async fn a_quiet_channel_is_not_silent_for_longer_than_described() {
    let (builder, clock) = stopped();
    let sim = builder.start().await.expect("a free port");
    let mut socket = public(&sim, "mark-price").await;
    socket.json().await;
    for _ in 0..3 {
        clock.step(Duration::from_secs(10));
        assert_eq!(socket.json().await["arg"]["channel"], "mark-price");
    }
}

#[tokio::test]
async fn spread_orders_are_placed_and_pushed_over_the_business_socket() {
    let sim = start_stopped().await;
    let mut socket = Socket::logged_in(&sim, "business").await;
    assert_eq!(socket.subscribe(json!({"channel": "sprd-orders"})).await["event"], "subscribe");
    let order = json!({"sprdId": "BTC-USDT_BTC-USDT-SWAP", "side": "buy", "ordType": "limit", "px": "1", "sz": "1"});
    let reply = socket.ask(&json!({"id": "1", "op": "sprd-order", "args": [order]})).await;
    assert_eq!(reply["code"], "0", "{reply}");
    let push = socket.json().await;
    assert_eq!((&push["data"][0]["ordId"], &push["data"][0]["state"]), (&reply["data"][0]["ordId"], &json!("live")));
}
