//! Rows reach the order they are about, and OKX is asked when something is missing.

use super::*;
use crate::api::enums::{OrdType, Side, TdMode};
use crate::api::trade::PlaceOrder;
use crate::trading::order_status::tests::{Change, history};

const START: Duration = Duration::from_secs(100);

fn tracker(name: &str) -> Arc<Tracker> {
    let order = PlaceOrder::new("BTC-USDT", TdMode::Cash, Side::Buy, OrdType::Limit, rust_decimal::Decimal::ONE);
    Arc::new(Tracker::new(&order.cl_ord_id(name)))
}

fn expecting(name: &str) -> (Routes, Arc<Tracker>) {
    let (mut routes, tracker) = (Routes::default(), tracker(name));
    routes.expect(Arc::clone(&tracker)).unwrap();
    (routes, tracker)
}

fn after(seconds: u64) -> Duration {
    START + Duration::from_secs(seconds)
}

/// An order that is filled in two trades. Its name is `c` and its ID.
fn filled() -> Vec<OrderUpdate> {
    let fill = |units| Change::Fill { units, price: 100, after: 1 };
    history("7", 1_000, &[fill(15), fill(19), fill(19)], true)
}

fn looks_up(routes: &mut Routes, now: Duration) -> bool {
    routes.take_due(now).iter().any(|due| due.ord_id == "7")
}

#[test]
fn rows_that_arrive_before_the_acknowledgement_count() {
    let (mut routes, tracker) = expecting("c7");
    assert_eq!((tracker.status().state(), tracker.status().row().sz), (None, Some(rust_decimal::Decimal::ONE)));
    for row in filled() {
        routes.apply(row, RowSource::Push, START);
    }
    assert_eq!(tracker.status().state(), None);
    routes.accept(&"c7".into(), &"7".into(), START);
    assert!(tracker.status().is_filled() && tracker.status().has_all_fills());
    assert!(!routes.has_open() && routes.next_due().is_none());
}

#[test]
fn rows_of_an_earlier_order_with_the_same_name_are_ignored() {
    let (mut routes, tracker) = expecting("c7");
    for row in filled() {
        routes.apply(row, RowSource::Rest, START);
    }
    routes.accept(&"c7".into(), &"8".into(), START);
    assert_eq!((tracker.status().ord_id().as_str(), tracker.status().state()), ("8", None));
    for row in filled() {
        routes.apply(row, RowSource::Push, START);
    }
    assert!(tracker.status().fills().is_empty());
}

#[test]
fn okx_is_asked_if_nothing_is_pushed_after_the_acknowledgement() {
    let (mut routes, _tracker) = expecting("c7");
    routes.accept(&"c7".into(), &"7".into(), START);
    assert!(!looks_up(&mut routes, after(2)));
    assert!(looks_up(&mut routes, after(3)));
    assert!(!looks_up(&mut routes, after(100)), "one lookup at a time");

    let (mut routes, _tracker) = expecting("c7");
    routes.accept(&"c7".into(), &"7".into(), START);
    routes.apply(filled().remove(0), RowSource::Push, after(1));
    assert!(!looks_up(&mut routes, after(100)), "the push has arrived");
}

#[test]
fn okx_is_asked_for_fills_that_are_missing() {
    let (mut routes, tracker) = expecting("c7");
    routes.accept(&"c7".into(), &"7".into(), START);
    let rows = filled();
    routes.apply(rows[3].clone(), RowSource::Push, START);
    assert!(tracker.status().is_filled() && !tracker.status().has_all_fills());
    assert_eq!(routes.next_due(), Some(after(1)));
    routes.apply(rows[1].clone(), RowSource::Push, START);
    routes.apply(rows[2].clone(), RowSource::Push, START);
    assert_eq!(routes.next_due(), None, "the fills have arrived, in another order");

    let (mut routes, tracker) = expecting("c7");
    routes.accept(&"c7".into(), &"7".into(), START);
    routes.apply(rows[3].clone(), RowSource::Rest, START);
    let mut now = START;
    let mut lookups = 0;
    while let Some(due) = routes.next_due() {
        now = now.max(due);
        assert!(looks_up(&mut routes, now));
        routes.looked_up(&"7".into(), &[], now);
        lookups += 1;
    }
    assert_eq!(lookups, MOST_LOOKUPS, "it is not asked forever for fills that it does not list");
    assert!(tracker.known().is_final, "whoever reads the changes of the order does not wait forever");
}

