//! Cancelling all open orders.

use std::time::Duration;

use okx_client::enums::{InstType, OrdType, Side, TdMode};
use okx_client::trade::{PlaceOrder, PlaceOrders};
use okx_client::{CancelFilter, dec};
use okx_sim::Fault;

use super::environment::{Environment, buy};

async fn place(environment: &Environment, count: usize) {
    for chunk in (0..count).collect::<Vec<_>>().chunks(20) {
        let orders = chunk.iter().map(|_| buy(OrdType::Limit, dec!(0.01), dec!(1_000)));
        let rows = environment.okx.send(&PlaceOrders::new(orders)).await.unwrap();
        assert_eq!(rows.errors().count(), 0, "{rows:?}");
    }
}

#[tokio::test]
async fn more_orders_than_a_page_are_cancelled() {
    let environment = Environment::new().await;
    place(&environment, 130).await;
    let report = environment.okx.cancel_all(CancelFilter::all()).await.unwrap();
    assert!(report.is_complete(), "{report}");
    assert_eq!(report.canceled.len(), 130);
    assert_eq!(environment.open_orders(), 0);
}

#[tokio::test]
async fn only_selected_orders_are_cancelled() {
    let environment = Environment::new().await;
    place(&environment, 2).await;
    let sell = PlaceOrder::new("BTC-USDT", TdMode::Cash, Side::Sell, OrdType::Limit, dec!(0.01)).px(dec!(90_000));
    environment.okx.send(&sell.tag("grid")).await.unwrap();
    let swap = CancelFilter::all().inst_type(InstType::Swap);
    assert!(environment.okx.cancel_all(swap).await.unwrap().canceled.is_empty());
    let tagged = CancelFilter::all().inst_type(InstType::Spot).tag("grid");
    assert_eq!(environment.okx.cancel_all(tagged).await.unwrap().canceled.len(), 1);
    let bids = CancelFilter::all().inst_id("BTC-USDT").side(Side::Buy).ord_type(OrdType::Limit);
    assert_eq!(environment.okx.cancel_all(bids).await.unwrap().canceled.len(), 2);
}

#[tokio::test]
async fn lost_replies_do_not_leave_orders_open() {
    let environment = Environment::with_pauses_up_to(Duration::from_secs(4)).await;
    place(&environment, 45).await;
    environment.sim.faults().once("trade.cancel_orders", Fault::CutAfterActing);
    environment.sim.faults().once("trade.cancel_orders", Fault::CutBeforeActing);
    let report = environment.okx.cancel_all(CancelFilter::all()).await.unwrap();
    assert!(report.is_complete(), "{report}");
    assert_eq!(report.canceled.len() + report.already_gone.len(), 45);
    assert_eq!(environment.open_orders(), 0);
}
