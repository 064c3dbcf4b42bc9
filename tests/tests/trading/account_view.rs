//! The view of an account equals the exchange's own state.

use std::collections::BTreeMap;
use std::time::Duration;

use okx_client::enums::{OrdType, Side, TdMode};
use okx_client::trade::{CancelOrder, PlaceOrder};
use okx_client::{AccountView, Client, Decimal, ViewState, dec};
use okx_sim::{SocketFault, SocketTarget};

use super::environment::{Environment, buy};

/// Pauses that end at once in tests in which connections are lost.
const PAUSES: Duration = Duration::from_secs(4);

type Orders = BTreeMap<String, (Decimal, Decimal)>;
type Amounts = BTreeMap<String, Decimal>;

/// Open orders with size and filled size, positions, and cash, as the view has them.
fn known(view: &AccountView) -> (Orders, Amounts, Amounts) {
    let orders = view.orders().into_iter();
    let orders = orders.map(|order| (order.ord_id().to_string(), (order.row().sz.unwrap(), order.filled_size())));
    let positions = view.positions().into_iter().map(|row| (row.inst_id.to_string(), row.pos.unwrap()));
    let balances = view.balances().into_iter().map(|row| (row.ccy.to_string(), row.cash_bal.unwrap().normalize()));
    (orders.collect(), positions.collect(), balances.collect())
}

/// The same as the exchange has them.
fn actual(environment: &Environment) -> (Orders, Amounts, Amounts) {
    let id = environment.account();
    let core = environment.sim.core();
    let orders = core.live_orders(id).map(|order| (order.id.0.to_string(), (order.size, order.filled))).collect();
    let account = core.account(id);
    let positions = account.positions.iter().filter(|(_, position)| !position.size.is_zero());
    let positions = positions.map(|(index, position)| (core.markets()[*index].instrument.id.clone(), position.size));
    let balances = account.cash.iter().filter(|(_, balance)| !balance.is_zero());
    let balances = balances.map(|(ccy, balance)| (ccy.clone(), balance.normalize()));
    (orders, positions.collect(), balances.collect())
}

/// Waits until the view equals the exchange's state.
async fn catches_up(environment: &Environment, view: &mut AccountView) {
    while known(view) != actual(environment) || !matches!(view.state(), ViewState::Current) {
        view.changed().await.unwrap();
    }
}

fn swap(side: Side, contracts: Decimal) -> PlaceOrder {
    PlaceOrder::new("BTC-USDT-SWAP", TdMode::Cross, side, OrdType::Market, contracts)
}

/// Changes orders, balances and positions.
async fn trade(okx: &Client) {
    okx.send(&buy(OrdType::Ioc, dec!(0.1), dec!(70_000))).await.unwrap();
    okx.send(&buy(OrdType::Limit, dec!(0.02), dec!(1_000))).await.unwrap();
    let canceled = okx.send(&buy(OrdType::Limit, dec!(0.03), dec!(1_000))).await.unwrap();
    okx.send(&swap(Side::Buy, dec!(3))).await.unwrap();
    okx.send(&CancelOrder::new("BTC-USDT").ord_id(canceled.ord_id.unwrap())).await.unwrap();
}

#[tokio::test]
async fn the_view_begins_with_what_exists() {
    let environment = Environment::new().await;
    trade(&environment.okx).await;
    let view = environment.okx.account_view().await.unwrap();
    assert_eq!(known(&view), actual(&environment));
    assert!(matches!(view.state(), ViewState::Current));
    assert!(view.as_of() <= environment.okx.server_time());
    let [order] = &view.orders()[..] else { panic!("one order is open") };
    assert_eq!(view.order(order.ord_id().clone()).as_ref(), Some(order));
    assert_eq!(view.positions_in("BTC-USDT-SWAP").len(), 1);
    assert!(view.balance("USDT").is_some() && view.balance("NONE").is_none());
}

#[tokio::test]
async fn changes_arrive_by_themselves() {
    let environment = Environment::new().await;
    let mut view = environment.okx.account_view().await.unwrap();
    trade(&environment.okx).await;
    catches_up(&environment, &mut view).await;
    assert_eq!((view.orders().len(), view.positions().len()), (1, 1));
    environment.okx.send(&swap(Side::Sell, dec!(3))).await.unwrap();
    environment.okx.send(&CancelOrder::new("BTC-USDT").ord_id(view.orders()[0].ord_id().clone())).await.unwrap();
    catches_up(&environment, &mut view).await;
    assert_eq!((view.orders().len(), view.positions().len()), (0, 0));
}

/// Trades before and after a fault, and compares the end.
async fn equal_despite(fault: impl FnOnce(&Environment)) {
    let environment = Environment::with_pauses_up_to(PAUSES).await;
    let mut view = environment.okx.account_view().await.unwrap();
    trade(&environment.okx).await;
    let price = environment.price_inside().await;
    environment.okx.send(&buy(OrdType::Limit, dec!(0.05), price)).await.unwrap();
    fault(&environment);
    environment.other_sells(dec!(0.01), price).await;
    trade(&environment.okx).await;
    environment.okx.send(&swap(Side::Sell, dec!(6))).await.unwrap();
    catches_up(&environment, &mut view).await;
    assert!(view.positions().is_empty());
}

fn private() -> SocketTarget {
    SocketTarget::socket("private")
}

#[tokio::test]
async fn changes_while_the_connection_is_lost_are_not_missed() {
    equal_despite(|environment| {
        environment.sim.socket_faults().now(private(), SocketFault::Reset);
    })
    .await;
}

#[tokio::test]
async fn changes_while_one_connection_replaces_another_are_not_missed() {
    equal_despite(|environment| {
        let closes_after = Duration::from_secs(60);
        environment.sim.socket_faults().now(private(), SocketFault::Notice { closes_after });
    })
    .await;
}

#[tokio::test]
async fn doubled_and_reordered_updates_do_no_harm() {
    equal_despite(|environment| {
        environment.sim.socket_faults().always(private().channel("orders"), SocketFault::Doubled);
        environment.sim.socket_faults().always(private().channel("account"), SocketFault::Doubled);
        environment.sim.socket_faults().always(private().channel("positions"), SocketFault::Doubled);
    })
    .await;
}

#[tokio::test]
async fn a_view_without_a_connection_says_since_when_it_is_stale() {
    let environment = Environment::new().await;
    let mut view = environment.okx.account_view().await.unwrap();
    let refused = SocketFault::RefusedUpgrade { status: 503, body: "maintenance".to_owned() };
    environment.sim.socket_faults().always(private(), refused);
    environment.sim.socket_faults().now(private(), SocketFault::Reset);
    let since = loop {
        match view.state() {
            ViewState::Stale { since } => break since,
            _ => view.changed().await.unwrap(),
        }
    };
    assert_eq!(view.as_of(), since);
    trade(&environment.okx).await;
    environment.sim.socket_faults().clear();
    environment.clock.advance(Duration::from_secs(60));
    catches_up(&environment, &mut view).await;
    assert!(view.as_of() > since);
}

#[tokio::test]
async fn a_view_whose_subscription_ends_says_why() {
    let environment = Environment::new().await;
    let mut view = environment.okx.account_view().await.unwrap();
    environment.sim.socket_faults().now(private().channel("positions"), SocketFault::ConnectionCount);
    let error = loop {
        if let Err(error) = view.changed().await {
            break error;
        }
    };
    assert_eq!(error.call(), Some("ws.private.positions"), "{error}");
    assert!(matches!(view.state(), ViewState::Ended(_)), "{view:?}");
    assert!(environment.okx.account_view().await.is_ok());
}
