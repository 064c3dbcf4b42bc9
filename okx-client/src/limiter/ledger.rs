//! The accounts of all budgets, and who may send next.
//!
//! A request is admitted when every budget it draws on has room, and takes from all of them at once or from none. One that has to wait
//! claims the budgets it was short of, and keeps the claims until it is admitted: whoever came later passes it only on budgets it did
//! not claim. So each budget serves those who wait for it in the order they came; a heavy batch collects its room undisturbed; a
//! request held up by one busy instrument does not hold up others; and since the oldest of all waits for nobody, nothing waits forever.

use std::collections::{HashMap, HashSet, VecDeque};
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::Notify;

use super::charges::{Charge, Charges};
use super::log::{Log, Room};
use super::terms::{Rate, Terms};
use crate::endpoint::Budget;

/// All budgets that were drawn on lately.
#[derive(Debug, Default)]
pub(super) struct Ledger {
    places: HashMap<Key, usize>,
    windows: Vec<Option<Window>>,
    vacant: Vec<usize>,
    terms: Terms,
    tickets: u64,
    broom: Broom,
}

/// Names of budgets are part of the key, so that different budgets are never taken for each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct Key {
    keys: u64,
    budget: &'static str,
}

/// One budget for one set of keys.
#[derive(Debug)]
struct Window {
    budget: &'static Budget,
    keys: u64,
    user: u64,
    symbol: Option<u64>,
    rate: Rate,
    log: Log,
    /// Who waits for it, in the order they came.
    claims: VecDeque<Waiter>,
}

/// Where forgetting goes on: each new window pays for a look at two old ones, so the table stays within twice what is in use.
#[derive(Debug, Default)]
struct Broom {
    at: usize,
    owed: usize,
}

/// Someone who waits; lower tickets came earlier.
#[derive(Clone, Debug)]
pub(super) struct Waiter {
    ticket: u64,
    pub(super) wake: Arc<Notify>,
}

