//! Candles that somebody watches: only they cause events, because every instrument has a candle of every period at
//! any time.

use std::collections::BTreeMap;

use super::bar::Bar;
use super::event::{CandleUpdate, Event};
use super::exchange::Exchange;

/// The watched candles, by the index of the instrument and the period as OKX writes it.
#[derive(Clone, Debug, Default)]
pub(crate) struct WatchedCandles(BTreeMap<(usize, String), WatchedCandle>);

#[derive(Clone, Copy, Debug)]
struct WatchedCandle {
    bar: Bar,
    /// When the current candle started.
    start: i64,
    watchers: usize,
}

impl WatchedCandles {
    /// When the next candle closes.
    pub(super) fn next_due(&self) -> Option<i64> {
        self.0.values().map(|candle| candle.bar.next(candle.start)).min()
    }

    /// Skips the candles that closed before this time, except the one that is current.
    pub(super) fn skip_to(&mut self, time: i64) {
        for candle in self.0.values_mut() {
            candle.start = candle.start.max(candle.bar.start(time));
        }
    }
}

impl Exchange {
    /// Starts events for the candles of an instrument with a period such as `1m`. Returns whether such candles exist.
    /// Every call needs a call of [`Exchange::unwatch_candle`] when the events are not needed any more.
    pub fn watch_candle(&mut self, instrument: usize, bar: &str, now: i64) -> bool {
        let Some(parsed) = Bar::read(bar).filter(|_| instrument < self.markets.len()) else { return false };
        let new = WatchedCandle { bar: parsed, start: parsed.start(now), watchers: 0 };
        self.watched_candles.0.entry((instrument, bar.to_owned())).or_insert(new).watchers += 1;
        true
    }

    /// Undoes one call of [`Exchange::watch_candle`].
    pub fn unwatch_candle(&mut self, instrument: usize, bar: &str) {
        let key = (instrument, bar.to_owned());
        if let Some(candle) = self.watched_candles.0.get_mut(&key) {
            candle.watchers -= 1;
            if candle.watchers == 0 {
                self.watched_candles.0.remove(&key);
            }
        }
    }

    /// Records that the current candles of an instrument changed.
    pub(super) fn push_candles_of(&mut self, instrument: usize, at: i64) {
        let watched = self.watched_candles.0.iter().filter(|((of, _), _)| *of == instrument);
        for ((instrument, bar), candle) in watched {
            self.outbox.push(update(*instrument, bar, candle.start, false, at));
        }
    }

    /// Closes the candles that are due at this time and starts the next ones.
    pub(super) fn close_candles(&mut self, due: i64) {
        for ((instrument, bar), candle) in &mut self.watched_candles.0 {
            if candle.bar.next(candle.start) <= due {
                self.outbox.push(update(*instrument, bar, candle.start, true, due));
                candle.start = candle.bar.start(due);
                self.outbox.push(update(*instrument, bar, candle.start, false, due));
            }
        }
    }
}

fn update(instrument: usize, bar: &str, start: i64, is_closed: bool, at: i64) -> Event {
    Event::Candle(CandleUpdate { instrument, bar: bar.to_owned(), start, is_closed, at })
}
