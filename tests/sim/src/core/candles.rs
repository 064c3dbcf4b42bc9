//! Candles of any time since the market opened. None is kept: each follows from the seed and its time.

use rust_decimal::Decimal;
use serde_json::Value;

use super::bar::Bar;
use super::exchange::{Exchange, Market};
use super::parameters::Parameters;
use super::reads::page_size;
use crate::chance::Chance;
use crate::number::{TooLarge, floor_to, multiply, write};
use crate::refusal::{PARAMETER, Refusal, UNKNOWN_INSTRUMENT};

/// When the first candle opened: 2018-01-01 00:00 UTC.
const OPENED: i64 = 1_514_764_800_000;

/// How many candles the calls for the latest ones go back.
const LATEST: i64 = 1_440;

/// A call for candles.
#[derive(Clone, Copy)]
struct Sort {
    /// How many one page holds at most.
    page: i64,
    /// It goes back to the first candle, not only over the latest.
    goes_all_back: bool,
    /// It tells how much was traded.
    has_volumes: bool,
}

/// Prices of one candle.
pub(super) struct Candle {
    pub(super) open: Decimal,
    pub(super) high: Decimal,
    pub(super) low: Decimal,
    pub(super) close: Decimal,
    pub(super) volume: Decimal,
}

impl Exchange {
    pub(crate) fn latest_candles(&self, parameters: &Parameters, now: i64) -> Result<Vec<Value>, Refusal> {
        let sort = Sort { page: 300, goes_all_back: false, has_volumes: true };
        self.candles(self.named_market(parameters)?, sort, parameters, now)
    }

    pub(crate) fn all_candles(&self, parameters: &Parameters, now: i64) -> Result<Vec<Value>, Refusal> {
        let sort = Sort { page: 300, goes_all_back: true, has_volumes: true };
        self.candles(self.named_market(parameters)?, sort, parameters, now)
    }

    pub(crate) fn latest_price_candles(&self, parameters: &Parameters, now: i64) -> Result<Vec<Value>, Refusal> {
        let sort = Sort { page: 100, goes_all_back: false, has_volumes: false };
        self.candles(self.market_of_price(parameters)?, sort, parameters, now)
    }

    pub(crate) fn all_price_candles(&self, parameters: &Parameters, now: i64) -> Result<Vec<Value>, Refusal> {
        let sort = Sort { page: 100, goes_all_back: true, has_volumes: false };
        self.candles(self.market_of_price(parameters)?, sort, parameters, now)
    }

    /// The market whose prices stand for an index or a mark price: an index in dollars follows the one in USDT.
    fn market_of_price(&self, parameters: &Parameters) -> Result<&Market, Refusal> {
        let name = parameters.required("instId")?;
        let found = self.market(name).or_else(|| self.market(&format!("{name}T")));
        found.ok_or_else(|| UNKNOWN_INSTRUMENT.about(name))
    }

    /// A page of candles between two bounds, newest first.
    fn candles(&self, market: &Market, sort: Sort, parameters: &Parameters, now: i64) -> Result<Vec<Value>, Refusal> {
        let bar = Bar::read(parameters.text("bar").unwrap_or("1m")).ok_or_else(|| PARAMETER.about("bar"))?;
        let (after, before) = (parameters.integer("after")?, parameters.integer("before")?);
        let limit = page_size(parameters, sort.page)?;
        let newest = bar.start(now);
        let oldest = if sort.goes_all_back { OPENED } else { OPENED.max(bar.back(newest, LATEST - 1)) };
        let mut start = after.filter(|after| *after <= newest).map_or(newest, |after| bar.start(after.max(OPENED) - 1));
        let mut rows = Vec::new();
        while rows.len() < limit && start >= oldest && before.is_none_or(|before| start > before) {
            rows.push(self.candle_row(market, bar, sort, start, now)?);
            start = bar.start(start - 1);
        }
        Ok(rows)
    }

    fn candle_row(&self, market: &Market, bar: Bar, sort: Sort, start: i64, now: i64) -> Result<Value, TooLarge> {
        let end = bar.next(start);
        let close = if end <= now { self.path(market, end) } else { market.last };
        let candle = self.candle(market, start, close);
        let mut texts = vec![start.to_string()];
        texts.extend([candle.open, candle.high, candle.low, candle.close].map(write));
        if sort.has_volumes {
            let units = multiply(candle.volume, market.instrument.face)?;
            let worth = multiply(units, candle.close)?;
            let in_currency = if market.instrument.is_spot() { worth } else { units };
            texts.extend([candle.volume, in_currency, worth].map(write));
        }
        texts.push(if end <= now { "1" } else { "0" }.to_owned());
        Ok(Value::Array(texts.into_iter().map(Value::String).collect()))
    }

    /// The candle that began at this time: its prices follow from the seed, but for the close, which the caller knows.
    pub(super) fn candle(&self, market: &Market, start: i64, close: Decimal) -> Candle {
        let open = self.path(market, start);
        let mut chance = self.chance_of(market, !start);
        let tick = market.instrument.tick;
        let mut wick = || floor_to(open * Decimal::from(chance.between(0, 40)) / Decimal::from(10_000), tick);
        let high = open.max(close) + wick();
        let low = (open.min(close) - wick()).max(tick);
        let volume = market.instrument.min * Decimal::from(chance.between(1_000, 100_000));
        Candle { open, high, low, close, volume }
    }

    /// The price at a time of the past: the starting price moved by up to one and a half percent.
    pub(super) fn path(&self, market: &Market, at: i64) -> Decimal {
        let move_of = Decimal::from(self.chance_of(market, at).between(9_850, 10_150)) / Decimal::from(10_000);
        let price = market.start * move_of;
        floor_to(price, market.instrument.tick_at(price).unwrap_or(market.instrument.tick))
    }

    fn chance_of(&self, market: &Market, at: i64) -> Chance {
        let mut chance = Chance::of(self.seed, &market.instrument.id);
        Chance::new(chance.next() ^ at.unsigned_abs())
    }
}
