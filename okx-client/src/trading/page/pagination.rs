//! Decides what to request and what to return next, independent of the type of the rows: page by page from newest to oldest, or, oldest
//! first, after collecting rows.

use super::backward_scan::BackwardScan;
use super::bookmark::{Bookmark, Position};
use super::buffer::PageBuffer;
use super::cursor_value::CursorValue;
use super::options::PageOptions;
use super::row_filter::RowFilter;
use super::seen_entries::{EntryKey, SeenEntries};
use super::time_windows::TimeWindows;
use crate::error::Error;
use crate::facts::{Fields, Operation, PageOrder, Pages, Value};

/// The state of reading one list.
#[derive(Debug)]
pub(crate) struct Pagination {
    operation: &'static Operation,
    pages: &'static Pages,
    size: usize,
    /// How many more rows may be returned.
    left: usize,
    strategy: Strategy,
    /// Oldest first: the cursor value of the last row that was returned, and the rows with this value.
    last: Option<CursorValue>,
    returned: SeenEntries,
}

/// The order in which a list is read.
#[derive(Debug)]
enum Strategy {
    /// Each page is returned as it is received.
    Backward(BackwardScan),
    /// All rows are collected, and then returned in reverse.
    Gather { scan: BackwardScan, reversed: bool },
    /// The same in one time window after the other.
    Windows(TimeWindows),
}

impl Pagination {
    /// Starts reading as the request and the options specify.
    ///
    /// # Errors
    ///
    /// The operation does not support the options.
    pub(crate) fn new(
        operation: &'static Operation,
        pages: &'static Pages,
        request: &dyn Fields,
        options: &PageOptions,
    ) -> Result<Self, Error> {
        let size = size(pages, request, options.size)?;
        let filter = RowFilter::of(pages, options)?;
        let left = if filter.selects_nothing() { 0 } else { options.most.unwrap_or(usize::MAX) };
        let scan = BackwardScan::new(pages, request, size);
        let mut returned = SeenEntries::default();
        let scan = match &options.resume {
            Some(bookmark) => {
                let position = bookmark.position_for(operation, options.forward)?;
                returned.clone_from(&bookmark.seen);
                scan.resumed(position, bookmark.seen.clone())
            }
            None => scan,
        };
        let scan = scan.filtered(filter, request);
        let strategy = match (&pages.order, options.forward, scan.end_time()) {
            (PageOrder::Number(_), true, _) => {
                return Err(Error::invalid(
                    "this list is paged by number and can only be read in one direction; remove `forward`",
                ));
            }
            (_, false, _) => Strategy::Backward(scan),
            (_, true, Some(from)) => Strategy::Windows(TimeWindows::new(scan, from, size)),
            (_, true, None) => Strategy::Gather { scan, reversed: false },
        };
        Ok(Self { operation, pages, size, left, strategy, last: None, returned })
    }

    /// Writes the next cursor into a copy of the request; `None` at the end of the list.
    pub(crate) fn write_request(&mut self, request: &mut dyn Fields) -> Option<Result<(), Error>> {
        let scan = match &mut self.strategy {
            Strategy::Backward(scan) | Strategy::Gather { scan, .. } => scan,
            Strategy::Windows(windows) => windows.scan(),
        };
        if let Some(error) = scan.take_error() {
            self.left = 0;
            return Some(Err(error));
        }
        if self.left == 0 || scan.done {
            return None;
        }
        scan.write_request(request);
        Some(Ok(()))
    }

    /// Processes a page that was received, and buffers its new rows.
    pub(crate) fn process(&mut self, buffer: &mut dyn PageBuffer) {
        match &mut self.strategy {
            Strategy::Backward(scan) => {
                let processed = scan.process(buffer.received(), self.left);
                buffer.keep(&processed.keep);
            }
            Strategy::Gather { scan, reversed } => {
                let processed = scan.process(buffer.received(), usize::MAX);
                buffer.keep(&processed.keep);
                if scan.done && !scan.has_error() {
                    buffer.reverse();
                    *reversed = true;
                }
            }
            Strategy::Windows(windows) => windows.process(buffer),
        }
    }

    /// Emits the next page of buffered rows, if there is one. Returns the bookmark after it.
    pub(crate) fn emit(&mut self, buffer: &mut dyn PageBuffer) -> Option<Bookmark> {
        let may_give = match &self.strategy {
            Strategy::Backward(_) => true,
            Strategy::Gather { reversed, .. } => *reversed,
            Strategy::Windows(windows) => windows.can_emit(),
        };
        let count = match &self.strategy {
            // Only wanted rows were kept, besides unreadable ones. All are returned, because the bookmark lies behind them.
            Strategy::Backward(_) => buffer.buffered(),
            Strategy::Gather { .. } => buffer.buffered().min(self.left).min(self.size),
            Strategy::Windows(_) => buffer.buffered().min(self.left),
        };
        if count == 0 || !may_give {
            return None;
        }
        self.left = self.left.saturating_sub(count);
        let bookmark = match &self.strategy {
            Strategy::Backward(scan) => self.bookmark(scan.position.clone(), scan.seen.clone()),
            Strategy::Gather { .. } | Strategy::Windows(_) => self.bookmark_behind(buffer, count),
        };
        buffer.emit(count);
        Some(bookmark)
    }

    /// The bookmark after these rows, from which reading oldest first continues.
    fn bookmark_behind(&mut self, buffer: &dyn PageBuffer, count: usize) -> Bookmark {
        if let PageOrder::Cursor(cursor) = &self.pages.order {
            for entry in (0..count).filter_map(|index| buffer.buffered_entry(index)) {
                let Some(bound) = CursorValue::of(entry.value(cursor.by), cursor.time) else { continue };
                if let CursorValue::Time(time) = bound {
                    self.returned.retain_time(time);
                    self.returned.add(EntryKey::of(self.pages, entry));
                }
                self.last = Some(bound);
            }
        }
        self.bookmark(self.last.clone().map_or(Position::Start, Position::Newer), self.returned.clone())
    }

    fn bookmark(&self, position: Position, seen: SeenEntries) -> Bookmark {
        Bookmark { call: self.operation.name.into(), position, seen }
    }
}

/// The page size: from the options, from the request, or the most that OKX returns.
fn size(pages: &Pages, request: &dyn Fields, wanted: Option<usize>) -> Result<usize, Error> {
    let own = pages.size.and_then(|place| match request.value(place) {
        Value::Integer(size) => Some(usize::try_from(size).unwrap_or(0)),
        _ => None,
    });
    if wanted.is_some() && pages.size.is_none() {
        return Err(Error::invalid(format!("the page size of this list is always {} rows", pages.up_to)));
    }
    match wanted.or(own) {
        None => Ok(pages.up_to),
        Some(size) if (1..=pages.up_to).contains(&size) => Ok(size),
        Some(size) => Err(Error::invalid(format!("invalid page size {size}; use 1 to {}", pages.up_to))),
    }
}
