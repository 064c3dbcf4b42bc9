//! Reads pages from newest to oldest, without sending requests itself: it writes the next cursor into a request, and processes the page
//! that was received.

mod page_scan;

use super::bookmark::Position;
use super::cursor_value::{self, CursorValue};
use super::row_filter::RowFilter;
use super::seen_entries::SeenEntries;
use crate::error::Error;
use crate::facts::{Fields, PageCursor, PageOrder, Pages, Value};
use page_scan::PageScan;

/// The entries of a received page; `None` for one that could not be read.
pub(crate) trait ReceivedPage {
    /// The number of entries.
    fn len(&self) -> usize;

    /// The entry at this index.
    fn entry(&self, index: usize) -> Option<&dyn Fields>;
}

/// A scan through a list, from its newest entry or a bound to its oldest entry or a bound.
///
/// If pages are ordered by time, each page begins with the last entries of the previous one: entries can share a time, and a page may have
/// ended among them. [`SeenEntries`] identifies the duplicates.
#[derive(Clone, Debug)]
pub(super) struct BackwardScan {
    pages: &'static Pages,
    /// The number of entries to request per page.
    size: usize,
    /// The same for the next page: larger if entries of one time fill a page.
    next_size: usize,
    /// Where the next page begins. For times, entries are older than this.
    pub(super) position: Position,
    /// Where the scan ends. For times, no entry is older than this; for IDs, this is the first entry that is not returned.
    end: Option<CursorValue>,
    /// Whether the end must be written into the request because it is not the request's own.
    writes_end: bool,
    /// Entries that may appear again.
    pub(super) seen: SeenEntries,
    /// Entries that an earlier scan, before an interruption, has returned.
    returned: SeenEntries,
    /// Which entries are wanted; all of them if there is none.
    filter: Option<RowFilter>,
    /// Why the list cannot be read further although it may continue.
    error: Option<Error>,
    pub(super) done: bool,
}

/// The result of processing a page.
#[derive(Debug)]
pub(super) struct ProcessedPage {
    /// Which entries are new.
    pub(super) keep: Vec<bool>,
    /// The times of the newest and the oldest new entry.
    pub(super) span: Option<(i64, i64)>,
    /// Whether the page was full, so that more may follow.
    pub(super) full: bool,
}

impl BackwardScan {
    /// A scan through everything that a request selects.
    pub(super) fn new(pages: &'static Pages, request: &dyn Fields, size: usize) -> Self {
        let (position, end) = match &pages.order {
            PageOrder::Cursor(cursor) => (Position::Start, cursor.end_in(request)),
            PageOrder::Number(number) => {
                let first = match request.value(*number) {
                    Value::Integer(number) => usize::try_from(number).unwrap_or(1),
                    _ => 1,
                };
                (Position::Number(first), None)
            }
        };
        Self {
            pages,
            size,
            next_size: size,
            position,
            end,
            writes_end: false,
            seen: SeenEntries::default(),
            returned: SeenEntries::default(),
            filter: None,
            error: None,
            done: false,
        }
    }

    /// Continues at a position, without the entries that were returned before.
    pub(super) fn resumed(self, position: Position, returned: SeenEntries) -> Self {
        match position {
            Position::Newer(end) => Self { end: Some(end), writes_end: true, returned, ..self },
            position => Self { position, seen: returned.clone(), returned, ..self },
        }
    }

    /// Only the entries that a filter selects. If the list is ordered by time, the scan begins and ends at the bounds of the filter.
    pub(super) fn filtered(mut self, filter: RowFilter, request: &dyn Fields) -> Self {
        if let (Position::Start, Some(upper)) = (&self.position, filter.upper_bound(request)) {
            self.position = Position::Older(CursorValue::Time(upper));
        }
        if let (PageOrder::Cursor(PageCursor { time: true, .. }), Some(since)) = (&self.pages.order, filter.since) {
            self.end = Some(CursorValue::Time(self.end_time().map_or(since, |end| end.max(since))));
        }
        Self { filter: Some(filter), ..self }
    }

    /// A scan through the entries of a time window: from `from`, inclusive, to `before`, exclusive.
    pub(super) fn between(&self, from: i64, before: i64) -> Self {
        let (position, end) = (Position::Older(CursorValue::Time(before)), Some(CursorValue::Time(from)));
        Self { position, end, writes_end: true, seen: SeenEntries::default(), done: false, ..self.clone() }
    }

    /// Whether the scan ended early.
    pub(super) fn has_error(&self) -> bool {
        self.error.is_some()
    }

    /// Why the scan ended early; returned once.
    pub(super) fn take_error(&mut self) -> Option<Error> {
        self.error.take()
    }

    /// The end of the scan, if it is a time.
    pub(super) fn end_time(&self) -> Option<i64> {
        self.end.as_ref().and_then(CursorValue::as_time)
    }

    /// Writes the next cursor into a copy of the request.
    pub(super) fn write_request(&self, request: &mut dyn Fields) {
        if let Some(place) = self.pages.size {
            cursor_value::write(request.slot(place), &self.next_size.to_string());
        }
        match (&self.pages.order, &self.position) {
            (PageOrder::Cursor(cursor), position) => {
                if let Position::Older(bound) = position {
                    cursor.write_older(bound, request);
                }
                if let (true, Some(end)) = (self.writes_end, &self.end) {
                    cursor.write_end(end, request);
                }
            }
            (PageOrder::Number(place), Position::Number(number)) => {
                cursor_value::write(request.slot(*place), &number.to_string());
            }
            (PageOrder::Number(_), _) => {}
        }
        if let Some(filter) = &self.filter {
            filter.write(request);
        }
    }

