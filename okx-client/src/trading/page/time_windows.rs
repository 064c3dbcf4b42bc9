//! Reads a list oldest first although it can only be read newest first: one time window after the other, each collected and then reversed.

use super::backward_scan::{BackwardScan, ProcessedPage, ReceivedPage};
use super::buffer::PageBuffer;

/// The time windows of a list.
#[derive(Debug)]
pub(super) struct TimeWindows {
    /// The scan through the current window.
    scan: BackwardScan,
    /// The page size.
    size: usize,
    stage: Stage,
    /// The start of the window, and the first time after it.
    from: i64,
    before: i64,
    /// The first time that is not wanted: newer entries were created after reading began.
    end: i64,
    width: i64,
    /// The number of rows collected in this window.
    rows: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    /// Requests the newest page, which determines the end of the list and the width of the first window.
    First,
    /// Collects the rows of a window.
    Gathering,
    /// The rows of a window were collected and reversed.
    Reversed,
}

impl TimeWindows {
    /// Starts at this time.
    pub(super) fn new(scan: BackwardScan, from: i64, size: usize) -> Self {
        Self { scan, size, stage: Stage::First, from, before: i64::MAX, end: i64::MAX, width: 1, rows: 0 }
    }

    /// Whether the collected rows can be returned.
    pub(super) fn can_emit(&self) -> bool {
        self.stage == Stage::Reversed
    }

    /// The scan through the current window, or through the next one if all rows of the current one were returned.
    pub(super) fn scan(&mut self) -> &mut BackwardScan {
        if self.stage == Stage::Reversed && self.before < self.end {
            self.begin(self.before);
        }
        &mut self.scan
    }

    fn begin(&mut self, from: i64) {
        self.from = from;
        self.before = from.saturating_add(self.width).min(self.end);
        self.scan = self.scan.between(self.from, self.before);
        self.stage = Stage::Gathering;
        self.rows = 0;
    }

    /// Processes a page.
    pub(super) fn process(&mut self, buffer: &mut dyn PageBuffer) {
        let processed = self.scan.process(buffer.received(), usize::MAX);
        match (self.stage, processed) {
            // A row that cannot be read has no time. It may be the newest one, which no window would reach.
            (Stage::First, ProcessedPage { span: Some((newest, oldest)), full: true, .. })
                if !self.scan.done && is_readable(buffer.received()) =>
            {
                self.end = newest.saturating_add(1);
                self.width = newest.saturating_sub(oldest).max(1).saturating_mul(PAGES);
                self.begin(self.from);
            }
            (_, processed) => self.gather(buffer, &processed.keep),
        }
    }

    fn gather(&mut self, buffer: &mut dyn PageBuffer, keep: &[bool]) {
        self.stage = Stage::Gathering;
        self.rows += keep.iter().filter(|keep| **keep).count();
        buffer.keep(keep);
        if self.scan.done && !self.scan.has_error() {
            buffer.reverse();
            self.stage = Stage::Reversed;
            self.width = next_width(self.width, self.rows, self.size);
        }
    }
}

fn is_readable(page: &dyn ReceivedPage) -> bool {
    (0..page.len()).all(|index| page.entry(index).is_some())
}

/// The intended number of pages per window: few, because a window is held in memory, but enough that the extra request at the end of each,
/// which only confirms that nothing is left, does not matter much.
const PAGES: i64 = 4;

/// The width with which the next window has the intended number of rows, provided that their density stays the same.
fn next_width(width: i64, rows: usize, size: usize) -> i64 {
    let (rows, size) = (i64::try_from(rows).unwrap_or(i64::MAX), i64::try_from(size).unwrap_or(i64::MAX));
    let most = width.saturating_mul(8);
    if rows == 0 {
        return most;
    }
    (width.saturating_mul(size).saturating_mul(PAGES) / rows).clamp(1, most)
}
