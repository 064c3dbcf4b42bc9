//! The processing of one page: which of its entries are new and wanted.

use super::super::bookmark::Position;
use super::super::cursor_value::CursorValue;
use super::super::row_filter::Selection;
use super::super::seen_entries::{EntryKey, SeenEntries};
use super::BackwardScan;
use crate::facts::{Fields, PageOrder};

/// The processing of one page.
pub(super) struct PageScan<'a> {
    scan: &'a BackwardScan,
    most: usize,
    pub(super) page: SeenEntries,
    /// Where the next page begins, according to the entries processed so far.
    pub(super) oldest: Option<CursorValue>,
    past_end: bool,
    pub(super) keep: Vec<bool>,
    /// The number of new entries, of those among them that the filter selects, and of unreadable ones.
    pub(super) new: usize,
    pub(super) kept: usize,
    pub(super) unread: usize,
    /// Whether an entry is too old for the filter, and whether another one is not.
    has_old: bool,
    has_young: bool,
}

impl<'a> PageScan<'a> {
    pub(super) fn at(scan: &'a BackwardScan, most: usize) -> Self {
        Self {
            scan,
            most,
            page: SeenEntries::default(),
            oldest: None,
            past_end: false,
            keep: Vec::new(),
            new: 0,
            kept: 0,
            unread: 0,
            has_old: false,
            has_young: false,
        }
    }

    pub(super) fn entry(&mut self, entry: Option<&dyn Fields>) {
        let keep = match entry {
            _ if self.kept >= self.most => false,
            // An unreadable entry cannot be compared with others, so it is always reported.
            None => {
                self.unread += 1;
                true
            }
            Some(entry) => {
                let is_new = self.is_wanted(entry) && self.is_new(entry);
                self.new += usize::from(is_new);
                let keep = is_new && self.is_selected(entry);
                self.kept += usize::from(keep);
                keep
            }
        };
        self.keep.push(keep);
    }

    /// Whether the filter selects an entry.
    fn is_selected(&mut self, entry: &dyn Fields) -> bool {
        let selection = self.scan.filter.as_ref().map_or(Selection::Wanted, |filter| filter.select(entry));
        self.has_old |= selection == Selection::TooOld;
        self.has_young |= selection != Selection::TooOld;
        selection == Selection::Wanted
    }

    /// Whether no further page has a wanted entry. IDs and times rise together only roughly, so a page of which all entries are too old ends
    /// the scan, and not the first such entry. Lists that are paged by number may have any order.
    pub(super) fn is_past_end(&self) -> bool {
        let is_ordered = matches!(self.scan.pages.order, PageOrder::Cursor(_));
        self.past_end || (is_ordered && self.has_old && !self.has_young)
    }

    /// Whether an entry is within the bounds of the scan.
    fn is_wanted(&mut self, entry: &dyn Fields) -> bool {
        let PageOrder::Cursor(cursor) = &self.scan.pages.order else { return true };
        let Some(bound) = CursorValue::of(entry.value(cursor.by), cursor.time) else { return true };
        let is_past_end = match (&bound, &self.scan.end) {
            (CursorValue::Time(time), Some(CursorValue::Time(end))) => time < end,
            (bound, Some(end)) => bound == end,
            (_, None) => false,
        };
        // OKX returns entries older than the cursor. Others were returned before, or are new since then.
        let is_newer = match (&bound, &self.scan.position) {
            (CursorValue::Time(time), Position::Older(CursorValue::Time(upper))) => time >= upper,
            _ => false,
        };
        self.past_end |= is_past_end;
        if is_past_end || is_newer {
            return false;
        }
        let is_older = match (&bound, &self.oldest) {
            (CursorValue::Time(time), Some(CursorValue::Time(oldest))) => time < oldest,
            _ => true,
        };
        if is_older {
            self.oldest = Some(bound);
        }
        true
    }

    fn is_new(&mut self, entry: &dyn Fields) -> bool {
        let key = EntryKey::of(self.scan.pages, entry);
        let before = self.scan.seen.count(&key).max(self.scan.returned.count(&key));
        let now = self.page.add(key);
        if self.scan.pages.id.is_some() { now == 1 && before == 0 } else { now > before }
    }
}
