//! The events that the exchange leaves: what they hold, and their order.

#![allow(clippy::similar_names, reason = "side and size are standard trading terms")]

mod market;

use market::{Market, NOW, number, spot};
use okx_sim::core::{AmendResult, BalanceCause, Changing, Event, OrderChange, OrderId, Role, Side, State, Upcoming};
use okx_sim::rows;
use rust_decimal::Decimal;
use serde_json::{Value, json};

const SWAP: &str = "BTC-USDT-SWAP";

/// A market whose events are recorded.
fn recorded() -> Market {
    let mut market = Market::open(1);
    market.exchange.record_events();
    market
}

/// The changes of one order, in order, with its state after each.
fn changes(events: &[Event], id: OrderId) -> Vec<(OrderChange, State)> {
    let updates = events.iter().filter_map(|event| match event {
        Event::Order(update) if update.order.id == id => Some((update.change.clone(), update.order.state)),
        _ => None,
    });
    updates.collect()
}

/// The names of the events, in order.
fn kinds(events: &[Event]) -> Vec<&'static str> {
    let kind = |event: &Event| match event {
        Event::Order(update) => match update.change {
            OrderChange::Live => "live",
            OrderChange::Filled(_) => "filled",
            OrderChange::Canceled => "canceled",
            OrderChange::Amended { .. } => "amended",
        },
        Event::SpreadOrder(_) => "spread order",
        Event::Trade(_) => "trade",
        Event::Book(_) => "book",
        Event::Ticker(_) => "ticker",
        Event::Candle(_) => "candle",
        Event::Instrument(_) => "instrument",
        Event::Position(_) => "position",
        Event::Account(_) => "account",
        Event::Stop(_) => "stop",
    };
    events.iter().map(kind).collect()
}

fn swap(side: &str, price: &str, size: &str) -> Value {
    json!({"instId": SWAP, "tdMode": "cross", "side": side, "ordType": "ioc", "px": price, "sz": size})
}

#[test]
fn nothing_is_collected_until_somebody_records() {
    let mut market = Market::open(1);
    let alice = market.alice;
    market.place(alice, spot("buy", "limit", "50000", "0.01")).expect("the order rests");
    assert!(market.exchange.take_events().is_empty());
    market.exchange.record_events();
    market.place(alice, spot("buy", "limit", "50000", "0.01")).expect("the order rests");
    assert_eq!(kinds(&market.exchange.take_events()), ["live", "book", "account"]);
    assert!(market.exchange.take_events().is_empty(), "events are taken once");
}

#[test]
fn an_order_that_trades_and_rests_is_filled_first_and_never_reported_live() {
    let mut market = recorded();
    let (alice, bob) = (market.alice, market.bob);
    let price = market.best("BTC-USDT", Side::Buy) + number("0.1");
    let maker = market.place(bob, spot("buy", "limit", &price.to_string(), "0.01")).expect("the order rests");
    assert_eq!(changes(&market.exchange.take_events(), maker), [(OrderChange::Live, State::Live)]);
    let taker = market.place(alice, spot("sell", "limit", &price.to_string(), "0.03")).expect("the order trades");
    let events = market.exchange.take_events();
    assert_eq!(
        kinds(&events),
        ["trade", "filled", "filled", "book", "ticker", "account", "account"],
        "the taker, then the maker, and then what changed"
    );
    let [(OrderChange::Filled(fill), State::PartiallyFilled)] = &changes(&events, taker)[..] else {
        panic!("{events:?}");
    };
    assert_eq!((fill.price, fill.size, fill.role), (price, number("0.01"), Role::Taker));
    assert_eq!(fill.fee, price * number("0.01") * number("0.001"));
    let [(OrderChange::Filled(made), State::Filled)] = &changes(&events, maker)[..] else { panic!("{events:?}") };
    assert_eq!((made.trade, made.role, made.fee), (fill.trade, Role::Maker, number("0.000008")));
    let Some(Event::Trade(trade)) = events.first() else { panic!("{events:?}") };
    assert_eq!((trade.trade, trade.price, trade.size, trade.side), (fill.trade, price, number("0.01"), Side::Sell));
}

