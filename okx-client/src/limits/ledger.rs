//! The accounts of all budgets, and who may send next.
//!
//! A request is admitted when every budget it draws on has room, and takes from all of them at once or from none. One that has to wait
//! claims the budgets it was short of, and keeps the claims until it is admitted: whoever came later passes it only on budgets it did
//! not claim. So each budget serves those who wait for it in the order they came; a heavy batch collects its room undisturbed; a
//! request held up by one busy instrument does not hold up others; and since the oldest of all waits for nobody, nothing waits forever.

use std::collections::HashSet;
use std::sync::Arc;
use std::time::Duration;

use super::alert::{LimitAlert, LimitAlertKind, Thresholds};
use super::charges::{Charge, Charges};
#[cfg(feature = "redis")]
use super::redis::{Question, Redis};
use super::terms::{Rate, Terms};
use super::window::{Entry, Waiter};
use super::windows::Windows;
use crate::error::BudgetUse;

/// All budgets that were drawn on lately.
#[derive(Debug, Default)]
pub(super) struct Ledger {
    windows: Windows,
    terms: Terms,
    tickets: u64,
    pub(super) thresholds: Thresholds,
    /// What is still to be told.
    pub(super) alerts: Vec<LimitAlert>,
    /// The part of each budget that may be used, where it is not the whole.
    share: Option<Share>,
}

/// One part of each budget.
#[derive(Clone, Copy, Debug)]
pub(super) struct Share {
    pub(super) processes: u64,
    /// Since when. Before that anybody may have used the whole.
    pub(super) since: Duration,
}

/// What a request may do.
#[derive(Clone, Copy, Debug)]
pub(super) enum Turn {
    /// It may be sent: everything it draws on has been taken.
    Admitted,
    /// It must wait for the budget at this place, to look again at this moment or when it is woken.
    Wait { place: usize, units: u64, until: Option<Duration> },
    /// It can never be sent: it is heavier than all of this budget.
    TooHeavy { budget: &'static str, units: u64, rate: Rate },
}

/// What became of an admitted request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fate<'a> {
    /// Its reply arrived.
    Replied,
    /// Its reply arrived, and said with this code that a limit was passed: somebody else draws on the same budget. The code is empty where
    /// only the HTTP status says so.
    Refused(&'a str),
    /// It was given up without a reply, and can arrive until this moment.
    Lost(Duration),
    /// It was not sent.
    Unsent,
}

impl Ledger {
    /// A place behind everybody who waits already.
    pub(super) fn waiter(&mut self) -> Waiter {
        self.tickets += 1;
        Waiter { ticket: self.tickets, wake: Arc::default() }
    }

    /// Admits a request if everything it draws on has room. If not, a waiter claims what it is short of. Of budgets that were not drawn on
    /// lately it is asked what they are counted by, to be read by people.
    pub(super) fn admit(
        &mut self,
        charges: &mut Charges,
        waiter: Option<&Waiter>,
        now: Duration,
        printed: &dyn Fn(&Charge) -> Box<str>,
    ) -> Turn {
        // Before the places are looked up, because it makes places of blank windows meaningless.
        self.windows.sweep(now);
        let mut turn = Turn::Admitted;
        for charge in charges.iter_mut() {
            let make = || (self.terms.rate(charge.budget, charge.user, charge.symbol), printed(charge));
            charge.place = self.windows.place(charge, make);
            let window = &mut self.windows[charge.place];
            let (budget, units) = (charge.budget.name, charge.units);
            match window.check(units, waiter, self.share, now) {
                Entry::Open => {}
                Entry::Never(rate) => return Turn::TooHeavy { budget, units, rate },
                Entry::Later(until) => {
                    if let Some(waiter) = waiter {
                        window.claim(waiter);
                    }
                    turn = turn.and_wait(charge.place, units, until);
                }
            }
        }
        if matches!(turn, Turn::Admitted) {
            self.take(charges, waiter, now);
        }
        turn
    }

    /// How much of each budget is used, of those that are used at all.
    pub(super) fn usage(&mut self, now: Duration) -> Vec<BudgetUse> {
        self.windows.iter_mut().filter_map(|window| (!window.is_blank(now)).then(|| window.usage(1, now))).collect()
    }

    /// How much of the budget at this place is used, to someone who wants so many units.
    pub(super) fn usage_at(&mut self, place: usize, units: u64, now: Duration) -> BudgetUse {
        self.windows[place].usage(units, now)
    }

