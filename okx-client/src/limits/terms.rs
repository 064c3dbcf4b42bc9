//! What OKX granted or imposed on single accounts.

use std::collections::{HashMap, HashSet};
use std::time::Duration;

use crate::api::budgets;
use crate::facts::Budget;

/// What accounts were granted or had imposed on them, by the number of the user.
#[derive(Debug, Default)]
pub(super) struct Terms(HashMap<u64, Account>);

#[derive(Debug, Default)]
struct Account {
    figure: Option<u32>,
    lead_instruments: HashSet<u64>,
}

/// How much within which time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Rate {
    pub(super) count: u64,
    pub(super) window: Duration,
}

impl Terms {
    /// The count OKX grants a user in budgets that have one of the account's own.
    pub(super) fn set_figure(&mut self, user: u64, figure: u32) {
        self.0.entry(user).or_default().figure = Some(figure);
    }

    /// The count that holds for a user in such budgets: what OKX granted, or else the usual one.
    pub(super) fn figure(&self, user: u64) -> u32 {
        let granted = self.0.get(&user).and_then(|account| account.figure);
        granted.unwrap_or(budgets::SUB_ACCOUNT_ORDERS.count)
    }

    /// The instruments on which a user leads others.
    pub(super) fn set_lead_instruments(&mut self, user: u64, symbols: HashSet<u64>) {
        self.0.entry(user).or_default().lead_instruments = symbols;
    }

    /// The rate of a budget for a user and an instrument.
    pub(super) fn rate(&self, budget: &Budget, user: u64, symbol: Option<u64>) -> Rate {
        let account = self.0.get(&user);
        let leads =
            symbol.is_some_and(|symbol| account.is_some_and(|account| account.lead_instruments.contains(&symbol)));
        let figure = account.and_then(|account| account.figure).filter(|_| budget.account_figure);
        let (count, window_ms) = match (budget.lead_trader, figure) {
            (Some(lead_trader), _) if leads => lead_trader,
            (_, Some(figure)) => (figure, budget.window_ms),
            _ => (budget.count, budget.window_ms),
        };
        Rate { count: count.into(), window: Duration::from_millis(window_ms) }
    }
}
