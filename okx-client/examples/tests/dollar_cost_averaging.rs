//! The example `dollar-cost-averaging`: what it bought is what the exchange says, also if replies are lost.

#[path = "../dollar_cost_averaging.rs"]
#[expect(dead_code, reason = "its `main` is not called")]
mod example;

use std::future::{pending, ready};
use std::time::Duration;

use crate::client_of;
use example::{Bought, Plan, run};
use okx_client::{Decimal, dec};
use okx_sim::{Fault, Sim};

fn plan(amount: Decimal, times: Option<u32>) -> Plan {
    Plan { inst_id: "BTC-USDT".to_owned(), amount, every: Duration::from_millis(1), times }
}

/// The size that the account has bought, and what it paid, as the exchange knows it.
fn on_the_exchange(sim: &Sim) -> (usize, Decimal, Decimal) {
    let owner = sim.account_of(&sim.credentials().key).expect("an account");
    let core = sim.core();
    let orders: Vec<_> = core.orders().filter(|order| order.owner == owner).collect();
    let sum = |of: fn(&okx_sim::core::Order) -> Decimal| orders.iter().map(|order| of(order)).sum();
    (orders.len(), sum(|order| order.filled), sum(|order| order.filled_value))
}

#[tokio::test]
async fn it_buys_as_often_as_planned_and_reports_what_it_got() {
    let sim = Sim::start().await;
    let okx = client_of(&sim);
    let bought = run(&okx, &plan(dec!(50), Some(3)), pending()).await.expect("it buys");
    let (orders, size, spent) = on_the_exchange(&sim);
    assert_eq!((bought.purchases, bought.missed, orders, bought.size), (3, 0, 3, size));
    assert!(
        (bought.spent - spent).abs() < dec!(0.000001) && spent > dec!(149) && spent <= dec!(150),
        "{bought:?} {spent}"
    );
}

#[tokio::test]
async fn a_lost_reply_never_buys_twice_and_a_rejection_is_a_missed_purchase() {
    let sim = Sim::start().await;
    let okx = client_of(&sim);
    sim.faults().once("trade.place_order", Fault::CutAfterActing);
    let bought = run(&okx, &plan(dec!(50), Some(2)), pending()).await.expect("it buys");
    let (orders, size, _) = on_the_exchange(&sim);
    assert_eq!((bought.purchases, orders, bought.size), (2, 2, size));
    let bought = run(&okx, &plan(dec!(900_000), Some(2)), pending()).await.expect("it goes on");
    assert_eq!((bought.purchases, bought.missed), (1, 1), "the account has less than twice as much");
}

#[tokio::test]
async fn it_ends_when_it_is_stopped() {
    let sim = Sim::start().await;
    let okx = client_of(&sim);
    let bought = run(&okx, &plan(dec!(50), None), ready(())).await.expect("it ends");
    assert_eq!((bought, on_the_exchange(&sim).0), (Bought::default(), 0));
}
