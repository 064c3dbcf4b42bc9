//! Public market data: instruments, tickers, order books.

use rust_decimal::Decimal;
use serde_json::{Value, json};

use super::bar::{DAY_MS, EIGHT_HOURS_MS};
use super::exchange::Exchange;
use super::instrument::{Kind, band_row};
use super::market::Market;
use super::order::Side;
use super::parameters::Parameters;
use crate::number::{TooLarge, multiply, write};
use crate::refusal::{PARAMETER, Refusal, UNKNOWN_INSTRUMENT};

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

    pub(super) fn named_market(&self, parameters: &Parameters) -> Result<&Market, Refusal> {
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
            json!({"asks": side(Side::Sell), "bids": side(Side::Buy), "ts": now.to_string(), "seqId": market.sequence()}),
        ])
    }
}
