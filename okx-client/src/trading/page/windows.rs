//! Forward through a list that can only be read back: one stretch of time after the other, each gathered on the way back
//! and given in reverse.

use super::source::Source;
use super::walk::{Verdict, Walk};

/// The stretches of time.
#[derive(Debug)]
pub(super) struct Windows {
    /// The walk through the stretch that is gathered now.
    walk: Walk,
    /// How many rows a page has.
    size: usize,
    stage: Stage,
    /// Where the stretch begins, and the first time behind it.
    from: i64,
    before: i64,
    /// The first time that is not wanted any more: what is newer came after the reading had begun.
    end: i64,
    width: i64,
    /// How many rows the stretch has so far.
    rows: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    /// The newest page is asked for: it tells where the end is, and how wide a stretch with a page of rows is.
    First,
    /// A stretch is gathered.
    Gathering,
    /// A stretch was gathered and turned round.
    Turned,
}

impl Windows {
    /// From a time on.
    pub(super) fn new(walk: Walk, from: i64, size: usize) -> Self {
        Self { walk, size, stage: Stage::First, from, before: i64::MAX, end: i64::MAX, width: 1, rows: 0 }
    }

    /// Whether what was gathered can be given.
    pub(super) fn turned(&self) -> bool {
        self.stage == Stage::Turned
    }

    /// The walk through the next stretch, once the last one was given.
    pub(super) fn walk(&mut self) -> &mut Walk {
        if self.stage == Stage::Turned && self.before < self.end {
            self.begin(self.before);
        }
        &mut self.walk
    }

    fn begin(&mut self, from: i64) {
        self.from = from;
        self.before = from.saturating_add(self.width).min(self.end);
        self.walk = self.walk.between(self.from, self.before);
        self.stage = Stage::Gathering;
        self.rows = 0;
    }

    /// Looks at a page that came.
    pub(super) fn look(&mut self, source: &mut dyn Source) {
        let verdict = self.walk.look(source.came(), usize::MAX);
        match (self.stage, verdict) {
            (Stage::First, Verdict { span: Some((newest, oldest)), full: true, .. }) if !self.walk.done => {
                self.end = newest.saturating_add(1);
                self.width = newest.saturating_sub(oldest).max(1).saturating_mul(PAGES);
                self.begin(self.from);
            }
            (_, verdict) => self.gather(source, &verdict.keep),
        }
    }

    fn gather(&mut self, source: &mut dyn Source, keep: &[bool]) {
        self.stage = Stage::Gathering;
        self.rows += keep.iter().filter(|keep| **keep).count();
        source.hold(keep);
        if self.walk.done && !self.walk.has_fault() {
            source.turn_round();
            self.stage = Stage::Turned;
            self.width = next_width(self.width, self.rows, self.size);
        }
    }
}

/// How many pages of rows a stretch should have: few, because it is held in memory, but enough that the last page of each, which only
/// shows that nothing is left, does not count much.
const PAGES: i64 = 4;

/// A width that gives a stretch as many rows as it should have, if they go on as dense as they are.
fn next_width(width: i64, rows: usize, size: usize) -> i64 {
    let (rows, size) = (i64::try_from(rows).unwrap_or(i64::MAX), i64::try_from(size).unwrap_or(i64::MAX));
    let most = width.saturating_mul(8);
    if rows == 0 {
        return most;
    }
    (width.saturating_mul(size).saturating_mul(PAGES) / rows).clamp(1, most)
}
