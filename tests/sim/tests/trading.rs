//! Order types, price and size checks, balances, positions, lists of orders.

#![allow(clippy::similar_names, reason = "side and size are standard trading terms")]

mod market;

use market::{Market, number, spot};
use okx_sim::core::{Changing, Side, Upcoming};
use rust_decimal::Decimal;
use serde_json::{Value, json};

const SWAP: &str = "BTC-USDT-SWAP";
const CALL: &str = "BTC-USD-351228-60000-C";

fn swap(side: &str, order_type: &str, price: &str, size: &str) -> Value {
    json!({"instId": SWAP, "tdMode": "cross", "side": side, "ordType": order_type, "px": price, "sz": size})
}

/// The total resting size on a side of BTC-USDT at this price or better.
fn depth(market: &Market, side: Side, worst: Decimal) -> Decimal {
    let listed = market.exchange.market("BTC-USDT").expect("a market");
    let within = |price: &Decimal| if side == Side::Sell { *price <= worst } else { *price >= worst };
    listed
        .book()
        .levels(side)
        .filter(|(price, _)| within(price))
        .flat_map(|(_, queue)| queue.iter())
        .map(|resting| resting.left)
        .sum()
}

#[test]
fn a_limit_order_trades_what_it_can_and_rests_with_the_remainder() {
    let mut market = Market::open(1);
    let ask = market.best("BTC-USDT", Side::Sell);
    let there = depth(&market, Side::Sell, ask);
    let wanted = there + number("0.5");
    let alice = market.alice;
    let id = market
        .place(alice, spot("buy", "limit", &ask.to_string(), &wanted.to_string()))
        .expect("the order is accepted");
    assert_eq!(market.state(id), ("partially_filled", there));
    assert_eq!(market.order(id).filled_value, ask * there);
    assert_eq!(market.best("BTC-USDT", Side::Buy), ask, "the remainder is the best bid");
    assert_eq!(market.account(alice).held["USDT"], ask * number("0.5"));
}

#[test]
fn ioc_and_fok_orders_never_rest() {
    let mut market = Market::open(1);
    let ask = market.best("BTC-USDT", Side::Sell);
    let there = depth(&market, Side::Sell, ask);
    let more = (there + number("0.5")).to_string();
    let (alice, bob) = (market.alice, market.bob);
    let fok = market.place(bob, spot("buy", "fok", &ask.to_string(), &more)).expect("the order is accepted");
    assert_eq!((market.state(fok), market.order(fok).cancel_source), (("canceled", Decimal::ZERO), "13"));
    let ioc = market.place(alice, spot("buy", "ioc", &ask.to_string(), &more)).expect("the order is accepted");
    assert_eq!((market.state(ioc), market.order(ioc).cancel_source), (("canceled", there), "14"));
    let fok =
        market.place(bob, spot("buy", "fok", &ask.to_string(), &there.to_string())).expect("the order is accepted");
    assert_eq!(market.state(fok), ("filled", there), "the background is restored before the next order");
    assert!(market.account(alice).held["USDT"].is_zero() && market.account(bob).held["USDT"].is_zero());
}

#[test]
fn a_post_only_order_never_takes_liquidity() {
    let mut market = Market::open(1);
    let (bid, ask) = (market.best("BTC-USDT", Side::Buy), market.best("BTC-USDT", Side::Sell));
    let alice = market.alice;
    let crossing =
        market.place(alice, spot("buy", "post_only", &ask.to_string(), "0.01")).expect("the order is accepted");
    assert_eq!((market.state(crossing), market.order(crossing).cancel_source), (("canceled", Decimal::ZERO), "31"));
    let resting =
        market.place(alice, spot("buy", "post_only", &bid.to_string(), "0.01")).expect("the order is accepted");
    assert_eq!(market.state(resting), ("live", Decimal::ZERO));
    let cross = json!({"instId": "BTC-USDT", "ordId": resting.0.to_string(), "newPx": ask.to_string()});
    assert_eq!(market.ask(alice, "trade.amend_order", cross.clone()), Err("51511".into()));
    assert_eq!(market.state(resting).0, "live");
    let mut or_cancel = cross;
    or_cancel["cxlOnFail"] = json!(true);
    assert_eq!(market.ask(alice, "trade.amend_order", or_cancel), Err("51511".into()));
    assert_eq!(market.state(resting).0, "canceled");
}

