//! A request while it is sent: the guard that keeps its entries in the list until its outcome is certain.

use super::request::{kept, question};
use super::{Unresolved, UnresolvedList};
use crate::api::Request;
use crate::error::{Error, ExecutionWindow};
use crate::facts::{Repeat, RowSink};
use crate::judge::attribution::Identity;
use crate::value::Timestamp;

/// A request that is about to be sent. Whatever ends the life of the request, its entries stay in the list unless it was said that they
/// are settled.
pub(crate) struct Sending<'a> {
    list: &'a UnresolvedList,
    request: Request<'a>,
    identities: Vec<Identity>,
    /// The entries of its items, once it goes out; empty where nothing has to be kept.
    entries: Vec<u64>,
}

impl<'a> Sending<'a> {
    /// A request of items with these identities that was not sent yet.
    pub(crate) fn new(list: &'a UnresolvedList, request: Request<'a>, identities: Vec<Identity>) -> Self {
        Self { list, request, identities, entries: Vec::new() }
    }

    /// Writes its items down, just before the first byte goes out; `now` is the time at OKX.
    pub(crate) fn goes_out(&mut self, window: Option<ExecutionWindow>, now: Timestamp) {
        if self.entries.is_empty() {
            self.entries = self.list.add(self.described(window), now);
        } else {
            self.entries.iter().for_each(|number| self.list.sent_again(*number, window));
        }
    }

    /// No sending so far was done, and that is certain.
    pub(crate) fn not_done(&mut self) {
        for number in self.entries.drain(..) {
            self.list.remove(number);
        }
    }

    /// The request was answered with these rows: an item whose row is certain is settled.
    pub(crate) fn answered(&mut self, rows: &dyn RowSink) {
        let is_open = |row: usize| rows.row(row).is_err_and(Error::outcome_unknown);
        let each_has_one = rows.len() == self.entries.len();
        let any_is_open = (0..rows.len()).any(is_open);
        let is_settled = |item: usize| if each_has_one { !is_open(item) } else { !any_is_open };
        let settled: Vec<bool> = (0..self.entries.len()).map(is_settled).collect();
        if self.request.operation.repeat == Repeat::Always && each_has_one {
            // What is done now leaves nothing open of the same request before; a refusal does.
            let described = self.described(None);
            let done = described.iter().enumerate().filter(|(item, _)| rows.row(*item).is_ok());
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

    /// An entry for each item. A call that only reads has none; nor has one that can be made again without harm and is about nothing that
    /// has a name, such as a setting.
    fn described(&self, window: Option<ExecutionWindow>) -> Vec<Unresolved> {
        let is_kept = |identity: &Identity| self.request.operation.repeat != Repeat::Always || !identity.is_empty();
        if self.request.operation.only_reads || !self.identities.iter().any(is_kept) {
            return Vec::new();
        }
        let described = |(item, identity): (_, &Identity)| Unresolved {
            number: 0,
            operation: self.request.operation,
            identity: identity.clone(),
            request: kept(item, identity),
            question: self
                .request
                .operation
                .asked_by
                .and_then(|asked_by| identity.get(asked_by.name).map(|name| question(item, name, asked_by))),
            window,
            is_under_way: true,
        };
        self.request.items.each().zip(&self.identities).map(described).collect::<Vec<Unresolved>>()
    }
}

impl Drop for Sending<'_> {
    fn drop(&mut self) {
        self.entries.iter().for_each(|number| self.list.given_up(*number));
    }
}
