//! Compares the state of an account with the one of a model of the exchange.

use std::collections::BTreeMap;

use proptest::prelude::*;
use rust_decimal::Decimal;

use super::*;
use crate::trading::order_status::as_update;
use crate::trading::order_status::tests::{Change, as_order, changes, history};

/// What happens to the positions of the exchange, or on the way to the client.
#[derive(Clone, Copy, Debug)]
enum Step {
    /// A position gets this size; zero closes it. The push may be lost or doubled.
    Set { id: u8, size: u8, delivered: u8 },
    /// The exchange pushes a snapshot.
    Snapshot,
    /// A push that was delivered before arrives once more.
    Repeat(prop::sample::Index),
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        6 => (0..6_u8, 0..4_u8, 0..3_u8).prop_map(|(id, size, delivered)| Step::Set { id, size, delivered }),
        2 => Just(Step::Snapshot),
        1 => any::<prop::sample::Index>().prop_map(Step::Repeat),
    ]
}

fn position(id: u8, size: u8, at: i64) -> PositionUpdate {
    PositionUpdate {
        inst_id: format!("I-{id}").as_str().into(),
        pos_id: id.is_multiple_of(2).then(|| id.to_string().as_str().into()),
        pos: Some(Decimal::from(size)),
        u_time: Some(Timestamp::from_millis(at)),
        ..PositionUpdate::default()
    }
}

/// The positions of the exchange: size and time of the last change.
#[derive(Default)]
struct Exchange {
    positions: BTreeMap<u8, (u8, i64)>,
    now: i64,
}

impl Exchange {
    fn rows(&self) -> Vec<PositionUpdate> {
        self.positions.iter().map(|(id, (size, at))| position(*id, *size, *at)).collect()
    }
}

fn sizes(state: &AccountState) -> Vec<(String, Decimal)> {
    let mut sizes: Vec<_> = state.positions().map(|row| (row.inst_id.to_string(), row.pos.unwrap())).collect();
    sizes.sort();
    sizes
}

fn sizes_at(exchange: &Exchange) -> Vec<(String, Decimal)> {
    exchange.rows().into_iter().map(|row| (row.inst_id.to_string(), row.pos.unwrap())).collect()
}

proptest! {
    #[test]
    fn a_complete_snapshot_repairs_whatever_was_lost(steps in proptest::collection::vec(step(), 0..40)) {
        let (mut exchange, mut state) = (Exchange::default(), AccountState::default());
        let mut delivered: Vec<PositionUpdate> = Vec::new();
        let mut is_complete = true;
        for step in steps {
            match step {
                Step::Set { id, size, delivered: times } => {
                    exchange.now += 1;
                    let row = position(id, size, exchange.now);
                    match size {
                        0 => exchange.positions.remove(&id),
                        _ => exchange.positions.insert(id, (size, exchange.now)),
                    };
                    is_complete &= times > 0;
                    for _ in 0..times {
                        state.apply_positions(vec![row.clone()], false);
                        delivered.push(row.clone());
                    }
                }
                Step::Snapshot => {
                    state.apply_positions(exchange.rows(), true);
                    is_complete = true;
                }
                Step::Repeat(place) if !delivered.is_empty() && is_complete => {
                    let row = place.get(&delivered).clone();
                    state.apply_positions(vec![row], false);
                }
                Step::Repeat(_) => {}
            }
            if is_complete {
                prop_assert_eq!(sizes(&state), sizes_at(&exchange));
            }
        }
        state.apply_positions(exchange.rows(), true);
        prop_assert_eq!(sizes(&state), sizes_at(&exchange));
    }

    #[test]
    fn a_list_and_the_pushes_around_it_give_the_open_orders(
        histories in proptest::collection::vec((changes(), 0..30_usize), 1..6),
        listed_at in 0..30_usize,
        arrives_after in 0..10_usize,
        subscribed_at in 0..30_usize,
    ) {
        // The pushes of all orders in their true order, each at its own time. Those before the subscription do not arrive.
        let listed_at = listed_at.max(subscribed_at);
        let mut pushes: Vec<(usize, OrderUpdate)> = Vec::new();
        for (number, (changes, begin)) in histories.iter().enumerate() {
            let rows = history(&number.to_string(), 1_000, changes, true);
            pushes.extend(rows.into_iter().enumerate().map(|(place, row)| (begin + place, row)));
        }
        pushes.sort_by_key(|(at, _)| *at);
        let mut state = AccountState::default();
        let mut list = None;
        for at in 0..80 {
            if at == listed_at {
                state.begin_lists();
                let orders = open_at(&pushes, at).into_iter().map(|row| as_update(&as_order(&row)).unwrap()).collect();
                list = Some(Lists { orders, positions: Vec::new(), account: None });
            }
            for (_, row) in pushes.iter().filter(|(time, _)| *time == at && at >= subscribed_at) {
                state.apply_order(row.clone(), RowSource::Push);
            }
            if at == listed_at + arrives_after {
                let ended = state.finish_lists(list.take().unwrap());
                prop_assert!(ended.is_empty(), "a push has told of every order that ended since the subscription");
            }
        }
        let mut known: Vec<_> = state.orders().map(|order| (order.ord_id().clone(), order.filled_size())).collect();
        known.sort();
        let open: Vec<_> = open_at(&pushes, 80).into_iter().map(|row| (row.ord_id, row.acc_fill_sz.unwrap())).collect();
        prop_assert_eq!(known, open);
    }
}

