//! From one page to the next older one. Knows nothing of requests being sent: it writes what is asked for next, and
//! looks at what came.

use super::bound::{self, Bound};
use super::place::Place;
use super::seen::{Key, Seen};
use crate::error::Error;
use crate::facts::{Fields, PageCursor, PageOrder, Pages, Value};

/// The entries of a page that came; `None` for one that could not be read.
pub(crate) trait Came {
    /// How many there are.
    fn len(&self) -> usize;

    /// The entry at this place.
    fn entry(&self, index: usize) -> Option<&dyn Fields>;
}

/// A walk through a list, from its newest entry or a bound to its oldest entry or a bound.
///
/// With a time as bound, each page begins with what came last on the page before: entries can share a time, and a page
/// may have ended among them. What came before is dropped by [`Seen`].
#[derive(Clone, Debug)]
pub(super) struct Walk {
    pages: &'static Pages,
    /// How many entries a page is asked to hold.
    size: usize,
    /// The same for the next page: more, where entries of one time fill a page.
    next_size: usize,
    /// Where the next page begins: for times, entries are older than this.
    pub(super) place: Place,
    /// Where the walk ends: for times, no entry is older than this; for ids, it is the first not to be given.
    end: Option<Bound>,
    /// The end is not what the request says, so it is written into it.
    writes_end: bool,
    /// Entries that may come again.
    pub(super) seen: Seen,
    /// Entries that were given on an earlier walk, before a break.
    given: Seen,
    /// Why the list cannot be read further, though it may go on.
    fault: Option<Error>,
    pub(super) done: bool,
}

/// What a walk says about a page that came.
#[derive(Debug)]
pub(super) struct Verdict {
    /// Which entries are new.
    pub(super) keep: Vec<bool>,
    /// The times of the newest and the oldest entry that is new.
    pub(super) span: Option<(i64, i64)>,
    /// Whether the page was full, so that more may follow.
    pub(super) full: bool,
}

impl Walk {
    /// A walk through all that a request asks for.
    pub(super) fn new(pages: &'static Pages, request: &dyn Fields, size: usize) -> Self {
        let (place, end) = match &pages.order {
            PageOrder::Cursor(cursor) => (Place::Start, cursor.end_in(request)),
            PageOrder::Number(number) => {
                let first = match request.value(*number) {
                    Value::Integer(number) => usize::try_from(number).unwrap_or(1),
                    _ => 1,
                };
                (Place::Number(first), None)
            }
        };
        Self {
            pages,
            size,
            next_size: size,
            place,
            end,
            writes_end: false,
            seen: Seen::default(),
            given: Seen::default(),
            fault: None,
            done: false,
        }
    }

    /// The same walk, on from a place and without what was given before that.
    pub(super) fn resumed(self, place: Place, given: Seen) -> Self {
        match place {
            Place::Newer(end) => Self { end: Some(end), writes_end: true, given, ..self },
            place => Self { place, seen: given.clone(), given, ..self },
        }
    }

    /// The same walk through the entries of a stretch of time: from one time on, and before another.
    pub(super) fn between(&self, from: i64, before: i64) -> Self {
        let (place, end) = (Place::Older(Bound::Time(before)), Some(Bound::Time(from)));
        Self { place, end, writes_end: true, seen: Seen::default(), done: false, ..self.clone() }
    }

    /// Whether the walk ended early.
    pub(super) fn has_fault(&self) -> bool {
        self.fault.is_some()
    }

    /// Why the walk ended early; told once.
    pub(super) fn take_fault(&mut self) -> Option<Error> {
        self.fault.take()
    }

    /// The end that is a time.
    pub(super) fn end_time(&self) -> Option<i64> {
        self.end.as_ref().and_then(Bound::as_time)
    }

