//! Rules for objects in requests, end to end: the client does not send requests that break them, and the exchange,
//! which checks with independent code, rejects the same requests if they bypass the client.

use std::time::Duration;

use okx_client::endpoint::Endpoint;
use okx_client::enums::{OrdState, OrdType, Side, TdMode};
use okx_client::funding::Transfer;
use okx_client::objects::NewAttachedAlgoOrder;
use okx_client::trade::{GetOrder, PlaceOrder};
use okx_client::value::Json;
use okx_client::{Client, RawRequest, SendOptions, dec};
use okx_sim::Sim;

const PLACE: &str = "trade.place_order";

/// An order far below the market price, so that it rests, with a take-profit.
fn order(take_profit: NewAttachedAlgoOrder) -> PlaceOrder {
    let order = PlaceOrder::new("BTC-USDT", TdMode::Cash, Side::Buy, OrdType::Limit, dec!(0.01)).px(dec!(1_000));
    order.attach_algo_ords(vec![take_profit])
}

async fn start() -> (Sim, Client) {
    let sim = Sim::start().await;
    let okx = okx_tests::client(&sim).build().expect("the client settings are complete");
    (sim, okx)
}

fn arrived(sim: &Sim) -> usize {
    sim.journal().iter().filter(|entry| entry.call == PLACE).count()
}

#[tokio::test]
async fn a_take_profit_without_a_price_is_rejected_before_it_is_sent() {
    let (sim, okx) = start().await;
    let lacking = order(NewAttachedAlgoOrder::default().tp_trigger_px(dec!(2_000)));
    let error = okx.send(&lacking).await.expect_err("a take-profit without a price");
    assert!(error.is_invalid(), "{error}");
    assert_eq!(error.field(), Some("attachAlgoOrds[0].tpOrdPx"));
    assert_eq!(arrived(&sim), 0);
    let whole = order(NewAttachedAlgoOrder::default().tp_trigger_px(dec!(2_000)).tp_ord_px(dec!(-1)));
    okx.send(&whole).await.expect("a complete take-profit");
    assert_eq!(arrived(&sim), 1);
}

#[tokio::test]
async fn the_exchange_rejects_a_request_that_bypasses_the_client() {
    let (sim, okx) = start().await;
    let past = async |take_profit: NewAttachedAlgoOrder| {
        let body = serde_json::to_string(&order(take_profit)).expect("the request is serialized");
        let body = Json::parse(&body).expect("valid JSON");
        let request = RawRequest::post(PlaceOrder::ROUTE.path, 60, Duration::from_secs(2)).body(body);
        okx.send_raw(&request).await.and_then(okx_client::Rows::all)
    };
    let lacking = NewAttachedAlgoOrder::default().tp_trigger_px(dec!(2_000));
    let error = past(lacking.clone()).await.expect_err("a take-profit without a price");
    assert_eq!(error.code(), Some("50014"), "{error}");
    assert_eq!(arrived(&sim), 1);
    past(lacking.tp_ord_px(dec!(-1))).await.expect("a complete take-profit");
}

#[tokio::test]
async fn the_exchange_does_not_apply_the_safeguards_of_the_client() {
    let (sim, okx) = start().await;
    let body = r#"{"ccy":"USDT","amt":"1","from":"6","to":"18","type":"0","subAcct":"mini"}"#;
    let meant: Transfer = serde_json::from_str(body).expect("a transfer");
    let error = okx.send(&meant).await.expect_err("the sub-account would be ignored");
    assert!(error.is_invalid() && error.to_string().contains("`without_safeguards`"), "{error}");
    assert!(sim.journal().iter().all(|entry| entry.call != "funding.transfer"));
    okx.send_with(&meant, SendOptions::default().without_safeguards()).await.expect("the exchange accepts it");
    let unguarded = okx_tests::client(&sim).without_safeguards().build().expect("the client settings are complete");
    unguarded.send(&meant).await.expect("the exchange accepts it");
}

#[tokio::test]
async fn a_market_order_may_have_a_price() {
    let (_sim, okx) = start().await;
    let order = PlaceOrder::new("BTC-USDT", TdMode::Cash, Side::Buy, OrdType::Market, dec!(100)).px(dec!(1_000));
    let ack = okx.send(&order).await.expect("the exchange ignores the price");
    let placed = okx.send(&GetOrder::new("BTC-USDT").ord_id(ack.ord_id.expect("a number"))).await.expect("the order");
    assert_eq!(placed.state, Some(OrdState::Filled));
}