/// The last row of each order that is open before this time, ordered by ID.
fn open_at(pushes: &[(usize, OrderUpdate)], at: usize) -> Vec<OrderUpdate> {
    let mut last = BTreeMap::new();
    for (_, row) in pushes.iter().filter(|(time, _)| *time < at) {
        last.insert(row.ord_id.clone(), row.clone());
    }
    last.into_values().filter(|row| !OrderStatus::new(row.clone()).has_ended()).collect()
}

#[test]
fn an_open_order_that_is_not_listed_has_probably_ended() {
    let mut state = AccountState::default();
    let [row] = &history("7", 1_000, &[], true)[..] else { panic!("only one push") };
    state.apply_order(row.clone(), RowSource::Push);
    state.begin_lists();
    let ended = state.finish_lists(Lists { orders: Vec::new(), positions: Vec::new(), account: None });
    assert_eq!(ended.iter().map(|order| order.ord_id().as_str()).collect::<Vec<_>>(), ["7"]);
    assert!(state.order(row_id(row)).is_some(), "it is kept until OKX was asked");
    state.remove_order(row_id(row));
    assert!(!state.apply_order(row.clone(), RowSource::Push));
    assert!(state.order(row_id(row)).is_none());
}

fn row_id(row: &OrderUpdate) -> &OrdId {
    &row.ord_id
}

#[test]
fn orders_that_end_leave_the_view() {
    let mut state = AccountState::default();
    for row in history("7", 1_000, &[Change::Amend { after: 1 }, Change::Cancel { after: 1 }], true) {
        assert!(state.apply_order(row, RowSource::Push));
    }
    assert_eq!(state.orders().count(), 0);
}

fn currency(ccy: &str, eq: i64, at: i64) -> AccountCurrency {
    AccountCurrency {
        ccy: ccy.into(),
        eq: Some(Decimal::from(eq)),
        u_time: Some(Timestamp::from_millis(at)),
        ..AccountCurrency::default()
    }
}

fn account(total: i64, at: i64, details: Vec<AccountCurrency>) -> AccountUpdate {
    AccountUpdate {
        total_eq: Some(Decimal::from(total)),
        u_time: Some(Timestamp::from_millis(at)),
        details,
        ..AccountUpdate::default()
    }
}

