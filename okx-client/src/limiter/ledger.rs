//! The accounts of all budgets, and who may send next.
//!
//! A request is admitted when every budget it draws on has room, and takes from all of them at once or from none. One that has to wait
//! claims the budgets it was short of, and keeps the claims until it is admitted: whoever came later passes it only on budgets it did
//! not claim. So each budget serves those who wait for it in the order they came; a heavy batch collects its room undisturbed; a
//! request held up by one busy instrument does not hold up others; and since the oldest of all waits for nobody, nothing waits forever.

use std::collections::HashSet;
use std::sync::Arc;
use std::time::Duration;

use super::charges::{Charge, Charges};
use super::terms::{Rate, Terms};
use super::window::{Entry, Waiter};
use super::windows::Windows;

/// All budgets that were drawn on lately.
#[derive(Debug, Default)]
pub(super) struct Ledger {
    windows: Windows,
    terms: Terms,
    tickets: u64,
}

/// What a request may do.
#[derive(Clone, Copy, Debug)]
pub(super) enum Turn {
    /// It may be sent: everything it draws on has been taken.
    Admitted,
    /// It must wait for this budget, to look again at this moment or when it is woken.
    Wait { budget: &'static str, until: Option<Duration> },
    /// It can never be sent: it is heavier than all of this budget.
    TooHeavy { budget: &'static str, units: u64, rate: Rate },
}

/// What became of an admitted request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fate<'a> {
    /// Its reply arrived.
    Replied,
    /// Its reply arrived, and said with this code that a limit was passed: somebody else draws on the same budget.
    Refused(&'a str),
    /// It was given up without a reply.
    Lost,
    /// It was not sent.
    Unsent,
}

impl Ledger {
    /// A place behind everybody who waits already.
    pub(super) fn waiter(&mut self) -> Waiter {
        self.tickets += 1;
        Waiter { ticket: self.tickets, wake: Arc::default() }
    }

    /// Admits a request if everything it draws on has room. If not, a waiter claims what it is short of.
    pub(super) fn admit(&mut self, charges: &mut Charges, waiter: Option<&Waiter>, now: Duration) -> Turn {
        // Before the places are looked up, because it makes places of blank windows meaningless.
        self.windows.sweep(now);
        let mut turn = Turn::Admitted;
        for charge in charges.iter_mut() {
            charge.place = self.windows.place(charge, || self.terms.rate(charge.budget, charge.user, charge.symbol));
            let window = &mut self.windows[charge.place];
            let (budget, units) = (charge.budget.name, charge.units);
            match window.check(units, waiter, now) {
                Entry::Open => {}
                Entry::Never => return Turn::TooHeavy { budget, units, rate: window.rate },
                Entry::Later(until) => {
                    if let Some(waiter) = waiter {
                        window.claim(waiter);
                    }
                    turn = turn.and_wait(budget, until);
                }
            }
        }
        if matches!(turn, Turn::Admitted) {
            self.take(charges, waiter);
        }
        turn
    }

    /// Gives up all claims of a waiter.
    pub(super) fn leave(&mut self, charges: &Charges, waiter: &Waiter) {
        for charge in charges.iter() {
            self.windows[charge.place].release(waiter);
        }
    }

    /// Writes down what became of an admitted request.
    pub(super) fn settle(&mut self, charges: &Charges, fate: Fate<'_>, now: Duration) {
        let is_named = |charge: &Charge| matches!(fate, Fate::Refused(code) if charge.budget.refused_with == code);
        let is_refused = matches!(fate, Fate::Refused(_));
        let nobody_is_named = !charges.iter().any(is_named);
        for charge in charges.iter() {
            let is_blamed = is_refused && (nobody_is_named || is_named(charge));
            self.windows[charge.place].settle(charge.units, fate, is_blamed, now);
        }
    }

    /// The count OKX grants a user in budgets that have one of the account's own.
    pub(super) fn set_figure(&mut self, user: u64, figure: u32) {
        self.terms.set_figure(user, figure);
        self.apply_terms(user);
    }

    /// The count that holds for a user in such budgets.
    pub(super) fn figure(&self, user: u64) -> u32 {
        self.terms.figure(user)
    }

    /// The instruments on which a user leads others.
    pub(super) fn set_lead_instruments(&mut self, user: u64, symbols: HashSet<u64>) {
        self.terms.set_lead_instruments(user, symbols);
        self.apply_terms(user);
    }

    /// How many windows are remembered.
    #[cfg(test)]
    pub(super) fn len(&self) -> usize {
        self.windows.len()
    }

    fn take(&mut self, charges: &Charges, waiter: Option<&Waiter>) {
        for charge in charges.iter() {
            let window = &mut self.windows[charge.place];
            window.send(charge.units);
            if let Some(waiter) = waiter {
                window.release(waiter);
            }
        }
    }

    fn apply_terms(&mut self, user: u64) {
        for window in self.windows.iter_mut().filter(|window| window.user == user) {
            window.rate = self.terms.rate(window.budget, user, window.symbol);
            window.wake_first();
        }
    }
}

impl Turn {
    /// Another budget has to be waited for as well. The last moment counts, and where one is not known there is none.
    fn and_wait(self, budget: &'static str, until: Option<Duration>) -> Self {
        match self {
            Self::Wait { budget, until: earlier } => {
                Self::Wait { budget, until: earlier.zip(until).map(|(left, right)| left.max(right)) }
            }
            _ => Self::Wait { budget, until },
        }
    }
}
