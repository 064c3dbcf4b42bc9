//! The usage of one budget for one set of keys.

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::Notify;

use super::account_rates::Rate;
use super::alert::NearlyFullTracker;
use super::costs::BudgetCost;
use super::ledger::{LocalShare, SendOutcome};
use super::usage_log::{Room, UsageLog};
use crate::error::BudgetUse;
use crate::facts::Budget;

/// The usage of one budget for one set of keys, and the queue of requests that wait for it.
#[derive(Debug)]
pub(super) struct Window {
    pub(super) budget: &'static Budget,
    pub(super) keys: u64,
    pub(super) user: u64,
    pub(super) symbol: Option<u64>,
    pub(super) rate: Rate,
    /// Its keys, for people to read.
    label: Box<str>,
    log: UsageLog,
    nearly_full: NearlyFullTracker,
    /// The usage that was found for all processes together, and until when it applies.
    used_by_all: u64,
    used_until: Duration,
    /// How many times in a row OKX rejected what was sent after the previous closure.
    refusals: u32,
    /// Whether an alert about long waits was raised.
    long_wait_alerted: bool,
    /// The waiting requests, in order.
    queue: VecDeque<Waiter>,
}

/// A waiting request. Lower tickets came earlier.
#[derive(Clone, Debug)]
pub(super) struct Waiter {
    pub(super) ticket: u64,
    pub(super) wake: Arc<Notify>,
}

/// Whether a window has room.
#[derive(Clone, Copy, Debug)]
pub(super) enum WindowCheck {
    /// It has room.
    Open,
    /// It has no room. Try again at this time, or when woken.
    Later(Option<Duration>),
    /// It never has that much room: this is its whole rate.
    Never(Rate),
}

/// The longest closure when it is unknown what was sent in the window: some windows last for weeks.
const LONGEST_CLOSURE: Duration = Duration::from_secs(60);

impl Window {
    pub(super) fn new(cost: &BudgetCost, rate: Rate, label: Box<str>) -> Self {
        let BudgetCost { budget, keys, user, symbol, .. } = *cost;
        Self {
            budget,
            keys,
            user,
            symbol,
            rate,
            label,
            log: UsageLog::default(),
            nearly_full: NearlyFullTracker::default(),
            used_by_all: 0,
            used_until: Duration::ZERO,
            refusals: 0,
            long_wait_alerted: false,
            queue: VecDeque::new(),
        }
    }

    /// Whether it has room for this many units, for a request in the queue or for a new one.
    pub(super) fn check(
        &mut self,
        units: u64,
        waiter: Option<&Waiter>,
        share: Option<LocalShare>,
        now: Duration,
    ) -> WindowCheck {
        let count = share.map_or(self.rate.count, |share| self.rate.count / share.processes);
        if units > count {
            return WindowCheck::Never(Rate { count, ..self.rate });
        }
        let ticket = waiter.map_or(u64::MAX, |waiter| waiter.ticket);
        if self.queue.front().is_some_and(|first| first.ticket < ticket) {
            return WindowCheck::Later(None);
        }
        self.log.forget(now);
        let opens = share.map_or(Duration::ZERO, |share| share.since + self.rate.window.min(LONGEST_CLOSURE) * 2);
        match self.log.room(units, count, now) {
            Room::Now if opens > now => WindowCheck::Later(Some(opens)),
            Room::Now => WindowCheck::Open,
            Room::At(at) => WindowCheck::Later(Some(at.max(opens))),
            Room::AfterReplies => WindowCheck::Later(None),
        }
    }

    /// Reserves units for a request about to be sent. Returns how long the budget has been nearly full when an alert is due.
    pub(super) fn reserve(&mut self, units: u64, threshold: Duration, now: Duration) -> Option<Duration> {
        self.log.reserve(units);
        self.nearly_full.record(self.log.held(), self.rate.count, self.rate.window, now, threshold)
    }

    /// Its usage, as seen by a request for this many units.
    pub(super) fn usage(&mut self, units: u64, now: Duration) -> BudgetUse {
        self.log.forget(now);
        BudgetUse {
            name: self.budget.name,
            keys: self.label.clone(),
            count: self.rate.count,
            window: self.rate.window,
            used: if now < self.used_until { self.used_by_all.max(self.log.held()) } else { self.log.held() },
            waiting: self.queue.len(),
            free_in: match self.log.room(units, self.rate.count, now) {
                Room::Now => Some(Duration::ZERO),
                Room::At(at) => Some(at.saturating_sub(now)),
                Room::AfterReplies => None,
            },
        }
    }

    /// Whether an alert about long waits is due: once, until the queue is empty.
    pub(super) fn should_alert_long_wait(&mut self) -> bool {
        !std::mem::replace(&mut self.long_wait_alerted, true)
    }

    /// How long a rejection closes it, if it does: one window at first, and twice as long each time the next request is rejected too, up to
    /// `longest`.
    pub(super) fn closure(&self, longest: Duration, now: Duration) -> Duration {
        let first = self.rate.window.min(LONGEST_CLOSURE);
        // Rejections of requests that were in flight when it was closed carry no new information.
        let before = if self.log.is_closed(now) { self.refusals.saturating_sub(1) } else { self.refusals };
        first.saturating_mul(2_u32.saturating_pow(before)).min(longest.min(LONGEST_CLOSURE)).max(first)
    }

    /// Records the outcome of a request of this many units, and closes the budget for `closure`.
    pub(super) fn settle(&mut self, units: u64, outcome: SendOutcome<'_>, closure: Duration, now: Duration) {
        let length = self.rate.window;
        match outcome {
            SendOutcome::Replied | SendOutcome::RateLimited(_) => self.log.replied(units, length, now),
            SendOutcome::Lost(last_arrival) => self.log.lost(units, length, last_arrival),
            SendOutcome::NotSent => self.log.not_sent(units),
        }
        if outcome == SendOutcome::Replied {
            self.refusals = 0;
        }
        if !closure.is_zero() {
            self.refusals += u32::from(!self.log.is_closed(now));
            self.log.close_until(now.saturating_add(closure));
        }
        self.wake_first();
    }

    /// Closes it until this time, because all processes together use `used` units.
    #[cfg(feature = "redis")]
    pub(super) fn close_until(&mut self, at: Duration, used: u64) {
        self.log.close_until(at);
        self.used_by_all = used;
        self.used_until = at;
    }

    /// Adds a waiter to the queue, unless it is in it already.
    pub(super) fn enqueue(&mut self, waiter: &Waiter) {
        if let Err(index) = self.queue.binary_search_by_key(&waiter.ticket, |queued| queued.ticket) {
            self.queue.insert(index, waiter.clone());
        }
    }

    /// Removes a waiter from the queue, if it is in it.
    pub(super) fn dequeue(&mut self, waiter: &Waiter) {
        if let Ok(index) = self.queue.binary_search_by_key(&waiter.ticket, |queued| queued.ticket) {
            self.queue.remove(index);
            self.long_wait_alerted &= !self.queue.is_empty();
            if index == 0 {
                self.wake_first();
            }
        }
    }

    /// Wakes the first waiter of the queue.
    pub(super) fn wake_first(&self) {
        if let Some(first) = self.queue.front() {
            first.wake.notify_one();
        }
    }

    /// Whether it can be forgotten: its queue is empty, and OKX no longer counts anything that was sent.
    pub(super) fn is_idle(&mut self, now: Duration) -> bool {
        self.log.forget(now);
        self.queue.is_empty() && self.log.is_idle(now)
    }
}