#[test]
fn the_size_of_a_market_order_is_in_quote_currency_for_buys_and_base_currency_for_sells() {
    let mut market = Market::open(1);
    let ask = market.best("BTC-USDT", Side::Sell);
    let alice = market.alice;
    let order = |side: &str, size: &str| spot(side, "market", "", size);
    let buy = market.place(alice, order("buy", "1000")).expect("the order is accepted");
    let bought = (Decimal::from(1_000) / ask).trunc_with_scale(8);
    assert_eq!(market.state(buy), ("filled", bought));
    let sell = market.place(alice, order("sell", "0.01")).expect("the order is accepted");
    assert_eq!(market.state(sell), ("filled", number("0.01")));
    let mut in_base = order("buy", "0.02");
    in_base["tgtCcy"] = json!("base_ccy");
    let in_base = market.place(alice, in_base).expect("the order is accepted");
    assert_eq!(market.state(in_base), ("filled", number("0.02")));
    let fee_of_buy = (bought * number("0.001")).trunc_with_scale(12);
    assert_eq!((market.order(buy).fee, market.order(buy).fee_currency.as_str()), (fee_of_buy, "BTC"));
    assert_eq!(market.order(sell).fee_currency, "USDT");
}

#[test]
fn prices_and_sizes_are_checked_against_steps_and_limits() {
    let mut market = Market::open(1);
    let alice = market.alice;
    let call = |price: &str, size: &str| {
        json!({
            "instId": CALL, "tdMode": "cash", "side": "buy", "ordType": "limit", "px": price, "sz": size,
        })
    };
    let with_mode = |order: &Value, mode: &str| {
        let mut order = order.clone();
        order["tdMode"] = json!(mode);
        order
    };
    let cases = [
        (spot("buy", "limit", "40000.05", "0.01"), "51150"),
        (spot("buy", "limit", "40000.1", "0.000009"), "51020"),
        (spot("buy", "limit", "40000.1", "0.010000001"), "51121"),
        (spot("buy", "limit", "40000.1", "10000000000"), "51005"),
        (spot("buy", "limit", "99999", "0.01"), "51006"),
        (spot("sell", "limit", "10000", "0.01"), "51006"),
        (spot("buy", "limit", "0", "0.01"), "51000"),
        (spot("buy", "market", "", "1000001"), "51202"),
        (spot("sell", "market", "", "100"), "51202"),
        (spot("buy", "market", "", "0.1"), "51020"),
        (swap("buy", "limit", "40000.1", "0.015"), "51121"),
        (swap("buy", "market", "", "12000.01"), "51202"),
        (call("0.0101", "1"), "51150"),
        (call("0.00101", "1"), "51150"),
        (call("5.001", "1"), "51006"),
        (call("0.001", "1.5"), "51121"),
        (with_mode(&swap("buy", "limit", "40000.1", "1"), "cash"), "51010"),
        (with_mode(&spot("buy", "limit", "40000.1", "0.01"), "isolated"), "51010"),
    ];
    for (order, code) in cases {
        assert_eq!(market.place(alice, order.clone()), Err(code.into()), "{order}");
    }
    assert_eq!(market.exchange.orders().count(), 0);
    for good in
        [call("0.0049", "1"), call("0.005", "1"), call("0.0105", "1"), spot("buy", "limit", "40000.1", "0.00001")]
    {
        assert!(market.place(alice, good.clone()).is_ok(), "{good}");
    }
}

#[test]
fn an_announced_change_applies_from_its_effective_time() {
    let mut market = Market::open(1);
    let alice = market.alice;
    let at = market.now + 100;
    let announce = |market: &mut Market, instrument: &str, what: Changing, value: &str| {
        market.exchange.announce(instrument, Upcoming { what, value: number(value), at }, market.now);
    };
    announce(&mut market, "BTC-USDT", Changing::Tick, "1");
    announce(&mut market, SWAP, Changing::Min, "0.1");
    announce(&mut market, SWAP, Changing::MaxMarket, "5");
    let listed = json!({"instType": "SPOT", "instId": "BTC-USDT"});
    let row = market.ask(alice, "public.get_instruments", listed.clone()).expect("listed").remove(0);
    let change = json!({"param": "tickSz", "newValue": "1", "effTime": at.to_string()});
    assert_eq!((row["tickSz"].as_str(), &row["upcChg"][0]), (Some("0.1"), &change));
    let orders = [
        (spot("buy", "limit", "50000.1", "0.01"), "51150"),
        (swap("buy", "limit", "50000.1", "0.05"), "51020"),
        (swap("buy", "limit", "50000.1", "0.15"), "51121"),
        (swap("buy", "market", "", "5.1"), "51202"),
    ];
    for (order, _) in &orders {
        assert!(market.place(alice, order.clone()).is_ok(), "{order}");
    }
    market.now = at;
    for (order, code) in orders {
        assert_eq!(market.place(alice, order.clone()), Err(code.into()), "{order}");
    }
    let row = market.ask(alice, "public.get_instruments", listed).expect("listed").remove(0);
    assert_eq!((row["tickSz"].as_str(), row["upcChg"].as_array().map(Vec::len)), (Some("1"), Some(0)));
}

