//! Updates of books: whoever applies them to a snapshot has the book of the exchange.

mod market;

use std::collections::BTreeMap;

use market::{Market, NOW, number, spot};
use okx_sim::core::{BookSnapshot, BookUpdate, Event, Exchange, Level, Side};
use okx_sim::rows;
use proptest::prelude::*;
use rust_decimal::Decimal;
use serde_json::json;

/// A book that is kept current by updates, as a client keeps it.
#[derive(Debug)]
struct Copy {
    sequence: i64,
    bids: BTreeMap<Decimal, Level>,
    asks: BTreeMap<Decimal, Level>,
}

impl Copy {
    fn of(snapshot: &BookSnapshot) -> Self {
        let by_price = |levels: &[Level]| levels.iter().map(|level| (level.price, *level)).collect();
        Self { sequence: snapshot.sequence, bids: by_price(&snapshot.bids), asks: by_price(&snapshot.asks) }
    }

    fn apply(&mut self, update: &BookUpdate) {
        assert_eq!(update.previous, self.sequence, "the chain is broken: {update:?}");
        self.sequence = update.sequence;
        for (side, levels) in [(&mut self.bids, &update.bids), (&mut self.asks, &update.asks)] {
            for level in levels {
                if level.size.is_zero() {
                    side.remove(&level.price);
                } else {
                    side.insert(level.price, *level);
                }
            }
        }
    }

    fn snapshot(&self) -> BookSnapshot {
        BookSnapshot {
            sequence: self.sequence,
            bids: self.bids.values().rev().copied().collect(),
            asks: self.asks.values().copied().collect(),
        }
    }
}

const INSTRUMENTS: [&str; 3] = ["BTC-USDT", "BTC-USDT-SWAP", "BTC-USD-351228-60000-C"];

const ORDER_TYPES: [&str; 5] = ["limit", "market", "post_only", "ioc", "fok"];

/// Something that may change books.
#[derive(Clone, Debug)]
enum Step {
    Place { bob: bool, market: usize, sell: bool, order_type: usize, ticks: i64, lots: i64 },
    Amend { which: usize, ticks: i64, lots: i64 },
    Cancel { which: usize },
    Wait { ms: i64 },
    Repeat { market: usize },
    Reset { market: usize },
}

fn step() -> impl Strategy<Value = Step> {
    let place = (any::<bool>(), 0..3_usize, any::<bool>(), 0..5_usize, -40..40_i64, 1..40_000_i64).prop_map(
        |(bob, market, sell, order_type, ticks, lots)| Step::Place { bob, market, sell, order_type, ticks, lots },
    );
    let amend = (any::<usize>(), -40..40_i64, 1..40_000_i64).prop_map(|(which, ticks, lots)| Step::Amend {
        which,
        ticks,
        lots,
    });
    prop_oneof![
        8 => place,
        2 => amend,
        2 => any::<usize>().prop_map(|which| Step::Cancel { which }),
        2 => (1..500_i64).prop_map(|ms| Step::Wait { ms }),
        1 => (0..3_usize).prop_map(|market| Step::Repeat { market }),
        1 => (0..3_usize).prop_map(|market| Step::Reset { market }),
    ]
}

/// A price this many steps from the last price, and a size of this many minimum sizes.
fn terms(exchange: &Exchange, index: usize, ticks: i64, lots: i64) -> (String, String) {
    let market = &exchange.markets()[index];
    let tick = market.instrument.tick_at(market.last).unwrap_or(market.instrument.tick);
    let spread = if market.instrument.is_option() { tick } else { tick * Decimal::from(30) };
    let price = market.last + spread * Decimal::from(ticks);
    (price.to_string(), (market.instrument.min * Decimal::from(lots)).to_string())
}

