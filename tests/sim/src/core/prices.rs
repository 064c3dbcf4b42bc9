//! Public market data: instruments, tickers, books, candles.

use rust_decimal::Decimal;
use serde_json::{Value, json};

use super::exchange::{Exchange, Market};
use super::instrument::{Kind, band_row};
use super::order::Side;
use super::parameters::Parameters;
use super::reads::page_size;
use crate::calendar::month_start;
use crate::chance::Chance;
use crate::number::{TooLarge, floor_to, multiply, write};
use crate::refusal::{PARAMETER, Refusal, UNKNOWN_INSTRUMENT};

const DAY_MS: i64 = 86_400_000;
const EIGHT_HOURS_MS: i64 = 28_800_000;

/// How many candles the exchange remembers, and how many one page holds.
const CANDLES_KEPT: i64 = 1_440;
const CANDLE_PAGE: i64 = 300;

/// The time one candle covers.
#[derive(Clone, Copy, Debug)]
enum Bar {
    /// A fixed time, counted from midnight of UTC+8 where the second is set.
    Fixed { length: i64, shift: i64 },
    /// So many months of the calendar.
    Months { months: i64, shift: i64 },
}

/// Prices of one candle.
struct Candle {
    open: Decimal,
    high: Decimal,
    low: Decimal,
    close: Decimal,
    volume: Decimal,
}

impl Exchange {
    pub(crate) fn instruments(&self, parameters: &Parameters) -> Result<Vec<Value>, Refusal> {
        let wanted_type = parameters.required("instType")?;
        if wanted_type == "OPTION" && parameters.text("instFamily").is_none() {
            return Err(crate::refusal::MISSING_PARAMETER.about("instFamily"));
        }
        let fits = |market: &&Market| {
            let instrument = &market.instrument;
            instrument.type_name() == wanted_type
                && parameters.text("instId").is_none_or(|id| id == instrument.id)
                && parameters.text("instFamily").is_none_or(|family| family == instrument.family)
        };
        Ok(self.markets.iter().filter(fits).map(|market| market.instrument.row()).collect())
    }

    pub(crate) fn tick_bands(&self, parameters: &Parameters) -> Result<Vec<Value>, Refusal> {
        let wanted_type = parameters.required("instType")?;
        let mut families: Vec<(&str, Value)> = Vec::new();
        for instrument in self.markets.iter().map(|market| &market.instrument) {
            let Kind::Call { bands, .. } = &instrument.kind else { continue };
            let wanted = parameters.text("instFamily").is_none_or(|family| family == instrument.family);
            if wanted && !families.iter().any(|(family, _)| *family == instrument.family) {
                families.push((&instrument.family, band_row(&instrument.family, bands)));
            }
        }
        Ok(if wanted_type == "OPTION" { families.into_iter().map(|(_, row)| row).collect() } else { Vec::new() })
    }

    pub(crate) fn ticker(&self, parameters: &Parameters, now: i64) -> Result<Vec<Value>, Refusal> {
        Ok(vec![self.ticker_row(self.named_market(parameters)?, now)?])
    }

    pub(crate) fn tickers(&self, parameters: &Parameters, now: i64) -> Result<Vec<Value>, Refusal> {
        let wanted_type = parameters.required("instType")?;
        let fits = |market: &&Market| {
            market.instrument.type_name() == wanted_type
                && parameters
                    .text("instFamily")
                    .or(parameters.text("uly"))
                    .is_none_or(|family| family == market.instrument.family)
        };
        Ok(self.markets.iter().filter(fits).map(|market| self.ticker_row(market, now)).collect::<Result<_, _>>()?)
    }

    fn named_market(&self, parameters: &Parameters) -> Result<&Market, Refusal> {
        let name = parameters.required("instId")?;
        self.market(name).ok_or_else(|| UNKNOWN_INSTRUMENT.about(name))
    }

    fn ticker_row(&self, market: &Market, now: i64) -> Result<Value, TooLarge> {
        let best = |side| {
            let level = market.book.levels(side).next();
            level
                .map(|(price, queue)| (write(price), write(queue.iter().map(|resting| resting.left).sum())))
                .unwrap_or_default()
        };
        let (ask, ask_size) = best(Side::Sell);
        let (bid, bid_size) = best(Side::Buy);
        let candle = self.candle(market, now - DAY_MS, market.last);
        let volume = candle.volume + market.traded;
        let units = multiply(volume, market.instrument.face)?;
        let in_currency = if market.instrument.is_spot() { multiply(units, market.last)? } else { units };
        let open_of_day = |shift: i64| write(self.path(market, (now + shift).div_euclid(DAY_MS) * DAY_MS - shift));
        Ok(json!({
            "instType": market.instrument.type_name(),
            "instId": market.instrument.id,
            "last": write(market.last),
            "lastSz": write(market.last_size),
            "askPx": ask,
            "askSz": ask_size,
            "bidPx": bid,
            "bidSz": bid_size,
            "open24h": write(candle.open),
            "high24h": write(candle.high),
            "low24h": write(candle.low),
            "vol24h": write(volume),
            "volCcy24h": write(in_currency),
            "sodUtc0": open_of_day(0),
            "sodUtc8": open_of_day(EIGHT_HOURS_MS),
            "ts": now.to_string(),
        }))
    }