#[test]
fn a_change_of_balances_affects_only_the_currencies_it_names() {
    let mut state = AccountState::default();
    state.apply_account(vec![account(3, 1, vec![currency("BTC", 1, 1), currency("USDT", 2, 1)])], true);
    state.apply_account(vec![account(6, 2, vec![currency("USDT", 5, 2)])], false);
    let equity = |state: &AccountState, ccy: &str| state.balance(&ccy.into()).and_then(|row| row.eq);
    assert_eq!(equity(&state, "BTC"), Some(Decimal::ONE));
    assert_eq!(equity(&state, "USDT"), Some(Decimal::from(5)));
    assert_eq!(state.account().and_then(|row| row.total_eq), Some(Decimal::from(6)));

    // An older message, and a snapshot without one of the currencies.
    state.apply_account(vec![account(3, 1, vec![currency("USDT", 2, 1)])], false);
    assert_eq!(equity(&state, "USDT"), Some(Decimal::from(5)));
    assert_eq!(state.account().and_then(|row| row.total_eq), Some(Decimal::from(6)));
    state.apply_account(vec![account(5, 3, vec![currency("USDT", 5, 2)])], true);
    assert_eq!(equity(&state, "BTC"), None);
    state.apply_account(vec![account(0, 4, vec![currency("USDT", 0, 4)])], false);
    assert_eq!(state.balances().count(), 0);
}

#[test]
fn a_lost_connection_makes_the_view_stale_until_snapshots_arrive() {
    let mut state = AccountState::default();
    state.hear(Timestamp::from_millis(1));
    state.apply_positions(vec![position(1, 1, 1), position(2, 1, 1)], true);
    state.lose_connection(Timestamp::from_millis(9));
    state.reconnect();
    state.apply_positions(vec![position(1, 2, 9)], false);
    assert_eq!((state.stale_since(), state.is_stale(Source::Positions)), (Some(Timestamp::from_millis(1)), true));
    state.apply_positions(vec![position(2, 1, 1)], true);
    assert!(!state.is_stale(Source::Positions) && state.is_stale(Source::Balances));
    assert_eq!(sizes(&state), [("I-2".to_owned(), Decimal::ONE)]);
}

#[test]
fn a_position_that_was_opened_while_the_pages_of_a_snapshot_arrived_stays() {
    let mut state = AccountState::default();
    state.apply_positions(vec![position(1, 1, 1), position(2, 1, 1)], true);
    state.apply_positions(vec![position(3, 1, 8)], false);
    let mut written = position(1, 1, 1);
    written.p_time = Some(Timestamp::from_millis(7));
    state.apply_positions(vec![written], true);
    assert_eq!(sizes(&state), [("I-1".to_owned(), Decimal::ONE), ("I-3".to_owned(), Decimal::ONE)]);
}

#[test]
fn a_list_of_positions_does_not_undo_later_changes() {
    let mut state = AccountState::default();
    state.apply_positions(vec![position(1, 1, 1), position(2, 1, 1)], true);
    state.begin_lists();
    state.apply_positions(vec![position(3, 1, 5), position(1, 0, 6)], false);
    let positions = vec![position(1, 1, 1)];
    state.finish_lists(Lists { orders: Vec::new(), positions, account: None });
    assert_eq!(sizes(&state), [("I-3".to_owned(), Decimal::ONE)]);
}

#[test]
fn lists_restore_the_view_unless_changes_were_missed_since_they_were_requested() {
    let empty = || Lists { orders: Vec::new(), positions: Vec::new(), account: None };
    let mut state = AccountState::default();
    state.hear(Timestamp::from_millis(1));
    state.begin_lists();
    state.lose_connection(Timestamp::from_millis(2));
    state.finish_lists(empty());
    assert_eq!(
        state.stale_since(),
        Some(Timestamp::from_millis(1)),
        "the connection was lost after they were requested"
    );
    state.begin_lists();
    state.reconnect();
    state.finish_lists(empty());
    assert!(state.stale_since().is_some(), "there was no connection when they were requested");
    state.begin_lists();
    state.finish_lists(empty());
    assert_eq!(state.stale_since(), None);
}
