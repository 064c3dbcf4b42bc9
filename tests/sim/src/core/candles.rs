//! Candles of any time since the market opened. They are not stored: each is computed from the seed and its time.

use rust_decimal::Decimal;
use serde_json::Value;

use super::bar::Bar;
use super::exchange::Exchange;
use super::market::Market;
use super::parameters::Parameters;
use super::reads::page_size;
use crate::number::{TooLarge, floor_to, multiply, write};
use crate::random::Random;
use crate::refusal::{PARAMETER, Refusal, UNKNOWN_INSTRUMENT};

/// When the first candle opened: 2018-01-01 00:00 UTC.
const MARKET_OPENED: i64 = 1_514_764_800_000;

/// How many candles the calls for recent candles go back.
const RECENT_COUNT: i64 = 1_440;

/// The properties of a call for candles.
#[derive(Clone, Copy)]
struct CandleCall {
    /// The maximum number of rows of a page.
    page: i64,
    /// Whether it goes back to the first candle rather than only over recent ones.
    has_full_history: bool,
    /// Whether its rows include the traded volume.
    has_volumes: bool,
}

/// The prices of one candle.
pub(super) struct Candle {
    pub(super) open: Decimal,
    pub(super) high: Decimal,
    pub(super) low: Decimal,
    pub(super) close: Decimal,
    pub(super) volume: Decimal,
}

impl Exchange {
    pub(crate) fn latest_candles(&self, parameters: &Parameters, now: i64) -> Result<Vec<Value>, Refusal> {
        let call = CandleCall { page: 300, has_full_history: false, has_volumes: true };
        self.candles(self.named_market(parameters)?, call, parameters, now)
    }

    pub(crate) fn all_candles(&self, parameters: &Parameters, now: i64) -> Result<Vec<Value>, Refusal> {
        let call = CandleCall { page: 300, has_full_history: true, has_volumes: true };
        self.candles(self.named_market(parameters)?, call, parameters, now)
    }

    pub(crate) fn latest_price_candles(&self, parameters: &Parameters, now: i64) -> Result<Vec<Value>, Refusal> {
        let call = CandleCall { page: 100, has_full_history: false, has_volumes: false };
        self.candles(self.market_of_price(parameters)?, call, parameters, now)
    }

    pub(crate) fn all_price_candles(&self, parameters: &Parameters, now: i64) -> Result<Vec<Value>, Refusal> {
        let call = CandleCall { page: 100, has_full_history: true, has_volumes: false };
        self.candles(self.market_of_price(parameters)?, call, parameters, now)
    }

    /// The market whose prices are used for an index or a mark price. An index in USD uses the market in USDT.
    fn market_of_price(&self, parameters: &Parameters) -> Result<&Market, Refusal> {
        let name = parameters.required("instId")?;
        let found = self.market(name).or_else(|| self.market(&format!("{name}T")));
        found.ok_or_else(|| UNKNOWN_INSTRUMENT.about(name))
    }

    /// A page of candles between two bounds, newest first.
    fn candles(
        &self,
        market: &Market,
        call: CandleCall,
        parameters: &Parameters,
        now: i64,
    ) -> Result<Vec<Value>, Refusal> {
        let bar = Bar::read(parameters.text("bar").unwrap_or("1m")).ok_or_else(|| PARAMETER.about("bar"))?;
        let (after, before) = (parameters.integer("after")?, parameters.integer("before")?);
        let limit = page_size(parameters, call.page)?;
        let newest = bar.start(now);
        let oldest =
            if call.has_full_history { MARKET_OPENED } else { MARKET_OPENED.max(bar.back(newest, RECENT_COUNT - 1)) };
        let mut start =
            after.filter(|after| *after <= newest).map_or(newest, |after| bar.start(after.max(MARKET_OPENED) - 1));
        let mut rows = Vec::new();
        while rows.len() < limit && start >= oldest && before.is_none_or(|before| start > before) {
            rows.push(self.candle_row(market, bar, call, start, now)?);
            start = bar.start(start - 1);
        }
        Ok(rows)
    }

    fn candle_row(&self, market: &Market, bar: Bar, call: CandleCall, start: i64, now: i64) -> Result<Value, TooLarge> {
        let end = bar.next(start);
        let close = if end <= now { self.path(market, end) } else { market.last };
        let candle = self.candle(market, start, close);
        let mut texts = vec![start.to_string()];
        texts.extend([candle.open, candle.high, candle.low, candle.close].map(write));
        if call.has_volumes {
            let units = multiply(candle.volume, market.instrument.face)?;
            let value = multiply(units, candle.close)?;
            let in_currency = if market.instrument.is_spot() { value } else { units };
            texts.extend([candle.volume, in_currency, value].map(write));
        }
        texts.push(if end <= now { "1" } else { "0" }.to_owned());
        Ok(Value::Array(texts.into_iter().map(Value::String).collect()))
    }

    /// The candle that starts at this time. Its prices are computed from the seed, except the closing price, which
    /// the caller provides.
    pub(super) fn candle(&self, market: &Market, start: i64, close: Decimal) -> Candle {
        let open = self.path(market, start);
        let mut random = self.chance_of(market, !start);
        let tick = market.instrument.tick;
        let mut wick = || floor_to(open * Decimal::from(random.between(0, 40)) / Decimal::from(10_000), tick);
        let high = open.max(close) + wick();
        let low = (open.min(close) - wick()).max(tick);
        let volume = market.instrument.min * Decimal::from(random.between(1_000, 100_000));
        Candle { open, high, low, close, volume }
    }

    /// The price at a time in the past: the starting price changed by up to 1.5 percent.
    pub(super) fn path(&self, market: &Market, at: i64) -> Decimal {
        let move_of = Decimal::from(self.chance_of(market, at).between(9_850, 10_150)) / Decimal::from(10_000);
        let price = market.start * move_of;
        floor_to(price, market.instrument.tick_at(price).unwrap_or(market.instrument.tick))
    }

    fn chance_of(&self, market: &Market, at: i64) -> Random {
        let mut random = Random::of(self.seed, &market.instrument.id);
        Random::new(random.next() ^ at.unsigned_abs())
    }
}
