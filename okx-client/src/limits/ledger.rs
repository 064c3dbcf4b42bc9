//! The state of all budgets, and the queue of waiting requests.
//!
//! A request is admitted if every budget it counts against has room, and takes from all of them at once or from none. A request that must
//! wait joins the queue of each budget that was short, and stays there until it is admitted: later requests can only pass it in budgets
//! whose queues it has not joined. So each budget serves its waiters in order, a large batch collects its room undisturbed, and a request
//! held up by one busy instrument does not hold up others. The oldest waiter waits for no other, so nothing waits forever.

use std::collections::HashSet;
use std::sync::Arc;
use std::time::Duration;

use super::account_rates::{AccountRates, Rate};
use super::alert::{LimitAlert, LimitAlertKind, Thresholds};
use super::costs::{BudgetCost, RequestCosts};
#[cfg(feature = "redis")]
use super::redis::{Redis, SharedRequest};
use super::window::{Waiter, WindowCheck};
use super::windows::Windows;
use crate::error::BudgetUse;

/// All budgets that were used recently.
#[derive(Debug, Default)]
pub(super) struct Ledger {
    windows: Windows,
    account_rates: AccountRates,
    next_ticket: u64,
    pub(super) thresholds: Thresholds,
    /// Alerts that were not raised yet.
    pub(super) alerts: Vec<LimitAlert>,
    /// The share of each budget that this process may use, if not the whole.
    share: Option<LocalShare>,
}

/// An equal share of each budget.
#[derive(Clone, Copy, Debug)]
pub(super) struct LocalShare {
    pub(super) processes: u64,
    /// Since when. Before that, any process may have used the whole budget.
    pub(super) since: Duration,
}

/// Whether a request may be sent.
#[derive(Clone, Copy, Debug)]
pub(super) enum AdmitDecision {
    /// It may be sent; everything it costs has been reserved.
    Admitted,
    /// It must wait for the budget of this window, and try again at this time or when it is woken.
    Wait { window: usize, units: u64, until: Option<Duration> },
    /// It can never be sent: it costs more than the whole budget.
    TooHeavy { budget: &'static str, units: u64, rate: Rate },
}

/// The outcome of an admitted request, as far as the rate limits are concerned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum SendOutcome<'a> {
    /// A reply arrived.
    Replied,
    /// A reply arrived and reported, with this code, that a limit was exceeded: another program uses the same budget. The code is empty if
    /// only the HTTP status says so.
    RateLimited(&'a str),
    /// No reply arrived, and the request can still arrive until this time.
    Lost(Duration),
    /// It was not sent.
    NotSent,
}

impl Ledger {
    /// A place at the end of every queue.
    pub(super) fn new_waiter(&mut self) -> Waiter {
        self.next_ticket += 1;
        Waiter { ticket: self.next_ticket, wake: Arc::default() }
    }

    /// Admits a request if every budget it counts against has room. If not, `waiter` joins the queues of those that are short. `label` is
    /// called for budgets that were not used recently.
    pub(super) fn admit(
        &mut self,
        costs: &mut RequestCosts,
        waiter: Option<&Waiter>,
        now: Duration,
        label: &dyn Fn(&BudgetCost) -> Box<str>,
    ) -> AdmitDecision {
        // Before the lookups, because it invalidates the indexes of idle windows.
        self.windows.sweep(now);
        let mut decision = AdmitDecision::Admitted;
        for cost in costs.iter_mut() {
            let create = || (self.account_rates.rate(cost.budget, cost.user, cost.symbol), label(cost));
            cost.window = self.windows.find_or_create(cost, create);
            let window = &mut self.windows[cost.window];
            let (budget, units) = (cost.budget.name, cost.units);
            match window.check(units, waiter, self.share, now) {
                WindowCheck::Open => {}
                WindowCheck::Never(rate) => return AdmitDecision::TooHeavy { budget, units, rate },
                WindowCheck::Later(until) => {
                    if let Some(waiter) = waiter {
                        window.enqueue(waiter);
                    }
                    decision = decision.and_wait(cost.window, units, until);
                }
            }
        }
        if matches!(decision, AdmitDecision::Admitted) {
            self.reserve(costs, waiter, now);
        }
        decision
    }

    /// The usage of every budget that is in use.
    pub(super) fn usage(&mut self, now: Duration) -> Vec<BudgetUse> {
        self.windows.iter_mut().filter_map(|window| (!window.is_idle(now)).then(|| window.usage(1, now))).collect()
    }

    /// The usage of one budget, as seen by a request for this many units.
    pub(super) fn usage_at(&mut self, window: usize, units: u64, now: Duration) -> BudgetUse {
        self.windows[window].usage(units, now)
    }

    /// Records that a request has waited this long, and now waits for this window.
    pub(super) fn record_wait(&mut self, window: usize, units: u64, lasted: Duration, now: Duration) {
        let window = &mut self.windows[window];
        if window.should_alert_long_wait() {
            let budget = window.usage(units, now);
            self.alerts.push(LimitAlert { kind: LimitAlertKind::LongWait, budget, lasted });
        }
    }