    /// Writes what is asked for next into a copy of the request.
    pub(super) fn ask(&self, request: &mut dyn Fields) {
        if let Some(place) = self.pages.size {
            bound::write(request.slot(place), &self.next_size.to_string());
        }
        match (&self.pages.order, &self.place) {
            (PageOrder::Cursor(cursor), place) => {
                if let Place::Older(bound) = place {
                    cursor.write_older(bound, request);
                }
                if let (true, Some(end)) = (self.writes_end, &self.end) {
                    cursor.write_end(end, request);
                }
            }
            (PageOrder::Number(place), Place::Number(number)) => {
                bound::write(request.slot(*place), &number.to_string());
            }
            (PageOrder::Number(_), _) => {}
        }
    }

    /// Looks at what came, of which no more than `most` entries are wanted, and goes on to the next page.
    pub(super) fn look(&mut self, came: &dyn Came, most: usize) -> Verdict {
        let mut look = Look::at(self, most);
        (0..came.len()).for_each(|index| look.entry(came.entry(index)));
        let Look { page, oldest, past_end, mut keep, kept, unread, .. } = look;
        if kept == 0 && unread < came.len() {
            // They came before, as the rows did that could be read.
            keep.fill(false);
        }
        let full = came.len() >= self.next_size;
        let verdict = Verdict { span: self.span(came, &keep), keep, full };
        let is_new = kept > 0 || unread == came.len();
        self.done = past_end || kept >= most || came.len() == 0 || (!is_new && !full);
        if self.done {
            self.stay(oldest, page);
        } else if let Err(fault) = self.turn(oldest, page, is_new) {
            self.done = true;
            self.fault = Some(fault);
        }
        verdict
    }

    fn span(&self, came: &dyn Came, keep: &[bool]) -> Option<(i64, i64)> {
        let PageOrder::Cursor(cursor) = &self.pages.order else { return None };
        let kept = keep.iter().enumerate().filter(|(_, keep)| **keep).filter_map(|(index, _)| came.entry(index));
        let times = || kept.clone().filter_map(|entry| bound::time(entry.value(cursor.by)));
        times().max().zip(times().min())
    }

    /// Goes on to the next page, or says why that cannot be done.
    fn turn(&mut self, oldest: Option<Bound>, page: Seen, is_new: bool) -> Result<(), Error> {
        match (oldest, &mut self.place) {
            (Some(Bound::Time(_)), _) if !is_new && self.pages.size.is_some() && self.next_size < self.pages.up_to => {
                // Entries of one time fill the page: a larger one may hold them all.
                self.next_size = (self.next_size * 2).min(self.pages.up_to);
                return Ok(());
            }
            (oldest, _) if !is_new => return Err(self.stuck(oldest)),
            (_, Place::Number(number)) => {
                *number += 1;
                self.seen.take_in(page);
            }
            (Some(oldest), _) => self.go_on_from(oldest, page),
            (None, _) => {
                let text = "no row of the page tells where the next page begins, so the list cannot be read further";
                return Err(Error::unreadable(text));
            }
        }
        self.next_size = self.size;
        Ok(())
    }

    /// Stays on this page, of which something may be wanted later.
    fn stay(&mut self, oldest: Option<Bound>, page: Seen) {
        match oldest {
            Some(oldest) => self.go_on_from(oldest, page),
            None => self.seen.take_in(page),
        }
    }

    fn go_on_from(&mut self, oldest: Bound, page: Seen) {
        match &oldest {
            Bound::Time(time) => {
                // What shares the oldest time may not have come yet, unless nothing shares a time.
                let upper = if self.times_differ() { *time } else { time.saturating_add(1) };
                self.seen.take_in(page);
                self.seen.keep_only(*time);
                self.place = Place::Older(Bound::Time(upper));
            }
            Bound::Id(_) => {
                self.seen = page;
                self.place = Place::Older(oldest);
            }
        }
    }

    /// Whether no two entries share a time.
    fn times_differ(&self) -> bool {
        matches!(&self.pages.order, PageOrder::Cursor(cursor) if self.pages.id == Some(cursor.by))
    }

