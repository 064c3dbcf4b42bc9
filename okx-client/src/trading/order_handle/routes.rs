//! Which order a row is about, and when OKX has to be asked about an order. Knows nothing of connections or clocks; times are monotonic.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;
use std::time::Duration;

use super::tracker::Tracker;
use crate::api::ids::{ClOrdId, InstId, OrdId};
use crate::api::trade::Fill;
use crate::api::ws::private::OrderUpdate;
use crate::error::Error;
use crate::trading::order_status::RowSource;

/// How long after a request about an order its push may take, before OKX is asked.
const PUSHED_WITHIN: Duration = Duration::from_secs(3);

/// How long fills may be missing, before OKX is asked for them. Pushes can arrive in another order.
const FILLS_WITHIN: Duration = Duration::from_secs(1);

/// The longest pause between two lookups of an order. It begins with a second and doubles.
const LONGEST_PAUSE: Duration = Duration::from_secs(30);

/// How often OKX is asked for what it should know, such as the fills of an order that has ended.
const MOST_LOOKUPS: u32 = 6;

/// How many rows about an order are kept before OKX has acknowledged it.
const MOST_EARLY_ROWS: usize = 256;

/// The orders that are followed.
#[derive(Debug, Default)]
pub(super) struct Routes {
    /// Orders that are being placed.
    expected: HashMap<ClOrdId, Expected>,
    /// Orders that OKX has accepted.
    followed: HashMap<OrdId, Followed>,
    /// When OKX is asked about which order.
    due: BTreeSet<(Duration, OrdId)>,
}

/// An order that is being placed.
#[derive(Debug)]
struct Expected {
    tracker: Arc<Tracker>,
    /// Rows with its name. Some may be about an earlier order that had the same name.
    early: Vec<OrderUpdate>,
}

#[derive(Debug)]
struct Followed {
    tracker: Arc<Tracker>,
    /// How often it has changed.
    changes: u64,
    /// When OKX is asked about it.
    due: Option<Duration>,
    lookups: u32,
    /// Whether a cancellation was sent, so that the order should end soon.
    is_ending: bool,
}

/// An order that OKX is to be asked about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct DueLookup {
    pub(super) inst_id: InstId,
    pub(super) ord_id: OrdId,
}

impl Routes {
    pub(super) fn next_due(&self) -> Option<Duration> {
        self.due.first().map(|(at, _)| *at)
    }

    /// Whether an order is followed that has not ended.
    pub(super) fn has_open(&self) -> bool {
        self.followed.values().any(Followed::is_open)
    }

    /// The orders that have not ended, with how often each has changed.
    pub(super) fn open(&self) -> Vec<(OrdId, u64)> {
        let open = self.followed.iter().filter(|(_, followed)| followed.is_open());
        open.map(|(id, followed)| (id.clone(), followed.changes)).collect()
    }

    /// Collects rows about an order that is being placed.
    ///
    /// # Errors
    ///
    /// An order with the same name is being placed already, so that their rows could not be told apart.
    pub(super) fn expect(&mut self, tracker: Arc<Tracker>) -> Result<(), Error> {
        if self.expected.contains_key(tracker.name()) {
            let what =
                format!("an order with the `clOrdId` {} is being placed already; use another one", tracker.name());
            return Err(Error::invalid(what));
        }
        self.expected.insert(tracker.name().clone(), Expected { tracker, early: Vec::new() });
        Ok(())
    }

    /// OKX has accepted the order with this name under this ID.
    pub(super) fn accept(&mut self, name: &ClOrdId, id: &OrdId, now: Duration) {
        let Some(Expected { tracker, early }) = self.expected.remove(name) else { return };
        tracker.accepted(id);
        self.followed.insert(id.clone(), Followed { tracker, changes: 0, due: None, lookups: 0, is_ending: false });
        self.schedule(id, now.saturating_add(PUSHED_WITHIN));
        for row in early.into_iter().filter(|row| row.ord_id == *id) {
            self.apply(row, RowSource::Push, now);
        }
    }

    /// Nobody is interested in the order any longer.
    pub(super) fn forget(&mut self, tracker: &Arc<Tracker>) {
        let is_own = |expected: &Expected| Arc::ptr_eq(&expected.tracker, tracker);
        if self.expected.get(tracker.name()).is_some_and(is_own) {
            self.expected.remove(tracker.name());
        }
        let status = tracker.status();
        let id = status.ord_id();
        if let Some(Followed { due: Some(at), .. }) = self.followed.remove(id) {
            self.due.remove(&(at, id.clone()));
        }
    }

