//! Public market data.

use serde_json::json;

use super::Behavior::Public;
use super::{Entry, Parameters, Rows, instrument};
use crate::core::{Band, CandleQuery, Exchange, Instrument, Kind, Market, PublicTrade};
use crate::refusal::{MISSING_PARAMETER, PARAMETER, Refusal, UNKNOWN_INSTRUMENT};
use crate::rows::{
    band_row, book_snapshot_row, candle_row, funding_rate_row, index_row, instrument_row, mark_price_row,
    past_funding_rate_row, ticker_row, trade_row,
};

/// How many levels a book has at most.
const MAX_DEPTH: i64 = 400;

/// The type of paging by time rather than by trade ID.
const BY_TIME: &str = "2";

pub(super) const CALLS: &[Entry] = &[
    ("public.get_time", Public(|_, _, now| Ok(vec![json!({"ts": now.to_string()})]))),
    ("public.get_instruments", Public(|exchange, parameters, _| instruments(exchange, parameters))),
    ("public.get_instrument_tick_bands", Public(|exchange, parameters, _| tick_bands(exchange, parameters))),
    ("market.get_ticker", Public(ticker)),
    ("market.get_tickers", Public(tickers)),
    ("market.get_books", Public(book)),
    ("market.get_trades", Public(trades)),
    ("market.get_history_trades", Public(past_trades)),
    ("market.get_index_tickers", Public(index_tickers)),
    ("public.get_mark_price", Public(mark_prices)),
    ("public.get_funding_rate", Public(funding_rates)),
    ("public.get_funding_rate_history", Public(past_funding_rates)),
    ("market.get_candles", Public(|exchange, parameters, now| candles(exchange, parameters, false, now))),
    ("market.get_history_candles", Public(|exchange, parameters, now| candles(exchange, parameters, true, now))),
    ("public.get_index_candles", Public(|exchange, parameters, now| price_candles(exchange, parameters, false, now))),
    (
        "public.get_history_index_candles",
        Public(|exchange, parameters, now| price_candles(exchange, parameters, true, now)),
    ),
    (
        "public.get_mark_price_candles",
        Public(|exchange, parameters, now| price_candles(exchange, parameters, false, now)),
    ),
    (
        "public.get_history_mark_price_candles",
        Public(|exchange, parameters, now| price_candles(exchange, parameters, true, now)),
    ),
];

fn instruments(exchange: &Exchange, parameters: &Parameters) -> Rows {
    let wanted_type = parameters.required("instType")?;
    if wanted_type == "OPTION" && parameters.text("instFamily").is_none() {
        return Err(MISSING_PARAMETER.about("instFamily"));
    }
    let fits = |instrument: &&Instrument| {
        instrument.type_name() == wanted_type
            && parameters.text("instId").is_none_or(|id| id == instrument.id)
            && parameters.text("instFamily").is_none_or(|family| family == instrument.family)
    };
    let listed = exchange.markets().iter().map(|market| &market.instrument);
    Ok(listed.filter(fits).map(instrument_row).collect())
}

fn tick_bands(exchange: &Exchange, parameters: &Parameters) -> Rows {
    let wanted_type = parameters.required("instType")?;
    let mut families: Vec<(&str, &[Band])> = Vec::new();
    for instrument in exchange.markets().iter().map(|market| &market.instrument) {
        let Kind::Call { bands, .. } = &instrument.kind else { continue };
        let wanted = parameters.text("instFamily").is_none_or(|family| family == instrument.family);
        if wanted && !families.iter().any(|(family, _)| *family == instrument.family) {
            families.push((&instrument.family, bands));
        }
    }
    let rows = families.into_iter().map(|(family, bands)| band_row(family, bands));
    Ok(if wanted_type == "OPTION" { rows.collect() } else { Vec::new() })
}

fn ticker(exchange: &Exchange, parameters: &Parameters, now: i64) -> Rows {
    let market = &exchange.markets()[instrument(exchange, parameters)?];
    Ok(vec![ticker_row(market, &exchange.ticker(market, now))?])
}

fn tickers(exchange: &Exchange, parameters: &Parameters, now: i64) -> Rows {
    let wanted_type = parameters.required("instType")?;
    let family = parameters.text("instFamily").or(parameters.text("uly"));
    let fits = |market: &&Market| {
        market.instrument.type_name() == wanted_type && family.is_none_or(|family| family == market.instrument.family)
    };
    let rows = exchange.markets().iter().filter(fits).map(|market| ticker_row(market, &exchange.ticker(market, now)));
    rows.collect()
}

fn book(exchange: &Exchange, parameters: &Parameters, now: i64) -> Rows {
    let market = &exchange.markets()[instrument(exchange, parameters)?];
    let depth = match parameters.integer("sz")? {
        None => 1,
        Some(depth) if (1..=MAX_DEPTH).contains(&depth) => usize::try_from(depth).unwrap_or(1),
        Some(_) => return Err(PARAMETER.about("sz")),
    };
    Ok(vec![book_snapshot_row(&market.snapshot(depth), now)])
}

fn trades(exchange: &Exchange, parameters: &Parameters, _: i64) -> Rows {
    let market = &exchange.markets()[instrument(exchange, parameters)?];
    let limit = parameters.page_size(500)?;
    Ok(market.trades().take(limit).map(|trade| trade_row(exchange, trade)).collect())
}