#[test]
fn a_client_order_id_can_be_reused_once_its_order_is_final() {
    let mut market = Market::open(1);
    let (alice, bob) = (market.alice, market.bob);
    let mut order = spot("buy", "limit", "50000", "0.01");
    order["clOrdId"] = json!("mine");
    let first = market.place(alice, order.clone()).expect("the order is accepted");
    assert_eq!(market.place(alice, order.clone()), Err("51016".into()));
    assert!(market.place(bob, order.clone()).is_ok(), "client order IDs are unique only within an account");
    let named = json!({"instId": "BTC-USDT", "clOrdId": "mine"});
    market.ask(alice, "trade.cancel_order", named.clone()).expect("canceled");
    assert_eq!(market.ask(alice, "trade.cancel_order", named.clone()), Err("51400".into()));
    let second = market.place(alice, order).expect("the order is accepted");
    let read = market.ask(alice, "trade.get_order", named).expect("read");
    assert_eq!(
        read[0]["ordId"].as_str(),
        Some(second.0.to_string().as_str()),
        "the latest order with this client order ID"
    );
    assert!(second > first);
}

#[test]
fn missing_orders_and_orders_of_other_accounts_are_not_found() {
    let mut market = Market::open(1);
    let (alice, bob) = (market.alice, market.bob);
    let id = market.place(alice, spot("buy", "limit", "50000", "0.01")).expect("the order is accepted").0.to_string();
    let named = json!({"instId": "BTC-USDT", "ordId": id});
    assert_eq!(market.ask(bob, "trade.get_order", named.clone()), Err("51603".into()));
    assert_eq!(market.ask(bob, "trade.cancel_order", named), Err("51400".into()));
    let elsewhere = json!({"instId": "ETH-USDT", "ordId": id});
    assert_eq!(market.ask(alice, "trade.get_order", elsewhere), Err("51603".into()));
    let nothing = json!({"instId": "BTC-USDT", "ordId": "1", "newSz": "1"});
    assert_eq!(market.ask(alice, "trade.amend_order", nothing), Err("51603".into()));
    let unchanged = json!({"instId": "BTC-USDT", "ordId": id});
    assert_eq!(market.ask(alice, "trade.amend_order", unchanged), Err("51500".into()));
}

#[test]
fn an_order_amended_to_its_filled_size_is_filled() {
    let mut market = Market::open(1);
    let price = market.best("BTC-USDT", Side::Buy) + number("0.1");
    let alice = market.alice;
    let id = market.place(alice, spot("buy", "limit", &price.to_string(), "0.05")).expect("the order is accepted");
    market.exchange.trade_from_background("BTC-USDT", Side::Sell, price, number("0.02"), market.now).expect("a trade");
    assert_eq!(market.state(id), ("partially_filled", number("0.02")));
    let change = json!({"instId": "BTC-USDT", "ordId": id.0.to_string(), "newSz": "0.02"});
    market.ask(alice, "trade.amend_order", change.clone()).expect("amended");
    assert_eq!(market.state(id), ("filled", number("0.02")));
    assert_eq!(market.ask(alice, "trade.amend_order", change), Err("51503".into()));
    assert!(market.account(alice).held["USDT"].is_zero());
}

#[test]
fn an_account_never_trades_with_itself() {
    let outcomes = ["cancel_maker", "cancel_taker", "cancel_both"].map(|mode| {
        let mut market = Market::open(1);
        let price = (market.best("BTC-USDT", Side::Buy) + number("0.1")).to_string();
        let alice = market.alice;
        let maker = market.place(alice, spot("buy", "limit", &price, "0.01")).expect("the order is accepted");
        let mut order = spot("sell", "limit", &price, "0.01");
        order["stpMode"] = json!(mode);
        let taker = market.place(alice, order).expect("the order is accepted");
        assert!(market.order(maker).filled.is_zero() && market.order(taker).filled.is_zero());
        (market.state(maker).0, market.state(taker).0)
    });
    assert_eq!(outcomes, [("canceled", "live"), ("live", "canceled"), ("canceled", "canceled")]);
}

