//! What was traded in each second and in each minute: the source of candles since the first trade of a market.

use std::collections::VecDeque;

use rust_decimal::Decimal;

use super::event::PublicTrade;

const SECOND_MS: i64 = 1_000;
const MINUTE_MS: i64 = 60_000;

/// How many seconds and minutes with trades are kept: at least six hours and a week.
const SECONDS: usize = 21_600;
const MINUTES: usize = 10_080;

/// The trades of a market, summed up by seconds and by minutes.
#[derive(Clone, Debug)]
pub(crate) struct Tape {
    seconds: Pieces,
    minutes: Pieces,
}

/// What was traded in a period.
#[derive(Clone, Copy, Debug)]
pub(super) struct Traded {
    /// The price of the last trade before the period; `None` if the period starts before the first trade.
    pub(super) opening: Option<Decimal>,
    pub(super) high: Decimal,
    pub(super) low: Decimal,
    pub(super) close: Decimal,
    pub(super) volume: Decimal,
}

/// Consecutive pieces of time with trades, oldest first.
#[derive(Clone, Debug)]
struct Pieces {
    length: i64,
    most: usize,
    /// Since when trades are known, and the price before that.
    known_since: Option<(i64, Decimal)>,
    list: VecDeque<Piece>,
}

#[derive(Clone, Copy, Debug)]
struct Piece {
    start: i64,
    high: Decimal,
    low: Decimal,
    close: Decimal,
    volume: Decimal,
}

impl Default for Tape {
    fn default() -> Self {
        let pieces = |length, most| Pieces { length, most, known_since: None, list: VecDeque::new() };
        Self { seconds: pieces(SECOND_MS, SECONDS), minutes: pieces(MINUTE_MS, MINUTES) }
    }
}

impl Tape {
    /// Adds a trade. `before` is the price before it.
    pub(super) fn record(&mut self, trade: &PublicTrade, before: Decimal) {
        self.seconds.record(trade, before);
        self.minutes.record(trade, before);
    }

    /// What was traded from `start` to `end`, or `None` if the period ends before the first trade that is known.
    pub(super) fn traded(&self, start: i64, end: i64) -> Option<Traded> {
        let pieces = if end - start < MINUTE_MS { &self.seconds } else { &self.minutes };
        pieces.traded(start, end)
    }

    /// The price of the last trade before this time, or `None` if it is before the first trade that is known.
    pub(super) fn price_at(&self, at: i64) -> Option<Decimal> {
        self.traded(at, at + MINUTE_MS).and_then(|traded| traded.opening)
    }
}

impl Pieces {
    fn record(&mut self, trade: &PublicTrade, before: Decimal) {
        let start = trade.at.div_euclid(self.length) * self.length;
        self.known_since.get_or_insert((start, before));
        if let Some(piece) = self.list.back_mut().filter(|piece| piece.start == start) {
            piece.high = piece.high.max(trade.price);
            piece.low = piece.low.min(trade.price);
            piece.close = trade.price;
            piece.volume += trade.size;
        } else {
            let price = trade.price;
            self.push(Piece { start, high: price, low: price, close: price, volume: trade.size });
        }
    }

    fn push(&mut self, piece: Piece) {
        if self.list.len() == self.most
            && let Some(oldest) = self.list.pop_front()
        {
            self.known_since = Some((oldest.start + self.length, oldest.close));
        }
        self.list.push_back(piece);
    }

    fn traded(&self, start: i64, end: i64) -> Option<Traded> {
        let (since, before) = self.known_since.filter(|(since, _)| *since < end)?;
        let (first, last) = (self.first_at(start), self.first_at(end));
        let earlier = first.checked_sub(1).and_then(|place| self.list.get(place)).map_or(before, |piece| piece.close);
        let none = Traded {
            opening: (start >= since).then_some(earlier),
            high: earlier,
            low: earlier,
            close: earlier,
            volume: Decimal::ZERO,
        };
        Some(self.list.range(first..last).fold(none, |sum, piece| Traded {
            high: sum.high.max(piece.high),
            low: sum.low.min(piece.low),
            close: piece.close,
            volume: sum.volume + piece.volume,
            ..sum
        }))
    }

    /// The place of the first piece that starts at or after this time.
    fn first_at(&self, time: i64) -> usize {
        self.list.partition_point(|piece| piece.start < time)
    }
}

#[cfg(test)]
mod tests {
    use super::super::order::Side;
    use super::*;

    fn record(tape: &mut Tape, at: i64, price: i64, before: i64) {
        let (price, size) = (Decimal::from(price), Decimal::ONE);
        let trade = PublicTrade { instrument: 0, trade: 1, price, size, side: Side::Buy, sequence: 1, at };
        tape.record(&trade, Decimal::from(before));
    }

    #[test]
    fn a_period_has_the_trades_in_it_and_opens_at_the_price_before() {
        let mut tape = Tape::default();
        for (at, price, before) in [(60_500, 10, 9), (60_900, 14, 10), (61_100, 8, 14), (125_000, 11, 8)] {
            record(&mut tape, at, price, before);
        }
        let numbers = |start, end| {
            let traded = tape.traded(start, end).expect("a known period");
            let all = [traded.high, traded.low, traded.close, traded.volume].map(|number| number.to_string());
            (traded.opening.map(|opening| opening.to_string()), all.join(" "))
        };
        assert_eq!(numbers(60_000, 61_000), (Some("9".into()), "14 9 14 2".into()));
        assert_eq!(numbers(61_000, 62_000), (Some("14".into()), "14 8 8 1".into()));
        assert_eq!(numbers(62_000, 63_000), (Some("8".into()), "8 8 8 0".into()), "without trades the price stays");
        assert_eq!(numbers(120_000, 180_000), (Some("8".into()), "11 8 11 1".into()));
        assert_eq!(numbers(0, 120_000), (None, "14 8 8 3".into()), "it starts before the first trade");
        assert!(tape.traded(0, 60_000).is_none());
        assert_eq!(tape.price_at(120_000), Some(Decimal::from(8)));
    }

    #[test]
    fn the_oldest_pieces_are_dropped() {
        let mut tape = Tape::default();
        for minute in (0..=MINUTES).map_while(|minute| i64::try_from(minute).ok()) {
            record(&mut tape, minute * MINUTE_MS, 10 + minute, 9);
        }
        assert!(tape.traded(0, MINUTE_MS).is_none());
        assert_eq!(tape.price_at(MINUTE_MS), Some(Decimal::from(10)));
    }
}