    /// A full page with nothing new on it leads nowhere, and something behind it would be lost.
    fn stuck(&self, oldest: Option<Bound>) -> Error {
        let what = match (oldest, &self.place) {
            (Some(Bound::Time(time)), Place::Older(Bound::Time(upper))) if time.saturating_add(1) == *upper => format!(
                "more rows share the time {time} than a page of {} holds, and OKX has no way to ask for the rest; narrow \
                 the request with its other fields, or read on from an earlier time",
                self.next_size
            ),
            _ => "the page is full of rows that came before, so the list cannot be read further".to_owned(),
        };
        Error::unreadable(what)
    }
}

/// One look at a page.
struct Look<'a> {
    walk: &'a Walk,
    most: usize,
    page: Seen,
    /// Where the next page begins, as far as the entries were looked at.
    oldest: Option<Bound>,
    past_end: bool,
    keep: Vec<bool>,
    /// How many are new, and how many could not be read.
    kept: usize,
    unread: usize,
}

impl<'a> Look<'a> {
    fn at(walk: &'a Walk, most: usize) -> Self {
        Self { walk, most, page: Seen::default(), oldest: None, past_end: false, keep: Vec::new(), kept: 0, unread: 0 }
    }

    fn entry(&mut self, entry: Option<&dyn Fields>) {
        let keep = match entry {
            _ if self.kept >= self.most => false,
            // What cannot be read cannot be told apart from anything; that it is there must not be hidden.
            None => {
                self.unread += 1;
                true
            }
            Some(entry) => {
                let is_new = self.is_wanted(entry) && self.is_new(entry);
                self.kept += usize::from(is_new);
                is_new
            }
        };
        self.keep.push(keep);
    }

    /// Whether an entry is within the bounds of the walk.
    fn is_wanted(&mut self, entry: &dyn Fields) -> bool {
        let PageOrder::Cursor(cursor) = &self.walk.pages.order else { return true };
        let Some(bound) = Bound::of(entry.value(cursor.by), cursor.time) else { return true };
        let is_past_end = match (&bound, &self.walk.end) {
            (Bound::Time(time), Some(Bound::Time(end))) => time < end,
            (bound, Some(end)) => bound == end,
            (_, None) => false,
        };
        // OKX gives what is older than the bound; whatever else came was given before, or is new since then.
        let is_newer = match (&bound, &self.walk.place) {
            (Bound::Time(time), Place::Older(Bound::Time(upper))) => time >= upper,
            _ => false,
        };
        self.past_end |= is_past_end;
        if is_past_end || is_newer {
            return false;
        }
        let is_older = match (&bound, &self.oldest) {
            (Bound::Time(time), Some(Bound::Time(oldest))) => time < oldest,
            _ => true,
        };
        if is_older {
            self.oldest = Some(bound);
        }
        true
    }

    fn is_new(&mut self, entry: &dyn Fields) -> bool {
        let key = Key::of(self.walk.pages, entry);
        let before = self.walk.seen.count(&key).max(self.walk.given.count(&key));
        let now = self.page.add(key);
        if self.walk.pages.id.is_some() { now == 1 && before == 0 } else { now > before }
    }
}

impl PageCursor {
    /// The end that the request itself names: the oldest time that is wanted, or the id before it.
    fn end_in(&self, request: &dyn Fields) -> Option<Bound> {
        match Bound::of(request.value(self.newer?), self.time)? {
            Bound::Time(time) if !self.includes => Some(Bound::Time(time.saturating_add(1))),
            bound => Some(bound),
        }
    }

    fn write_older(&self, bound: &Bound, request: &mut dyn Fields) {
        match bound {
            Bound::Time(upper) if self.includes => Bound::Time(upper.saturating_sub(1)).write(request, self.older),
            bound => bound.write(request, self.older),
        }
        for (place, value) in self.with {
            bound::write(request.slot(*place), value);
        }
    }

    fn write_end(&self, end: &Bound, request: &mut dyn Fields) {
        let Some(place) = self.newer else { return };
        match end {
            Bound::Time(end) if !self.includes => Bound::Time(end.saturating_sub(1)).write(request, place),
            bound => bound.write(request, place),
        }
        for (place, value) in self.with {
            bound::write(request.slot(*place), value);
        }
    }
}
