//! Rates that differ between accounts.

use std::collections::{HashMap, HashSet};
use std::time::Duration;

use crate::api::budgets;
use crate::facts::Budget;

/// Rates that differ between accounts, by the hash of the user.
#[derive(Debug, Default)]
pub(super) struct AccountRates(HashMap<u64, AccountSettings>);

#[derive(Debug, Default)]
struct AccountSettings {
    count: Option<u32>,
    lead_instruments: HashSet<u64>,
}

/// A number of units per window.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Rate {
    pub(super) count: u64,
    pub(super) window: Duration,
}

impl AccountRates {
    /// Sets the count that OKX grants a user, for budgets whose count depends on the account.
    pub(super) fn set_count(&mut self, user: u64, count: u32) {
        self.0.entry(user).or_default().count = Some(count);
    }

    /// The count that applies to a user in such budgets: what OKX granted, or else the default.
    pub(super) fn count(&self, user: u64) -> u32 {
        let granted = self.0.get(&user).and_then(|account| account.count);
        granted.unwrap_or(budgets::SUB_ACCOUNT_ORDERS.count)
    }

    /// Sets the instruments for which a user is a lead trader.
    pub(super) fn set_lead_instruments(&mut self, user: u64, symbols: HashSet<u64>) {
        self.0.entry(user).or_default().lead_instruments = symbols;
    }

    /// The rate of a budget for a user and an instrument.
    pub(super) fn rate(&self, budget: &Budget, user: u64, symbol: Option<u64>) -> Rate {
        let account = self.0.get(&user);
        let leads =
            symbol.is_some_and(|symbol| account.is_some_and(|account| account.lead_instruments.contains(&symbol)));
        let granted = account.and_then(|account| account.count).filter(|_| budget.account_figure);
        let (count, window_ms) = match (budget.lead_trader, granted) {
            (Some(lead_trader), _) if leads => lead_trader,
            (_, Some(granted)) => (granted, budget.window_ms),
            _ => (budget.count, budget.window_ms),
        };
        Rate { count: count.into(), window: Duration::from_millis(window_ms) }
    }
}