fn run(market: &mut Market, step: &Step) {
    let index = |market: &Market, place: usize| market.exchange.index_of(INSTRUMENTS[place]).expect("it is listed");
    let live = |market: &Market, which: usize| {
        let orders: Vec<_> = market.exchange.orders().filter(|order| !order.state.is_final()).collect();
        orders.get(which.checked_rem(orders.len())?).map(|order| (order.owner, order.instrument, order.id))
    };
    match *step {
        Step::Place { bob, market: place, sell, order_type, ticks, lots } => {
            let (price, size) = terms(&market.exchange, index(market, place), ticks, lots);
            let order = json!({
                "instId": INSTRUMENTS[place], "tdMode": if place == 0 { "cash" } else { "cross" },
                "side": if sell { "sell" } else { "buy" }, "px": price, "sz": size, "tgtCcy": "base_ccy",
                "ordType": ORDER_TYPES[order_type],
            });
            // A rejected order changes no book, which is checked as well.
            drop(market.place(if bob { market.bob } else { market.alice }, order));
        }
        Step::Amend { which, ticks, lots } => {
            let Some((owner, instrument, id)) = live(market, which) else { return };
            let (price, size) = terms(&market.exchange, instrument, ticks, lots);
            let name = market.exchange.markets()[instrument].instrument.id.clone();
            let change = json!({"instId": name, "ordId": id.0.to_string(), "newPx": price, "newSz": size});
            drop(market.ask(owner, "trade.amend_order", change));
        }
        Step::Cancel { which } => {
            let Some((owner, instrument, id)) = live(market, which) else { return };
            let name = market.exchange.markets()[instrument].instrument.id.clone();
            let cancel = json!({"instId": name, "ordId": id.0.to_string()});
            market.ask(owner, "trade.cancel_order", cancel).expect("a live order can be canceled");
        }
        Step::Wait { ms } => {
            market.now += ms;
            market.exchange.advance_to(market.now);
        }
        Step::Repeat { market: place } => market.exchange.repeat_sequence(index(market, place), market.now),
        Step::Reset { market: place } => market.exchange.reset_sequence(index(market, place), market.now),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, ..ProptestConfig::default() })]

    #[test]
    fn the_updates_rebuild_the_book_exactly(
        seed in 0..1_000_u64,
        trades_by_itself in any::<bool>(),
        steps in prop::collection::vec(step(), 1..60),
    ) {
        let mut market = Market::open(seed);
        market.exchange.record_events();
        if trades_by_itself {
            market.exchange.trade_in_background(Some(100), market.now);
        }
        let whole = |exchange: &Exchange, index: usize| exchange.markets()[index].snapshot(usize::MAX);
        let count = market.exchange.markets().len();
        let mut copies: Vec<Copy> = (0..count).map(|index| Copy::of(&whole(&market.exchange, index))).collect();
        for step in &steps {
            run(&mut market, step);
            for event in market.exchange.take_events() {
                if let Event::Book(update) = event {
                    copies[update.instrument].apply(&update);
                }
            }
            for (index, copy) in copies.iter().enumerate() {
                prop_assert_eq!(copy.snapshot(), whole(&market.exchange, index));
            }
        }
    }

    /// The channels of a fixed depth push the differences between two snapshots of this depth.
    #[test]
    fn the_changes_between_snapshots_rebuild_the_newer_one(
        depth in 1..60_usize,
        steps in prop::collection::vec(step(), 1..40),
    ) {
        let mut market = Market::open(1);
        let mut older = market.exchange.markets()[0].snapshot(depth);
        let mut copy = Copy::of(&older);
        for step in &steps {
            run(&mut market, step);
            let newer = market.exchange.markets()[0].snapshot(depth);
            let (bids, asks) = older.changes_to(&newer);
            let (previous, sequence) = (older.sequence, newer.sequence);
            copy.apply(&BookUpdate { instrument: 0, previous, sequence, bids, asks, at: market.now });
            prop_assert_eq!(copy.snapshot(), newer.clone());
            older = newer;
        }
    }
}

fn book_updates(market: &mut Market) -> Vec<BookUpdate> {
    let events = market.exchange.take_events();
    let updates =
        events.into_iter().filter_map(|event| if let Event::Book(update) = event { Some(update) } else { None });
    updates.collect()
}

#[test]
fn a_heartbeat_repeats_the_sequence_id_and_a_reset_lowers_it() {
    let mut market = Market::open(1);
    market.exchange.record_events();
    let start = market.exchange.markets()[0].sequence();
    let told = |updates: &[BookUpdate]| {
        let empty = |update: &BookUpdate| update.bids.is_empty() && update.asks.is_empty();
        updates.iter().map(|update| (update.previous, update.sequence, empty(update))).collect::<Vec<_>>()
    };
    market.exchange.repeat_sequence(0, NOW);
    assert_eq!(told(&book_updates(&mut market)), [(start, start, true)]);
    market.exchange.reset_sequence(0, NOW);
    let reset = book_updates(&mut market);
    assert_eq!(told(&reset), [(start, reset[0].sequence, true)]);
    assert!(reset[0].sequence < start, "{reset:?}");
    let alice = market.alice;
    market.place(alice, spot("buy", "limit", "50000", "0.01")).expect("the order rests");
    let next = book_updates(&mut market);
    assert_eq!((next[0].previous, next[0].sequence > next[0].previous), (reset[0].sequence, true), "{next:?}");
    market.exchange.reset_sequence(0, NOW);
    market.exchange.reset_sequence(0, NOW);
    let twice = book_updates(&mut market);
    assert!(twice.iter().all(|update| update.sequence < update.previous), "{twice:?}");
}

#[test]
fn an_update_has_the_new_size_of_each_changed_level() {
    let mut market = Market::open(1);
    market.exchange.record_events();
    let (alice, price) = (market.alice, "50000.5");
    let ids = ["0.01", "0.02"].map(|size| market.place(alice, spot("buy", "limit", price, size)).expect("it rests"));
    let updates = book_updates(&mut market);
    let row = rows::book_update_row(&updates[1]);
    assert_eq!(row["bids"], json!([["50000.5", "0.03", "0", "2"]]));
    assert_eq!((row["asks"].clone(), row["checksum"].clone()), (json!([]), json!(0)));
    assert_eq!(
        (row["prevSeqId"].as_i64(), row["seqId"].as_i64()),
        (Some(updates[0].sequence), Some(updates[1].sequence))
    );
    for id in ids {
        let cancel = json!({"instId": "BTC-USDT", "ordId": id.0.to_string()});
        market.ask(alice, "trade.cancel_order", cancel).expect("canceled");
    }
    let last = book_updates(&mut market).pop().expect("an update");
    assert_eq!(last.bids, [Level { price: number(price), size: Decimal::ZERO, orders: 0 }]);
    let snapshot = rows::book_snapshot_row(&market.exchange.markets()[0].snapshot(1), NOW);
    assert_eq!((snapshot["prevSeqId"].as_i64(), snapshot["seqId"].as_i64()), (Some(-1), Some(last.sequence)));
    assert_eq!(snapshot["bids"][0][0], market.best("BTC-USDT", Side::Buy).normalize().to_string());
}
