//! Orders that are followed from placing to their end.

use std::time::Duration;

use okx_client::enums::{CancelSource, OrdState, OrdType};
use okx_client::{Decimal, OrderHandle, OrderStatus, SendRoute, Waited, dec};
use okx_sim::{Fault, SocketFault, SocketTarget};

use super::environment::{Environment, buy};

/// Longer than anything takes on the clock of these tests, which is moved on while they wait.
const LONG: Duration = Duration::from_secs(600);

/// Pauses that end at once in tests in which connections are lost. Deadlines of requests and connections are longer, because they must not be
/// over while data is in transit over loopback.
const PAUSES: Duration = Duration::from_secs(4);

/// Compares what a handle knows with the exchange's own order.
#[track_caller]
fn is_as_at_exchange(environment: &Environment, handle: &OrderHandle) {
    let core = environment.sim.core();
    let id = handle.ord_id();
    let order = core.orders().find(|order| order.id.0.to_string() == id.as_str()).expect("the order exists");
    let status = handle.status();
    assert_eq!(status.state().map(OrdState::as_str), Some(order.state.name()));
    assert_eq!(status.filled_size(), order.filled);
    assert!(status.has_all_fills(), "{status:?}");
    let value: Decimal = status.fills().iter().map(|fill| fill.fill_px * fill.fill_sz).sum();
    assert_eq!(value, order.filled_value);
    let mut trades: Vec<_> = status.fills().iter().map(|fill| fill.trade_id.clone()).collect();
    trades.sort();
    trades.dedup();
    assert_eq!(trades.len(), status.fills().len());
}

/// Waits until all fills of an order that has ended are known.
async fn last_change(handle: &OrderHandle) -> OrderStatus {
    let mut changes = handle.changes();
    let mut last = None;
    while let Some(change) = changes.next().await {
        last = Some(change.unwrap());
    }
    last.expect("the current status comes first")
}

#[tokio::test]
async fn an_order_that_takes_is_filled() {
    let environment = Environment::new().await;
    let handle = environment.okx.place(buy(OrdType::Limit, dec!(0.5), dec!(70_000))).await.unwrap();
    let waited = handle.filled().within(LONG).await.unwrap();
    assert!(waited.is_reached(), "{waited:?}");
    let status = last_change(&handle).await;
    assert_eq!((status.filled_size(), handle.state()), (dec!(0.5), Some(OrdState::Filled)));
    assert!(status.average_price().is_some_and(|price| price <= dec!(70_000)));
    is_as_at_exchange(&environment, &handle);
}

#[tokio::test]
async fn partial_fills_are_followed_until_the_order_is_cancelled() {
    let environment = Environment::new().await;
    let price = environment.price_inside().await;
    let handle = environment.okx.place(buy(OrdType::PostOnly, dec!(0.05), price)).await.unwrap();
    let mut changes = handle.changes();
    for count in 1..=3 {
        environment.other_sells(dec!(0.01), price).await;
        while changes.next().await.unwrap().unwrap().fills().len() < count {}
    }
    assert_eq!(handle.state(), Some(OrdState::PartiallyFilled));
    handle.cancel().await.unwrap();
    let waited = handle.filled().await.unwrap();
    assert!(matches!(waited, Waited::Ended(_)), "{waited:?}");
    assert!(handle.canceled().await.unwrap().is_reached());
    assert_eq!((handle.filled_size(), handle.average_price()), (dec!(0.03), Some(price)));
    is_as_at_exchange(&environment, &handle);
    let error = handle.cancel().await.unwrap_err();
    assert!(error.is_refused(), "{error}");
}

#[tokio::test]
async fn an_amendment_changes_the_status() {
    let environment = Environment::new().await;
    let handle = environment.okx.place(buy(OrdType::Limit, dec!(0.05), dec!(1_000))).await.unwrap();
    handle.amend(|amendment| amendment.new_px(dec!(1_100)).new_sz(dec!(0.04))).await.unwrap();
    let mut changes = handle.changes();
    while changes.next().await.unwrap().unwrap().row().px != Some(dec!(1_100)) {}
    assert_eq!((handle.status().row().sz, handle.state()), (Some(dec!(0.04)), Some(OrdState::Live)));
}

