//! What is known about the orders of this program: their fills, the position and the profit.

use std::collections::BTreeMap;

use okx_client::enums::{OrdState, Side};
use okx_client::objects::Order;
use okx_client::ws::private::OrderUpdate;
use okx_client::{Decimal, dec};

use crate::quoter::BASE;

/// All orders of this program by their client order IDs.
#[derive(Debug, Default)]
pub struct Ledger {
    orders: BTreeMap<String, Entry>,
    pub counts: Counts,
    /// The largest position, long or short.
    pub largest_position: Decimal,
    /// The price between the best ones.
    pub mid: Option<Decimal>,
}

#[derive(Debug, Default)]
pub struct Counts {
    pub placed: u64,
    pub amended: u64,
    pub canceled: u64,
    pub not_placed: u64,
    pub unknown: u64,
    pub fills: u64,
    pub gaps: u64,
    pub stale_prices: u64,
}

#[derive(Debug)]
struct Entry {
    side: Side,
    state: OrderState,
}

/// The part of an order that changes. Pushes and replies of the REST API have the same fields, but different types.
#[derive(Clone, Debug, Default)]
pub struct OrderState {
    pub filled: Decimal,
    pub is_final: bool,
    average_price: Decimal,
    fee: Decimal,
    fee_currency: String,
}

impl Ledger {
    /// Adds an order that is about to be placed.
    pub fn add(&mut self, name: &str, side: Side) {
        self.orders.insert(name.to_owned(), Entry { side, state: OrderState::default() });
    }

    /// Removes an order that was certainly not placed.
    pub fn remove(&mut self, name: &str) {
        self.orders.remove(name);
    }

    /// Takes a newer state of an order. Updates can arrive twice, and what was fetched can be older than what was pushed, so a state with
    /// less filled is ignored.
    pub fn take(&mut self, name: &str, state: OrderState) {
        let Some(entry) = self.orders.get_mut(name) else { return };
        if state.filled < entry.state.filled || (entry.state.is_final && !state.is_final) {
            return;
        }
        self.counts.fills += u64::from(state.filled > entry.state.filled);
        entry.state = state;
        self.largest_position = self.largest_position.max(self.position().abs());
    }

    /// The state of an order.
    pub fn state(&self, name: &str) -> Option<&OrderState> {
        self.orders.get(name).map(|entry| &entry.state)
    }

    /// The orders that may still be open.
    pub fn open(&self) -> Vec<String> {
        self.orders.iter().filter(|(_, entry)| !entry.state.is_final).map(|(name, _)| name.clone()).collect()
    }

    /// The number of orders.
    pub fn orders(&self) -> usize {
        self.orders.len()
    }

    /// What was bought, less what was sold and paid in fees, in the base currency.
    pub fn position(&self) -> Decimal {
        self.orders.values().map(|entry| entry.signed(entry.state.filled) + entry.fee_in_base()).sum()
    }

    /// What was traded, in the base currency.
    pub fn volume(&self) -> Decimal {
        self.orders.values().map(|entry| entry.state.filled).sum()
    }

    /// The profit in the quote currency, with the position at the last price. `None` before the first price.
    pub fn profit(&self) -> Option<Decimal> {
        let cash: Decimal = self.orders.values().map(Entry::cash).sum();
        Some(cash + self.position() * self.mid?)
    }
}

impl Entry {
    fn signed(&self, size: Decimal) -> Decimal {
        if self.side == Side::Buy { size } else { -size }
    }

    /// What was received less what was paid, in the quote currency.
    fn cash(&self) -> Decimal {
        let fee = if self.state.fee_currency == BASE { dec!(0) } else { self.state.fee };
        fee - self.signed(self.state.filled) * self.state.average_price
    }

    /// OKX takes the fee of a buy order in the base currency. A fee that was paid is negative.
    fn fee_in_base(&self) -> Decimal {
        if self.state.fee_currency == BASE { self.state.fee } else { dec!(0) }
    }
}

impl From<&OrderUpdate> for OrderState {
    fn from(order: &OrderUpdate) -> Self {
        Self {
            filled: order.acc_fill_sz.unwrap_or_default(),
            is_final: is_final(order.state.as_ref()),
            average_price: order.avg_px.unwrap_or_default(),
            fee: order.fee.unwrap_or_default(),
            fee_currency: order.fee_ccy.as_ref().map(ToString::to_string).unwrap_or_default(),
        }
    }
}

impl From<&Order> for OrderState {
    fn from(order: &Order) -> Self {
        Self {
            filled: order.acc_fill_sz.unwrap_or_default(),
            is_final: is_final(order.state.as_ref()),
            average_price: order.avg_px.unwrap_or_default(),
            fee: order.fee.unwrap_or_default(),
            fee_currency: order.fee_ccy.as_ref().map(ToString::to_string).unwrap_or_default(),
        }
    }
}

fn is_final(state: Option<&OrdState>) -> bool {
    matches!(state, Some(OrdState::Filled | OrdState::Canceled | OrdState::MmpCanceled))
}
