//! Any order and any repetition of the rows of a true history lead to its true end.

use proptest::prelude::*;
use rust_decimal::Decimal;

use super::{OrderStatus, RowSource, as_update};
use crate::api::enums::{AmendResult, ExecType, OrdState, Side};
use crate::api::objects::Order;
use crate::api::trade::Fill;
use crate::api::ws::private::OrderUpdate;
use crate::value::Timestamp;

/// What happens to an order next, with the milliseconds since the change before.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Change {
    Fill { units: u8, price: u8, after: u8 },
    Amend { after: u8 },
    Cancel { after: u8 },
}

/// The whole size of an order, in units.
const WHOLE: u32 = 40;

/// An order as the exchange sees it.
struct Model {
    row: OrderUpdate,
    trades: u32,
    value: Decimal,
}

impl Model {
    fn new(ord_id: &str, at: i64) -> Self {
        let mut row = OrderUpdate::default();
        row.ord_id = ord_id.into();
        row.cl_ord_id = Some(format!("c{ord_id}").as_str().into());
        row.state = Some(OrdState::Live);
        row.sz = Some(Decimal::from(WHOLE));
        row.acc_fill_sz = Some(Decimal::ZERO);
        row.avg_px = Some(Decimal::ZERO);
        row.fill_sz = Some(Decimal::ZERO);
        row.c_time = Some(Timestamp::from_millis(at));
        row.u_time = row.c_time;
        Self { row, trades: 0, value: Decimal::ZERO }
    }

    /// The row that is pushed after a change; `None` if the order has ended already.
    fn change(&mut self, change: Change) -> Option<OrderUpdate> {
        if OrderStatus::new(self.row.clone()).has_ended() {
            return None;
        }
        let was_amended = self.row.amend_result.is_some();
        (self.row.trade_id, self.row.fill_px, self.row.fill_sz) = (None, None, Some(Decimal::ZERO));
        (self.row.fill_time, self.row.fill_fee, self.row.exec_type, self.row.amend_result) = (None, None, None, None);
        let after = match change {
            Change::Fill { units, price, after } => {
                self.fill(units, price, after);
                after
            }
            Change::Amend { after } => {
                self.row.amend_result = Some(AmendResult::Done);
                // Two amendments in one millisecond cannot be told apart.
                if was_amended { after.max(1) } else { after }
            }
            Change::Cancel { after } => {
                self.row.state = Some(OrdState::Canceled);
                after
            }
        };
        self.row.u_time = self.row.u_time.map(|at| Timestamp::from_millis(at.as_millis() + i64::from(after)));
        Some(self.row.clone())
    }

    fn fill(&mut self, units: u8, price: u8, after: u8) {
        let known = self.row.acc_fill_sz.unwrap();
        let size = Decimal::from(units.max(1)).min(Decimal::from(WHOLE) - known);
        self.trades += 1;
        self.value += size * Decimal::from(price);
        let filled = known + size;
        self.row.acc_fill_sz = Some(filled);
        self.row.avg_px = Some(self.value / filled);
        self.row.fill_sz = Some(size);
        self.row.fill_px = Some(Decimal::from(price));
        self.row.trade_id = Some(self.trades.to_string().as_str().into());
        self.row.fill_time = self.row.u_time.map(|at| Timestamp::from_millis(at.as_millis() + i64::from(after)));
        self.row.fill_fee = Some(Decimal::new(-1, 3));
        self.row.exec_type = Some(ExecType::Taker);
        let is_filled = filled == Decimal::from(WHOLE);
        self.row.state = Some(if is_filled { OrdState::Filled } else { OrdState::PartiallyFilled });
    }
}

