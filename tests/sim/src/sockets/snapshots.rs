//! Pushes of whole states: after a subscription, and at intervals.

use serde_json::{Value, json};

use super::connection::Subscription;
use super::content::Content;
use super::feed::{BookFeed, BookKind, Feed, PriceKind, Selection};
use crate::core::{AccountId, BookSnapshot, BookUpdate, CandleQuery, Exchange, Position};
use crate::rows::{
    account_row, book_snapshot_row, book_update_row, candle_row, funding_rate_row, index_row, mark_price_row,
    position_row, ticker_row,
};
use crate::service::Service;

/// How many balances or positions a page of a snapshot has, unless the builder sets another number.
pub(crate) const PAGE: usize = 100;

/// The pushes that follow a subscription.
pub(super) fn first(
    service: &Service,
    subscription: &Subscription,
    account: Option<AccountId>,
    page: usize,
    now_ms: i64,
) -> Vec<Content> {
    let exchange = &service.exchange;
    let of_account = |contents: &dyn Fn(AccountId) -> Vec<Content>| account.map(contents).unwrap_or_default();
    match &subscription.feed {
        Feed::Sample => vec![Content::sample(&service.model, subscription, now_ms)],
        Feed::Ticker { instrument } => {
            let market = &exchange.markets()[*instrument];
            let row = ticker_row(market, &exchange.ticker(market, now_ms));
            row.map(Content::row).into_iter().collect()
        }
        Feed::Candle { instrument, bar } => {
            let market = &exchange.markets()[*instrument];
            let query = CandleQuery { bar, before: None, after: None, limit: 1, has_full_history: false };
            let candles = exchange.candles(market, &query, now_ms).unwrap_or_default();
            let rows = candles.iter().filter_map(|candle| candle_row(market, candle, true).ok());
            rows.map(Content::row).collect()
        }
        Feed::Book(book) => vec![book_snapshot(exchange, book, now_ms)],
        Feed::Account { .. } => of_account(&|account| account_pages(exchange, account, page, now_ms)),
        Feed::Positions(selection) => of_account(&|account| position_pages(exchange, account, selection, page, now_ms)),
        Feed::BalanceAndPosition => of_account(&|account| vec![whole_account(exchange, account, now_ms)]),
        Feed::Price { instrument, kind } => price(exchange, *instrument, *kind, now_ms).into_iter().collect(),
        Feed::Trades { .. } | Feed::Orders(_) | Feed::Stops(_) | Feed::Fills(_) | Feed::SpreadOrders { .. } => {
            Vec::new()
        }
    }
}

/// The pushes of a subscription that was quiet for its interval.
pub(super) fn regular(
    service: &Service,
    subscription: &Subscription,
    account: Option<AccountId>,
    page: usize,
    now_ms: i64,
) -> Vec<Content> {
    match &subscription.feed {
        Feed::Book(book) if !matches!(book.kind, BookKind::Snapshots(_)) => vec![heartbeat(book, now_ms)],
        _ => first(service, subscription, account, page, now_ms),
    }
}

/// A price that is derived from trades.
pub(super) fn price(exchange: &Exchange, instrument: usize, kind: PriceKind, now_ms: i64) -> Option<Content> {
    let market = &exchange.markets()[instrument];
    let row = match kind {
        PriceKind::FundingRate => funding_rate_row(market, &exchange.funding_rate(instrument, now_ms)?, now_ms),
        PriceKind::Mark => mark_price_row(market, now_ms),
        PriceKind::Index => index_row(&market.instrument.id, &exchange.ticker(market, now_ms)),
    };
    Some(Content::row(row))
}

/// A book as it was pushed last.
fn book_snapshot(exchange: &Exchange, book: &BookFeed, now_ms: i64) -> Content {
    let row = book_snapshot_row(&book.pushed, now_ms);
    match book.kind {
        BookKind::Snapshots(_) => Content::row(without_previous(exchange, book.instrument, row)),
        BookKind::Full | BookKind::Changes(_) => Content::row(row).with("action", json!("snapshot")),
    }
}

/// A book that is pushed as a whole has no previous sequence ID.
pub(super) fn without_previous(exchange: &Exchange, instrument: usize, mut row: Value) -> Value {
    if let Some(members) = row.as_object_mut() {
        members.remove("prevSeqId");
        members.remove("checksum");
        members.insert("instId".to_owned(), json!(exchange.markets()[instrument].instrument.id));
    }
    row
}

/// A book that has not changed: its sequence ID is repeated.
fn heartbeat(book: &BookFeed, at: i64) -> Content {
    let BookSnapshot { sequence, .. } = book.pushed;
    let (bids, asks) = (Vec::new(), Vec::new());
    let update = BookUpdate { instrument: book.instrument, previous: sequence, sequence, bids, asks, at };
    Content::row(book_update_row(&update)).with("action", json!("update"))
}

/// A page of a snapshot.
fn paged(content: Content, page: usize, pages: usize) -> Content {
    content.with("eventType", json!("snapshot")).with("curPage", json!(page)).with("lastPage", json!(page == pages))
}

fn account_pages(exchange: &Exchange, account: AccountId, size: usize, now_ms: i64) -> Vec<Content> {
    let Ok(row) = account_row(exchange, account, None, now_ms) else { return Vec::new() };
    let details = row["details"].as_array().cloned().unwrap_or_default();
    pages(&details, size, |part| {
        let mut row = row.clone();
        row["details"] = Value::Array(part.to_vec());
        Content::row(row)
    })
}

fn position_pages(
    exchange: &Exchange,
    account: AccountId,
    selection: &Selection,
    size: usize,
    now_ms: i64,
) -> Vec<Content> {
    let is_selected = |instrument: usize| selection.has(&exchange.markets()[instrument].instrument);
    let rows: Vec<Value> = open_positions(exchange, account)
        .filter(|(instrument, _)| is_selected(*instrument))
        .filter_map(|(instrument, position)| position_row(exchange, account, instrument, position, now_ms).ok())
        .collect();
    pages(&rows, size, |part| Content::rows(part.to_vec()))
}

/// Splits rows into pages. There is always one page at least.
fn pages(rows: &[Value], size: usize, content: impl Fn(&[Value]) -> Content) -> Vec<Content> {
    let parts: Vec<&[Value]> = if rows.is_empty() { vec![rows] } else { rows.chunks(size.max(1)).collect() };
    let count = parts.len();
    parts.into_iter().zip(1..).map(|(part, page)| paged(content(part), page, count)).collect()
}

fn open_positions(exchange: &Exchange, account: AccountId) -> impl Iterator<Item = (usize, &Position)> {
    let positions = exchange.account(account).positions.iter();
    positions.filter(|(_, position)| !position.size.is_zero()).map(|(instrument, position)| (*instrument, position))
}

/// All cash and all positions.
fn whole_account(exchange: &Exchange, account: AccountId, now_ms: i64) -> Content {
    let balances = account_row(exchange, account, None, now_ms).map(|row| row["details"].clone()).unwrap_or_default();
    let positions: Vec<Value> = open_positions(exchange, account)
        .filter_map(|(instrument, position)| position_row(exchange, account, instrument, position, now_ms).ok())
        .collect();
    Content::row(account_event("snapshot", &balances, &positions, &[], now_ms))
}

/// A row of `balance_and_position`.
pub(super) fn account_event(
    event: &str,
    balances: &Value,
    positions: &[Value],
    trades: &[Value],
    now_ms: i64,
) -> Value {
    json!({
        "pTime": now_ms.to_string(),
        "eventType": event,
        "balData": balances,
        "posData": positions,
        "trades": trades,
    })
}
