//! Prices that are derived from trades: funding rates, mark prices, indices.

use rust_decimal::Decimal;
use serde_json::{Value, json};

use crate::core::{FundingRate, Market, Ticker};
use crate::number::write;

/// The current funding rate of a swap.
pub fn funding_rate_row(market: &Market, rate: &FundingRate, now: i64) -> Value {
    json!({
        "instType": market.instrument.type_name(),
        "instId": market.instrument.id,
        "method": "current_period",
        "formulaType": "noRate",
        "fundingRate": write(rate.rate),
        "nextFundingRate": "",
        "fundingTime": rate.charged_at.to_string(),
        "nextFundingTime": (rate.charged_at + rate.period).to_string(),
        "minFundingRate": write(-rate.most),
        "maxFundingRate": write(rate.most),
        "interestRate": write(rate.interest),
        "premium": write(rate.premium),
        "ts": now.to_string(),
    })
}

/// A funding rate that was charged.
pub fn past_funding_rate_row(market: &Market, at: i64, rate: Decimal) -> Value {
    json!({
        "instType": market.instrument.type_name(),
        "instId": market.instrument.id,
        "formulaType": "noRate",
        "fundingRate": write(rate),
        "realizedRate": write(rate),
        "fundingTime": at.to_string(),
        "method": "current_period",
    })
}

/// The mark price of an instrument: the price of its last trade.
pub fn mark_price_row(market: &Market, now: i64) -> Value {
    json!({
        "instType": market.instrument.type_name(),
        "instId": market.instrument.id,
        "markPx": write(market.last),
        "ts": now.to_string(),
    })
}

/// An index, whose prices are those of the spot market.
pub fn index_row(name: &str, ticker: &Ticker) -> Value {
    json!({
        "instId": name,
        "idxPx": write(ticker.last),
        "high24h": write(ticker.high),
        "low24h": write(ticker.low),
        "open24h": write(ticker.open),
        "sodUtc0": write(ticker.open_of_day),
        "sodUtc8": write(ticker.open_of_day_in_hong_kong),
        "ts": ticker.at.to_string(),
    })
}
