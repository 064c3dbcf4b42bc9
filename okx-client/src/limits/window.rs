//! One budget for one set of keys.

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::Notify;

use super::alert::Pressure;
use super::charges::Charge;
use super::ledger::{Fate, Share};
use super::log::{Log, Room};
use super::terms::Rate;
use crate::error::BudgetUse;
use crate::facts::Budget;

/// One budget for one set of keys.
#[derive(Debug)]
pub(super) struct Window {
    pub(super) budget: &'static Budget,
    pub(super) keys: u64,
    pub(super) user: u64,
    pub(super) symbol: Option<u64>,
    pub(super) rate: Rate,
    /// What it is counted by, to be read by people.
    printed: Box<str>,
    log: Log,
    pressure: Pressure,
    /// How much all processes together were found to use, and until when that holds.
    used_by_all: u64,
    used_until: Duration,
    /// How many times in a row OKX refused what was sent after the closure before.
    refusals: u32,
    /// Whether it was told that requests wait long for it.
    long_wait_told: bool,
    /// Who waits for it, in the order they came.
    claims: VecDeque<Waiter>,
}

/// Someone who waits; lower tickets came earlier.
#[derive(Clone, Debug)]
pub(super) struct Waiter {
    pub(super) ticket: u64,
    pub(super) wake: Arc<Notify>,
}

/// Whether a window admits so many more.
#[derive(Clone, Copy, Debug)]
pub(super) enum Entry {
    /// It does.
    Open,
    /// It does not yet: at this moment it may, otherwise when it is woken.
    Later(Option<Duration>),
    /// It never will: this is more than what it admits.
    Never(Rate),
}

/// How long a window counts at most when it is not known what was sent in it: some last for weeks.
const LONGEST_CLOSURE: Duration = Duration::from_secs(60);

impl Window {
    pub(super) fn new(charge: &Charge, rate: Rate, printed: Box<str>) -> Self {
        let Charge { budget, keys, user, symbol, .. } = *charge;
        Self {
            budget,
            keys,
            user,
            symbol,
            rate,
            printed,
            log: Log::default(),
            pressure: Pressure::default(),
            used_by_all: 0,
            used_until: Duration::ZERO,
            refusals: 0,
            long_wait_told: false,
            claims: VecDeque::new(),
        }
    }

    /// Whether so many more may be sent by someone who waits here, or by someone who just came.
    pub(super) fn check(&mut self, units: u64, waiter: Option<&Waiter>, share: Option<Share>, now: Duration) -> Entry {
        let count = share.map_or(self.rate.count, |share| self.rate.count / share.processes);
        if units > count {
            return Entry::Never(Rate { count, ..self.rate });
        }
        let ticket = waiter.map_or(u64::MAX, |waiter| waiter.ticket);
        if self.claims.front().is_some_and(|first| first.ticket < ticket) {
            return Entry::Later(None);
        }
        self.log.forget(now);
        let opens = share.map_or(Duration::ZERO, |share| share.since + self.rate.window.min(LONGEST_CLOSURE) * 2);
        match self.log.room(units, count, now) {
            Room::Now if opens > now => Entry::Later(Some(opens)),
            Room::Now => Entry::Open,
            Room::At(at) => Entry::Later(Some(at.max(opens))),
            Room::AfterReplies => Entry::Later(None),
        }
    }

    /// Takes units for a request about to be sent. Gives how long the budget has been nearly full when it is time to tell.
    pub(super) fn send(&mut self, units: u64, threshold: Duration, now: Duration) -> Option<Duration> {
        self.log.send(units);
        self.pressure.note(self.log.held(), self.rate.count, self.rate.window, now, threshold)
    }

    /// How much of it is used, to someone who wants so many units.
    pub(super) fn usage(&mut self, units: u64, now: Duration) -> BudgetUse {
        self.log.forget(now);
        BudgetUse {
            name: self.budget.name,
            keys: self.printed.clone(),
            count: self.rate.count,
            window: self.rate.window,
            used: if now < self.used_until { self.used_by_all.max(self.log.held()) } else { self.log.held() },
            waiting: self.claims.len(),
            free_in: match self.log.room(units, self.rate.count, now) {
                Room::Now => Some(Duration::ZERO),
                Room::At(at) => Some(at.saturating_sub(now)),
                Room::AfterReplies => None,
            },
        }
    }

    /// Whether it is time to tell that requests wait long for it: once, until nobody waits.
    pub(super) fn tells_long_wait(&mut self) -> bool {
        !std::mem::replace(&mut self.long_wait_told, true)
    }

    /// For how long a refusal closes it, if it is to be closed: for a window of its own at first, twice as long each time what is sent after
    /// that is refused again, and never for longer than `longest`.
    pub(super) fn closure(&self, longest: Duration, now: Duration) -> Duration {
        let first = self.rate.window.min(LONGEST_CLOSURE);
        // What was under way when it was closed says nothing new.
        let before = if self.log.is_closed(now) { self.refusals.saturating_sub(1) } else { self.refusals };
        first.saturating_mul(2_u32.saturating_pow(before)).min(longest.min(LONGEST_CLOSURE)).max(first)
    }

    /// Writes down what became of a request of these units, and closes the budget for so long.
    pub(super) fn settle(&mut self, units: u64, fate: Fate<'_>, closure: Duration, now: Duration) {
        let length = self.rate.window;
        match fate {
            Fate::Replied | Fate::Refused(_) => self.log.reply(units, length, now),
            Fate::Lost(last_arrival) => self.log.lose(units, length, last_arrival),
            Fate::Unsent => self.log.take_back(units),
        }
        if fate == Fate::Replied {
            self.refusals = 0;
        }
        if !closure.is_zero() {
            self.refusals += u32::from(!self.log.is_closed(now));
            self.log.close_until(now.saturating_add(closure));
        }
        self.wake_first();
    }

    /// Nothing more is to be sent before this moment, because all processes together use so much.
    #[cfg(feature = "redis")]
    pub(super) fn close_until(&mut self, at: Duration, used: u64) {
        self.log.close_until(at);
        self.used_by_all = used;
        self.used_until = at;
    }

    /// Puts a waiter in the queue, unless it stands there already.
    pub(super) fn claim(&mut self, waiter: &Waiter) {
        if let Err(place) = self.claims.binary_search_by_key(&waiter.ticket, |claim| claim.ticket) {
            self.claims.insert(place, waiter.clone());
        }
    }

    /// Takes a waiter out of the queue, if it stands there.
    pub(super) fn release(&mut self, waiter: &Waiter) {
        if let Ok(place) = self.claims.binary_search_by_key(&waiter.ticket, |claim| claim.ticket) {
            self.claims.remove(place);
            self.long_wait_told &= !self.claims.is_empty();
            if place == 0 {
                self.wake_first();
            }
        }
    }

    /// Lets the first in the queue look again.
    pub(super) fn wake_first(&self) {
        if let Some(first) = self.claims.front() {
            first.wake.notify_one();
        }
    }

    /// Whether it says nothing any more: nobody waits for it, and OKX sees nothing of what was sent.
    pub(super) fn is_blank(&mut self, now: Duration) -> bool {
        self.log.forget(now);
        self.claims.is_empty() && self.log.is_blank(now)
    }
}