#[tokio::test]
async fn a_post_only_order_that_would_take_is_cancelled() {
    let environment = Environment::new().await;
    let handle = environment.okx.place(buy(OrdType::PostOnly, dec!(0.01), dec!(70_000))).await.unwrap();
    let waited = handle.ended().within(LONG).await.unwrap();
    assert!(waited.is_reached() && waited.status().is_canceled(), "{waited:?}");
    assert_ne!(waited.status().row().cancel_source, Some(CancelSource::User));
    is_as_at_exchange(&environment, &handle);
}

#[tokio::test]
async fn a_refused_order_has_no_handle() {
    let environment = Environment::new().await;
    let error = environment.okx.place(buy(OrdType::Limit, dec!(1_000), dec!(60_000))).await.unwrap_err();
    assert!(error.is_refused(), "{error}");
    assert!(environment.okx.unresolved().is_empty());
}

#[tokio::test]
async fn waiting_ends_when_the_time_is_over() {
    let environment = Environment::new().await;
    let handle = environment.okx.place(buy(OrdType::Limit, dec!(0.01), dec!(1_000))).await.unwrap();
    let waited = handle.filled().within(Duration::from_millis(500)).await.unwrap();
    assert!(matches!(&waited, Waited::TimedOut(status) if !status.has_ended()), "{waited:?}");
}

#[tokio::test]
async fn an_order_whose_reply_was_lost_is_found_and_followed() {
    let environment = Environment::with_pauses_up_to(PAUSES).await;
    environment.sim.faults().once("trade.place_order", Fault::CutAfterActing);
    let handle = environment.okx.place(buy(OrdType::Limit, dec!(0.1), dec!(70_000))).await.unwrap();
    assert!(handle.filled().within(LONG).await.unwrap().is_reached());
    last_change(&handle).await;
    is_as_at_exchange(&environment, &handle);
    assert!(environment.okx.unresolved().is_empty());
}

#[tokio::test]
async fn an_order_that_never_arrived_has_no_handle() {
    let environment = Environment::with_pauses_up_to(PAUSES).await;
    environment.sim.faults().once("trade.place_order", Fault::CutBeforeActing);
    let error = environment.okx.place(buy(OrdType::Limit, dec!(0.1), dec!(70_000))).await.unwrap_err();
    assert!(error.is_unreachable(), "{error}");
    assert!(error.to_string().contains("the order was not placed"), "{error}");
    assert_eq!(environment.sim.core().orders().count(), 0);
    assert!(environment.okx.unresolved().is_empty());
}

#[tokio::test]
async fn orders_over_the_socket_are_followed_too() {
    let environment = Environment::with(PAUSES, SendRoute::Socket).await;
    let price = environment.price_inside().await;
    environment.sim.clear_journal();
    let handle = environment.okx.place(buy(OrdType::PostOnly, dec!(0.02), price)).await.unwrap();
    environment.other_sells(dec!(0.01), price).await;
    handle.amend(|amendment| amendment.new_px(dec!(1_000))).await.unwrap();
    handle.cancel().await.unwrap();
    assert!(handle.canceled().within(LONG).await.unwrap().is_reached());
    last_change(&handle).await;
    is_as_at_exchange(&environment, &handle);
    let journal = environment.sim.journal();
    let over_socket: Vec<_> = journal.iter().filter(|entry| entry.method == "SOCKET").collect();
    assert_eq!(over_socket.len(), 3, "{over_socket:?}");
}

/// Places an order that rests, lets the other trader fill it in four parts, with a fault after the second one, and compares the end.
async fn filled_despite(fault: impl FnOnce(&Environment)) {
    let environment = Environment::with_pauses_up_to(PAUSES).await;
    let price = environment.price_inside().await;
    let handle = environment.okx.place(buy(OrdType::PostOnly, dec!(0.04), price)).await.unwrap();
    environment.other_sells(dec!(0.01), price).await;
    environment.other_sells(dec!(0.01), price).await;
    fault(&environment);
    environment.other_sells(dec!(0.01), price).await;
    environment.other_sells(dec!(0.01), price).await;
    let waited = handle.filled().await.unwrap();
    assert!(waited.is_reached(), "{waited:?}");
    let status = last_change(&handle).await;
    assert_eq!((status.fills().len(), status.average_price()), (4, Some(price)));
    is_as_at_exchange(&environment, &handle);
}