    /// Processes a page, of which at most `most` entries are wanted, and advances to the next one.
    pub(super) fn process(&mut self, received: &dyn ReceivedPage, most: usize) -> ProcessedPage {
        let mut page_scan = PageScan::at(self, most);
        (0..received.len()).for_each(|index| page_scan.entry(received.entry(index)));
        let past_end = page_scan.is_past_end();
        let PageScan { page, oldest, mut keep, new, kept, unread, .. } = page_scan;
        if new == 0 && unread < received.len() {
            // All readable entries are duplicates, so the unreadable ones are too.
            keep.fill(false);
        }
        let full = received.len() >= self.next_size;
        let processed = ProcessedPage { span: self.span(received, &keep), keep, full };
        let is_new = new > 0 || unread == received.len();
        self.done = past_end || kept >= most || received.len() == 0 || (!is_new && !full);
        if self.done {
            self.stay(oldest, page);
        } else if let Err(error) = self.turn(oldest, page, is_new) {
            self.done = true;
            self.error = Some(error);
        }
        processed
    }

    fn span(&self, received: &dyn ReceivedPage, keep: &[bool]) -> Option<(i64, i64)> {
        let PageOrder::Cursor(cursor) = &self.pages.order else { return None };
        let kept = keep.iter().enumerate().filter(|(_, keep)| **keep).filter_map(|(index, _)| received.entry(index));
        let times = || kept.clone().filter_map(|entry| cursor_value::time(entry.value(cursor.by)));
        times().max().zip(times().min())
    }

    /// Advances to the next page, or returns why that is not possible.
    fn turn(&mut self, oldest: Option<CursorValue>, page: SeenEntries, is_new: bool) -> Result<(), Error> {
        match (oldest, &mut self.position) {
            (Some(CursorValue::Time(_)), _)
                if !is_new && self.pages.size.is_some() && self.next_size < self.pages.up_to =>
            {
                // Entries of one time fill the page; a larger one may hold them all.
                self.next_size = (self.next_size * 2).min(self.pages.up_to);
                return Ok(());
            }
            (oldest, _) if !is_new => return Err(self.stuck_error(oldest)),
            (_, Position::Number(number)) => {
                *number += 1;
                self.seen.merge(page);
            }
            (Some(oldest), _) => self.continue_from(oldest, page),
            (None, _) => {
                let text =
                    "no row of the page has the field that leads to the next page, so the list cannot be read further";
                return Err(Error::unreadable(text));
            }
        }
        self.next_size = self.size;
        Ok(())
    }

    /// Records the page without advancing, because some of it may be wanted later.
    fn stay(&mut self, oldest: Option<CursorValue>, page: SeenEntries) {
        match oldest {
            Some(oldest) => self.continue_from(oldest, page),
            None => self.seen.merge(page),
        }
    }

    fn continue_from(&mut self, oldest: CursorValue, page: SeenEntries) {
        match &oldest {
            CursorValue::Time(time) => {
                // Other entries with the oldest time may follow, unless times are unique.
                let upper = if self.times_differ() { *time } else { time.saturating_add(1) };
                self.seen.merge(page);
                self.seen.retain_time(*time);
                self.position = Position::Older(CursorValue::Time(upper));
            }
            CursorValue::Id(_) => {
                self.seen = page;
                self.position = Position::Older(oldest);
            }
        }
    }

    /// Whether no two entries share a time.
    fn times_differ(&self) -> bool {
        matches!(&self.pages.order, PageOrder::Cursor(cursor) if self.pages.id == Some(cursor.by))
    }

    /// A full page without new entries has no next page, and the entries after it would be lost.
    fn stuck_error(&self, oldest: Option<CursorValue>) -> Error {
        let what = match (oldest, &self.position) {
            (Some(CursorValue::Time(time)), Position::Older(CursorValue::Time(upper)))
                if time.saturating_add(1) == *upper =>
            {
                format!(
                    "more rows share the time {time} than fit on a page of {}, and OKX has no way to request the rest; narrow \
                 the request with other fields, or resume from an earlier time",
                    self.next_size
                )
            }
            _ => {
                "the page contains only rows that were already returned, so the list cannot be read further".to_owned()
            }
        };
        Error::unreadable(what)
    }
}

impl PageCursor {
    /// The end that the request itself specifies: the oldest wanted time, or the ID before the last wanted entry.
    fn end_in(&self, request: &dyn Fields) -> Option<CursorValue> {
        match CursorValue::of(request.value(self.newer?), self.time)? {
            CursorValue::Time(time) if !self.includes => Some(CursorValue::Time(time.saturating_add(1))),
            bound => Some(bound),
        }
    }

    fn write_older(&self, bound: &CursorValue, request: &mut dyn Fields) {
        match bound {
            CursorValue::Time(upper) if self.includes => {
                CursorValue::Time(upper.saturating_sub(1).max(0)).write(request, self.older);
            }
            CursorValue::Time(upper) => CursorValue::Time((*upper).max(0)).write(request, self.older),
            bound @ CursorValue::Id(_) => bound.write(request, self.older),
        }
        for (place, value) in self.with {
            cursor_value::write(request.slot(*place), value);
        }
    }

    fn write_end(&self, end: &CursorValue, request: &mut dyn Fields) {
        let Some(place) = self.newer else { return };
        // OKX refuses times before the epoch, and no row has one, so such a bound selects nothing and is left out.
        if end.as_time().is_some_and(|end| end <= 0) {
            return;
        }
        match end {
            CursorValue::Time(end) if !self.includes => CursorValue::Time(end.saturating_sub(1)).write(request, place),
            bound => bound.write(request, place),
        }
        for (place, value) in self.with {
            cursor_value::write(request.slot(*place), value);
        }
    }
}