    /// Removes a waiter from all queues.
    pub(super) fn leave(&mut self, costs: &RequestCosts, waiter: &Waiter) {
        for cost in costs.iter() {
            self.windows[cost.window].dequeue(waiter);
        }
    }

    /// Records the outcome of an admitted request. Returns how long each of its budgets is closed; empty if none is.
    pub(super) fn settle(&mut self, costs: &RequestCosts, outcome: SendOutcome<'_>, now: Duration) -> Vec<Duration> {
        let closures = match outcome {
            SendOutcome::RateLimited(code) => self.closures(costs, code, now),
            _ => Vec::new(),
        };
        for (index, cost) in costs.iter().enumerate() {
            let closure = closures.get(index).copied().unwrap_or_default();
            self.windows[cost.window].settle(cost.units, outcome, closure, now);
        }
        closures
    }

    /// Sets the count that OKX grants a user, for budgets whose count depends on the account.
    pub(super) fn set_account_count(&mut self, user: u64, count: u32) {
        self.account_rates.set_count(user, count);
        self.apply_rates(user);
    }

    /// The count that applies to a user in such budgets.
    pub(super) fn account_count(&self, user: u64) -> u32 {
        self.account_rates.count(user)
    }

    /// Sets the instruments for which a user is a lead trader.
    pub(super) fn set_lead_instruments(&mut self, user: u64, symbols: HashSet<u64>) {
        self.account_rates.set_lead_instruments(user, symbols);
        self.apply_rates(user);
    }

    /// How many windows are stored.
    #[cfg(test)]
    pub(super) fn len(&self) -> usize {
        self.windows.len()
    }

    fn reserve(&mut self, costs: &RequestCosts, waiter: Option<&Waiter>, now: Duration) {
        for cost in costs.iter() {
            let window = &mut self.windows[cost.window];
            if let Some(lasted) = window.reserve(cost.units, self.thresholds.nearly_full, now) {
                let budget = window.usage(1, now);
                self.alerts.push(LimitAlert { kind: LimitAlertKind::NearlyFull, budget, lasted });
            }
            if let Some(waiter) = waiter {
                window.dequeue(waiter);
            }
        }
    }

    /// How long a rejection closes each budget of a request.
    ///
    /// Only a budget that OKX rejects with this code can be the one that is used up. If there are several, the reply does not tell which. A
    /// budget that is full according to our own log holds the next request back anyway, so what remains is usage by other programs, which
    /// may be anything. So the budget with the shortest window is closed for one window. If the next request is rejected too, a longer one
    /// may be used up, and the closure grows.
    fn closures(&self, costs: &RequestCosts, code: &str, now: Duration) -> Vec<Duration> {
        let length = |cost: &BudgetCost| self.windows[cost.window].rate.window;
        let is_candidate = |cost: &&BudgetCost| {
            let refused_with = cost.budget.refused_with;
            code.is_empty() || refused_with.is_empty() || refused_with == code
        };
        let candidates = || costs.iter().filter(is_candidate).map(length);
        let Some((shortest, longest)) = candidates().min().zip(candidates().max()) else { return Vec::new() };
        let closure = |cost: &BudgetCost| {
            let is_closed = is_candidate(&cost) && length(cost) == shortest;
            if is_closed { self.windows[cost.window].closure(longest, now) } else { Duration::ZERO }
        };
        costs.iter().map(closure).collect()
    }

    fn apply_rates(&mut self, user: u64) {
        for window in self.windows.iter_mut().filter(|window| window.user == user) {
            window.rate = self.account_rates.rate(window.budget, user, window.symbol);
            window.wake_first();
        }
    }
}

#[cfg(feature = "redis")]
impl Ledger {
    /// The request that asks Redis to admit these costs for all processes.
    pub(super) fn shared_request(&self, costs: &RequestCosts, redis: &Redis) -> SharedRequest {
        redis.request(costs, |cost| self.windows[cost.window].rate)
    }

    /// Closes a budget until it may have room again. `used` is what all processes together use.
    pub(super) fn close_until(&mut self, window: usize, at: Duration, used: u64) {
        self.windows[window].close_until(at, used);
    }

    /// Restricts every budget to an equal share for each of `processes`. Returns since when the restriction has been in place.
    pub(super) fn restrict_to_share(&mut self, processes: u32, now: Duration) -> Duration {
        self.share.get_or_insert(LocalShare { processes: u64::from(processes).max(1), since: now }).since
    }

    /// Lifts the restriction.
    pub(super) fn use_whole_budgets(&mut self) {
        if self.share.take().is_some() {
            self.windows.iter_mut().for_each(|window| window.wake_first());
        }
    }
}

impl AdmitDecision {
    /// Adds another budget to wait for. The latest time counts; if one is unknown, the result is unknown.
    fn and_wait(self, window: usize, units: u64, until: Option<Duration>) -> Self {
        match self {
            Self::Wait { until: None, .. } => self,
            Self::Wait { until: Some(earlier), .. } if until.is_some_and(|until| until <= earlier) => self,
            _ => Self::Wait { window, units, until },
        }
    }
}
