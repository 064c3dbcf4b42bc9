//! Stops: which are accepted, when they trigger, and what they do then.

mod market;

use market::{Market, number};
use okx_sim::core::Event;
use rust_decimal::Decimal;
use serde_json::{Value, json};

const SWAP: &str = "BTC-USDT-SWAP";

/// A market in which alice is long two contracts.
fn long() -> (Market, Decimal) {
    let mut market = Market::open(1);
    market.exchange.record_events();
    let alice = market.alice;
    let buy = json!({"instId": SWAP, "tdMode": "cross", "side": "buy", "ordType": "market", "sz": "2"});
    market.place(alice, buy).expect("the order trades");
    let last = market.exchange.market(SWAP).expect("a market").last;
    (market, last)
}

fn stop(order_type: &str, more: &Value) -> Value {
    let mut stop = json!({
        "instId": SWAP, "tdMode": "cross", "side": "sell", "ordType": order_type, "sz": "2", "reduceOnly": "true",
        "algoClOrdId": "mine",
    });
    stop.as_object_mut().expect("an object").extend(more.as_object().expect("an object").clone());
    stop
}

/// Lets bob's order trade at a price, so that the last price is there.
fn move_to(market: &mut Market, price: Decimal) {
    let bob = market.bob;
    let last = market.exchange.market(SWAP).expect("a market").last;
    let side = if price > last { "buy" } else { "sell" };
    let order = json!({
        "instId": SWAP, "tdMode": "cross", "side": side, "ordType": "ioc", "sz": "10000", "px": price.to_string(),
    });
    market.place(bob, order).expect("the order trades");
}

fn waiting(market: &mut Market) -> Vec<Value> {
    let alice = market.alice;
    market.ask(alice, "algo.get_algo_orders_pending", json!({"ordType": "conditional,oco,trigger"})).expect("read")
}

fn read(market: &mut Market) -> Value {
    let alice = market.alice;
    market.ask(alice, "algo.get_algo_order", json!({"algoClOrdId": "mine"})).expect("found").remove(0)
}

#[test]
fn a_stop_loss_closes_the_position_when_the_price_is_reached() {
    let (mut market, last) = long();
    let alice = market.alice;
    let trigger = last - number("20");
    let request = stop("conditional", &json!({"slTriggerPx": trigger.to_string(), "slOrdPx": "-1"}));
    market.ask(alice, "algo.place_algo_order", request).expect("it waits");
    assert_eq!(waiting(&mut market).len(), 1);
    move_to(&mut market, trigger + number("5"));
    assert_eq!(waiting(&mut market).len(), 1, "not reached yet");
    market.exchange.take_events();
    move_to(&mut market, trigger - number("15"));
    assert!(waiting(&mut market).is_empty() && market.account(alice).positions.is_empty());
    let row = read(&mut market);
    let told = ["state", "actualSide", "actualSz", "slOrdPx", "failCode"].map(|name| row[name].as_str().expect("text"));
    assert_eq!(told, ["effective", "sl", "2", "-1", ""]);
    let is_stop = |event: &Event| matches!(event, Event::Stop(stop) if stop.state.name() == "effective");
    assert!(market.exchange.take_events().iter().any(is_stop));
    let done = json!({"ordType": "conditional", "state": "effective"});
    assert_eq!(market.ask(alice, "algo.get_algo_orders_history", done).expect("read"), [row]);
}

#[test]
fn of_a_take_profit_and_a_stop_loss_only_one_is_triggered() {
    let (mut market, last) = long();
    let alice = market.alice;
    let both = json!({
        "slTriggerPx": (last - number("500")).to_string(), "slOrdPx": "-1",
        "tpTriggerPx": (last + number("20")).to_string(), "tpOrdPx": (last - number("200")).to_string(),
    });
    market.ask(alice, "algo.place_algo_order", stop("oco", &both)).expect("it waits");
    move_to(&mut market, last + number("30"));
    let row = read(&mut market);
    assert_eq!((row["state"].as_str(), row["actualSide"].as_str()), (Some("effective"), Some("tp")));
    move_to(&mut market, last - number("600"));
    assert!(market.account(alice).positions.is_empty());
    assert_eq!(market.exchange.orders().filter(|order| order.owner == alice).count(), 2);
}

