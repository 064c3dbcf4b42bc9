//! The example `portfolio`: what it shows is what the exchange has.

#[path = "../portfolio.rs"]
#[expect(dead_code, reason = "its `main` is not called")]
mod example;

use crate::client_of;
use example::{follow, read};
use okx_client::enums::{OrdType, Side, TdMode};
use okx_client::trade::PlaceOrder;
use okx_client::{Decimal, dec};
use okx_sim::Sim;
use tokio::sync::mpsc;

#[tokio::test]
async fn it_shows_the_balances_and_positions_of_the_exchange_and_their_changes() {
    let sim = Sim::start().await;
    let okx = client_of(&sim);
    let (sender, mut shown) = mpsc::unbounded_channel();
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let following = tokio::spawn({
        let okx = okx.clone();
        async move { follow(&okx, move |portfolio| _ = sender.send(portfolio), async move { _ = stopped.await }).await }
    });
    assert!(shown.recv().await.expect("the state at the subscription").positions.is_empty());
    let order = PlaceOrder::new("BTC-USDT-SWAP", TdMode::Cross, Side::Sell, OrdType::Market, dec!(3));
    okx.send(&order).await.expect("the order trades");
    let changed = loop {
        let portfolio = shown.recv().await.expect("a change");
        if !portfolio.positions.is_empty() {
            break portfolio;
        }
    };
    drop(stop);
    following.await.expect("no panic").expect("it ends without an error");

    let position = &changed.positions[0];
    assert_eq!((position.inst_id.as_str(), position.contracts), ("BTC-USDT-SWAP", dec!(-3)));
    let portfolio = read(&okx).await.expect("it is read");
    let owner = sim.account_of(&sim.credentials().key).expect("an account");
    let core = sim.core();
    for holding in &portfolio.holdings {
        assert_eq!(Some(&holding.amount), core.account(owner).cash.get(&holding.ccy), "{}", holding.ccy);
    }
    let values: Decimal = portfolio.holdings.iter().map(|holding| holding.value).sum();
    assert!((values - portfolio.total).abs() < dec!(0.001), "{portfolio}");
    assert!(portfolio.to_string().contains("BTC-USDT-SWAP") && portfolio.to_string().contains("total"), "{portfolio}");
}
