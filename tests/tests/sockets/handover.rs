//! Numbered pushes while one connection replaces another: nothing is lost, and nothing arrives twice.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use okx_client::enums::{OrdState, OrdType, Side, SubscribedInstType, TdMode};
use okx_client::sockets::{ConnectionEventKind, ConnectionState, Connections};
use okx_client::trade::{CancelOrder, PlaceOrder};
use okx_client::ws::private::Orders;
use okx_client::ws::public::{OrderBook, OrderBookChannel, Trades};
use okx_client::{Client, Decimal, SendOptions, SendRoute, Subscription, dec};
use okx_sim::{Sim, SocketFault, SocketTarget};
use tokio::task::JoinHandle;

use super::{connected, within_a_minute};

const HANDOVERS: usize = 3;

/// How much is published before, during and after each handover.
const PUBLISHED: u32 = 40;

/// Announces that the connection of a socket will be closed, as soon as there is one.
async fn announce_the_end(sim: &Sim, socket: &str) {
    let notice = SocketFault::Notice { closes_after: Duration::from_secs(60) };
    while sim.socket_faults().now(SocketTarget::socket(socket), notice.clone()) == 0 {
        tokio::task::yield_now().await;
    }
}

/// Counts how often a connection was replaced.
fn count_replacements(mut connections: Connections) -> (Arc<AtomicUsize>, JoinHandle<()>) {
    let count = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&count);
    let watcher = tokio::spawn(async move {
        while let Some(event) = connections.next().await {
            if event.kind == ConnectionEventKind::State(ConnectionState::Replaced) {
                counted.fetch_add(1, Ordering::SeqCst);
            }
        }
    });
    (count, watcher)
}

/// Publishes all the time, while one connection after another is replaced.
async fn publish_during_handovers(sim: &Sim, okx: &Client, socket: &str, mut publish: impl FnMut(&Sim)) {
    let (replaced, watcher) = count_replacements(okx.connections());
    for handover in 0..HANDOVERS {
        publish(sim);
        announce_the_end(sim, socket).await;
        while replaced.load(Ordering::SeqCst) == handover {
            publish(sim);
            // Lets the new connection go on by a step or two, so that there is something to publish between any two of them.
            tokio::task::yield_now().await;
        }
        publish(sim);
    }
    watcher.abort();
}