/// The rows that are pushed about an order, in their true order. An order that is only pushed when it ends, such as a post-only order that would
/// have taken, has one row.
pub(crate) fn history(ord_id: &str, begin: i64, changes: &[Change], is_live_pushed: bool) -> Vec<OrderUpdate> {
    let mut model = Model::new(ord_id, begin);
    let first = model.row.clone();
    let mut rows: Vec<_> = changes.iter().filter_map(|change| model.change(*change)).collect();
    if is_live_pushed || rows.is_empty() {
        rows.insert(0, first);
    }
    rows
}

/// The row of the REST API that tells the same as a push.
pub(crate) fn as_order(update: &OrderUpdate) -> Order {
    Order {
        ord_id: update.ord_id.clone(),
        cl_ord_id: update.cl_ord_id.clone(),
        state: update.state,
        sz: update.sz,
        acc_fill_sz: update.acc_fill_sz,
        avg_px: update.avg_px,
        trade_id: update.trade_id.clone(),
        fill_px: update.fill_px,
        fill_sz: update.fill_sz,
        c_time: update.c_time,
        u_time: update.u_time,
        fill_time: update.fill_time,
        ..Order::default()
    }
}

pub(crate) fn changes() -> impl Strategy<Value = Vec<Change>> {
    let change = prop_oneof![
        6 => (1..20_u8, 90..110_u8, 0..3_u8).prop_map(|(units, price, after)| Change::Fill { units, price, after }),
        3 => (0..3_u8).prop_map(|after| Change::Amend { after }),
        1 => (0..3_u8).prop_map(|after| Change::Cancel { after }),
    ];
    proptest::collection::vec(change, 0..12)
}

fn in_order(rows: &[OrderUpdate]) -> OrderStatus {
    let mut status = OrderStatus::new(rows[0].clone());
    for row in &rows[1..] {
        status.apply(row.clone(), RowSource::Push);
    }
    status
}

proptest! {
    #[test]
    fn any_order_and_repetition_of_a_history_leads_to_its_end(
        changes in changes(),
        is_live_pushed: bool,
        places in proptest::collection::vec(any::<prop::sample::Index>(), 0..20),
        keys in proptest::collection::vec(any::<u16>(), 40),
    ) {
        let rows = history("7", 1_000, &changes, is_live_pushed);
        let expected = in_order(&rows);
        prop_assert_eq!(expected.row(), rows.last().unwrap());
        let repeated = places.iter().map(|place| place.get(&rows).clone());
        let mut shuffled: Vec<_> = rows.iter().cloned().chain(repeated).zip(keys).collect();
        shuffled.sort_by_key(|(_, key)| *key);
        let shuffled: Vec<_> = shuffled.into_iter().map(|(row, _)| row).collect();
        prop_assert_eq!(in_order(&shuffled), expected);
    }

    #[test]
    fn fills_are_counted_once_and_add_up(changes in changes()) {
        let rows = history("7", 1_000, &changes, true);
        let status = in_order(&rows);
        let fills = rows.iter().filter(|row| row.trade_id.is_some()).count();
        prop_assert_eq!(status.fills().len(), fills);
        prop_assert!(status.has_all_fills());
        prop_assert_eq!(Some(status.filled_size()), status.row().acc_fill_sz);
        prop_assert_eq!(status.average_price(), status.row().avg_px.filter(|price| !price.is_zero()));
    }

    #[test]
    fn an_order_that_has_ended_stays_ended(changes in changes(), late in proptest::collection::vec(any::<prop::sample::Index>(), 1..5)) {
        let mut rows = history("7", 1_000, &changes, true);
        let mut model = Model::new("7", 1_000);
        for change in changes {
            model.change(change);
        }
        rows.extend(model.change(Change::Cancel { after: 0 }));
        let mut status = in_order(&rows);
        let ended = status.clone();
        for place in late {
            let row = place.get(&rows);
            prop_assert!(!status.apply(row.clone(), RowSource::Push));
            let reply = as_update(&as_order(row)).unwrap();
            prop_assert!(!status.apply(reply, RowSource::Rest));
        }
        prop_assert_eq!(status, ended);
    }

    #[test]
    fn a_reply_that_is_older_than_a_push_changes_nothing(changes in changes(), place: prop::sample::Index) {
        let rows = history("7", 1_000, &changes, true);
        let mut status = in_order(&rows);
        let expected = status.clone();
        status.apply(as_update(&as_order(place.get(&rows))).unwrap(), RowSource::Rest);
        prop_assert_eq!(status, expected);
    }

    #[test]
    fn a_reply_replaces_missed_pushes(changes in changes(), seen: prop::sample::Index) {
        let rows = history("7", 1_000, &changes, true);
        let mut status = in_order(&rows[..=seen.index(rows.len())]);
        status.apply(as_update(&as_order(rows.last().unwrap())).unwrap(), RowSource::Rest);
        let expected = in_order(&rows);
        prop_assert_eq!(status.filled_size(), expected.filled_size());
        prop_assert_eq!(status.state(), expected.state());
        for fill in rows.iter().filter(|row| row.trade_id.is_some()) {
            status.apply_fill(&as_fill(fill));
        }
        prop_assert_eq!(status.fills(), expected.fills());
        prop_assert_eq!(status.average_price(), expected.average_price());
    }
}

