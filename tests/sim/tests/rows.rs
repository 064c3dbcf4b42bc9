//! Rows of replies and pushes have the fields of the description, with values of the described types.

mod conform;
mod market;

use conform::mismatches;
use market::{Market, spot};
use okx_sim::core::{Event, OrderChange, Side};
use okx_sim::rows;
use okx_spec::model::{Endpoint, Model, ShapeId};
use okx_spec::shipped;
use serde_json::{Value, json};

fn model() -> &'static Model {
    shipped().expect("the shipped description is valid")
}

/// The shape of the rows of a reply. `call` is `chapter.endpoint`.
fn of_reply(call: &str) -> ShapeId {
    let model = model();
    let name = |endpoint: &Endpoint| format!("{}.{}", model[endpoint.chapter].name, endpoint.name);
    let endpoint = model.endpoints.iter().find(|endpoint| name(endpoint) == call);
    endpoint.unwrap_or_else(|| panic!("{call} is not described")).response.row
}

/// The shape of the rows of a push.
fn of_push(channel: &str) -> ShapeId {
    let found = model().channels.iter().find(|known| known.channels.iter().any(|name| name == channel));
    found.unwrap_or_else(|| panic!("{channel} is not described")).push.row
}

/// What is wrong with a row. Fields that do not apply may be left out, and rows may have fields of other shapes that
/// share the row, because completing a row drops them: these are `shared`.
fn wrong(shape: ShapeId, row: &Value, shared: &[&str]) -> Vec<String> {
    let is_wrong = |mismatch: &String| {
        !mismatch.ends_with("is missing")
            && !shared.iter().any(|name| mismatch.ends_with(&format!(".{name} is not described")))
    };
    mismatches(model(), shape, row).into_iter().filter(is_wrong).collect()
}

/// A market in which everything has happened that leaves an event, and the events.
fn busy() -> (Market, Vec<Event>) {
    let mut market = Market::open(1);
    market.exchange.record_events();
    let (alice, bob) = (market.alice, market.bob);
    for bar in ["1m", "1D"] {
        assert!(market.exchange.watch_candle(0, bar, market.now));
    }
    let price = (market.best("BTC-USDT", Side::Buy) + market::number("0.1")).to_string();
    market.place(bob, spot("buy", "limit", &price, "0.02")).expect("the order rests");
    market.place(alice, spot("sell", "limit", &price, "0.03")).expect("the order trades");
    let swap = json!({"instId": "BTC-USDT-SWAP", "tdMode": "cross", "side": "buy", "ordType": "market", "sz": "1"});
    market.place(alice, swap).expect("the order trades");
    let order = json!({
        "instId": "BTC-USD-351228-60000-C", "tdMode": "isolated", "side": "buy", "ordType": "limit", "px": "0.001",
        "sz": "1", "clOrdId": "c1", "tag": "t1",
    });
    let id = market.place(alice, order).expect("the order rests").0.to_string();
    let change = json!({"instId": "BTC-USD-351228-60000-C", "ordId": id, "newSz": "2", "reqId": "r1"});
    market.ask(alice, "trade.amend_order", change).expect("amended");
    market
        .ask(alice, "trade.cancel_order", json!({"instId": "BTC-USD-351228-60000-C", "ordId": id}))
        .expect("canceled");
    let spread = json!({"sprdId": "BTC-USDT_BTC-USDT-SWAP", "side": "buy", "ordType": "limit", "sz": "1", "px": "1"});
    market.ask(alice, "spread.place_order", spread).expect("accepted");
    let stop = json!({
        "instId": "BTC-USDT", "tdMode": "cash", "side": "buy", "ordType": "trigger", "sz": "0.01", "triggerPx": "1",
        "orderPx": "-1",
    });
    market.ask(alice, "algo.place_algo_order", stop).expect("it waits");
    let events = market.exchange.take_events();
    (market, events)
}

