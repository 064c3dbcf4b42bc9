//! The example `funding-alert`: one alert whenever a rate reaches the threshold.

#[path = "../funding_alert.rs"]
#[expect(dead_code, reason = "its `main` is not called")]
mod example;

use std::future::ready;

use crate::connect::client_of;
use example::{Alert, watch};
use okx_client::enums::{OrdType, Side, TdMode};
use okx_client::trade::PlaceOrder;
use okx_client::{Client, Decimal, dec};
use okx_sim::Sim;
use tokio::sync::mpsc;

const SWAP: &str = "BTC-USDT-SWAP";

/// Lets the swap trade at this ratio to its index.
async fn trade_at(sim: &Sim, okx: &Client, ratio: Decimal) {
    let swap = okx.instruments().get(SWAP).await.expect("an instrument");
    let spot = sim.core().market("BTC-USDT").expect("a market").last;
    let price = swap.floor_px(spot * ratio).expect("a price");
    let order = PlaceOrder::new(SWAP, TdMode::Cross, Side::Buy, OrdType::Limit, dec!(1)).px(price);
    okx.send(&order).await.expect("the order rests or trades");
    let now = sim.now();
    let mut core = sim.core();
    core.trade_from_background(SWAP, okx_sim::core::Side::Sell, price, dec!(1), now).expect("a trade");
}

#[tokio::test]
async fn a_rate_that_reaches_the_threshold_causes_one_alert() {
    let sim = Sim::start().await;
    let okx = client_of(&sim).expect("a client");
    let (sender, mut alerts) = mpsc::unbounded_channel();
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let swaps = [SWAP.to_owned(), "ETH-USDT-SWAP".to_owned()];
    let watching = tokio::spawn({
        let okx = okx.clone();
        async move {
            let alert = move |alert: Alert| _ = sender.send(alert);
            let until = async move { _ = stopped.await };
            watch(&okx, &swaps, dec!(0.00005), alert, until).await.map_err(|error| error.to_string())
        }
    });
    // Swaps that cost as much as their index have a rate of 0.01 percent, which is beyond the threshold.
    let mut first = [alerts.recv().await.expect("an alert"), alerts.recv().await.expect("an alert")];
    first.sort_by(|left, right| left.inst_id.cmp(&right.inst_id));
    let alert = |inst_id: &str, rate| Alert { inst_id: inst_id.to_owned(), rate };
    assert_eq!(first, [alert(SWAP, dec!(0.0001)), alert("ETH-USDT-SWAP", dec!(0.0001))]);
    // The rate becomes negative beyond the threshold without another alert in between, and none is doubled.
    trade_at(&sim, &okx, dec!(0.9999)).await;
    trade_at(&sim, &okx, dec!(0.99)).await;
    drop(stop);
    watching.await.expect("no panic").expect("it ends without an error");
}

#[tokio::test]
async fn it_ends_when_it_is_stopped_and_an_unknown_swap_is_an_error() {
    let sim = Sim::start().await;
    let okx = client_of(&sim).expect("a client");
    let ignore = |_: Alert| {};
    watch(&okx, &[SWAP.to_owned()], dec!(1), ignore, ready(())).await.expect("it ends");
    let error = watch(&okx, &["X-USDT-SWAP".to_owned()], dec!(1), ignore, std::future::pending()).await;
    assert!(error.expect_err("an error").to_string().contains("X-USDT-SWAP"));
}
