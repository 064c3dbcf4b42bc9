//! Collects events. Orders and trades are recorded as they happen; books, tickers, candles, positions and accounts once
//! at the end of each command.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;

use super::account::{AccountId, Position, change};
use super::event::{
    AccountUpdate, BalanceCause, Event, InstrumentUpdate, OrderChange, OrderUpdate, PositionUpdate, PublicTrade,
    SpreadOrderUpdate, TickerUpdate,
};
use super::exchange::Exchange;
use super::market::Market;
use super::order::OrderId;
use super::spreads::SpreadOrder;
use crate::number::TooLarge;

/// The events that nobody has taken yet, and what changed since they were last completed.
#[derive(Clone, Debug, Default)]
pub(crate) struct Outbox {
    is_recording: bool,
    events: Vec<Event>,
    positions: BTreeMap<(AccountId, usize), Position>,
    balances: BTreeMap<AccountId, ChangedBalances>,
}

/// The currencies of an account that changed, and the most important cause.
#[derive(Clone, Debug)]
struct ChangedBalances {
    currencies: BTreeSet<String>,
    cause: BalanceCause,
}

impl Exchange {
    /// Starts collecting events. Until then nothing is collected, so that events nobody takes do not pile up.
    pub fn record_events(&mut self) {
        self.outbox.is_recording = true;
        self.markets.iter_mut().for_each(Market::start_publication);
    }

    /// Takes the events since the last call, oldest first.
    pub fn take_events(&mut self) -> Vec<Event> {
        std::mem::take(&mut self.outbox.events)
    }

    /// Repeats the sequence ID of a book, as OKX does when a book has not changed for a while.
    pub fn repeat_sequence(&mut self, instrument: usize, now: i64) {
        self.push_empty_update(instrument, false, now);
    }

    /// Sets the sequence ID of a book back, as OKX does at maintenance. The book stays as it is.
    pub fn reset_sequence(&mut self, instrument: usize, now: i64) {
        self.push_empty_update(instrument, true, now);
    }

    fn push_empty_update(&mut self, instrument: usize, resets: bool, now: i64) {
        self.publish(now);
        if let Some(market) = self.markets.get_mut(instrument) {
            let update = market.empty_update(instrument, resets, now);
            self.outbox.push(Event::Book(update));
        }
    }

    /// Records a change of an account's order.
    pub(super) fn push_order(&mut self, id: OrderId, change: OrderChange, at: i64) {
        if !self.outbox.is_recording {
            return;
        }
        if let Some(order) = self.orders.get(&id) {
            let last_price = self.markets[order.instrument].last;
            let update = OrderUpdate { order: order.clone(), change, last_price, at };
            self.outbox.events.push(Event::Order(Box::new(update)));
        }
    }

    /// Records a change of an order for a spread.
    pub(super) fn push_spread_order(&mut self, order: &SpreadOrder, change: OrderChange, at: i64) {
        if self.outbox.is_recording {
            let update = SpreadOrderUpdate { order: order.clone(), change, at };
            self.outbox.events.push(Event::SpreadOrder(Box::new(update)));
        }
    }

    /// Records that an instrument changed or will change.
    pub(super) fn push_instrument(&mut self, instrument: usize, at: i64) {
        self.outbox.push(Event::Instrument(InstrumentUpdate { instrument, at }));
    }

    /// Records a trade in its market and as an event.
    pub(super) fn push_trade(&mut self, trade: PublicTrade) {
        self.markets[trade.instrument].record_trade(trade);
        self.outbox.push(Event::Trade(trade));
    }

    /// Records the new state of a position. Positions of the exchange's own account cause no events.
    pub(super) fn push_position(&mut self, owner: AccountId, instrument: usize, position: Position) {
        if self.outbox.is_recording && !owner.is_house() {
            self.outbox.positions.insert((owner, instrument), position);
        }
    }

    /// Adds to a balance of a trading account.
    pub(super) fn credit(
        &mut self,
        owner: AccountId,
        currency: &str,
        amount: Decimal,
        cause: BalanceCause,
    ) -> Result<(), TooLarge> {
        change(&mut self.accounts[owner.0].cash, currency, amount)?;
        self.outbox.note_balance(owner, currency, amount, cause);
        Ok(())
    }

    /// Adds to the held amount of a trading account.
    pub(super) fn hold(
        &mut self,
        owner: AccountId,
        currency: &str,
        amount: Decimal,
        cause: BalanceCause,
    ) -> Result<(), TooLarge> {
        change(&mut self.accounts[owner.0].held, currency, amount)?;
        self.outbox.note_balance(owner, currency, amount, cause);
        Ok(())
    }

    /// Completes the events of a command: adds one event for every book, ticker, candle, position and account that
    /// changed.
    pub(super) fn publish(&mut self, now: i64) {
        self.run_stops(now);
        self.plan_funding(now);
        if !self.outbox.is_recording {
            self.markets.iter_mut().for_each(Market::skip_publication);
            return;
        }
        for instrument in 0..self.markets.len() {
            let published = self.markets[instrument].publish(instrument, now);
            self.outbox.events.extend(published.book.map(Event::Book));
            if published.ticker_changed {
                self.outbox.push(Event::Ticker(TickerUpdate { instrument, at: now }));
            }
            if published.has_traded {
                self.push_candles_of(instrument, now);
            }
        }
        self.outbox.push_changed_accounts(now);
    }
}

impl Outbox {
    pub(super) fn push(&mut self, event: Event) {
        if self.is_recording {
            self.events.push(event);
        }
    }

    fn note_balance(&mut self, owner: AccountId, currency: &str, amount: Decimal, cause: BalanceCause) {
        if !self.is_recording || owner.is_house() || amount.is_zero() {
            return;
        }
        let none = || ChangedBalances { currencies: BTreeSet::new(), cause };
        let changed = self.balances.entry(owner).or_insert_with(none);
        changed.cause = changed.cause.max(cause);
        if !changed.currencies.contains(currency) {
            changed.currencies.insert(currency.to_owned());
        }
    }

    fn push_changed_accounts(&mut self, at: i64) {
        for ((account, instrument), position) in std::mem::take(&mut self.positions) {
            self.events.push(Event::Position(PositionUpdate { account, instrument, position, at }));
        }
        for (account, changed) in std::mem::take(&mut self.balances) {
            let currencies = changed.currencies.into_iter().collect();
            self.events.push(Event::Account(AccountUpdate { account, currencies, cause: changed.cause, at }));
        }
    }
}
