//! Gaps are filled over the REST API, and nothing arrives twice while one connection replaces another.

use std::collections::BTreeMap;
use std::time::Duration;

use okx_client::enums::{OrdType, Side, SubscribedInstType, TdMode};
use okx_client::sockets::{ConnectionEventKind, ConnectionState, GapCause};
use okx_client::trade::PlaceOrder;
use okx_client::ws::private::{Account, Orders};
use okx_client::{Client, GapAction, Subscription, UpdateSource, dec};
use okx_sim::{SocketFault, SocketTarget};

use super::connected;

async fn place(okx: &Client, name: &str) {
    let order = PlaceOrder::new("BTC-USDT", TdMode::Cash, Side::Buy, OrdType::Limit, dec!(0.001))
        .px(dec!(10_000))
        .cl_ord_id(name);
    okx.send(&order).await.unwrap();
}

/// Reads updates until one has a row of this order, and counts the rows of each order.
async fn count_until(orders: &mut Subscription<Orders>, name: &str, counts: &mut BTreeMap<String, usize>) {
    loop {
        let update = orders.try_next().await.unwrap().unwrap();
        for row in update.rows {
            let name = row.unwrap().cl_ord_id.map(|id| id.as_str().to_owned()).unwrap_or_default();
            *counts.entry(name).or_default() += 1;
        }
        if counts.contains_key(name) {
            return;
        }
    }
}

#[tokio::test]
async fn orders_that_were_missed_are_fetched_and_arrive_once() {
    let (sim, okx) = connected().await;
    let mut orders = okx.subscribe(&Orders::new(SubscribedInstType::Any)).await.unwrap();
    place(&okx, "before").await;
    let mut counts = BTreeMap::new();
    count_until(&mut orders, "before", &mut counts).await;
    let busy = SocketFault::RefusedUpgrade { status: 503, body: String::new() };
    sim.socket_faults().next(2, SocketTarget::socket("private"), busy);
    sim.socket_faults().now(SocketTarget::socket("private"), SocketFault::Reset);
    place(&okx, "missed").await;
    let update = orders.try_next().await.unwrap().unwrap();
    let gap = update.gap.expect("the connection was lost");
    assert_eq!(
        (gap.cause, gap.action, update.source),
        (GapCause::ConnectionLost, GapAction::Filled { rows: 1 }, UpdateSource::Fetched)
    );
    assert_eq!(update.rows.one().unwrap().cl_ord_id.unwrap(), "missed");
    place(&okx, "after").await;
    count_until(&mut orders, "after", &mut counts).await;
    assert_eq!(counts, BTreeMap::from([("before".to_owned(), 1), ("after".to_owned(), 1)]));
}

#[tokio::test]
async fn an_account_begins_with_a_snapshot_and_again_after_a_gap() {
    let (sim, okx) = connected().await;
    let mut account = okx.subscribe(&Account::new()).await.unwrap();
    assert!(account.try_next().await.unwrap().unwrap().is_snapshot);
    sim.socket_faults().now(SocketTarget::any(), SocketFault::Reset);
    loop {
        let update = account.try_next().await.unwrap().unwrap();
        if let Some(gap) = update.gap {
            assert_eq!(gap.action, GapAction::SnapshotFollows);
            break;
        }
    }
    assert!(account.try_next().await.unwrap().unwrap().is_snapshot);
}

#[tokio::test]
async fn every_order_arrives_once_while_one_connection_replaces_another() {
    let (sim, okx) = connected().await;
    let mut connections = okx.connections();
    let mut orders = okx.subscribe(&Orders::new(SubscribedInstType::Any)).await.unwrap();
    let mut counts = BTreeMap::new();
    place(&okx, "n0").await;
    count_until(&mut orders, "n0", &mut counts).await;
    let notice = SocketFault::Notice { closes_after: Duration::from_secs(60) };
    assert_eq!(sim.socket_faults().now(SocketTarget::socket("private"), notice), 1);
    let mut number = 0;
    // Orders are placed all the time until the new connection has taken over.
    loop {
        number += 1;
        place(&okx, &format!("n{number}")).await;
        count_until(&mut orders, &format!("n{number}"), &mut counts).await;
        let event = tokio::time::timeout(Duration::from_millis(1), connections.next());
        let is_replaced = ConnectionEventKind::State(ConnectionState::Replaced);
        if event.await.is_ok_and(|event| event.is_some_and(|event| event.kind == is_replaced)) {
            break;
        }
    }
    for more in 1..=5 {
        let name = format!("n{}", number + more);
        place(&okx, &name).await;
        count_until(&mut orders, &name, &mut counts).await;
    }
    assert!(counts.values().all(|count| *count == 1), "{counts:?}");
    assert_eq!(counts.len(), number + 6);
}

#[tokio::test]
async fn a_snapshot_in_pages_is_one_update() {
    let sim = okx_sim::Sim::builder().snapshot_page(1).start().await.unwrap();
    let okx = okx_tests::client(&sim).build().unwrap();
    let mut account = okx.subscribe(&Account::new()).await.unwrap();
    let whole = account.try_next().await.unwrap().unwrap();
    assert!(whole.is_snapshot && whole.beside.last_page == Some(true), "{:?}", whole.beside);
    let pages = usize::try_from(whole.beside.cur_page.unwrap()).unwrap();
    assert_eq!((whole.rows.len(), whole.rows.errors().count()), (pages, 0));
    assert!(pages > 1, "the account has one page only");
}