/// What was sent around a trade, for failures.
fn history(sim: &Sim, id: &str) -> String {
    let journal = sim.socket_journal();
    let text = format!(r#""tradeId":"{id}""#);
    let place = journal.iter().position(|entry| entry.event.text().contains(&text)).unwrap_or(0);
    let around = journal.iter().skip(place.saturating_sub(12)).take(30);
    around.map(|entry| format!("{} {:?}", entry.connection, entry.event)).collect::<Vec<_>>().join("\n")
}

#[tokio::test]
async fn trades_arrive_once_and_in_order() {
    let (sim, okx) = connected().await;
    let mut trades = okx.subscribe(&Trades::new("BTC-USDT")).unbounded().await.unwrap();
    let mut published = Vec::new();
    publish_during_handovers(&sim, &okx, "public", |sim| {
        let now = sim.now();
        published.extend(sim.core().publish_trades("BTC-USDT", 2, now).expect("the instrument is listed"));
    })
    .await;
    let now = sim.now();
    published.extend(sim.core().publish_trades("BTC-USDT", PUBLISHED, now).expect("the instrument is listed"));
    let mut received = Vec::new();
    let last = published.last().map(u64::to_string);
    while received.last() != last.as_ref() {
        let rows = within_a_minute(trades.next_rows()).await.expect("all trades arrive").unwrap().unwrap();
        received.extend(rows.into_iter().map(|row| row.unwrap().trade_id.to_string()));
    }
    let published: Vec<String> = published.iter().map(u64::to_string).collect();
    assert!(published.len() > PUBLISHED as usize);
    let missing: Vec<_> = published.iter().filter(|id| !received.contains(id)).collect();
    assert!(missing.is_empty(), "{missing:?} were lost:\n{}", history(&sim, missing[0]));
    assert_eq!(received, published);
}

/// An order book as it is built from what is pushed.
#[derive(Debug, Default)]
struct Book {
    sides: [BTreeMap<Decimal, Decimal>; 2],
    last: Option<i64>,
    updates: usize,
}

/// Reads until the sequence of a book has this number.
async fn read_book(books: &mut Subscription<OrderBook>, book: &mut Book, last: i64) {
    while book.last != Some(last) {
        let update = within_a_minute(books.try_next()).await.expect("all changes arrive").unwrap().unwrap();
        assert_eq!(update.gap, None, "a handover is not a gap");
        for row in update.rows.iter().flatten() {
            if update.is_snapshot {
                book.sides = [BTreeMap::new(), BTreeMap::new()];
            } else {
                assert_eq!(row.prev_seq_id, book.last, "the sequence continues");
                assert!(row.seq_id > book.last, "{:?} arrived twice", row.seq_id);
                book.updates += 1;
            }
            book.last = row.seq_id;
            for (side, levels) in book.sides.iter_mut().zip([&row.bids, &row.asks]) {
                for level in levels {
                    if level.sz.is_zero() {
                        side.remove(&level.px);
                    } else {
                        side.insert(level.px, level.sz);
                    }
                }
            }
        }
    }
}

#[tokio::test]
async fn books_continue_without_a_hole() {
    let (sim, okx) = connected().await;
    let channel = OrderBook::new(OrderBookChannel::Books, "BTC-USDT");
    let mut books = okx.subscribe(&channel).unbounded().await.unwrap();
    publish_during_handovers(&sim, &okx, "public", |sim| {
        let now = sim.now();
        sim.core().publish_book_changes("BTC-USDT", 2, now).expect("the instrument is listed");
    })
    .await;
    let now = sim.now();
    sim.core().publish_book_changes("BTC-USDT", PUBLISHED, now).expect("the instrument is listed");
    let snapshot = sim.core().market("BTC-USDT").expect("the instrument is listed").snapshot(400);
    let mut book = Book::default();
    read_book(&mut books, &mut book, snapshot.sequence).await;
    let expected = [&snapshot.bids, &snapshot.asks]
        .map(|side| side.iter().map(|level| (level.price, level.size)).collect::<BTreeMap<_, _>>());
    assert_eq!(book.sides, expected, "the book is the exchange's own");
    assert!(book.updates > PUBLISHED as usize);
}

/// Places and cancels numbered orders over the REST API, so that they are not lost with the connection.
async fn place_and_cancel(okx: &Client, number: usize) -> String {
    let over_rest = SendOptions::default().route(SendRoute::Rest);
    let name = format!("numbered{number}");
    let order = PlaceOrder::new("BTC-USDT", TdMode::Cash, Side::Buy, OrdType::Limit, dec!(0.001)).px(dec!(10_000));
    okx.send_with(&order.cl_ord_id(name.as_str()), over_rest).await.unwrap();
    okx.send_with(&CancelOrder::new("BTC-USDT").cl_ord_id(name.as_str()), over_rest).await.unwrap();
    name
}

/// Reads until this order has been canceled, and counts the rows of each order and state.
async fn read_orders(orders: &mut Subscription<Orders>, last: &str, counts: &mut BTreeMap<(String, bool), usize>) {
    while !counts.contains_key(&(last.to_owned(), true)) {
        let update = within_a_minute(orders.try_next()).await.expect("all orders arrive").unwrap().unwrap();
        for row in update.rows.iter().flatten() {
            let name = row.cl_ord_id.as_ref().map(ToString::to_string).unwrap_or_default();
            *counts.entry((name, row.state == Some(OrdState::Canceled))).or_default() += 1;
        }
    }
}

#[tokio::test]
async fn orders_arrive_once_over_handovers_and_drops() {
    let (sim, okx) = connected().await;
    let mut orders = okx.subscribe(&Orders::new(SubscribedInstType::Any)).unbounded().await.unwrap();
    let mut number = 0;
    let (replaced, watcher) = count_replacements(okx.connections());
    for round in 0..HANDOVERS {
        let mut names = Vec::new();
        let mut next = || {
            number += 1;
            number
        };
        announce_the_end(&sim, "private").await;
        while replaced.load(Ordering::SeqCst) == round {
            names.push(place_and_cancel(&okx, next()).await);
        }
        names.push(place_and_cancel(&okx, next()).await);
        let target = SocketTarget::socket("private");
        sim.socket_faults().now(target, SocketFault::Reset);
        for _ in 0..3 {
            names.push(place_and_cancel(&okx, next()).await);
        }
        let mut counts = BTreeMap::new();
        read_orders(&mut orders, names.last().expect("orders were placed"), &mut counts).await;
        for name in names {
            let count = |is_canceled| counts.get(&(name.clone(), is_canceled)).copied().unwrap_or_default();
            // Of an order that lived and ended while there was no connection, only the end is fetched.
            assert!(count(true) == 1 && count(false) <= 1, "{name} in round {round}: {counts:?}");
        }
    }
    watcher.abort();
}