/// A page of the trades of an instrument, newest first. The bounds are trade IDs, or the upper one is a time.
fn past_trades(exchange: &Exchange, parameters: &Parameters, _: i64) -> Rows {
    let market = &exchange.markets()[instrument(exchange, parameters)?];
    let limit = parameters.page_size(100)?;
    let by_time = parameters.text("type") == Some(BY_TIME);
    let (after, before) = (parameters.integer("after")?, parameters.integer("before")?);
    let number = |trade: &PublicTrade| i64::try_from(trade.trade).unwrap_or(i64::MAX);
    let fits = |trade: &&PublicTrade| {
        let key = if by_time { trade.at } else { number(trade) };
        after.is_none_or(|after| key < after) && before.is_none_or(|before| number(trade) > before)
    };
    Ok(market.trades().filter(fits).take(limit).map(|trade| trade_row(exchange, trade)).collect())
}

/// The indices of the spot markets.
fn index_tickers(exchange: &Exchange, parameters: &Parameters, now: i64) -> Rows {
    if parameters.text("instId").is_some() {
        let market = market_of_price(exchange, parameters)?;
        return Ok(vec![index_row(parameters.required("instId")?, &exchange.ticker(market, now))]);
    }
    let spot = exchange.markets().iter().filter(|market| market.instrument.is_spot());
    let wanted = spot.filter(|market| parameters.text("quoteCcy").is_none_or(|quote| quote == market.instrument.quote));
    Ok(wanted.map(|market| index_row(&market.instrument.id, &exchange.ticker(market, now))).collect())
}

fn mark_prices(exchange: &Exchange, parameters: &Parameters, now: i64) -> Rows {
    let wanted_type = parameters.required("instType")?;
    let family = parameters.text("instFamily").or(parameters.text("uly"));
    let fits = |market: &&Market| {
        market.instrument.type_name() == wanted_type
            && family.is_none_or(|family| family == market.instrument.family)
            && parameters.text("instId").is_none_or(|id| id == market.instrument.id)
    };
    Ok(exchange.markets().iter().filter(fits).map(|market| mark_price_row(market, now)).collect())
}

/// The current funding rate of one swap, or of all.
fn funding_rates(exchange: &Exchange, parameters: &Parameters, now: i64) -> Rows {
    let wanted = if parameters.required("instId")? == "ANY" {
        0..exchange.markets().len()
    } else {
        let index = instrument(exchange, parameters)?;
        index..index + 1
    };
    let rows = wanted.filter_map(|index| {
        exchange.funding_rate(index, now).map(|rate| funding_rate_row(&exchange.markets()[index], &rate, now))
    });
    Ok(rows.collect())
}

fn past_funding_rates(exchange: &Exchange, parameters: &Parameters, now: i64) -> Rows {
    let index = instrument(exchange, parameters)?;
    let limit = parameters.page_size(400)?;
    // Three months, as OKX keeps them.
    let oldest = now - 90 * 86_400_000;
    let after = parameters.integer("before")?.unwrap_or(oldest).max(oldest);
    let before = parameters.integer("after")?.unwrap_or(now + 1).min(now + 1);
    let rates = exchange.past_funding_rates(index, after, before, limit);
    Ok(rates.into_iter().map(|(at, rate)| past_funding_rate_row(&exchange.markets()[index], at, rate)).collect())
}

fn candles(exchange: &Exchange, parameters: &Parameters, has_full_history: bool, now: i64) -> Rows {
    let market = &exchange.markets()[instrument(exchange, parameters)?];
    let query = candle_query(parameters, has_full_history, 300)?;
    rows_of_candles(exchange, market, &query, true, now)
}

fn price_candles(exchange: &Exchange, parameters: &Parameters, has_full_history: bool, now: i64) -> Rows {
    let market = market_of_price(exchange, parameters)?;
    let query = candle_query(parameters, has_full_history, 100)?;
    rows_of_candles(exchange, market, &query, false, now)
}

/// The market whose prices are used for an index or a mark price. An index in USD uses the market in USDT.
fn market_of_price<'a>(exchange: &'a Exchange, parameters: &Parameters) -> Result<&'a Market, Refusal> {
    let name = parameters.required("instId")?;
    let found = exchange.market(name).or_else(|| exchange.market(&format!("{name}T")));
    found.ok_or_else(|| UNKNOWN_INSTRUMENT.about(name))
}

fn candle_query(parameters: &Parameters, has_full_history: bool, most: i64) -> Result<CandleQuery<'_>, Refusal> {
    Ok(CandleQuery {
        bar: parameters.text("bar").unwrap_or("1m"),
        before: parameters.integer("after")?,
        after: parameters.integer("before")?,
        limit: parameters.page_size(most)?,
        has_full_history,
    })
}

fn rows_of_candles(exchange: &Exchange, market: &Market, query: &CandleQuery<'_>, has_volumes: bool, now: i64) -> Rows {
    let found = exchange.candles(market, query, now).ok_or_else(|| PARAMETER.about("bar"))?;
    found.iter().map(|candle| candle_row(market, candle, has_volumes)).collect()
}
