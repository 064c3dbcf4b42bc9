//! The example `funding-alert`: one alert whenever a rate reaches the threshold.

#[path = "../funding_alert.rs"]
#[expect(dead_code, reason = "its `main` is not called")]
mod example;

use std::future::ready;

use crate::client_of;
use example::{Alert, watch};
use okx_client::enums::{OrdType, Side, TdMode};
use okx_client::trade::PlaceOrder;
use okx_client::{Client, Decimal, dec};
use okx_sim::Sim;
use tokio::sync::{mpsc, oneshot};

const SWAP: &str = "BTC-USDT-SWAP";

/// Lets the swap trade at two percent below its index.
async fn trade_low(sim: &Sim, okx: &Client) {
    let swap = okx.instruments().get(SWAP).await.expect("an instrument");
    let spot = sim.core().market("BTC-USDT").expect("a market").last;
    let price = swap.floor_px(spot * dec!(0.98)).expect("a price");
    let order = PlaceOrder::new(SWAP, TdMode::Cross, Side::Buy, OrdType::Limit, dec!(1)).px(price);
    okx.send(order).await.expect("the order rests");
    let now = sim.now();
    let traded = sim.core().trade_from_background(SWAP, okx_sim::core::Side::Sell, price, dec!(1), now);
    assert_eq!(traded.expect("a small trade"), dec!(1));
}

/// Watches both swaps until there were so many alerts, and returns them.
async fn alerts(okx: &Client, threshold: Decimal, count: usize) -> Vec<Alert> {
    let (sender, mut inbox) = mpsc::unbounded_channel();
    let (stop, stopped) = oneshot::channel::<()>();
    let swaps = [SWAP.to_owned(), "ETH-USDT-SWAP".to_owned()];
    let alert = |alert: Alert| _ = sender.send(alert);
    let watching = watch(okx, &swaps, threshold, alert, async { _ = stopped.await });
    let receiving = async {
        let mut alerts = Vec::new();
        while alerts.len() < count {
            alerts.push(inbox.recv().await.expect("an alert"));
        }
        drop(stop);
        alerts
    };
    let (watched, mut alerts) = tokio::join!(watching, receiving);
    watched.expect("it ends without an error");
    alerts.sort_by(|left, right| left.inst_id.cmp(&right.inst_id));
    alerts
}

#[tokio::test]
async fn a_rate_that_reaches_the_threshold_in_either_direction_causes_an_alert() {
    let sim = Sim::start().await;
    let okx = client_of(&sim);
    let alert = |inst_id: &str, rate| Alert { inst_id: inst_id.to_owned(), rate };
    // Swaps that cost as much as their index have a rate of 0.01 percent.
    let both = [alert(SWAP, dec!(0.0001)), alert("ETH-USDT-SWAP", dec!(0.0001))];
    assert_eq!(alerts(&okx, dec!(0.00005), 2).await, both);
    trade_low(&sim, &okx).await;
    assert_eq!(alerts(&okx, dec!(0.001), 1).await, [alert(SWAP, dec!(-0.00375))]);
}

#[tokio::test]
async fn it_ends_when_it_is_stopped_and_an_unknown_swap_is_an_error() {
    let sim = Sim::start().await;
    let okx = client_of(&sim);
    let ignore = |_: Alert| {};
    watch(&okx, &[SWAP.to_owned()], dec!(1), ignore, ready(())).await.expect("it ends");
    let error = watch(&okx, &["X-USDT-SWAP".to_owned()], dec!(1), ignore, std::future::pending()).await;
    assert!(error.expect_err("an error").to_string().contains("X-USDT-SWAP"));
}
