//! One instrument with its order book and its public trades.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use rust_decimal::Decimal;

use super::background::Quote;
use super::book::{Book, Resting};
use super::event::{BookSnapshot, BookUpdate, Level, PublicTrade};
use super::instrument::Instrument;
use super::order::{OrderId, Side};
use super::tape::Tape;

/// How many of the latest trades are stored.
const MAX_TRADES: usize = 10_000;

/// How far a reset sets the sequence ID back at most.
const RESET_TO: i64 = 3;

/// An instrument with its order book.
#[derive(Clone, Debug)]
pub struct Market {
    /// The instrument.
    pub instrument: Instrument,
    /// Its resting orders. Changes go through the methods of the market, which keep the sequence ID.
    pub(crate) book: Book,
    /// Its price when the exchange was created.
    pub start: Decimal,
    /// The price of the last trade.
    pub last: Decimal,
    /// The size of the last trade.
    pub last_size: Decimal,
    /// The sequence ID of the book: it increases with every change of the book.
    sequence: i64,
    /// The sequence ID of the last update of the book that was published.
    published: i64,
    /// The levels that changed since then; a level may occur several times.
    changed: Vec<(Side, Decimal)>,
    /// The best levels when the ticker was last published.
    published_top: [Option<Level>; 2],
    /// Whether a trade happened since the last events were published.
    has_traded: bool,
    /// What was traded when: the source of the candles.
    pub(super) tape: Tape,
    /// The latest trades, oldest first.
    trades: VecDeque<PublicTrade>,
    /// The background orders, in the order of their IDs.
    pub(super) quotes: Vec<Quote>,
    /// The places of those that traded and are not restored yet.
    pub(super) quotes_to_restore: BTreeSet<usize>,
}

/// What changed in a market since its events were last published.
pub(super) struct Published {
    pub(super) book: Option<BookUpdate>,
    pub(super) ticker_changed: bool,
    pub(super) has_traded: bool,
}

impl Market {
    pub(crate) fn open((instrument, start): (Instrument, Decimal)) -> Self {
        let last_size = instrument.min;
        Self {
            instrument,
            book: Book::default(),
            start,
            last: start,
            last_size,
            sequence: 1,
            published: 1,
            changed: Vec::new(),
            published_top: [None; 2],
            has_traded: false,
            tape: Tape::default(),
            trades: VecDeque::new(),
            quotes: Vec::new(),
            quotes_to_restore: BTreeSet::new(),
        }
    }

    /// Its resting orders.
    pub fn book(&self) -> &Book {
        &self.book
    }

    /// The sequence ID of the book.
    pub fn sequence(&self) -> i64 {
        self.sequence
    }

    /// The latest trades, newest first.
    pub fn trades(&self) -> impl Iterator<Item = &PublicTrade> {
        self.trades.iter().rev()
    }

    /// The book up to a depth, with its sequence ID.
    pub fn snapshot(&self, depth: usize) -> BookSnapshot {
        let side = |side| self.book.levels(side).take(depth).map(|(price, queue)| Level::of(price, queue)).collect();
        BookSnapshot { sequence: self.sequence, bids: side(Side::Buy), asks: side(Side::Sell) }
    }

    /// The best level of a side.
    pub fn best_level(&self, side: Side) -> Option<Level> {
        self.book.levels(side).next().map(|(price, queue)| Level::of(price, queue))
    }

    pub(crate) fn rest(&mut self, side: Side, price: Decimal, resting: Resting) {
        self.book.rest(side, price, resting);
        self.note_change(side, price);
    }

    pub(crate) fn remove(&mut self, side: Side, price: Decimal, order: OrderId) {
        self.book.remove(side, price, order);
        self.note_change(side, price);
    }

    /// Sets the remaining size of an order without changing its queue position.
    pub(crate) fn resize(&mut self, side: Side, price: Decimal, order: OrderId, left: Decimal) {
        self.book.resize(side, price, order, left);
        self.note_change(side, price);
    }

    fn note_change(&mut self, side: Side, price: Decimal) {
        self.sequence += 1;
        self.changed.push((side, price));
    }

    /// Records a trade. The size of the resting order has been reduced before.
    pub(super) fn record_trade(&mut self, trade: PublicTrade) {
        self.tape.record(&trade, self.last);
        self.last = trade.price;
        self.last_size = trade.size;
        self.has_traded = true;
        if self.trades.len() == MAX_TRADES {
            self.trades.pop_front();
        }
        self.trades.push_back(trade);
    }

