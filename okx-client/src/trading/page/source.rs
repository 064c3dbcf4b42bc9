//! Where the rows are while they are paged: the only part of paging that knows their type.

use std::collections::VecDeque;

use super::Paged;
use super::walk::Came;
use crate::api::Rows;
use crate::error::Error;
use crate::facts::{Fields, RowSink};
use crate::fields::Items;

/// A request for pages and the rows that came.
pub(crate) trait Source: Send {
    /// A fresh copy of the request, for the bounds of the next page.
    fn begin(&mut self) -> &mut dyn Fields;

    /// That copy, and where the rows of the reply go.
    fn wire(&mut self) -> (Items<'_>, &mut dyn RowSink);

    /// Takes the rows of the list out of the rows of the reply.
    fn arrived(&mut self);

    /// The rows that came.
    fn came(&self) -> &dyn Came;

    /// Puts the wanted ones of them behind those that are held.
    fn hold(&mut self, keep: &[bool]);

    /// How many rows are held.
    fn held(&self) -> usize;

    /// The held row at this place.
    fn held_entry(&self, index: usize) -> Option<&dyn Fields>;

    /// Reverses what is held.
    fn turn_round(&mut self);

    /// Makes a page of the first of the held rows.
    fn give(&mut self, count: usize);
}

/// A typed request.
pub(crate) struct Typed<R: Paged> {
    request: R,
    asked: R,
    rows: Rows<R::Row>,
    entries: Vec<Result<R::Entry, Error>>,
    held: VecDeque<Result<R::Entry, Error>>,
    page: Rows<R::Entry>,
}

impl<R: Paged> Typed<R> {
    pub(crate) fn new(request: R) -> Self {
        Self {
            asked: request.clone(),
            request,
            rows: Rows::default(),
            entries: Vec::new(),
            held: VecDeque::new(),
            page: Rows::default(),
        }
    }

    /// The page that was made.
    pub(crate) fn take_page(&mut self) -> Rows<R::Entry> {
        std::mem::take(&mut self.page)
    }
}

impl<R: Paged> Came for Typed<R> {
    fn len(&self) -> usize {
        self.entries.len()
    }

    fn entry(&self, index: usize) -> Option<&dyn Fields> {
        self.entries.get(index).and_then(fields)
    }
}

impl<R: Paged> Source for Typed<R> {
    fn begin(&mut self) -> &mut dyn Fields {
        self.asked = self.request.clone();
        self.rows = Rows::default();
        &mut self.asked
    }

    fn wire(&mut self) -> (Items<'_>, &mut dyn RowSink) {
        (self.asked.items(), &mut self.rows)
    }

    fn arrived(&mut self) {
        self.entries = R::entries(std::mem::take(&mut self.rows)).into_iter().collect();
    }

    fn came(&self) -> &dyn Came {
        self
    }

    fn hold(&mut self, keep: &[bool]) {
        let entries = std::mem::take(&mut self.entries);
        self.held.extend(entries.into_iter().zip(keep).filter_map(|(entry, keep)| keep.then_some(entry)));
    }

    fn held(&self) -> usize {
        self.held.len()
    }

    fn held_entry(&self, index: usize) -> Option<&dyn Fields> {
        self.held.get(index).and_then(fields)
    }

    fn turn_round(&mut self) {
        self.held.make_contiguous().reverse();
    }

    fn give(&mut self, count: usize) {
        self.page = self.held.drain(..count.min(self.held.len())).collect();
    }
}

/// A row that could be read.
fn fields<T: Fields>(entry: &Result<T, Error>) -> Option<&dyn Fields> {
    entry.as_ref().ok().map(|entry| entry as &dyn Fields)
}