#[test]
fn a_swap_position_holds_margin_and_pays_its_profit_on_close() {
    let mut market = Market::open(1);
    let alice = market.alice;
    let lever = |lever: &str| json!({"instId": SWAP, "lever": lever, "mgnMode": "cross"});
    assert_eq!(market.ask(alice, "account.set_leverage", lever("101")), Err("59102".into()));
    let set = market.ask(alice, "account.set_leverage", lever("20")).expect("set");
    assert_eq!(set[0]["lever"], "20");
    let ask = market.best(SWAP, Side::Sell);
    let opened = market.place(alice, swap("buy", "limit", &ask.to_string(), "1")).expect("the order is accepted");
    let worth = ask * number("0.01");
    let position = market.account(alice).positions.values().next().expect("a position").clone();
    assert_eq!((position.size, position.entry), (Decimal::ONE, worth));
    assert_eq!(position.margin, (worth / Decimal::from(20)).trunc_with_scale(12));
    let bid = market.best(SWAP, Side::Buy);
    let mut closing = swap("sell", "limit", &bid.to_string(), "1");
    closing["reduceOnly"] = json!(true);
    let closed = market.place(alice, closing.clone()).expect("the order is accepted");
    assert_eq!(market.order(closed).profit, (bid - ask) * number("0.01"));
    assert_eq!(market.place(alice, closing), Err("51169".into()), "there is no position left to reduce");
    let fees = market.order(opened).fee + market.order(closed).fee;
    assert_eq!(market.account(alice).cash["USDT"], Decimal::from(1_000_000) + market.order(closed).profit - fees);
    assert!(market.account(alice).held["USDT"].is_zero());
}

#[test]
fn the_premium_of_an_option_is_paid_on_purchase() {
    let mut market = Market::open(1);
    let (alice, ask) = (market.alice, market.best(CALL, Side::Sell));
    let order =
        json!({"instId": CALL, "tdMode": "cash", "side": "buy", "ordType": "limit", "px": ask.to_string(), "sz": "3"});
    let id = market.place(alice, order.clone()).expect("the order is accepted");
    let premium = ask * number("0.01") * Decimal::from(3);
    assert_eq!(market.account(alice).cash["BTC"], Decimal::TEN - premium - market.order(id).fee);
    let mut short_for_cash = order;
    short_for_cash["side"] = json!("sell");
    assert_eq!(market.place(alice, short_for_cash), Err("51010".into()));
}

#[test]
fn orders_are_paged_from_the_newest_to_the_oldest() {
    let mut market = Market::open(1);
    let alice = market.alice;
    let ids: Vec<String> = (0..7)
        .map(|_| {
            market.place(alice, spot("buy", "limit", "50000", "0.001")).expect("the order is accepted").0.to_string()
        })
        .collect();
    let mut page = |parameters: Value| -> Vec<String> {
        let rows = market.ask(alice, "trade.get_orders_pending", parameters).expect("a page");
        rows.iter().filter_map(|row| row["ordId"].as_str().map(str::to_owned)).collect()
    };
    let newest_first: Vec<String> = ids.iter().rev().cloned().collect();
    assert_eq!(page(json!({})), newest_first);
    assert_eq!(page(json!({"limit": "3"})), newest_first[..3]);
    assert_eq!(page(json!({"limit": "3", "after": newest_first[2]})), newest_first[3..6]);
    assert_eq!(page(json!({"before": newest_first[4]})), newest_first[..4]);
    assert_eq!(page(json!({"instId": "ETH-USDT"})), Vec::<String>::new());
    assert_eq!(page(json!({"ordType": "post_only,limit"})), newest_first);
    assert_eq!(page(json!({"ordType": "post_only"})), Vec::<String>::new());
    assert_eq!(market.ask(alice, "trade.get_orders_pending", json!({"limit": "101"})), Err("51000".into()));
    market.ask(alice, "trade.cancel_order", json!({"instId": "BTC-USDT", "ordId": ids[3]})).expect("canceled");
    let history = market.ask(alice, "trade.get_orders_history", json!({"instType": "SPOT"})).expect("a page");
    assert_eq!((history.len(), history[0]["ordId"].as_str()), (1, Some(ids[3].as_str())));
}
