//! What happened on the exchange, pushed to the subscriptions that it concerns.

use serde_json::{Value, json};

use super::connection::{ConnectionId, Subscription};
use super::content::Content;
use super::feed::{BookFeed, BookKind, Feed, Selection};
use super::hub::Hub;
use super::pushes::Push;
use super::snapshots::{account_event, price, without_previous};
use crate::core::{
    AccountId, AccountUpdate, BalanceCause, BookSnapshot, BookUpdate, CandleUpdate, Event, Exchange, OrderChange,
    OrderUpdate, PositionUpdate,
};
use crate::rows::{
    account_row, book_snapshot_row, book_update_row, candle_row, fill_update_row, order_update_row, position_row,
    spread_order_update_row, stop_row, ticker_row, trade_row,
};
use crate::service::Service;
use crate::validation::RequestTime;

impl Hub {
    /// Pushes events to all connections.
    pub(crate) fn publish(&mut self, service: &mut Service, events: &[Event], time: RequestTime) {
        for event in events {
            let ids: Vec<ConnectionId> = self.connections.keys().copied().collect();
            for id in ids {
                for push in self.pushes_of(service, id, event, time) {
                    self.push(service, id, push, time.arrived_micros);
                }
            }
        }
    }

    /// The pushes of an event to one connection.
    fn pushes_of(&mut self, service: &Service, id: ConnectionId, event: &Event, time: RequestTime) -> Vec<Push> {
        let Some(connection) = self.connections.get_mut(&id) else { return Vec::new() };
        let (account, user) = (connection.key.as_ref().map(|key| key.account), connection.user.as_deref());
        let mut pushes = Vec::new();
        for subscription in &mut connection.subscriptions {
            if let Some(content) = content(&service.exchange, subscription, account, event) {
                subscription.pushed(time.arrived_micros);
                pushes.push(content.push(&service.model, subscription, user, time.clock_ms));
            }
        }
        pushes
    }
}

/// What an event means to a subscription, if it concerns it. `account` is the account that the connection is logged
/// in to.
fn content(
    exchange: &Exchange,
    subscription: &mut Subscription,
    account: Option<AccountId>,
    event: &Event,
) -> Option<Content> {
    match (&mut subscription.feed, event) {
        (Feed::Ticker { instrument }, Event::Ticker(update)) if update.instrument == *instrument => {
            let market = &exchange.markets()[*instrument];
            ticker_row(market, &exchange.ticker(market, update.at)).ok().map(Content::row)
        }
        // The price of a swap and that of its index change the funding rate.
        (Feed::Price { instrument, kind }, Event::Ticker(update)) if update.instrument == *instrument => {
            price(exchange, *instrument, *kind, update.at)
        }
        (Feed::Trades { instrument }, Event::Trade(trade)) if trade.instrument == *instrument => {
            Some(Content::row(trade_row(exchange, trade)))
        }
        (Feed::Book(book), Event::Book(update)) if update.instrument == book.instrument => {
            book_content(exchange, book, update)
        }
        (Feed::Candle { instrument, bar }, Event::Candle(update)) => candle(exchange, *instrument, bar, update),
        (feed, event) if account.is_some() && account == owner(event) => content_of_account(exchange, feed, event),
        _ => None,
    }
}

/// The account that an event belongs to.
fn owner(event: &Event) -> Option<AccountId> {
    match event {
        Event::Order(update) => Some(update.order.owner),
        Event::Stop(stop) => Some(stop.owner),
        Event::SpreadOrder(update) => Some(update.order.owner),
        Event::Account(update) => Some(update.account),
        Event::Position(update) => Some(update.account),
        _ => None,
    }
}

