//! Spread orders from the client to the simulator, which checks prices and sizes with independent code.

use okx_client::enums::{OrdType, Side};
use okx_client::spread::{AmendOrder, PlaceOrder};
use okx_client::ws::SocketEndpoint;
use okx_client::{Client, Decimal};
use okx_sim::core::{Exchange, Profile};
use okx_sim::{Parameters, Sim};
use okx_tests::client;
use serde_json::{Value, json};

const SPREAD: &str = "BTC-USDT_BTC-USDT-SWAP";

fn number(text: &str) -> Decimal {
    text.parse().expect("a number")
}

fn order(sz: Decimal, px: Decimal) -> PlaceOrder {
    PlaceOrder::new(SPREAD, Side::Buy, OrdType::Limit, sz).px(px)
}

async fn start() -> (Sim, Client) {
    let sim = Sim::start().await;
    let okx = client(&sim).build().expect("the client settings are complete");
    (sim, okx)
}

fn arrived(sim: &Sim, call: &str) -> usize {
    sim.journal().into_iter().filter(|entry| entry.call == call).count()
}

#[tokio::test]
async fn a_negative_price_is_accepted_and_an_invalid_step_is_not_sent() {
    let (sim, okx) = start().await;
    let ack = okx.send(&order(number("0.015"), number("-2.75"))).await.expect("the order is valid");
    assert!(ack.ord_id.is_some());
    let refused = okx
        .send(&order(number("0.015"), number("-2.8")))
        .await
        .expect_err("the price is not a multiple of the tick size");
    assert!(refused.is_invalid(), "{refused}");
    assert_eq!((refused.field(), refused.nearest()), (Some("px"), Some(number("-2.75"))));
    let refused = okx
        .send(&order(number("0.016"), number("-2.75")))
        .await
        .expect_err("the size is not a multiple of the lot size");
    assert_eq!((refused.field(), refused.nearest()), (Some("sz"), Some(number("0.015"))));
    assert_eq!((arrived(&sim, "spread.place_order"), arrived(&sim, "spread.get_spreads")), (1, 1));
}

#[tokio::test]
async fn client_and_exchange_agree_on_all_prices_and_sizes() {
    let (_sim, okx) = start().await;
    let mut exchange = Exchange::new(0);
    let owner = exchange.open_account(Profile::new("trader"));
    let mut taken = 0;
    for (sz, px) in (-2..12).flat_map(|sz| (-11..12).map(move |px| (sz, px))) {
        let (sz, px) = (Decimal::new(sz * 25, 4), Decimal::new(px * 5, 2));
        let Value::Object(sent) =
            json!({"sprdId": SPREAD, "side": "buy", "ordType": "limit", "sz": sz.to_string(), "px": px.to_string()})
        else {
            unreachable!("it is an object");
        };
        let answer = okx_sim::act(&mut exchange, "spread.place_order", Some(owner), &Parameters::from(sent), 1)
            .expect("the call has behavior");
        let checked = okx.check(&order(sz, px)).await;
        assert_eq!(checked.is_ok(), answer.is_ok(), "{sz} at {px}: {checked:?}, {answer:?}");
        taken += usize::from(answer.is_ok());
    }
    assert!(taken > 0, "some orders are valid");
}

#[tokio::test]
async fn check_applies_the_same_steps() {
    let (_sim, okx) = start().await;
    let operation = <PlaceOrder as SocketEndpoint>::SOCKET_ROUTE;
    assert_eq!((operation.op, operation.without.len()), ("sprd-order", 0));
    let refused = okx
        .check(&order(number("0.015"), number("0.3")))
        .await
        .expect_err("the price is not a multiple of the tick size");
    assert_eq!((refused.field(), refused.nearest()), (Some("px"), Some(number("0.25"))));
}

#[tokio::test]
async fn the_exchange_checks_an_amendment_against_the_spread_of_its_order() {
    let (_sim, okx) = start().await;
    let ack = okx.send(&order(number("0.015"), number("1"))).await.expect("the order is valid");
    let amend = || AmendOrder::default().ord_id(ack.ord_id.clone().expect("the exchange assigns an order ID"));
    assert!(okx.send(&amend().new_px(number("-0.25")).new_sz(number("0.005"))).await.is_ok());
    let refused =
        okx.send(&amend().new_px(number("-0.3"))).await.expect_err("the price is not a multiple of the tick size");
    assert!(refused.is_refused(), "{refused}");
    assert_eq!(refused.code(), Some("51150"));
}
