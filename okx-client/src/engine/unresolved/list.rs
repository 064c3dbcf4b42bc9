//! The list that all clones of a client share.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::Unresolved;
use crate::error::{ExecutionWindow, SETTLING};
use crate::facts::{AskedBy, Repeat};
use crate::value::{Json, Timestamp};

/// What was sent and has no certain outcome yet, in the order of sending.
#[derive(Default)]
pub(crate) struct UnresolvedList(Mutex<Entries>);

#[derive(Default)]
struct Entries {
    by_number: BTreeMap<u64, Unresolved>,
    last: u64,
}

impl Entries {
    /// Removes what nobody can ask for and what may be sent again at any time, once OKX would refuse the request and has acted on what it
    /// took in. Otherwise every lost reply to a cancellation would stay for the life of the program.
    fn remove_expired(&mut self, now: Timestamp) {
        let is_settled = |window: ExecutionWindow| now >= window.expires.after(SETTLING);
        let is_expired = |entry: &Unresolved| {
            !entry.is_under_way
                && entry.operation.repeat == Repeat::Always
                && entry.operation.asked_by.is_none()
                && entry.window.is_some_and(is_settled)
        };
        self.by_number.retain(|_, entry| !is_expired(entry));
    }
}

impl UnresolvedList {
    /// All entries as they are at this time at OKX.
    pub(crate) fn all(&self, now: Timestamp) -> Vec<Unresolved> {
        let mut list = self.entries();
        list.remove_expired(now);
        list.by_number.values().cloned().collect()
    }

    /// The entries that OKX is asked for by this very question. The same name with other parameters, such as another instrument, is about
    /// something else.
    pub(crate) fn asking(&self, asked_by: &AskedBy, question: &Json) -> Vec<Unresolved> {
        let is_it = |entry: &&Unresolved| {
            let is_same_call = |own: &AskedBy| own.lookup.operation.name == asked_by.lookup.operation.name;
            entry.operation.asked_by.is_some_and(is_same_call) && entry.question.as_ref() == Some(question)
        };
        self.entries().by_number.values().filter(is_it).cloned().collect()
    }

    /// Adds entries at this time at OKX; gives their numbers.
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

    /// Strikes an entry out; whether it was there.
    pub(crate) fn remove(&self, number: u64) -> bool {
        self.entries().by_number.remove(&number).is_some()
    }

    /// Strikes out what was sent before by the same call about the same things, where twice is the same as once.
    pub(super) fn remove_repeated(&self, entry: &Unresolved) {
        let is_it = |own: &Unresolved| {
            own.operation.name == entry.operation.name
                && own.identity == entry.identity
                && own.request.get() == entry.request.get()
        };
        self.entries().by_number.retain(|_, own| own.is_under_way || !is_it(own));
    }

    /// The entry was sent once more: it can have been done since the first sending and until the last one is void.
    pub(super) fn sent_again(&self, number: u64, window: Option<ExecutionWindow>) {
        if let Some(entry) = self.entries().by_number.get_mut(&number) {
            entry.window = match (entry.window, window) {
                (Some(first), Some(last)) => {
                    Some(ExecutionWindow { sent: first.sent.min(last.sent), expires: first.expires.max(last.expires) })
                }
                (first, last) => first.or(last),
            };
        }
    }

    /// Nobody waits for the reply any longer.
    pub(super) fn given_up(&self, number: u64) {
        if let Some(entry) = self.entries().by_number.get_mut(&number) {
            entry.is_under_way = false;
        }
    }

    fn entries(&self) -> MutexGuard<'_, Entries> {
        // The list is whole after every statement, so a panic of another holder has not broken it.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