    pub(crate) fn book(&self, parameters: &Parameters, now: i64) -> Result<Vec<Value>, Refusal> {
        let market = self.named_market(parameters)?;
        let depth = match parameters.integer("sz")? {
            None => 1,
            Some(depth) => usize::try_from(depth)
                .ok()
                .filter(|depth| (1..=400).contains(depth))
                .ok_or_else(|| PARAMETER.about("sz"))?,
        };
        let side = |side| -> Vec<Value> {
            let row = |(price, queue): (Decimal, &std::collections::VecDeque<super::Resting>)| {
                let size = queue.iter().map(|resting| resting.left).sum();
                json!([write(price), write(size), "0", queue.len().to_string()])
            };
            market.book.levels(side).take(depth).map(row).collect()
        };
        Ok(vec![
            json!({"asks": side(Side::Sell), "bids": side(Side::Buy), "ts": now.to_string(), "seqId": market.sequence}),
        ])
    }

    pub(crate) fn candles(&self, parameters: &Parameters, now: i64) -> Result<Vec<Value>, Refusal> {
        let market = self.named_market(parameters)?;
        let bar = Bar::read(parameters.text("bar").unwrap_or("1m")).ok_or_else(|| PARAMETER.about("bar"))?;
        let (after, before) = (parameters.integer("after")?, parameters.integer("before")?);
        let limit = page_size(parameters, CANDLE_PAGE)?;
        let mut rows = Vec::new();
        let mut start = bar.start(now);
        for _ in 0..CANDLES_KEPT {
            if rows.len() == limit || before.is_some_and(|before| start <= before) {
                break;
            }
            if after.is_none_or(|after| start < after) {
                rows.push(self.candle_row(market, bar, start, now)?);
            }
            start = bar.start(start - 1);
        }
        Ok(rows)
    }

    fn candle_row(&self, market: &Market, bar: Bar, start: i64, now: i64) -> Result<Value, TooLarge> {
        let end = bar.next(start);
        let close = if end <= now { self.path(market, end) } else { market.last };
        let candle = self.candle(market, start, close);
        let units = multiply(candle.volume, market.instrument.face)?;
        let worth = multiply(units, candle.close)?;
        let in_currency = if market.instrument.is_spot() { worth } else { units };
        let confirmed = if end <= now { "1" } else { "0" };
        let numbers = [candle.open, candle.high, candle.low, candle.close, candle.volume, in_currency, worth];
        let texts =
            std::iter::once(start.to_string()).chain(numbers.into_iter().map(write)).chain([confirmed.to_owned()]);
        Ok(Value::Array(texts.map(Value::String).collect()))
    }

    /// The candle that began at this time: its prices follow from the seed, but for the close, which the caller knows.
    fn candle(&self, market: &Market, start: i64, close: Decimal) -> Candle {
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
    fn path(&self, market: &Market, at: i64) -> Decimal {
        let move_of = Decimal::from(self.chance_of(market, at).between(9_850, 10_150)) / Decimal::from(10_000);
        let price = market.start * move_of;
        floor_to(price, market.instrument.tick_at(price).unwrap_or(market.instrument.tick))
    }

    fn chance_of(&self, market: &Market, at: i64) -> Chance {
        let mut chance = Chance::of(self.seed, &market.instrument.id);
        Chance::new(chance.next() ^ at.unsigned_abs())
    }
}

impl Bar {
    /// The bar as it is written: `5m`, `4H`, `1D` (days begin at midnight UTC+8), `1Dutc`.
    fn read(text: &str) -> Option<Self> {
        let (text, utc) = text.strip_suffix("utc").map_or((text, false), |text| (text, true));
        let (count, unit) = text.split_at(text.len().checked_sub(1)?);
        let count: i64 = count.parse().ok().filter(|count| (1..=30).contains(count))?;
        let shift = if utc { 0 } else { EIGHT_HOURS_MS };
        Some(match unit {
            "s" => Self::Fixed { length: count * 1_000, shift: 0 },
            "m" => Self::Fixed { length: count * 60_000, shift: 0 },
            "H" if count < 6 => Self::Fixed { length: count * 3_600_000, shift: 0 },
            "H" => Self::Fixed { length: count * 3_600_000, shift },
            "D" => Self::Fixed { length: count * DAY_MS, shift },
            "W" => Self::Fixed { length: 7 * count * DAY_MS, shift: shift + 3 * DAY_MS },
            "M" => Self::Months { months: count, shift },
            _ => return None,
        })
    }

    /// When the bar around this time began.
    fn start(self, at: i64) -> i64 {
        match self {
            Self::Fixed { length, shift } => (at + shift).div_euclid(length) * length - shift,
            Self::Months { months, shift } => month_start(at + shift, months) - shift,
        }
    }

    /// When the bar that began at this time ends.
    fn next(self, start: i64) -> i64 {
        match self {
            Self::Fixed { length, .. } => start + length,
            // No month is longer than 31 days, and 31 days after the start of the last month of a bar the next one has
            // begun.
            Self::Months { months, .. } => self.start(start + months * 31 * DAY_MS),
        }
    }
}