#[test]
fn an_order_that_is_refused_for_crossing_is_only_canceled() {
    let mut market = recorded();
    let (alice, ask) = (market.alice, market.best("BTC-USDT", Side::Sell));
    for (order_type, source) in [("post_only", "31"), ("fok", "13")] {
        let id = market.place(alice, spot("buy", order_type, &ask.to_string(), "9")).expect("it is acknowledged");
        let events = market.exchange.take_events();
        assert_eq!(changes(&events, id), [(OrderChange::Canceled, State::Canceled)], "{order_type}");
        assert_eq!(kinds(&events), ["canceled"]);
        assert_eq!(market.order(id).cancel_source, source);
    }
}

#[test]
fn a_market_order_in_quote_currency_is_filled_by_its_last_trade() {
    let mut market = recorded();
    let order = json!({"instId": "BTC-USDT", "tdMode": "cash", "side": "buy", "ordType": "market", "sz": "500000"});
    let id = market.place(market.alice, order).expect("the order trades");
    let states: Vec<State> = changes(&market.exchange.take_events(), id).into_iter().map(|(_, state)| state).collect();
    let (last, others) = states.split_last().expect("it traded");
    assert!(!others.is_empty() && others.iter().all(|state| *state == State::PartiallyFilled), "{states:?}");
    assert_eq!(*last, State::Filled);
}

#[test]
fn an_amendment_tells_its_request_and_comes_before_the_fills_it_causes() {
    let mut market = recorded();
    let alice = market.alice;
    let id = market.place(alice, spot("buy", "limit", "50000", "0.01")).expect("the order rests");
    let ask = market.best("BTC-USDT", Side::Sell).normalize().to_string();
    market.exchange.take_events();
    let change = json!({"instId": "BTC-USDT", "ordId": id.0.to_string(), "newPx": &ask, "reqId": "r1"});
    market.ask(alice, "trade.amend_order", change).expect("amended");
    let events = market.exchange.take_events();
    let changes = changes(&events, id);
    assert_eq!(changes[0], (OrderChange::Amended { request_id: "r1".into(), result: AmendResult::Done }, State::Live));
    assert!(matches!(changes[1..], [(OrderChange::Filled(_), State::Filled)]), "{changes:?}");
    let Event::Order(update) = &events[0] else { panic!("{events:?}") };
    let row = rows::order_update_row(&market.exchange, update);
    assert_eq!(
        ["px", "reqId", "amendResult", "state", "fillSz", "tradeId"].map(|name| row[name].as_str()),
        [Some(ask.as_str()), Some("r1"), Some("0"), Some("live"), Some("0"), Some("")]
    );
}

#[test]
fn a_refused_amendment_changes_nothing_or_cancels() {
    let mut market = recorded();
    let alice = market.alice;
    let id = market.place(alice, spot("buy", "limit", "50000", "0.01")).expect("the order rests");
    market.exchange.take_events();
    let mut amend = |more: Value| {
        let mut change = json!({"instId": "BTC-USDT", "ordId": id.0.to_string(), "newSz": "1000"});
        change.as_object_mut().expect("an object").extend(more.as_object().expect("an object").clone());
        (market.ask(alice, "trade.amend_order", change).err(), kinds(&market.exchange.take_events()))
    };
    assert_eq!(amend(json!({})), (Some("51502".into()), vec![]));
    let (code, events) = amend(json!({"cxlOnFail": true}));
    assert_eq!((code.as_deref(), events), (Some("51502"), vec!["canceled", "book", "account"]));
}

