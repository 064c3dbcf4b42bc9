//! Lists of orders, fills, positions and trades, page by page.

mod market;

use market::{Market, number, spot};
use okx_sim::core::{AccountId, Side};
use serde_json::{Value, json};

fn texts(rows: &[Value], name: &str) -> Vec<String> {
    rows.iter().map(|row| row[name].as_str().unwrap_or_default().to_owned()).collect()
}

/// Reads all pages of a list, two rows at a time, and returns the values of a field.
fn pages(market: &mut Market, who: AccountId, call: &str, by: &str, filter: &Value) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    loop {
        let mut asked = filter.clone();
        asked["limit"] = json!("2");
        if let Some(last) = found.last() {
            asked["after"] = json!(last);
        }
        let rows = market.ask(who, call, asked).expect("a page");
        if rows.is_empty() {
            return found;
        }
        found.extend(texts(&rows, by));
    }
}

/// Alice takes five times, each time one trade with an order of bob.
fn traded() -> (Market, Vec<String>) {
    let mut market = Market::open(1);
    let (alice, bob) = (market.alice, market.bob);
    let price = (market.best("BTC-USDT", Side::Buy) + number("0.1")).to_string();
    let taken = (0..5).map(|place| {
        market.place(bob, spot("buy", "limit", &price, "0.01")).expect("the order rests");
        let mut order = spot("sell", "ioc", &price, "0.01");
        order["clOrdId"] = json!(format!("a{place}"));
        order["tag"] = json!("mine");
        market.place(alice, order).expect("the order trades").0.to_string()
    });
    let orders = taken.collect();
    (market, orders)
}

#[test]
fn fills_are_listed_newest_first_for_both_sides() {
    let (mut market, orders) = traded();
    let (alice, bob) = (market.alice, market.bob);
    let fills = market.ask(alice, "trade.get_fills", json!({})).expect("read");
    assert_eq!(texts(&fills, "ordId"), orders.iter().rev().cloned().collect::<Vec<_>>());
    assert_eq!(texts(&fills, "clOrdId"), ["a4", "a3", "a2", "a1", "a0"]);
    let newest = &fills[0];
    assert_eq!(
        ["instId", "fillSz", "side", "execType", "feeCcy", "tag", "subType"].map(|name| newest[name].as_str()),
        [Some("BTC-USDT"), Some("0.01"), Some("sell"), Some("T"), Some("USDT"), Some("mine"), Some("2")]
    );
    let made = market.ask(bob, "trade.get_fills_history", json!({"instType": "SPOT"})).expect("read");
    assert_eq!(texts(&made, "tradeId"), texts(&fills, "tradeId"));
    assert!(made.iter().all(|row| row["execType"] == "M" && row["side"] == "buy"));
    let one = market.ask(alice, "trade.get_fills", json!({"ordId": orders[2]})).expect("read");
    assert_eq!(texts(&one, "ordId"), [orders[2].clone()]);
    assert!(market.ask(alice, "trade.get_fills", json!({"instId": "ETH-USDT"})).expect("read").is_empty());
}

#[test]
fn fills_and_orders_are_paged_by_bounds() {
    let (mut market, orders) = traded();
    let alice = market.alice;
    let bills = texts(&market.ask(alice, "trade.get_fills", json!({})).expect("read"), "billId");
    assert_eq!(pages(&mut market, alice, "trade.get_fills", "billId", &json!({})), bills);
    let newer = market.ask(alice, "trade.get_fills", json!({"before": bills[2]})).expect("read");
    assert_eq!(texts(&newer, "billId"), bills[..2]);
    let newest_first: Vec<_> = orders.iter().rev().cloned().collect();
    let history = json!({"instType": "SPOT"});
    assert_eq!(pages(&mut market, alice, "trade.get_orders_history", "ordId", &history), newest_first);
    let resting = ["50000", "50001", "50002"]
        .map(|price| market.place(alice, spot("buy", "limit", price, "0.01")).expect("it rests").0.to_string());
    let pending: Vec<_> = resting.iter().rev().cloned().collect();
    assert_eq!(pages(&mut market, alice, "trade.get_orders_pending", "ordId", &json!({})), pending);
    let newer = market.ask(alice, "trade.get_orders_pending", json!({"before": resting[0]})).expect("read");
    assert_eq!(texts(&newer, "ordId"), pending[..2]);
}

#[test]
fn public_trades_are_listed_and_paged_by_id_or_time() {
    let (mut market, _) = traded();
    let alice = market.alice;
    let latest = market.ask(alice, "market.get_trades", json!({"instId": "BTC-USDT"})).expect("read");
    let (ids, times) = (texts(&latest, "tradeId"), texts(&latest, "ts"));
    assert_eq!(ids.len(), 5);
    assert!(latest.iter().all(|row| row["side"] == "sell" && row["sz"] == "0.01"));
    let instrument = json!({"instId": "BTC-USDT"});
    assert_eq!(pages(&mut market, alice, "market.get_history_trades", "tradeId", &instrument), ids);
    let mut page = |more: Value| {
        let mut asked = instrument.clone();
        asked.as_object_mut().expect("an object").extend(more.as_object().expect("an object").clone());
        texts(&market.ask(alice, "market.get_history_trades", asked).expect("read"), "tradeId")
    };
    assert_eq!(page(json!({"type": "2", "after": times[1]})), ids[2..]);
    assert_eq!(page(json!({"before": ids[2]})), ids[..2]);
    assert_eq!(page(json!({"type": "1", "after": ids[0], "before": ids[3]})), ids[1..3]);
}

#[test]
fn positions_are_filtered_and_valued() {
    let mut market = Market::open(1);
    let alice = market.alice;
    for (instrument, side) in [("BTC-USDT-SWAP", "buy"), ("ETH-USDT-SWAP", "sell")] {
        let order = json!({"instId": instrument, "tdMode": "cross", "side": side, "ordType": "market", "sz": "1"});
        market.place(alice, order).expect("the order trades");
    }
    let mut names = |asked: Value| texts(&market.ask(alice, "account.get_positions", asked).expect("read"), "instId");
    assert_eq!(names(json!({})), ["ETH-USDT-SWAP", "BTC-USDT-SWAP"], "the newest first");
    assert_eq!(names(json!({"instId": "BTC-USDT-SWAP,BTC-USDT"})), ["BTC-USDT-SWAP"]);
    assert_eq!(names(json!({"instType": "OPTION"})), [""; 0]);
    let rows = market.ask(alice, "account.get_positions", json!({"instId": "ETH-USDT-SWAP"})).expect("read");
    let position = market.account(alice).positions.values().last().expect("a position").clone();
    assert_eq!((position.size, rows[0]["pos"].as_str()), (number("-1"), Some("-1")));
    assert_eq!(rows[0]["posId"], position.id.to_string());
    assert_eq!(rows[0]["avgPx"], rows[0]["last"], "it was opened by the last trade");
    assert_eq!(rows[0]["upl"], "0");
}