#[test]
fn okx_is_asked_if_a_cancellation_is_not_pushed() {
    let (mut routes, _tracker) = expecting("c7");
    routes.accept(&"c7".into(), &"7".into(), START);
    let live = filled().remove(0);
    routes.apply(live.clone(), RowSource::Push, START);
    routes.expect_end(&"7".into(), START);
    assert!(looks_up(&mut routes, after(3)));
    routes.apply(live, RowSource::Rest, after(3));
    routes.looked_up(&"7".into(), &[], after(3));
    assert!(routes.next_due().is_some(), "it is still open");
    let canceled = history("7", 1_000, &[Change::Cancel { after: 5 }], false).remove(0);
    routes.apply(canceled, RowSource::Push, after(4));
    assert_eq!(routes.next_due(), None);
}

#[test]
fn a_failed_lookup_is_repeated_with_pauses_that_grow() {
    let (mut routes, _tracker) = expecting("c7");
    routes.accept(&"c7".into(), &"7".into(), START);
    let mut pauses = Vec::new();
    let mut now = after(3);
    for _ in 0..7 {
        assert!(looks_up(&mut routes, now));
        assert!(routes.lookup_failed(&"7".into(), true, now));
        let next = routes.next_due().unwrap();
        pauses.push(next.saturating_sub(now).as_secs());
        now = next;
    }
    assert_eq!(pauses, [2, 4, 8, 16, 30, 30, 30]);
    assert!(looks_up(&mut routes, now));
    assert!(!routes.lookup_failed(&"7".into(), false, now), "a final error ends the lookups");
}

#[test]
fn open_orders_that_are_not_listed_are_looked_up_unless_they_changed() {
    let (mut routes, _tracker) = expecting("c7");
    routes.accept(&"c7".into(), &"7".into(), START);
    let rows = filled();
    routes.apply(rows[0].clone(), RowSource::Push, START);
    let before = routes.open();
    routes.not_listed(&before, after(1));
    assert!(looks_up(&mut routes, after(1)));
    routes.apply(rows[1].clone(), RowSource::Push, after(1));
    routes.not_listed(&before, after(1));
    assert!(!looks_up(&mut routes, after(100)));
}

#[test]
fn nothing_is_left_of_an_order_that_nobody_follows() {
    let (mut routes, tracker) = expecting("c7");
    routes.accept(&"c7".into(), &"7".into(), START);
    routes.forget(&tracker);
    let (mut placing, expected) = expecting("c8");
    placing.forget(&expected);
    for routes in [&routes, &placing] {
        assert!(routes.followed.is_empty() && routes.expected.is_empty() && routes.due.is_empty());
    }
    routes.apply(filled().remove(0), RowSource::Push, START);
    assert_eq!(tracker.status().state(), None);
}

#[test]
fn an_error_reaches_open_orders_only() {
    let (mut routes, open) = expecting("c8");
    routes.accept(&"c8".into(), &"8".into(), START);
    let ended = tracker("c7");
    routes.expect(Arc::clone(&ended)).unwrap();
    routes.accept(&"c7".into(), &"7".into(), START);
    for row in filled() {
        routes.apply(row, RowSource::Push, START);
    }
    routes.fail_all(&Error::unreachable("the subscription has ended"));
    assert!(open.known().error.is_some() && ended.known().error.is_none());
    assert!(!routes.has_open());
}

#[test]
fn two_orders_with_one_name_cannot_be_placed_at_once() {
    let (mut routes, _tracker) = expecting("c7");
    let error = routes.expect(tracker("c7")).unwrap_err();
    assert_eq!(error.to_string(), "an order with the `clOrdId` c7 is being placed already; use another one");
    routes.accept(&"c7".into(), &"7".into(), START);
    routes.expect(tracker("c7")).unwrap();
}