    /// Applies a row, if it is about an order that is followed.
    pub(super) fn apply(&mut self, row: OrderUpdate, source: RowSource, now: Duration) {
        let id = row.ord_id.clone();
        if let Some(followed) = self.followed.get_mut(&id) {
            if followed.tracker.apply(row, source) {
                followed.changes += 1;
            }
            self.review(&id, now);
        } else if let Some(name) = &row.cl_ord_id
            && let Some(expected) = self.expected.get_mut(name)
            && expected.early.len() < MOST_EARLY_ROWS
        {
            expected.early.push(row);
        }
    }

    /// A cancellation was sent, so the order should end soon.
    pub(super) fn expect_end(&mut self, id: &OrdId, now: Duration) {
        if let Some(followed) = self.followed.get_mut(id).filter(|followed| followed.is_open()) {
            followed.is_ending = true;
            self.schedule(id, now.saturating_add(PUSHED_WITHIN));
        }
    }

    /// Asks OKX about an order at once.
    pub(super) fn ask_now(&mut self, id: &OrdId, now: Duration) {
        self.schedule(id, now);
    }

    /// Takes the orders that OKX is to be asked about now.
    pub(super) fn take_due(&mut self, now: Duration) -> Vec<DueLookup> {
        let mut taken = Vec::new();
        while self.next_due().is_some_and(|at| at <= now)
            && let Some((_, ord_id)) = self.due.pop_first()
        {
            if let Some(followed) = self.followed.get_mut(&ord_id) {
                followed.due = None;
                taken.push(DueLookup { inst_id: followed.tracker.inst_id().clone(), ord_id });
            }
        }
        taken
    }

    /// OKX answered a lookup with these fills, and has told the state of the order before.
    pub(super) fn looked_up(&mut self, id: &OrdId, fills: &[Fill], now: Duration) {
        let Some(followed) = self.followed.get_mut(id) else { return };
        if followed.tracker.apply_fills(fills) {
            followed.changes += 1;
        }
        followed.lookups += 1;
        self.review(id, now);
    }

    /// OKX could not be asked, or does not know the order. Returns whether it is asked again.
    pub(super) fn lookup_failed(&mut self, id: &OrdId, is_temporary: bool, now: Duration) -> bool {
        let Some(followed) = self.followed.get_mut(id) else { return true };
        followed.lookups += 1;
        let is_again = is_temporary || followed.lookups < MOST_LOOKUPS;
        if is_again {
            let at = now.saturating_add(followed.pause());
            self.schedule(id, at);
        } else {
            followed.tracker.finish();
        }
        is_again
    }

    /// An order is not followed any longer.
    pub(super) fn fail(&mut self, id: &OrdId, error: &Error) {
        if let Some(followed) = self.followed.get(id) {
            followed.tracker.fail(error);
        }
    }

    /// No order is followed any longer.
    pub(super) fn fail_all(&mut self, error: &Error) {
        let expected = self.expected.values().map(|expected| &expected.tracker);
        let followed = self.followed.values().map(|followed| &followed.tracker);
        expected.chain(followed).for_each(|tracker| tracker.fail(error));
    }

    /// A list of the open orders does not have these, which were open before. OKX is asked about those that have not changed since.
    pub(super) fn not_listed(&mut self, before: &[(OrdId, u64)], now: Duration) {
        for (id, changes) in before {
            if self.followed.get(id).is_some_and(|followed| followed.is_open() && followed.changes == *changes) {
                self.schedule(id, now);
            }
        }
    }

    /// Decides whether OKX has to be asked about an order after it has told something about it.
    fn review(&mut self, id: &OrdId, now: Duration) {
        let Some(followed) = self.followed.get_mut(id) else { return };
        if let Some(at) = followed.due.take() {
            self.due.remove(&(at, id.clone()));
        }
        let status = followed.tracker.status();
        let is_awaited = followed.is_ending && !status.has_ended();
        if status.has_all_fills() && !is_awaited {
            followed.lookups = 0;
        } else if followed.lookups < MOST_LOOKUPS {
            let least = if is_awaited { PUSHED_WITHIN } else { FILLS_WITHIN };
            let pause = if followed.lookups == 0 { least } else { followed.pause() };
            self.schedule(id, now.saturating_add(pause));
        } else {
            followed.tracker.finish();
        }
    }

    fn schedule(&mut self, id: &OrdId, at: Duration) {
        let Some(followed) = self.followed.get_mut(id) else { return };
        if followed.due.is_some_and(|due| due <= at) {
            return;
        }
        if let Some(later) = followed.due.replace(at) {
            self.due.remove(&(later, id.clone()));
        }
        self.due.insert((at, id.clone()));
    }
}

impl Followed {
    fn is_open(&self) -> bool {
        let known = self.tracker.known();
        known.error.is_none() && !known.status.has_ended()
    }

    /// The pause before the next lookup.
    fn pause(&self) -> Duration {
        Duration::from_secs(1_u64 << self.lookups.min(5)).min(LONGEST_PAUSE)
    }
}

#[cfg(test)]
mod tests;