#[test]
fn rows_of_pushes_match_their_channels() {
    let (market, events) = busy();
    let exchange = &market.exchange;
    let mut kinds = std::collections::BTreeSet::new();
    for event in &events {
        let (channel, row) = match event {
            Event::Order(update) => ("orders", rows::order_update_row(exchange, update)),
            Event::SpreadOrder(update) => ("sprd-orders", rows::spread_order_update_row(update)),
            Event::Stop(stop) => ("orders-algo", rows::stop_row(exchange, stop)),
            Event::Trade(trade) => ("trades", rows::trade_row(exchange, trade)),
            Event::Book(update) => ("books", rows::book_update_row(update)),
            Event::Ticker(update) => {
                let market = &exchange.markets()[update.instrument];
                let ticker = exchange.ticker(market, update.at);
                ("tickers", rows::ticker_row(market, &ticker).expect("a small amount"))
            }
            Event::Candle(update) => {
                let market = &exchange.markets()[update.instrument];
                let candle = exchange.candle(market, &update.bar, update.start, update.at).expect("a known period");
                ("candle1m", rows::candle_row(market, &candle, true).expect("a small amount"))
            }
            Event::Instrument(update) => {
                ("instruments", rows::instrument_row(&exchange.markets()[update.instrument].instrument))
            }
            Event::Position(update) => {
                let (owner, position) = (update.account, &update.position);
                let row = rows::position_row(exchange, owner, update.instrument, position, update.at);
                ("positions", row.expect("a small amount"))
            }
            Event::Account(update) => {
                let names: Vec<&str> = update.currencies.iter().map(String::as_str).collect();
                let row = rows::account_row(exchange, update.account, Some(&names), update.at);
                ("account", row.expect("a small amount"))
            }
        };
        kinds.insert(channel);
        assert_eq!(wrong(of_push(channel), &row, &[]), Vec::<String>::new(), "{channel}: {row}");
        if let Event::Order(update) = event
            && let OrderChange::Filled(fill) = update.change
        {
            let row = rows::fill_update_row(exchange, &update.order, fill);
            assert_eq!(mismatches(model(), of_push("fills"), &row), Vec::<String>::new(), "{row}");
        }
    }
    let all =
        ["account", "books", "candle1m", "orders", "orders-algo", "positions", "sprd-orders", "tickers", "trades"];
    assert_eq!(kinds.into_iter().collect::<Vec<_>>(), all);
}

#[test]
fn pushes_of_orders_tell_what_changed() {
    let (market, events) = busy();
    let row_of = |wanted: fn(&OrderChange) -> bool| {
        let found = events.iter().find_map(|event| match event {
            Event::Order(update) if wanted(&update.change) => Some(rows::order_update_row(&market.exchange, update)),
            _ => None,
        });
        found.expect("there is such a change")
    };
    let told = |row: &Value, names: &[&str]| {
        names.iter().map(|name| row[*name].as_str().unwrap_or("not a text").to_owned()).collect::<Vec<_>>()
    };
    let filled = row_of(|change| matches!(change, OrderChange::Filled(_)));
    assert_eq!(
        told(&filled, &["fillSz", "execType", "state", "fillFeeCcy"]),
        ["0.02", "T", "partially_filled", "USDT"]
    );
    assert_eq!(filled["fillFee"], filled["fee"], "it is the first fill");
    let amended = row_of(|change| matches!(change, OrderChange::Amended { .. }));
    assert_eq!(
        told(&amended, &["reqId", "amendResult", "sz", "state", "fillSz", "code", "clOrdId", "tag"]),
        ["r1", "0", "2", "live", "0", "0", "c1", "t1"]
    );
    let canceled = row_of(|change| matches!(change, OrderChange::Canceled));
    assert_eq!(told(&canceled, &["state", "cancelSource", "reqId", "tradeId"]), ["canceled", "1", "", ""]);
}

#[test]
fn rows_of_replies_match_their_calls() {
    let (mut market, _) = busy();
    let alice = market.alice;
    for (call, asked, shared) in [
        ("trade.get_fills", json!({}), &[][..]),
        ("trade.get_orders_pending", json!({}), &[]),
        ("trade.get_orders_history", json!({"instType": "SWAP"}), &[]),
        ("account.get_positions", json!({}), &["pTime"]),
        ("account.get_balance", json!({}), &[]),
        ("account.get_config", json!({}), &[]),
        ("market.get_trades", json!({"instId": "BTC-USDT"}), &["count", "seqId"]),
        ("market.get_history_trades", json!({"instId": "BTC-USDT"}), &["count", "seqId"]),
        ("market.get_books", json!({"instId": "BTC-USDT", "sz": "5"}), &["checksum", "prevSeqId"]),
        ("market.get_ticker", json!({"instId": "BTC-USDT"}), &[]),
        ("public.get_instruments", json!({"instType": "SWAP"}), &[]),
        ("spread.get_orders_pending", json!({}), &[]),
        ("spread.get_spreads", json!({}), &[]),
    ] {
        let rows = market.ask(alice, call, asked).expect("read");
        assert!(!rows.is_empty(), "{call}");
        for row in rows {
            assert_eq!(wrong(of_reply(call), &row, shared), Vec::<String>::new(), "{call}: {row}");
        }
    }
}

#[test]
fn codes_of_instruments_do_not_fit_into_32_bits() {
    let (market, _) = busy();
    for (index, listed) in market.exchange.markets().iter().enumerate() {
        let row = rows::instrument_row(&listed.instrument);
        let code = row["instIdCode"].as_i64().expect("a bare number");
        assert!(code > i64::from(u32::MAX), "{code}");
        assert_eq!(market.exchange.index_of_code(code), Some(index));
    }
}