/// What an event of an account means to its subscription.
fn content_of_account(exchange: &Exchange, feed: &Feed, event: &Event) -> Option<Content> {
    let is_selected = |selection: &Selection, index: usize| selection.has(&exchange.markets()[index].instrument);
    match (feed, event) {
        (Feed::Orders(selection), Event::Order(update)) => {
            let is_selected = is_selected(selection, update.order.instrument);
            is_selected.then(|| Content::row(order_update_row(exchange, update)))
        }
        (Feed::Stops(selection), Event::Stop(stop)) => {
            let is_selected = is_selected(selection, stop.request.instrument);
            is_selected.then(|| Content::row(stop_row(exchange, stop)))
        }
        (Feed::Fills(selection), Event::Order(update)) => {
            fill(exchange, update).filter(|_| is_selected(selection, update.order.instrument))
        }
        (Feed::SpreadOrders { spread }, Event::SpreadOrder(update)) => {
            let is_selected = spread.as_ref().is_none_or(|spread| spread == update.order.spread.name);
            is_selected.then(|| Content::row(spread_order_update_row(update)))
        }
        (Feed::Account { currency }, Event::Account(update)) => balances(exchange, currency.as_deref(), update),
        (Feed::Positions(selection), Event::Position(update)) => {
            let row = position(exchange, update).filter(|_| is_selected(selection, update.instrument))?;
            Some(Content::row(row).with("eventType", json!("event_update")))
        }
        (Feed::BalanceAndPosition, Event::Account(update)) => cash_event(exchange, update),
        (Feed::BalanceAndPosition, Event::Position(update)) => {
            let row = position(exchange, update)?;
            let trade = json!({"instId": row["instId"], "tradeId": row["tradeId"]});
            Some(Content::row(account_event("filled", &json!([]), &[row], &[trade], update.at)))
        }
        _ => None,
    }
}

/// The change of a book as a subscription sees it; `None` if it sees no change.
fn book_content(exchange: &Exchange, book: &mut BookFeed, update: &BookUpdate) -> Option<Content> {
    let is_repeated = update.sequence <= update.previous;
    let newer = || exchange.markets()[book.instrument].snapshot(book.kind.depth());
    match book.kind {
        BookKind::Full => {
            book.pushed.sequence = update.sequence;
            Some(Content::row(book_update_row(update)).with("action", json!("update")))
        }
        BookKind::Changes(_) => {
            let newer = BookSnapshot { sequence: update.sequence, ..newer() };
            let (bids, asks) = book.pushed.changes_to(&newer);
            if bids.is_empty() && asks.is_empty() && !is_repeated {
                return None;
            }
            let (instrument, previous, sequence) = (book.instrument, book.pushed.sequence, update.sequence);
            let seen = BookUpdate { instrument, previous, sequence, bids, asks, at: update.at };
            book.pushed = newer;
            Some(Content::row(book_update_row(&seen)).with("action", json!("update")))
        }
        BookKind::Snapshots(_) => {
            let newer = BookSnapshot { sequence: update.sequence, ..newer() };
            let is_same = (&newer.bids, &newer.asks) == (&book.pushed.bids, &book.pushed.asks);
            book.pushed = newer;
            let row = book_snapshot_row(&book.pushed, update.at);
            (!is_same).then(|| Content::row(without_previous(exchange, book.instrument, row)))
        }
    }
}

fn candle(exchange: &Exchange, instrument: usize, bar: &str, update: &CandleUpdate) -> Option<Content> {
    if update.instrument != instrument || update.bar != bar {
        return None;
    }
    let market = &exchange.markets()[instrument];
    let candle = exchange.candle(market, bar, update.start, update.at)?;
    candle_row(market, &candle, true).ok().map(Content::row)
}

fn fill(exchange: &Exchange, update: &OrderUpdate) -> Option<Content> {
    match &update.change {
        OrderChange::Filled(fill) => Some(Content::row(fill_update_row(exchange, &update.order, *fill))),
        _ => None,
    }
}

fn balances(exchange: &Exchange, wanted: Option<&str>, update: &AccountUpdate) -> Option<Content> {
    let changed: Vec<&str> = update.currencies.iter().map(String::as_str).collect();
    if wanted.is_some_and(|wanted| !changed.contains(&wanted)) {
        return None;
    }
    let row = account_row(exchange, update.account, Some(&changed), update.at).ok()?;
    Some(Content::row(row).with("eventType", json!("event_update")))
}

fn position(exchange: &Exchange, update: &PositionUpdate) -> Option<Value> {
    position_row(exchange, update.account, update.instrument, &update.position, update.at).ok()
}

/// A change of cash. An amount that is held for an order is none.
fn cash_event(exchange: &Exchange, update: &AccountUpdate) -> Option<Content> {
    let event = match update.cause {
        BalanceCause::Order => return None,
        BalanceCause::Fill => "filled",
        BalanceCause::Transfer => "transferred",
        BalanceCause::Funding => "funding_fee",
    };
    let changed: Vec<&str> = update.currencies.iter().map(String::as_str).collect();
    let row = account_row(exchange, update.account, Some(&changed), update.at).ok()?;
    Some(Content::row(account_event(event, &row["details"], &[], &[], update.at)))
}