fn as_fill(update: &OrderUpdate) -> Fill {
    let mut fill = Fill::default();
    fill.trade_id.clone_from(&update.trade_id);
    (fill.fill_px, fill.fill_sz, fill.fill_time) = (update.fill_px, update.fill_sz, update.fill_time);
    (fill.fee, fill.exec_type) = (update.fill_fee, update.exec_type);
    fill
}

#[test]
fn a_fill_that_only_a_list_of_fills_has_counts_before_its_push() {
    let rows = history(
        "7",
        1_000,
        &[Change::Fill { units: 3, price: 100, after: 1 }, Change::Fill { units: 1, price: 104, after: 1 }],
        true,
    );
    let mut status = in_order(&rows[..2]);
    assert!(status.apply_fill(&as_fill(&rows[2])));
    assert!(!status.apply_fill(&as_fill(&rows[2])));
    assert_eq!(status.filled_size(), Decimal::from(4));
    assert_eq!(status.average_price(), Some(Decimal::from(101)));
    assert!(status.has_all_fills());
}

#[test]
fn a_sum_that_is_too_large_is_not_calculated() {
    let mut row = history("7", 1_000, &[Change::Fill { units: 1, price: 100, after: 1 }], false).remove(0);
    row.acc_fill_sz = Some(Decimal::MAX);
    row.fill_sz = Some(Decimal::MAX);
    row.avg_px = None;
    let mut status = OrderStatus::new(row.clone());
    assert_eq!((status.filled_size(), status.average_price()), (Decimal::MAX, None));
    row.trade_id = Some("2".into());
    status.apply(row, RowSource::Push);
    assert_eq!((status.filled_size(), status.has_all_fills()), (Decimal::MAX, false));
}

#[test]
fn trades_outside_of_an_order_book_are_told_apart() {
    let mut row = history("7", 1_000, &[Change::Fill { units: 1, price: 100, after: 1 }], false).remove(0);
    row.trade_id = Some("-1".into());
    let mut status = OrderStatus::new(row.clone());
    status.apply(row.clone(), RowSource::Push);
    assert_eq!(status.fills().len(), 1);
    row.fill_time = Some(Timestamp::from_millis(2_000));
    status.apply(row, RowSource::Push);
    assert_eq!(status.fills().len(), 2);
}

#[test]
fn a_status_is_one_line() {
    let mut row = Model::new("7", 1_000).row;
    row.inst_id = Some("BTC-USDT".into());
    row.side = Some(Side::Buy);
    row.px = Some(Decimal::from(60_000));
    assert_eq!(OrderStatus::new(row).to_string(), "7 BTC-USDT buy 40 at 60000: live, 0 filled");
}