fn private() -> SocketTarget {
    SocketTarget::socket("private")
}

#[tokio::test]
async fn fills_while_the_connection_is_lost_are_not_missed() {
    filled_despite(|environment| {
        environment.sim.socket_faults().now(private(), SocketFault::Reset);
    })
    .await;
}

#[tokio::test]
async fn fills_while_one_connection_replaces_another_count_once() {
    filled_despite(|environment| {
        let closes_after = Duration::from_secs(60);
        environment.sim.socket_faults().now(private(), SocketFault::Notice { closes_after });
    })
    .await;
}

#[tokio::test]
async fn doubled_updates_count_once() {
    filled_despite(|environment| {
        environment.sim.socket_faults().always(private().channel("orders"), SocketFault::Doubled);
    })
    .await;
}

#[tokio::test]
async fn reordered_updates_lead_to_the_same_end() {
    filled_despite(|environment| {
        environment.sim.socket_faults().once(private().channel("orders"), SocketFault::Reordered);
    })
    .await;
}

#[tokio::test]
async fn updates_that_never_arrive_are_found_in_the_list_of_open_orders() {
    let environment = Environment::new().await;
    let price = environment.price_inside().await;
    let handle = environment.okx.place(buy(OrdType::PostOnly, dec!(0.02), price)).await.unwrap();
    let mut changes = handle.changes();
    while changes.next().await.unwrap().unwrap().state() != Some(&OrdState::Live) {}
    environment.sim.socket_faults().always(private().channel("orders"), SocketFault::Missing);
    environment.other_sells(dec!(0.02), price).await;
    assert_eq!(handle.state(), Some(OrdState::Live));
    let clock = environment.clock.clone();
    let moving = tokio::spawn(async move {
        loop {
            tokio::task::yield_now().await;
            clock.advance(Duration::from_millis(1));
        }
    });
    assert!(handle.filled().await.unwrap().is_reached());
    moving.abort();
    last_change(&handle).await;
    is_as_at_exchange(&environment, &handle);
}

#[tokio::test]
async fn all_orders_share_one_subscription() {
    let environment = Environment::new().await;
    let mut handles = Vec::new();
    for _ in 0..5 {
        handles.push(environment.okx.place(buy(OrdType::Limit, dec!(0.01), dec!(1_000))).await.unwrap());
    }
    let private: Vec<_> = environment.okx.connections().all();
    assert_eq!(private.iter().map(|connection| connection.subscriptions).sum::<usize>(), 1);
    for handle in &handles {
        handle.cancel().await.unwrap();
        assert!(handle.canceled().within(LONG).await.unwrap().is_reached());
    }
}

#[tokio::test]
async fn an_order_that_cannot_be_followed_any_longer_says_why() {
    let environment = Environment::new().await;
    let handle = environment.okx.place(buy(OrdType::Limit, dec!(0.01), dec!(1_000))).await.unwrap();
    environment.sim.socket_faults().now(private().channel("orders"), SocketFault::ConnectionCount);
    let error = handle.filled().await.unwrap_err();
    assert_eq!(error.call(), Some("ws.private.orders"), "{error}");
    assert!(handle.error().is_some());
    let mut changes = handle.changes();
    assert!(changes.next().await.unwrap().is_err() && changes.next().await.is_none());
    // The next order is followed again.
    let next = environment.okx.place(buy(OrdType::Limit, dec!(0.01), dec!(70_000))).await.unwrap();
    assert!(next.filled().await.unwrap().is_reached());
}

#[test]
fn nobody_waits_forever_if_the_runtime_is_shut_down() {
    let runtime = || tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let first = runtime();
    let (environment, handle, mut view) = first.block_on(async {
        let environment = Environment::new().await;
        let handle = environment.okx.place(buy(OrdType::Limit, dec!(0.01), dec!(1_000))).await.unwrap();
        let view = environment.okx.account_view().await.unwrap();
        (environment, handle, view)
    });
    drop(first);
    runtime().block_on(async {
        let error = handle.filled().await.unwrap_err();
        assert!(error.to_string().contains("runtime was shut down"), "{error}");
        while view.changed().await.is_ok() {}
    });
    drop(environment);
}
