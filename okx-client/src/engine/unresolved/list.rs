//! The list that all clones of a client share.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::Unresolved;
use crate::error::{ExecutionWindow, SETTLING};
use crate::facts::{AskedBy, Repeat};
use crate::value::{Json, Timestamp};

/// Requests that were sent and whose outcome is not known yet, in the order they were sent.
#[derive(Default)]
pub(crate) struct UnresolvedList(Mutex<Entries>);

#[derive(Default)]
struct Entries {
    by_number: BTreeMap<u64, Unresolved>,
    last: u64,
}

impl Entries {
    /// Removes entries that cannot be looked up and can safely be repeated at any time, once OKX would reject the request and has processed
    /// everything it accepted. Otherwise every lost reply to a cancellation would stay until the program ends.
    fn remove_expired(&mut self, now: Timestamp) {
        let is_settled = |window: ExecutionWindow| now >= window.expires + SETTLING;
        let is_expired = |entry: &Unresolved| {
            !entry.is_in_flight
                && entry.operation.repeat == Repeat::Always
                && entry.operation.asked_by.is_none()
                && entry.window.is_some_and(is_settled)
        };
        self.by_number.retain(|_, entry| !is_expired(entry));
    }
}

impl UnresolvedList {
    /// All entries, as of this time at OKX.
    pub(crate) fn all(&self, now: Timestamp) -> Vec<Unresolved> {
        let mut list = self.entries();
        list.remove_expired(now);
        list.by_number.values().cloned().collect()
    }

    /// The entries that this lookup is about. The same name with other parameters, such as another instrument, identifies something else.
    pub(crate) fn looked_up_by(&self, asked_by: &AskedBy, lookup: &Json) -> Vec<Unresolved> {
        let matches = |entry: &&Unresolved| {
            let is_same_operation = |own: &AskedBy| own.lookup.operation.name == asked_by.lookup.operation.name;
            entry.operation.asked_by.is_some_and(is_same_operation) && entry.lookup.as_ref() == Some(lookup)
        };
        self.entries().by_number.values().filter(matches).cloned().collect()
    }

    /// Adds entries, as of this time at OKX, and returns their numbers.
    pub(super) fn add(&self, entries: impl IntoIterator<Item = Unresolved>, now: Timestamp) -> Vec<u64> {
        let mut list = self.entries();
        list.remove_expired(now);
        let mut number = |entry| {
            list.last += 1;
            let number = list.last;
            list.by_number.insert(number, Unresolved { number, ..entry });
            number
        };
        entries.into_iter().map(&mut number).collect()
    }

    /// Removes an entry. Returns whether it was present.
    pub(crate) fn remove(&self, number: u64) -> bool {
        self.entries().by_number.remove(&number).is_some()
    }

    /// Removes earlier entries of the same operation with the same contents. Used for operations that can safely be repeated.
    pub(super) fn remove_repeated(&self, entry: &Unresolved) {
        let matches = |own: &Unresolved| {
            own.operation.name == entry.operation.name
                && own.identity == entry.identity
                && own.request.get() == entry.request.get()
        };
        self.entries().by_number.retain(|_, own| own.is_in_flight || !matches(own));
    }

    /// The entry was sent again: it can have been executed at any time since the first attempt and until the last one expires.
    pub(super) fn sent_again(&self, number: u64, window: Option<ExecutionWindow>) {
        if let Some(entry) = self.entries().by_number.get_mut(&number) {
            entry.window = match (entry.window, window) {
                (Some(first), Some(last)) => Some(first.merge(last)),
                (first, last) => first.or(last),
            };
        }
    }

    /// The caller no longer waits for the reply.
    pub(super) fn abandoned(&self, number: u64) {
        if let Some(entry) = self.entries().by_number.get_mut(&number) {
            entry.is_in_flight = false;
        }
    }

    fn entries(&self) -> MutexGuard<'_, Entries> {
        // Every statement leaves the list consistent, so a panic of another holder has not broken it.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
