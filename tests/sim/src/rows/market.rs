//! Public market data: tickers, books, trades, candles.

use serde_json::{Value, json};

use crate::core::{BookSnapshot, BookUpdate, Candle, Exchange, Level, Market, PublicTrade, Ticker};
use crate::number::{multiply, write};
use crate::refusal::Refusal;

/// The previous sequence ID in a snapshot.
const NO_PREVIOUS: i64 = -1;

/// The ticker of an instrument.
///
/// # Errors
/// If an amount exceeds the range of the exchange's numbers.
pub fn ticker_row(market: &Market, ticker: &Ticker) -> Result<Value, Refusal> {
    let level = |level: Option<Level>| level.map(|level| (write(level.price), write(level.size))).unwrap_or_default();
    let ((ask, ask_size), (bid, bid_size)) = (level(ticker.ask), level(ticker.bid));
    let units = multiply(ticker.volume, market.instrument.face)?;
    let in_currency = if market.instrument.is_spot() { multiply(units, ticker.last)? } else { units };
    Ok(json!({
        "instType": market.instrument.type_name(),
        "instId": market.instrument.id,
        "last": write(ticker.last),
        "lastSz": write(ticker.last_size),
        "askPx": ask,
        "askSz": ask_size,
        "bidPx": bid,
        "bidSz": bid_size,
        "open24h": write(ticker.open),
        "high24h": write(ticker.high),
        "low24h": write(ticker.low),
        "vol24h": write(ticker.volume),
        "volCcy24h": write(in_currency),
        "sodUtc0": write(ticker.open_of_day),
        "sodUtc8": write(ticker.open_of_day_in_hong_kong),
        "ts": ticker.at.to_string(),
    }))
}

/// A whole book up to a depth: the reply to a request, or the first push of a subscription.
pub fn book_snapshot_row(snapshot: &BookSnapshot, at: i64) -> Value {
    let BookSnapshot { sequence, bids, asks } = snapshot;
    book_row(bids, asks, NO_PREVIOUS, *sequence, at)
}

/// A change of a book.
pub fn book_update_row(update: &BookUpdate) -> Value {
    let BookUpdate { previous, sequence, bids, asks, at, .. } = update;
    book_row(bids, asks, *previous, *sequence, *at)
}

fn book_row(bids: &[Level], asks: &[Level], previous: i64, sequence: i64, at: i64) -> Value {
    json!({
        "asks": levels(asks),
        "bids": levels(bids),
        "ts": at.to_string(),
        "checksum": 0,
        "prevSeqId": previous,
        "seqId": sequence,
    })
}

fn levels(levels: &[Level]) -> Vec<Value> {
    levels.iter().map(|level| json!([write(level.price), write(level.size), "0", level.orders.to_string()])).collect()
}

/// A public trade, in a reply or in a push.
pub fn trade_row(exchange: &Exchange, trade: &PublicTrade) -> Value {
    json!({
        "instId": exchange.markets()[trade.instrument].instrument.id,
        "tradeId": trade.trade.to_string(),
        "px": write(trade.price),
        "sz": write(trade.size),
        "side": trade.side.name(),
        "source": "0",
        "ts": trade.at.to_string(),
        "count": "1",
        "seqId": trade.sequence,
    })
}

/// A candle, with or without the traded volume.
///
/// # Errors
/// If an amount exceeds the range of the exchange's numbers.
pub fn candle_row(market: &Market, candle: &Candle, has_volumes: bool) -> Result<Value, Refusal> {
    let mut texts = vec![candle.start.to_string()];
    texts.extend([candle.open, candle.high, candle.low, candle.close].map(write));
    if has_volumes {
        let units = multiply(candle.volume, market.instrument.face)?;
        let value = multiply(units, candle.close)?;
        let in_currency = if market.instrument.is_spot() { value } else { units };
        texts.extend([candle.volume, in_currency, value].map(write));
    }
    texts.push(if candle.is_closed { "1" } else { "0" }.to_owned());
    Ok(Value::Array(texts.into_iter().map(Value::String).collect()))
}