    /// The changes since the last call.
    pub(super) fn publish(&mut self, instrument: usize, at: i64) -> Published {
        let has_traded = std::mem::take(&mut self.has_traded);
        let book = if self.changed.is_empty() { None } else { Some(self.book_update(instrument, at)) };
        let mut ticker_changed = has_traded;
        if book.is_some() {
            let top = self.top();
            ticker_changed |= std::mem::replace(&mut self.published_top, top) != top;
        }
        Published { book, ticker_changed, has_traded }
    }

    fn top(&self) -> [Option<Level>; 2] {
        [Side::Buy, Side::Sell].map(|side| self.best_level(side))
    }

    /// Starts publishing with the current state.
    pub(super) fn start_publication(&mut self) {
        self.skip_publication();
        self.published_top = self.top();
    }

    /// Forgets the changes since the last publication, because nobody asked for events.
    pub(super) fn skip_publication(&mut self) {
        self.changed.clear();
        self.published = self.sequence;
        self.has_traded = false;
    }

    fn book_update(&mut self, instrument: usize, at: i64) -> BookUpdate {
        let mut changed = std::mem::take(&mut self.changed);
        changed.sort_unstable_by_key(|(side, price)| (*side, *price));
        changed.dedup();
        let side = |wanted: Side| {
            let of_side = changed.iter().filter(move |(side, _)| *side == wanted);
            of_side.map(|(side, price)| self.book.level(*side, *price))
        };
        let (bids, asks) = (side(Side::Buy).rev().collect(), side(Side::Sell).collect());
        let previous = std::mem::replace(&mut self.published, self.sequence);
        BookUpdate { instrument, previous, sequence: self.sequence, bids, asks, at }
    }

    /// An update without changes. It keeps the sequence ID, or sets it back if `resets`.
    pub(super) fn empty_update(&mut self, instrument: usize, resets: bool, at: i64) -> BookUpdate {
        let previous = self.sequence;
        if resets {
            self.sequence = RESET_TO.min(self.sequence - 1);
        }
        self.published = self.sequence;
        BookUpdate { instrument, previous, sequence: self.sequence, bids: Vec::new(), asks: Vec::new(), at }
    }
}

impl Level {
    /// The level of the orders that rest at a price.
    pub(super) fn of(price: Decimal, queue: &VecDeque<Resting>) -> Self {
        Self { price, size: queue.iter().map(|resting| resting.left).sum(), orders: queue.len() }
    }
}

impl BookSnapshot {
    /// The bids and the asks that differ in a newer snapshot of the same depth, best price first. A level that is not
    /// in the newer one has the size zero.
    pub fn changes_to(&self, newer: &Self) -> (Vec<Level>, Vec<Level>) {
        let bids = changes(&self.bids, &newer.bids).into_values().rev().collect();
        (bids, changes(&self.asks, &newer.asks).into_values().collect())
    }
}

/// The differences between two sides of a book, by price.
fn changes(older: &[Level], newer: &[Level]) -> BTreeMap<Decimal, Level> {
    let removed = older.iter().map(|level| Level { size: Decimal::ZERO, orders: 0, ..*level });
    let mut changed: BTreeMap<Decimal, Level> =
        removed.chain(newer.iter().copied()).map(|level| (level.price, level)).collect();
    for level in older {
        if changed.get(&level.price) == Some(level) {
            changed.remove(&level.price);
        }
    }
    changed
}

#[cfg(test)]
mod tests {
    use super::*;

    fn levels(prices: &[(i64, i64)]) -> Vec<Level> {
        prices
            .iter()
            .map(|(price, size)| Level { price: Decimal::from(*price), size: Decimal::from(*size), orders: 1 })
            .collect()
    }

    #[test]
    fn the_changes_between_two_snapshots_are_new_changed_and_removed_levels() {
        let older =
            BookSnapshot { sequence: 1, bids: levels(&[(9, 1), (8, 1), (7, 1)]), asks: levels(&[(10, 1), (11, 1)]) };
        let newer =
            BookSnapshot { sequence: 2, bids: levels(&[(9, 1), (7, 3), (6, 1)]), asks: levels(&[(10, 2), (12, 1)]) };
        let (bids, asks) = older.changes_to(&newer);
        let sizes = |levels: Vec<Level>| {
            levels.iter().map(|level| (level.price.to_string(), level.size.to_string())).collect::<Vec<_>>()
        };
        let text = |pairs: &[(&str, &str)]| {
            pairs.iter().map(|(price, size)| ((*price).to_owned(), (*size).to_owned())).collect::<Vec<_>>()
        };
        assert_eq!(sizes(bids), text(&[("8", "0"), ("7", "3"), ("6", "1")]));
        assert_eq!(sizes(asks), text(&[("10", "2"), ("11", "0"), ("12", "1")]));
    }
}
