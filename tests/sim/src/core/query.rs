//! Reading what the exchange has stored: pages of orders, fills and trades, and valuations.

use std::ops::RangeInclusive;

use rust_decimal::Decimal;

use super::account::{AccountId, Position};
use super::exchange::Exchange;
use super::market::Market;
use super::order::{AccountFill, Order};
use crate::number::{TooLarge, divide, multiply};

/// Which part of a list is wanted, newest first.
#[derive(Clone, Copy, Debug)]
pub struct Page {
    /// Only what has a smaller ID.
    pub below: Option<u64>,
    /// Only what has a higher ID.
    pub above: Option<u64>,
    /// Only what happened at or after this time, in milliseconds since the epoch.
    pub begin: Option<i64>,
    /// Only what happened at or before this time.
    pub end: Option<i64>,
    /// How many at most.
    pub limit: usize,
}

impl Page {
    /// Whether something with this ID and time is on the page or on a later one.
    pub fn has(&self, id: u64, at: i64) -> bool {
        self.below.is_none_or(|below| id < below)
            && self.above.is_none_or(|above| id > above)
            && self.times().contains(&at)
    }

    fn times(&self) -> RangeInclusive<i64> {
        self.begin.unwrap_or(i64::MIN)..=self.end.unwrap_or(i64::MAX)
    }
}

impl Exchange {
    /// A page of the account's live orders, or of its final ones, newest first.
    pub fn orders_of<'a>(
        &'a self,
        owner: AccountId,
        want_final: bool,
        page: Page,
        is_wanted: impl Fn(&Order) -> bool + 'a,
    ) -> impl Iterator<Item = &'a Order> {
        let fits = move |order: &&Order| {
            order.owner == owner
                && order.state.is_final() == want_final
                && page.has(order.id.0, order.created)
                && is_wanted(order)
        };
        self.orders.values().rev().filter(fits).take(page.limit)
    }

    /// A page of the account's fills, newest first.
    pub fn fills_of<'a>(
        &'a self,
        owner: AccountId,
        page: Page,
        is_wanted: impl Fn(&AccountFill) -> bool + 'a,
    ) -> impl Iterator<Item = &'a AccountFill> {
        self.fills(owner).filter(move |fill| page.has(fill.bill, fill.fill.at) && is_wanted(fill)).take(page.limit)
    }

    /// The price of a currency in US dollars in its spot market, or one if there is no such market.
    pub fn dollars(&self, currency: &str) -> Decimal {
        self.market(&format!("{currency}-USDT")).map_or(Decimal::ONE, |market| market.last)
    }
}

impl Market {
    /// The average price at which a position was opened.
    pub fn average_price(&self, position: &Position) -> Option<Decimal> {
        let units = multiply(position.size, self.instrument.face).ok()?;
        divide(position.entry, units).ok().filter(|_| !position.size.is_zero())
    }

    /// The unrealized profit of a position at the last price, in the settlement currency.
    pub(crate) fn unrealized_profit(&self, position: &Position) -> Result<Decimal, TooLarge> {
        Ok(multiply(multiply(self.last, position.size)?, self.instrument.face)? - position.entry)
    }
}
