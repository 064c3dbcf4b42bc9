//! Candles of any time since the market opened. Those since the first trade follow the trades. Earlier ones are not
//! stored: each is computed from the seed and its time.

use rust_decimal::Decimal;

use super::bar::{Bar, DAY_MS};
use super::exchange::Exchange;
use super::market::Market;
use crate::number::floor_to;
use crate::random::Random;

/// When the first candle opened: 2018-01-01 00:00 UTC.
const MARKET_OPENED: i64 = 1_514_764_800_000;

/// The curves that past prices are the sum of: the time between two random points in milliseconds, and how far the points
/// are from the middle at most, in hundred-thousandths of the price.
const CURVES: [(i64, u64); 9] = [
    (30 * DAY_MS, 6_000),
    (7 * DAY_MS, 3_000),
    (DAY_MS, 1_200),
    (DAY_MS / 4, 600),
    (3_600_000, 250),
    (900_000, 120),
    (180_000, 60),
    (30_000, 25),
    (5_000, 10),
];

/// How many candles the calls for recent candles go back.
const RECENT_COUNT: i64 = 1_440;

/// Which candles of an instrument are wanted, newest first.
#[derive(Clone, Debug)]
pub struct CandleQuery<'a> {
    /// The period as OKX writes it, such as `1m`.
    pub bar: &'a str,
    /// Only candles that started before this time, in milliseconds since the epoch.
    pub before: Option<i64>,
    /// Only candles that started after this time.
    pub after: Option<i64>,
    /// How many at most.
    pub limit: usize,
    /// Whether to go back to the first candle rather than only over the recent ones.
    pub has_full_history: bool,
}

/// A candle.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Candle {
    /// When it started, in milliseconds since the epoch.
    pub start: i64,
    /// The first price.
    pub open: Decimal,
    /// The highest price.
    pub high: Decimal,
    /// The lowest price.
    pub low: Decimal,
    /// The last price so far.
    pub close: Decimal,
    /// The traded size.
    pub volume: Decimal,
    /// Whether it is complete.
    pub is_closed: bool,
}

impl Exchange {
    /// The candles of an instrument that a query asks for, or `None` if there is no such period.
    pub fn candles(&self, market: &Market, query: &CandleQuery<'_>, now: i64) -> Option<Vec<Candle>> {
        let bar = Bar::read(query.bar)?;
        let newest = bar.start(now);
        let oldest =
            if query.has_full_history { MARKET_OPENED } else { MARKET_OPENED.max(bar.back(newest, RECENT_COUNT - 1)) };
        let upper = query.before.filter(|before| *before <= newest);
        let mut start = upper.map_or(newest, |before| bar.start(before.max(MARKET_OPENED) - 1));
        let mut found = Vec::new();
        while found.len() < query.limit && start >= oldest && query.after.is_none_or(|after| start > after) {
            found.push(self.candle_of(market, bar, start, now));
            start = bar.start(start - 1);
        }
        Some(found)
    }

    /// The candle of an instrument that started at this time, as of `now`, or `None` if there is no such period.
    pub fn candle(&self, market: &Market, bar: &str, start: i64, now: i64) -> Option<Candle> {
        Bar::read(bar).map(|bar| self.candle_of(market, bar, start, now))
    }

    fn candle_of(&self, market: &Market, bar: Bar, start: i64, now: i64) -> Candle {
        let end = bar.next(start);
        let is_closed = end <= now;
        let close = if is_closed { self.path(market, end) } else { market.last };
        Candle { is_closed, ..self.candle_between(market, start, end, close) }
    }

    /// The candle between two times. `close` is its closing price if it ends before the first trade.
    pub(super) fn candle_between(&self, market: &Market, start: i64, end: i64, close: Decimal) -> Candle {
        let Some(traded) = market.tape.traded(start, end) else { return self.candle_from(market, start, close) };
        let quiet =
            |open| Candle { start, open, high: open, low: open, close: open, volume: Decimal::ZERO, is_closed: false };
        let before = traded.opening.map_or_else(|| self.candle_from(market, start, traded.close), quiet);
        Candle {
            high: before.high.max(traded.high),
            low: before.low.min(traded.low),
            close: traded.close,
            volume: before.volume + traded.volume,
            ..before
        }
    }

    /// The price at a time: that of the last trade, or before the first trade the one that is computed from the seed.
    pub(super) fn price_at(&self, market: &Market, at: i64) -> Decimal {
        market.tape.price_at(at).unwrap_or_else(|| self.path(market, at))
    }

    /// The candle that starts at this time. Its prices are computed from the seed, except the closing price, which
    /// the caller provides.
    fn candle_from(&self, market: &Market, start: i64, close: Decimal) -> Candle {
        let open = self.path(market, start);
        let mut random = self.chance_of(&market.instrument.id, !start);
        let tick = market.instrument.tick;
        let is_past = self.opened_at.is_none_or(|opened_at| start < opened_at);
        // Wicks are half as long as the body at most, and a little longer. Without trades there are none.
        let little = if is_past { open / Decimal::from(10_000) } else { Decimal::ZERO };
        let longest = (close - open).abs() / Decimal::TWO + little;
        let mut wick = || floor_to(longest * Decimal::from(random.between(0, 100)) / Decimal::ONE_HUNDRED, tick);
        let high = open.max(close) + wick();
        let low = (open.min(close) - wick()).max(tick);
        let lots = if is_past { random.between(1_000, 100_000) } else { 0 };
        let volume = market.instrument.min * Decimal::from(lots);
        Candle { start, open, high, low, close, volume, is_closed: false }
    }

    /// The price at a time before the first trade. It moves slowly over months and a little within seconds, and meets the
    /// starting price when the exchange opened.
    fn path(&self, market: &Market, at: i64) -> Decimal {
        let opened_at = self.opened_at.unwrap_or(at);
        let moved = self.height(market, at.min(opened_at)) - self.height(market, opened_at);
        let price = market.start * (Decimal::ONE + Decimal::new(moved, 5));
        floor_to(price, market.instrument.tick_at(price).unwrap_or(market.instrument.tick))
    }

    /// How high the curve of past prices of a currency is at a time, in hundred-thousandths of the price: the sum of curves of
    /// different periods, each of which is a line between random points.
    fn height(&self, market: &Market, at: i64) -> i64 {
        let point = |curve: usize, place: i64| {
            let most = CURVES[curve].1;
            let key = place.wrapping_mul(16) | i64::try_from(curve).unwrap_or(0);
            i64::try_from(self.chance_of(&market.instrument.base, key).between(0, 2 * most)).unwrap_or(0)
        };
        let curve = |index: usize| {
            let period = CURVES[index].0;
            let (place, along) = (at.div_euclid(period), at.rem_euclid(period));
            let (from, to) = (point(index, place), point(index, place + 1));
            from + (to - from) * along / period
        };
        (0..CURVES.len()).map(curve).sum()
    }

    /// Random numbers for a market, or for a currency, at a time.
    pub(super) fn chance_of(&self, name: &str, at: i64) -> Random {
        let mut random = Random::of(self.seed, name);
        Random::new(random.next() ^ at.unsigned_abs())
    }
}
