//! Mass cancellation: by an expired timer (Cancel All After), or by one request for a family of options.

use std::collections::BTreeMap;

use super::account::AccountId;
use super::command::{CancelAllAfter, Done, MassCancel};
use super::exchange::Exchange;
use super::order::{Order, OrderId};
use super::place::cancel_source;
use crate::refusal::{PARAMETER, Refusal, TOO_MANY_TIMERS, UNKNOWN_INSTRUMENT};

/// The maximum number of timers with tags per account.
const TAG_TIMERS: usize = 20;

/// When each timer expires, in milliseconds since the epoch, by account and tag. A timer with an empty tag applies to
/// all orders.
#[derive(Clone, Debug, Default)]
pub(crate) struct Timers(BTreeMap<(AccountId, String), i64>);

impl Timers {
    /// Removes the timer that expires first if it has expired by this time.
    fn take_due(&mut self, now: i64) -> Option<((AccountId, String), i64)> {
        let (timer, at) = self.0.iter().min_by_key(|(_, at)| **at).filter(|(_, at)| **at <= now)?;
        let due = (timer.clone(), *at);
        self.0.remove(&due.0);
        Some(due)
    }

    /// When the next timer expires.
    pub(super) fn next_due(&self) -> Option<i64> {
        self.0.values().min().copied()
    }

    fn tags_of(&self, owner: AccountId) -> usize {
        self.0.keys().filter(|(timer_owner, tag)| *timer_owner == owner && !tag.is_empty()).count()
    }
}

impl Exchange {
    /// Sets or resets a timer, or switches it off with zero seconds.
    pub(super) fn cancel_all_after(
        &mut self,
        owner: AccountId,
        timer: &CancelAllAfter,
        now: i64,
    ) -> Result<Done, Refusal> {
        let (key, has_tag) = ((owner, timer.tag.clone()), !timer.tag.is_empty());
        let expires = match timer.seconds {
            0 => {
                self.timers.0.remove(&key);
                return Ok(Done::Timer(None));
            }
            10..=120 => now + timer.seconds * 1000,
            _ => return Err(PARAMETER.about("timeOut").because("it must be 0, or 10 to 120 seconds")),
        };
        if has_tag && !self.timers.0.contains_key(&key) && self.timers.tags_of(owner) >= TAG_TIMERS {
            return Err(TOO_MANY_TIMERS.about(TAG_TIMERS));
        }
        self.timers.0.insert(key, expires);
        Ok(Done::Timer(Some(expires)))
    }

    /// Cancels the orders whose timers have expired by this time, each at the time its timer expired.
    pub(crate) fn run_due_timers(&mut self, now: i64) {
        while let Some(((owner, tag), at)) = self.timers.take_due(now) {
            let is_selected = |order: &Order| tag.is_empty() || order.tag == tag;
            self.cancel_all(owner, is_selected, cancel_source::TIMER, at);
        }
    }

    /// Cancels the account's orders under market maker protection for one family of options, and rejects new ones for
    /// the requested time.
    pub(super) fn mass_cancel(&mut self, owner: AccountId, cancel: &MassCancel, now: i64) -> Result<Done, Refusal> {
        let MassCancel { family, pause_ms } = cancel;
        let instruments = || self.markets.iter().map(|market| &market.instrument);
        if !instruments().any(|instrument| instrument.is_option() && instrument.family == *family) {
            return Err(UNKNOWN_INSTRUMENT.about(format!("family {family} of options")));
        }
        if !(0..=10_000).contains(pause_ms) {
            return Err(PARAMETER.about("lockInterval").because("it must be 0 to 10000 milliseconds"));
        }
        let families: Vec<String> = instruments().map(|instrument| instrument.family.clone()).collect();
        let is_selected = |order: &Order| order.order_type.is_protected() && families[order.instrument] == *family;
        self.cancel_all(owner, is_selected, cancel_source::USER, now);
        self.accounts[owner.0].protection_locked.insert(family.clone(), now + pause_ms);
        Ok(Done::MassCancel)
    }

    fn cancel_all(&mut self, owner: AccountId, is_selected: impl Fn(&Order) -> bool, source: &'static str, at: i64) {
        let orders: Vec<OrderId> =
            self.live_orders(owner).filter(|order| is_selected(order)).map(|order| order.id).collect();
        for order in orders {
            // Releasing a hold cannot overflow, because the held amount was added before.
            let _ = self.end_order(order, source, at);
        }
    }
}