#[test]
fn a_stop_without_a_position_to_close_fails() {
    let (mut market, last) = long();
    let alice = market.alice;
    let trigger = json!({"slTriggerPx": (last - number("20")).to_string(), "slOrdPx": "-1"});
    market.ask(alice, "algo.place_algo_order", stop("conditional", &trigger)).expect("it waits");
    let sell = json!({"instId": SWAP, "tdMode": "cross", "side": "sell", "ordType": "market", "sz": "2"});
    market.place(alice, sell).expect("the position is closed");
    move_to(&mut market, last - number("40"));
    let row = read(&mut market);
    assert_eq!((row["state"].as_str(), row["failCode"].as_str()), (Some("order_failed"), Some("51169")));
}

#[test]
fn a_trigger_order_can_be_amended_and_canceled() {
    let (mut market, last) = long();
    let alice = market.alice;
    let far = json!({"triggerPx": (last - number("5000")).to_string(), "orderPx": "-1", "reduceOnly": "false"});
    market.ask(alice, "algo.place_algo_order", stop("trigger", &far)).expect("it waits");
    let near = (last - number("10")).normalize().to_string();
    let change = json!({"instId": SWAP, "algoClOrdId": "mine", "newTriggerPx": near, "newSz": "1"});
    market.ask(alice, "algo.amend_algo_order", change).expect("amended");
    let row = read(&mut market);
    assert_eq!((row["triggerPx"].as_str(), row["sz"].as_str()), (Some(near.as_str()), Some("1")));
    let name = json!({"instId": SWAP, "algoClOrdId": "mine"});
    market.ask(alice, "algo.cancel_algo_orders", name.clone()).expect("canceled");
    assert_eq!(read(&mut market)["state"], "canceled");
    assert_eq!(market.ask(alice, "algo.cancel_algo_orders", name), Err("51400".to_owned()));
    move_to(&mut market, last - number("40"));
    assert_eq!(market.account(alice).positions.len(), 1, "a canceled stop does nothing");
}

#[test]
fn an_attached_stop_waits_from_the_time_its_order_is_filled() {
    let (mut market, last) = long();
    let alice = market.alice;
    let (rest, loss) = ((last - number("30")).to_string(), (last - number("80")).normalize().to_string());
    let mut order =
        json!({"instId": SWAP, "tdMode": "cross", "side": "buy", "ordType": "limit", "sz": "1", "px": rest});
    order["attachAlgoOrds"] = json!([{"attachAlgoClOrdId": "mine", "slTriggerPx": loss, "slOrdPx": "-1"}]);
    let id = market.place(alice, order).expect("it rests");
    let row = market.ask(alice, "trade.get_order", json!({"instId": SWAP, "ordId": id.0.to_string()})).expect("found");
    assert_eq!(row[0]["attachAlgoOrds"][0]["slTriggerPx"], json!(loss));
    assert!(waiting(&mut market).is_empty());
    move_to(&mut market, last - number("40"));
    assert_eq!((market.state(id).0, waiting(&mut market).len()), ("filled", 1));
    let before = market.account(alice).positions.values().next().expect("a position").size;
    move_to(&mut market, last - number("100"));
    assert_eq!(read(&mut market)["state"], "effective");
    let after = market.account(alice).positions.values().next().expect("a position").size;
    assert_eq!(before - after, Decimal::ONE);
}

#[test]
fn prices_on_the_wrong_side_and_names_in_use_are_refused() {
    let (mut market, last) = long();
    let alice = market.alice;
    let (above, below) = ((last + number("10")).to_string(), (last - number("10")).to_string());
    for (side, more, code) in [
        ("sell", json!({"slTriggerPx": above, "slOrdPx": "-1"}), "51280"),
        ("sell", json!({"tpTriggerPx": below, "tpOrdPx": "-1"}), "51279"),
        ("buy", json!({"slTriggerPx": below, "slOrdPx": "-1"}), "51278"),
        ("buy", json!({"tpTriggerPx": above, "tpOrdPx": "-1"}), "51277"),
    ] {
        let mut request = stop("conditional", &more);
        request["side"] = json!(side);
        assert_eq!(market.ask(alice, "algo.place_algo_order", request), Err(code.to_owned()));
    }
    let good = stop("conditional", &json!({"slTriggerPx": below, "slOrdPx": "-1"}));
    market.ask(alice, "algo.place_algo_order", good.clone()).expect("it waits");
    assert_eq!(market.ask(alice, "algo.place_algo_order", good), Err("51016".to_owned()));
}