/// What a request may do.
#[derive(Debug)]
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
        self.sweep(now);
        let mut turn = Turn::Admitted;
        for charge in charges.iter_mut() {
            charge.place = self.place(charge);
            let Some(window) = self.window(charge.place) else { continue };
            match window.check(charge.units, waiter, now) {
                Turn::Admitted => {}
                heavy @ Turn::TooHeavy { .. } => return heavy,
                Turn::Wait { budget, until } => {
                    waiter.into_iter().for_each(|waiter| window.claim(waiter));
                    turn = turn.and_wait(budget, until);
                }
            }
        }
        if matches!(turn, Turn::Admitted) {
            charges.iter().for_each(|charge| {
                self.window(charge.place).into_iter().for_each(|window| window.log.send(charge.units));
            });
            waiter.into_iter().for_each(|waiter| self.leave(charges, waiter));
        }
        turn
    }

    /// Gives up all claims of a waiter.
    pub(super) fn leave(&mut self, charges: &Charges, waiter: &Waiter) {
        for charge in charges.iter() {
            self.window(charge.place).into_iter().for_each(|window| window.release(waiter));
        }
    }

    /// Writes down what became of an admitted request.
    pub(super) fn settle(&mut self, charges: &Charges, fate: Fate<'_>, now: Duration) {
        let blamed = |charge: &Charge| matches!(fate, Fate::Refused(code) if charge.budget.refused_with == code);
        let nobody_blamed = !charges.iter().any(blamed);
        for charge in charges.iter() {
            let Some(window) = self.window(charge.place) else { continue };
            match fate {
                Fate::Replied => window.log.reply(charge.units, window.rate.window, now),
                Fate::Lost => window.log.lose(charge.units, window.rate.window, now),
                Fate::Unsent => window.log.take_back(charge.units),
                Fate::Refused(_) => {
                    window.log.reply(charge.units, window.rate.window, now);
                    if nobody_blamed || blamed(charge) {
                        window.log.close_until(now + window.rate.window);
                    }
                }
            }
            window.wake_first();
        }
    }

    /// The count OKX grants a user in budgets that have one of the account's own.
    pub(super) fn set_figure(&mut self, user: u64, figure: u32) {
        self.terms.set_figure(user, figure);
        self.apply_terms(user);
    }

    /// The instruments on which a user leads others.
    pub(super) fn set_lead_instruments(&mut self, user: u64, symbols: HashSet<u64>) {
        self.terms.set_lead_instruments(user, symbols);
        self.apply_terms(user);
    }

    /// How many windows are remembered.
    #[cfg(test)]
    pub(super) fn len(&self) -> usize {
        self.places.len()
    }

    fn apply_terms(&mut self, user: u64) {
        for window in self.windows.iter_mut().flatten().filter(|window| window.user == user) {
            window.rate = self.terms.rate(window.budget, user, window.symbol);
            window.wake_first();
        }
    }

    fn window(&mut self, place: usize) -> Option<&mut Window> {
        self.windows.get_mut(place).and_then(Option::as_mut)
    }

    /// Where the window of a charge is; a new one is made for keys not seen lately.
    fn place(&mut self, charge: &Charge) -> usize {
        let key = Key { keys: charge.keys, budget: charge.budget.name };
        if let Some(place) = self.places.get(&key) {
            return *place;
        }
        let window = Window::new(charge, self.terms.rate(charge.budget, charge.user, charge.symbol));
        let place = self.vacant.pop().unwrap_or(self.windows.len());
        if place == self.windows.len() {
            self.windows.push(Some(window));
        } else {
            self.windows[place] = Some(window);
        }
        self.places.insert(key, place);
        self.broom.owed += 2;
        place
    }

    /// Forgets windows that say nothing any more. Windows that somebody waits for or has under way say something.
    fn sweep(&mut self, now: Duration) {
        for _ in 0..std::mem::take(&mut self.broom.owed) {
            self.broom.at = (self.broom.at + 1) % self.windows.len().max(1);
            let place = self.broom.at;
            let Some(window) = self.window(place) else { continue };
            if window.is_blank(now) {
                let key = Key { keys: window.keys, budget: window.budget.name };
                self.places.remove(&key);
                self.windows[place] = None;
                self.vacant.push(place);
            }
        }
    }
}

impl Window {
    fn new(charge: &Charge, rate: Rate) -> Self {
        let Charge { budget, keys, user, symbol, .. } = *charge;
        Self { budget, keys, user, symbol, rate, log: Log::default(), claims: VecDeque::new() }
    }

    /// Whether this many more may be sent by someone who waits here, or by someone who just came.
    fn check(&mut self, units: u64, waiter: Option<&Waiter>, now: Duration) -> Turn {
        let budget = self.budget.name;
        if units > self.rate.count {
            return Turn::TooHeavy { budget, units, rate: self.rate };
        }
        let ticket = waiter.map_or(u64::MAX, |waiter| waiter.ticket);
        if self.claims.front().is_some_and(|first| first.ticket < ticket) {
            return Turn::Wait { budget, until: None };
        }
        self.log.forget(now);
        match self.log.room(units, self.rate.count, now) {
            Room::Now => Turn::Admitted,
            Room::At(at) => Turn::Wait { budget, until: Some(at) },
            Room::AfterReplies => Turn::Wait { budget, until: None },
        }
    }

    fn claim(&mut self, waiter: &Waiter) {
        if let Err(place) = self.claims.binary_search_by_key(&waiter.ticket, |claim| claim.ticket) {
            self.claims.insert(place, waiter.clone());
        }
    }

    fn release(&mut self, waiter: &Waiter) {
        if let Ok(place) = self.claims.binary_search_by_key(&waiter.ticket, |claim| claim.ticket) {
            self.claims.remove(place);
            if place == 0 {
                self.wake_first();
            }
        }
    }

    fn wake_first(&self) {
        self.claims.front().into_iter().for_each(|first| first.wake.notify_one());
    }

    fn is_blank(&mut self, now: Duration) -> bool {
        self.log.forget(now);
        self.claims.is_empty() && self.log.is_blank(now)
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
