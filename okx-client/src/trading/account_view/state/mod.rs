//! The state of an account, from pushes, snapshots and lists. Knows nothing of connections or clocks.

mod balances;
mod freshness;
mod orders;
mod positions;
mod rows;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use crate::api::ids::{Ccy, OrdId};
use crate::api::ws::private::{AccountCurrency, AccountUpdate, OrderUpdate, PositionUpdate};
use crate::trading::order_status::{OrderStatus, RowSource};
use crate::value::Timestamp;
use freshness::Freshness;
pub(super) use freshness::Source;
use orders::OpenOrders;
use rows::KeyedRows;

/// The state of an account.
#[derive(Debug, Default)]
pub(super) struct AccountState {
    orders: OpenOrders,
    positions: KeyedRows<PositionUpdate>,
    balances: KeyedRows<AccountCurrency>,
    /// The figures of the whole account, without its currencies.
    account: Option<Arc<AccountUpdate>>,
    freshness: Freshness,
    /// Whether changes have been arriving without a gap since the lists were requested. Otherwise the lists can be older than what was missed.
    lists_are_current: bool,
}

/// Everything that is known of an account from lists of the REST API.
pub(super) struct Lists {
    pub(super) orders: Vec<OrderUpdate>,
    pub(super) positions: Vec<PositionUpdate>,
    pub(super) account: Option<AccountUpdate>,
}

impl AccountState {
    pub(super) fn order(&self, id: &OrdId) -> Option<&OrderStatus> {
        self.orders.get(id)
    }

    pub(super) fn orders(&self) -> impl Iterator<Item = &OrderStatus> {
        self.orders.values()
    }

    pub(super) fn positions(&self) -> impl Iterator<Item = &Arc<PositionUpdate>> {
        self.positions.values()
    }

    pub(super) fn balance(&self, ccy: &Ccy) -> Option<&Arc<AccountCurrency>> {
        self.balances.get(ccy)
    }

    pub(super) fn balances(&self) -> impl Iterator<Item = &Arc<AccountCurrency>> {
        self.balances.values()
    }

    pub(super) fn account(&self) -> Option<&Arc<AccountUpdate>> {
        self.account.as_ref()
    }

    /// The time up to which everything is known; `None` before the first message.
    pub(super) fn as_of(&self) -> Option<Timestamp> {
        self.freshness.as_of()
    }

    /// Since when changes may have been missed; `None` if none were.
    pub(super) fn stale_since(&self) -> Option<Timestamp> {
        self.freshness.stale_since()
    }

    #[cfg(test)]
    pub(super) fn is_stale(&self, source: Source) -> bool {
        self.freshness.is_stale(source)
    }
}

impl AccountState {
    /// A message arrived at this time.
    pub(super) fn hear(&mut self, at: Timestamp) {
        self.freshness.hear(at);
    }

    /// Applies a row about an order. Returns whether anything changed.
    pub(super) fn apply_order(&mut self, row: OrderUpdate, source: RowSource) -> bool {
        self.orders.apply(row, source)
    }

    /// Removes an order that OKX does not know anymore.
    pub(super) fn remove_order(&mut self, id: &OrdId) {
        self.orders.remove(id);
    }

    /// Applies positions: all of them, or those that changed.
    pub(super) fn apply_positions(&mut self, rows: Vec<PositionUpdate>, is_snapshot: bool) {
        if is_snapshot {
            let written = rows.iter().filter_map(|row| row.p_time).min();
            self.positions.snapshot(rows, written);
            self.freshness.restore(Source::Positions);
        } else {
            self.positions.change(rows.into_iter());
        }
    }

    /// Applies balances: all of them, or those that changed. Each row has the figures of the account and some of its currencies.
    pub(super) fn apply_account(&mut self, rows: Vec<AccountUpdate>, is_snapshot: bool) {
        let currencies = rows.into_iter().flat_map(|row| self.put_account(row)).collect::<Vec<_>>();
        if is_snapshot {
            self.balances.snapshot(currencies, None);
            self.freshness.restore(Source::Balances);
        } else {
            self.balances.change(currencies.into_iter());
        }
    }

    /// The connection is lost.
    pub(super) fn lose_connection(&mut self, at: Timestamp) {
        self.lists_are_current = false;
        self.freshness.lose_connection(at);
    }

    /// There is a connection again.
    pub(super) fn reconnect(&mut self) {
        self.freshness.reconnect();
    }

    /// Changes of a source may have been missed since this time.
    pub(super) fn lose(&mut self, source: Source, since: Timestamp) {
        self.lists_are_current = false;
        self.freshness.lose(source, since);
    }

    /// What was missed of a source has been applied.
    pub(super) fn restore(&mut self, source: Source) {
        self.freshness.restore(source);
    }

    /// The lists are about to be requested.
    pub(super) fn begin_lists(&mut self) {
        self.lists_are_current = !self.freshness.is_disconnected();
        self.orders.begin_list();
        self.positions.begin_list();
        self.balances.begin_list();
    }

    /// Applies the lists; what is not in them, and did not change since they were requested, is gone. Returns the orders that seem to have
    /// ended; OKX has to be asked how.
    pub(super) fn finish_lists(&mut self, lists: Lists) -> Vec<OrderStatus> {
        let Lists { orders, positions, account } = lists;
        self.positions.finish_list(positions);
        let currencies = account.map(|row| self.put_account(row)).unwrap_or_default();
        self.balances.finish_list(currencies);
        if std::mem::take(&mut self.lists_are_current) {
            for source in [Source::Orders, Source::Positions, Source::Balances] {
                self.freshness.restore(source);
            }
        }
        self.orders.finish_list(orders)
    }

    /// Keeps the figures of the account if they are not older than the known ones. Returns the currencies of the row.
    fn put_account(&mut self, row: AccountUpdate) -> Vec<AccountCurrency> {
        let mut row = row;
        let currencies = std::mem::take(&mut row.details);
        let known = self.account.as_ref().and_then(|account| account.u_time);
        if row.u_time.is_none() || row.u_time >= known {
            self.account = Some(Arc::new(row));
        }
        currencies
    }
}
