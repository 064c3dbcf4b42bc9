//! The dead man's switch (Cancel All After): orders are canceled when their timer expires.

mod client;
mod market;

use std::time::Duration;

use client::{NOW_MS, post, stopped};
use market::{Market, spot};
use okx_sim::core::{AccountId, OrderId};
use serde_json::{Value, json};

fn set(market: &mut Market, who: AccountId, seconds: i64, tag: &str) -> Result<Value, String> {
    let parameters = json!({"timeOut": seconds.to_string(), "tag": tag});
    market.ask(who, "trade.cancel_all_after", parameters).map(|mut rows| rows.remove(0))
}

fn tagged(market: &mut Market, who: AccountId, tag: &str) -> OrderId {
    let mut order = spot("buy", "limit", "50000", "0.01");
    order["tag"] = json!(tag);
    market.place(who, order).expect("the order is accepted")
}

#[test]
fn orders_are_canceled_when_the_timer_expires_and_not_before() {
    let mut market = Market::open(1);
    let (alice, bob) = (market.alice, market.bob);
    let orders = [tagged(&mut market, alice, ""), tagged(&mut market, alice, "mine"), tagged(&mut market, bob, "")];
    let row = set(&mut market, alice, 10, "").expect("set");
    let set_at = market.now;
    assert_eq!(row["triggerTime"], (set_at / 1000 + 10).to_string());
    assert_eq!(row["ts"], (set_at / 1000).to_string());
    market.exchange.advance_to(set_at + 9_999);
    assert_eq!(orders.map(|id| market.state(id).0), ["live", "live", "live"]);
    market.exchange.advance_to(set_at + 25_000);
    assert_eq!(orders.map(|id| market.state(id).0), ["canceled", "canceled", "live"]);
    let order = market.order(orders[0]);
    assert_eq!((order.updated, order.cancel_source), (set_at + 10_000, "20"));
    assert!(market.account(alice).held["USDT"].is_zero());
    let later = tagged(&mut market, alice, "");
    market.exchange.advance_to(set_at + 1_000_000);
    assert_eq!(market.state(later).0, "live", "a timer expires once");
}

#[test]
fn a_timer_can_be_reset_and_disabled() {
    let mut market = Market::open(1);
    let alice = market.alice;
    let order = tagged(&mut market, alice, "");
    set(&mut market, alice, 10, "").expect("set");
    market.now += 9_000;
    set(&mut market, alice, 10, "").expect("the timer is reset");
    let set_at = market.now;
    market.exchange.advance_to(set_at + 9_999);
    assert_eq!(market.state(order).0, "live");
    let row = set(&mut market, alice, 0, "").expect("the timer is disabled");
    assert_eq!(row["triggerTime"], "0");
    market.exchange.advance_to(set_at + 1_000_000);
    assert_eq!(market.state(order).0, "live");
    for wrong in [-1, 1, 9, 121] {
        assert_eq!(set(&mut market, alice, wrong, ""), Err("51000".into()), "{wrong}");
    }
}

#[test]
fn a_timer_for_a_tag_cancels_only_orders_with_the_tag() {
    let mut market = Market::open(1);
    let alice = market.alice;
    let orders = ["", "mine", "other"].map(|tag| tagged(&mut market, alice, tag));
    set(&mut market, alice, 10, "mine").expect("set");
    for number in 0..19 {
        set(&mut market, alice, 120, &format!("t{number}")).expect("set");
    }
    assert_eq!(set(&mut market, alice, 10, "t20"), Err("51071".into()));
    set(&mut market, alice, 20, "t1").expect("a running timer may be reset");
    let later = market.now + 10_000;
    market.exchange.advance_to(later);
    assert_eq!(orders.map(|id| market.state(id).0), ["live", "canceled", "live"]);
    market.now = later;
    set(&mut market, alice, 10, "t20").expect("one timer has expired");
}

#[tokio::test]
async fn a_timer_expires_by_the_clock_without_a_request() {
    let (builder, clock) = stopped();
    let sim = builder.start().await.expect("a free port");
    let order =
        json!({"instId": "BTC-USDT", "tdMode": "cash", "side": "buy", "ordType": "limit", "px": "50000", "sz": "0.01"});
    assert_eq!(post(&sim, "/api/v5/trade/order", &order).await.row_code(), "0");
    let row = post(&sim, "/api/v5/trade/cancel-all-after", &json!({"timeOut": "60"})).await.row();
    assert_eq!(row["triggerTime"].as_str(), Some((NOW_MS / 1000 + 60).to_string().as_str()));
    let state = || sim.core().orders().next().map(|order| order.state.name());
    clock.step(Duration::from_millis(59_999));
    assert_eq!(state(), Some("live"));
    clock.step(Duration::from_millis(1));
    assert_eq!(state(), Some("canceled"));
}