    /// A request has waited for so long, and now for the budget at this place.
    pub(super) fn note_wait(&mut self, place: usize, units: u64, lasted: Duration, now: Duration) {
        let window = &mut self.windows[place];
        if window.tells_long_wait() {
            let budget = window.usage(units, now);
            self.alerts.push(LimitAlert { kind: LimitAlertKind::LongWait, budget, lasted });
        }
    }

    /// Gives up all claims of a waiter.
    pub(super) fn leave(&mut self, charges: &Charges, waiter: &Waiter) {
        for charge in charges.iter() {
            self.windows[charge.place].release(waiter);
        }
    }

    /// Writes down what became of an admitted request. Gives for how long each of its budgets is closed; nothing where none is.
    pub(super) fn settle(&mut self, charges: &Charges, fate: Fate<'_>, now: Duration) -> Vec<Duration> {
        let closures = match fate {
            Fate::Refused(code) => self.closures(charges, code, now),
            _ => Vec::new(),
        };
        for (number, charge) in charges.iter().enumerate() {
            let closure = closures.get(number).copied().unwrap_or_default();
            self.windows[charge.place].settle(charge.units, fate, closure, now);
        }
        closures
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

    fn take(&mut self, charges: &Charges, waiter: Option<&Waiter>, now: Duration) {
        for charge in charges.iter() {
            let window = &mut self.windows[charge.place];
            if let Some(lasted) = window.send(charge.units, self.thresholds.nearly_full, now) {
                let budget = window.usage(1, now);
                self.alerts.push(LimitAlert { kind: LimitAlertKind::NearlyFull, budget, lasted });
            }
            if let Some(waiter) = waiter {
                window.release(waiter);
            }
        }
    }

    /// For how long a refusal closes each budget of a request.
    ///
    /// Only a budget that OKX refuses with this code can be the one that is used up. Which of several it is, the reply does not tell. Where
    /// our own log says that one is full, the log itself holds the next request back, so what is left is what others sent. That may be
    /// anything, so the budget with the shortest window is closed for one window; if the next request is refused all the same, a longer
    /// one may be used up, and the pause grows.
    fn closures(&self, charges: &Charges, code: &str, now: Duration) -> Vec<Duration> {
        let window = |charge: &Charge| self.windows[charge.place].rate.window;
        let is_candidate = |charge: &&Charge| {
            let refused_with = charge.budget.refused_with;
            code.is_empty() || refused_with.is_empty() || refused_with == code
        };
        let candidates = || charges.iter().filter(is_candidate).map(window);
        let Some((shortest, longest)) = candidates().min().zip(candidates().max()) else { return Vec::new() };
        let closure = |charge: &Charge| {
            let is_closed = is_candidate(&charge) && window(charge) == shortest;
            if is_closed { self.windows[charge.place].closure(longest, now) } else { Duration::ZERO }
        };
        charges.iter().map(closure).collect()
    }

    fn apply_terms(&mut self, user: u64) {
        for window in self.windows.iter_mut().filter(|window| window.user == user) {
            window.rate = self.terms.rate(window.budget, user, window.symbol);
            window.wake_first();
        }
    }
}

#[cfg(feature = "redis")]
impl Ledger {
    /// What the limits of all processes are to be asked about an admitted request.
    pub(super) fn question(&self, charges: &Charges, redis: &Redis) -> Question {
        redis.question(charges, |charge| self.windows[charge.place].rate)
    }

    /// Closes the budget at this place until it may have room again. All processes together use so much of it.
    pub(super) fn close_until(&mut self, place: usize, at: Duration, used: u64) {
        self.windows[place].close_until(at, used);
    }

    /// From now on every budget is used to one part only, as one of so many processes. Tells since when that is so.
    pub(super) fn share_among(&mut self, processes: u32, now: Duration) -> Duration {
        self.share.get_or_insert(Share { processes: u64::from(processes).max(1), since: now }).since
    }

    /// Budgets are used as a whole again.
    pub(super) fn share_nothing(&mut self) {
        if self.share.take().is_some() {
            self.windows.iter_mut().for_each(|window| window.wake_first());
        }
    }
}

impl Turn {
    /// Another budget has to be waited for as well. The last moment counts, and where one is not known there is none.
    fn and_wait(self, place: usize, units: u64, until: Option<Duration>) -> Self {
        match self {
            Self::Wait { until: None, .. } => self,
            Self::Wait { until: Some(earlier), .. } if until.is_some_and(|until| until <= earlier) => self,
            _ => Self::Wait { place, units, until },
        }
    }
}
