//! Buffers the rows of a list: the only part of pagination that knows their type.

use std::collections::VecDeque;

use super::Paged;
use super::backward_scan::ReceivedPage;
use crate::api::Rows;
use crate::error::Error;
use crate::facts::{Fields, RowSink};
use crate::fields::Items;

/// A request for pages, and the rows that were received.
pub(crate) trait PageBuffer: Send {
    /// A fresh copy of the request, for the cursor of the next page.
    fn new_request(&mut self) -> &mut dyn Fields;

    /// That copy, and the sink for the rows of the reply.
    fn request_and_sink(&mut self) -> (Items<'_>, &mut dyn RowSink);

    /// Takes the entries of the list from the rows of the reply.
    fn receive(&mut self);

    /// The entries that were received.
    fn received(&self) -> &dyn ReceivedPage;

    /// Buffers the selected ones of them.
    fn keep(&mut self, keep: &[bool]);

    /// The number of buffered rows.
    fn buffered(&self) -> usize;

    /// The buffered row at this index.
    fn buffered_entry(&self, index: usize) -> Option<&dyn Fields>;

    /// Reverses the buffered rows.
    fn reverse(&mut self);

    /// Makes a page of the first buffered rows.
    fn emit(&mut self, count: usize);
}

/// The buffer of a typed request.
pub(crate) struct TypedBuffer<R: Paged> {
    request: R,
    asked: R,
    rows: Rows<R::Row>,
    entries: Vec<Result<R::Entry, Error>>,
    buffered: VecDeque<Result<R::Entry, Error>>,
    page: Rows<R::Entry>,
}

impl<R: Paged> TypedBuffer<R> {
    pub(crate) fn new(request: R) -> Self {
        Self {
            asked: request.clone(),
            request,
            rows: Rows::default(),
            entries: Vec::new(),
            buffered: VecDeque::new(),
            page: Rows::default(),
        }
    }

    /// The page that was made.
    pub(crate) fn take_page(&mut self) -> Rows<R::Entry> {
        std::mem::take(&mut self.page)
    }
}

impl<R: Paged> ReceivedPage for TypedBuffer<R> {
    fn len(&self) -> usize {
        self.entries.len()
    }

    fn entry(&self, index: usize) -> Option<&dyn Fields> {
        self.entries.get(index).and_then(fields)
    }
}

impl<R: Paged> PageBuffer for TypedBuffer<R> {
    fn new_request(&mut self) -> &mut dyn Fields {
        self.asked = self.request.clone();
        self.rows = Rows::default();
        &mut self.asked
    }

    fn request_and_sink(&mut self) -> (Items<'_>, &mut dyn RowSink) {
        (self.asked.items(), &mut self.rows)
    }

    fn receive(&mut self) {
        self.entries = R::entries(std::mem::take(&mut self.rows)).into_iter().collect();
    }

    fn received(&self) -> &dyn ReceivedPage {
        self
    }

    fn keep(&mut self, keep: &[bool]) {
        let entries = std::mem::take(&mut self.entries);
        self.buffered.extend(entries.into_iter().zip(keep).filter_map(|(entry, keep)| keep.then_some(entry)));
    }

    fn buffered(&self) -> usize {
        self.buffered.len()
    }

    fn buffered_entry(&self, index: usize) -> Option<&dyn Fields> {
        self.buffered.get(index).and_then(fields)
    }

    fn reverse(&mut self) {
        self.buffered.make_contiguous().reverse();
    }

    fn emit(&mut self, count: usize) {
        self.page = self.buffered.drain(..count.min(self.buffered.len())).collect();
    }
}

/// A row that could be read.
fn fields<T: Fields>(entry: &Result<T, Error>) -> Option<&dyn Fields> {
    entry.as_ref().ok().map(|entry| entry as &dyn Fields)
}
