//! The guard that keeps the entries of a request in the list of unresolved requests until its outcome is certain.

use super::request::{lookup, without_secrets};
use super::{Unresolved, UnresolvedList};
use crate::api::Request;
use crate::error::{Error, ExecutionWindow};
use crate::facts::{Repeat, RowSink};
use crate::judge::attribution::Identity;
use crate::value::Timestamp;

/// Keeps the entries of a request that is being sent. When it is dropped, whatever the reason, its entries stay in the list unless they
/// were settled.
pub(crate) struct UnresolvedGuard<'a> {
    list: &'a UnresolvedList,
    request: Request<'a>,
    identities: Vec<Identity>,
    /// The numbers of its entries, once it is sent; empty if nothing must be tracked.
    entries: Vec<u64>,
}

impl<'a> UnresolvedGuard<'a> {
    /// The guard of a request that was not sent yet, with the identities of its items.
    pub(crate) fn new(list: &'a UnresolvedList, request: Request<'a>, identities: Vec<Identity>) -> Self {
        Self { list, request, identities, entries: Vec::new() }
    }

    /// Adds its items to the list, just before the first byte is sent. `now` is the time at OKX.
    pub(crate) fn attempt_started(&mut self, window: Option<ExecutionWindow>, now: Timestamp) {
        if self.entries.is_empty() {
            self.entries = self.list.add(self.new_entries(window), now);
        } else {
            self.entries.iter().for_each(|number| self.list.sent_again(*number, window));
        }
    }

    /// None of the attempts was executed, and that is certain.
    pub(crate) fn not_done(&mut self) {
        for number in self.entries.drain(..) {
            self.list.remove(number);
        }
    }

    /// The request was answered with these rows. Settles each item whose row has a certain outcome.
    pub(crate) fn answered(&mut self, rows: &dyn RowSink) {
        let is_open = |row: usize| rows.row(row).is_err_and(Error::outcome_unknown);
        let one_row_each = rows.len() == self.entries.len();
        let any_is_open = (0..rows.len()).any(is_open);
        let is_settled = |item: usize| if one_row_each { !is_open(item) } else { !any_is_open };
        let settled: Vec<bool> = (0..self.entries.len()).map(is_settled).collect();
        if self.request.operation.repeat == Repeat::Always && one_row_each {
            // Success now also settles earlier requests with the same contents; a rejection does not.
            let entries = self.new_entries(None);
            let done = entries.iter().enumerate().filter(|(item, _)| rows.row(*item).is_ok());
            done.for_each(|(_, entry)| self.list.remove_repeated(entry));
        }
        let mut settled = settled.into_iter();
        self.entries.retain(|number| {
            let is_settled = settled.next().unwrap_or(false);
            if is_settled {
                self.list.remove(*number);
            }
            !is_settled
        });
    }

    /// An entry for each item. Requests that only read have none, and neither do items that can safely be repeated and have no name, such
    /// as settings.
    fn new_entries(&self, window: Option<ExecutionWindow>) -> Vec<Unresolved> {
        let is_tracked = |identity: &Identity| self.request.operation.repeat != Repeat::Always || !identity.is_empty();
        if self.request.operation.only_reads || !self.identities.iter().any(is_tracked) {
            return Vec::new();
        }
        let entry = |(item, identity): (_, &Identity)| Unresolved {
            number: 0,
            operation: self.request.operation,
            identity: identity.clone(),
            request: without_secrets(item, identity),
            lookup: self
                .request
                .operation
                .asked_by
                .and_then(|asked_by| identity.get(asked_by.name).map(|name| lookup(item, name, asked_by))),
            window,
            is_in_flight: true,
        };
        self.request.items.each().zip(&self.identities).map(entry).collect()
    }
}

impl Drop for UnresolvedGuard<'_> {
    fn drop(&mut self) {
        self.entries.iter().for_each(|number| self.list.abandoned(*number));
    }
}
