//! The ticker of an instrument: its best prices, its last trade and its last 24 hours.

use rust_decimal::Decimal;

use super::bar::{DAY_MS, EIGHT_HOURS_MS};
use super::event::Level;
use super::exchange::Exchange;
use super::market::Market;
use super::order::Side;

/// The ticker of an instrument.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ticker {
    /// The price of the last trade.
    pub last: Decimal,
    /// The size of the last trade.
    pub last_size: Decimal,
    /// The best bid, if there is one.
    pub bid: Option<Level>,
    /// The best ask, if there is one.
    pub ask: Option<Level>,
    /// The first price of the last 24 hours.
    pub open: Decimal,
    /// The highest price of the last 24 hours.
    pub high: Decimal,
    /// The lowest price of the last 24 hours.
    pub low: Decimal,
    /// The size traded in the last 24 hours.
    pub volume: Decimal,
    /// The first price of the day in UTC.
    pub open_of_day: Decimal,
    /// The first price of the day in UTC+8.
    pub open_of_day_in_hong_kong: Decimal,
    /// When, in milliseconds since the epoch.
    pub at: i64,
}

impl Exchange {
    /// The ticker of an instrument.
    pub fn ticker(&self, market: &Market, now: i64) -> Ticker {
        let day = self.candle_between(market, now - DAY_MS, now + 1, market.last);
        let open_of_day = |shift: i64| self.price_at(market, (now + shift).div_euclid(DAY_MS) * DAY_MS - shift);
        Ticker {
            last: market.last,
            last_size: market.last_size,
            bid: market.best_level(Side::Buy),
            ask: market.best_level(Side::Sell),
            open: day.open,
            high: day.high,
            low: day.low,
            volume: day.volume,
            open_of_day: open_of_day(0),
            open_of_day_in_hong_kong: open_of_day(EIGHT_HOURS_MS),
            at: now,
        }
    }
}