#[test]
fn delayed_amendments_are_limited_to_three_and_report_their_results() {
    let mut market = recorded();
    let alice = market.alice;
    let id = market.place(alice, spot("buy", "limit", "50000", "0.01")).expect("the order rests");
    market.exchange.take_events();
    market.exchange.set_amend_delay(50);
    let mut amend = |size: &str, request: &str| {
        let change = json!({"instId": "BTC-USDT", "ordId": id.0.to_string(), "newSz": size, "reqId": request});
        market.ask(alice, "trade.amend_order", change).map(drop)
    };
    assert_eq!([amend("0.02", "a"), amend("1000", "b"), amend("0.03", "c")], [Ok(()), Ok(()), Ok(())]);
    assert_eq!(amend("0.04", "d"), Err("51513".into()));
    assert!(market.exchange.take_events().is_empty(), "they are acknowledged, not processed");
    let due = market.exchange.next_due().expect("an amendment is under way");
    assert_eq!(due, NOW + 2 + 50);
    market.exchange.advance_to(due + 10);
    let results: Vec<_> = changes(&market.exchange.take_events(), id)
        .into_iter()
        .map(|(change, _)| match change {
            OrderChange::Amended { request_id, result: AmendResult::Done } => (request_id, ""),
            OrderChange::Amended { request_id, result: AmendResult::Failed { code, .. } } => (request_id, code),
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(results, [("a".into(), ""), ("b".into(), "51502"), ("c".into(), "")]);
    assert_eq!((market.order(id).size, market.exchange.next_due()), (number("0.03"), None));
}

#[test]
fn balances_follow_fills_and_holds() {
    let mut market = recorded();
    let alice = market.alice;
    let before = market.account(alice).cash.clone();
    let id = market.place(alice, spot("buy", "limit", "50000", "0.01")).expect("the order rests");
    let held = |market: &mut Market| {
        let events = market.exchange.take_events();
        let updates = events.into_iter().filter_map(|event| match event {
            Event::Account(update) if update.account == alice => Some((update.cause, update.currencies)),
            _ => None,
        });
        updates.collect::<Vec<_>>()
    };
    assert_eq!(held(&mut market), [(BalanceCause::Order, vec!["USDT".to_owned()])]);
    let row = rows::account_row(&market.exchange, alice, Some(&["USDT"]), NOW).expect("a small amount");
    assert_eq!(row["details"][0]["frozenBal"], "500");
    market
        .exchange
        .trade_from_background("BTC-USDT", Side::Sell, number("50000"), number("0.01"), NOW)
        .expect("a trade");
    assert_eq!(held(&mut market), [(BalanceCause::Fill, vec!["BTC".to_owned(), "USDT".to_owned()])]);
    let fill = market.order(id).last_fill.expect("a fill");
    let account = market.account(alice);
    assert_eq!(account.cash["BTC"], before["BTC"] + fill.size - fill.fee);
    assert_eq!(account.cash["USDT"], before["USDT"] - fill.price * fill.size);
    let transfer = json!({"ccy": "ETH", "amt": "1", "from": "18", "to": "6"});
    market.ask(alice, "funding.transfer", transfer).expect("transferred");
    assert_eq!(held(&mut market), [(BalanceCause::Transfer, vec!["ETH".to_owned()])]);
}

#[test]
fn a_closed_position_is_reported_with_size_zero_and_is_gone() {
    let mut market = recorded();
    let alice = market.alice;
    let (bid, ask) = (market.best(SWAP, Side::Buy), market.best(SWAP, Side::Sell));
    let sizes = |market: &mut Market| {
        let events = market.exchange.take_events();
        let updates = events.into_iter().filter_map(|event| match event {
            Event::Position(update) if update.account == alice => Some(update.position),
            _ => None,
        });
        updates.collect::<Vec<_>>()
    };
    market.place(alice, swap("buy", &ask.to_string(), "0.2")).expect("the order trades");
    let opened = sizes(&mut market);
    assert_eq!(opened.iter().map(|position| position.size).collect::<Vec<_>>(), [number("0.2")]);
    let rows = market.ask(alice, "account.get_positions", json!({})).expect("read");
    assert_eq!(
        ["instId", "pos", "posSide", "lever"].map(|name| rows[0][name].as_str()),
        [Some(SWAP), Some("0.2"), Some("net"), Some("10")]
    );
    assert_eq!(rows[0]["avgPx"], ask.normalize().to_string());
    assert_eq!(rows[0]["posId"], opened[0].id.to_string());
    market.place(alice, swap("sell", &bid.to_string(), "0.2")).expect("the order trades");
    let closed = sizes(&mut market);
    assert_eq!((closed[0].id, closed[0].size, closed[0].entry), (opened[0].id, Decimal::ZERO, Decimal::ZERO));
    assert!(market.account(alice).positions.is_empty());
    assert!(market.ask(alice, "account.get_positions", json!({})).expect("read").is_empty());
    market.place(alice, swap("sell", &bid.to_string(), "0.1")).expect("the order trades");
    let reopened = sizes(&mut market);
    assert!(reopened[0].id > opened[0].id && reopened[0].size == number("-0.1"), "{reopened:?}");
}

#[test]
fn orders_for_spreads_leave_events() {
    let mut market = recorded();
    let alice = market.alice;
    let order = |order_type: &str| {
        json!({
            "sprdId": "BTC-USDT_BTC-USDT-SWAP", "side": "buy", "ordType": order_type, "sz": "1", "px": "-2.25",
            "clOrdId": order_type,
        })
    };
    let mut ask = |call: &str, parameters: Value| {
        market.ask(alice, call, parameters).expect("accepted");
        let events = market.exchange.take_events();
        let updates = events.into_iter().map(|event| match event {
            Event::SpreadOrder(update) => rows::spread_order_update_row(&update),
            other => panic!("{other:?}"),
        });
        let told = |row: Value| ["clOrdId", "state", "px", "sz", "reqId", "amendResult"].map(|name| row[name].clone());
        updates.map(told).collect::<Vec<_>>()
    };
    assert_eq!(ask("spread.place_order", order("limit")), [["limit", "live", "-2.25", "1", "", ""]]);
    assert_eq!(ask("spread.place_order", order("ioc")), [["ioc", "canceled", "-2.25", "1", "", ""]]);
    let change = json!({"clOrdId": "limit", "newPx": "-2.5", "newSz": "2", "reqId": "r"});
    assert_eq!(ask("spread.amend_order", change), [["limit", "live", "-2.5", "2", "r", "0"]]);
    assert_eq!(ask("spread.place_order", order("post_only")), [["post_only", "live", "-2.25", "1", "", ""]]);
    assert_eq!(ask("spread.cancel_order", json!({"clOrdId": "limit"})), [["limit", "canceled", "-2.5", "2", "", ""]]);
    assert_eq!(ask("spread.mass_cancel", json!({})), [["post_only", "canceled", "-2.25", "1", "", ""]]);
    let listed = |rows: Vec<Value>| rows.iter().map(|row| row["clOrdId"].clone()).collect::<Vec<_>>();
    let past = market.ask(alice, "spread.get_orders_history", json!({})).expect("read");
    assert_eq!(listed(past), ["post_only", "ioc", "limit"]);
    assert!(market.ask(alice, "spread.get_orders_pending", json!({})).expect("read").is_empty());
    let again = market.ask(alice, "spread.cancel_order", json!({"clOrdId": "limit"}));
    assert_eq!(again, Err("51400".into()));
}

#[test]
fn changes_of_instruments_leave_events() {
    let mut market = recorded();
    let change = Upcoming { what: Changing::Tick, value: number("0.5"), at: NOW + 100 };
    market.exchange.announce("BTC-USDT", change, NOW);
    assert_eq!(market.exchange.next_due(), Some(NOW + 100));
    assert_eq!(kinds(&market.exchange.take_events()), ["instrument"]);
    market.exchange.advance_to(NOW + 100);
    assert_eq!(kinds(&market.exchange.take_events()), ["instrument"]);
    assert_eq!(market.exchange.market("BTC-USDT").expect("a market").instrument.tick, number("0.5"));
    let index = market.exchange.index_of("BTC-USDT").expect("it is listed");
    let old = market.exchange.markets()[index].instrument.code;
    market.exchange.relist("BTC-USDT", old + 1, NOW);
    assert_eq!(kinds(&market.exchange.take_events()), ["instrument"]);
    assert_eq!([old, old + 1].map(|code| market.exchange.index_of_code(code)), [None, Some(index)]);
}
