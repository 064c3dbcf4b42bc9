//! Orders over the socket, end to end against the simulated exchange.

use okx_client::enums::{OrdType, Side, TdMode};
use okx_client::trade::{AmendOrder, CancelOrder, GetOrder, PlaceOrder};
use okx_client::{SendRoute, dec};
use okx_sim::Sim;
use okx_tests::client;

#[tokio::test]
async fn an_order_is_placed_amended_and_canceled_over_the_socket() {
    let sim = Sim::start().await;
    let okx = client(&sim).send_route(SendRoute::Socket).build().expect("the settings are valid");
    let order = PlaceOrder::new("BTC-USDT", TdMode::Cash, Side::Buy, OrdType::Limit, dec!(0.001)).px(dec!(20000));
    let ack = okx.send(&order).await.expect("the order is placed");
    let ord_id = ack.ord_id.expect("OKX assigns an ID");
    okx.send(&AmendOrder::new("BTC-USDT").ord_id(ord_id.clone()).new_px(dec!(20001))).await.expect("it is amended");
    let found = okx.send(&GetOrder::new("BTC-USDT").ord_id(ord_id.clone())).await.expect("it is found");
    assert_eq!(found.px, Some(dec!(20001)));
    okx.send(&CancelOrder::new("BTC-USDT").ord_id(ord_id.clone())).await.expect("it is canceled");
    let sent: Vec<String> =
        sim.journal().into_iter().filter(|entry| entry.method == "SOCKET").map(|entry| entry.target).collect();
    assert_eq!(sent, ["order", "amend-order", "cancel-order"]);
}
