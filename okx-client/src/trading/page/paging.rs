//! What is asked for next and what is given next, whatever is paged: one page after the other back in time, or, forward,
//! what has to be gathered first.

use super::bound::Bound;
use super::options::PageOptions;
use super::place::{Bookmark, Place};
use super::seen::{Key, Seen};
use super::source::Source;
use super::walk::Walk;
use super::windows::Windows;
use crate::error::Error;
use crate::facts::{Fields, Operation, PageOrder, Pages, Value};

/// The reading of one list.
#[derive(Debug)]
pub(crate) struct Paging {
    operation: &'static Operation,
    pages: &'static Pages,
    size: usize,
    /// How many rows may still be given.
    left: usize,
    way: Way,
    /// Forward: the bound of the last row that was given, and the rows of that time.
    last: Option<Bound>,
    given: Seen,
}

/// How a list is gone through.
#[derive(Debug)]
enum Way {
    /// Each page is given as it comes.
    Back(Walk),
    /// Everything is gathered on the way back, and then given in reverse.
    Gather { walk: Walk, turned: bool },
    /// The same for one stretch of time after the other.
    Windows(Windows),
}

impl Paging {
    /// The reading that a request and options ask for.
    ///
    /// # Errors
    /// The options do not fit the call.
    pub(crate) fn new(
        operation: &'static Operation,
        pages: &'static Pages,
        request: &dyn Fields,
        options: &PageOptions,
    ) -> Result<Self, Error> {
        let size = size(pages, request, options.size)?;
        let walk = Walk::new(pages, request, size);
        let mut given = Seen::default();
        let walk = match &options.resume {
            Some(bookmark) => {
                let place = bookmark.place_for(operation, options.forward)?;
                given.clone_from(&bookmark.seen);
                walk.resumed(place, bookmark.seen.clone())
            }
            None => walk,
        };
        let way = match (&pages.order, options.forward, walk.end_time()) {
            (PageOrder::Number(_), true, _) => {
                return Err(Error::invalid(
                    "this list is paged by number, which has one direction; leave out `forward`",
                ));
            }
            (_, false, _) => Way::Back(walk),
            (_, true, Some(from)) => Way::Windows(Windows::new(walk, from, size)),
            (_, true, None) => Way::Gather { walk, turned: false },
        };
        Ok(Self { operation, pages, size, left: options.most.unwrap_or(usize::MAX), way, last: None, given })
    }

    /// Writes what is asked for next into a copy of the request; `None` when there is nothing more.
    pub(crate) fn ask(&mut self, request: &mut dyn Fields) -> Option<Result<(), Error>> {
        let walk = match &mut self.way {
            Way::Back(walk) | Way::Gather { walk, .. } => walk,
            Way::Windows(windows) => windows.walk(),
        };
        if let Some(fault) = walk.take_fault() {
            self.left = 0;
            return Some(Err(fault));
        }
        if self.left == 0 || walk.done {
            return None;
        }
        walk.ask(request);
        Some(Ok(()))
    }

    /// Looks at the page that came, and has the source hold what is wanted of it.
    pub(crate) fn look(&mut self, source: &mut dyn Source) {
        match &mut self.way {
            Way::Back(walk) => {
                let verdict = walk.look(source.came(), self.left);
                source.hold(&verdict.keep);
            }
            Way::Gather { walk, turned } => {
                let verdict = walk.look(source.came(), usize::MAX);
                source.hold(&verdict.keep);
                if walk.done && !walk.has_fault() {
                    source.turn_round();
                    *turned = true;
                }
            }
            Way::Windows(windows) => windows.look(source),
        }
    }

    /// Has the source give a page of what it holds, if there is one; the place behind it.
    pub(crate) fn give(&mut self, source: &mut dyn Source) -> Option<Bookmark> {
        let may_give = match &self.way {
            Way::Back(_) => true,
            Way::Gather { turned, .. } => *turned,
            Way::Windows(windows) => windows.turned(),
        };
        let count = source.held().min(self.left).min(match &self.way {
            Way::Gather { .. } => self.size,
            Way::Back(_) | Way::Windows(_) => usize::MAX,
        });
        if count == 0 || !may_give {
            return None;
        }
        self.left -= count;
        let bookmark = match &self.way {
            Way::Back(walk) => self.bookmark(walk.place.clone(), walk.seen.clone()),
            Way::Gather { .. } | Way::Windows(_) => self.bookmark_behind(source, count),
        };
        source.give(count);
        Some(bookmark)
    }

    /// The place behind the last of these rows, above which reading forward goes on.
    fn bookmark_behind(&mut self, source: &dyn Source, count: usize) -> Bookmark {
        if let PageOrder::Cursor(cursor) = &self.pages.order {
            for entry in (0..count).filter_map(|index| source.held_entry(index)) {
                let Some(bound) = Bound::of(entry.value(cursor.by), cursor.time) else { continue };
                if let Bound::Time(time) = bound {
                    self.given.keep_only(time);
                    self.given.add(Key::of(self.pages, entry));
                }
                self.last = Some(bound);
            }
        }
        self.bookmark(self.last.clone().map_or(Place::Start, Place::Newer), self.given.clone())
    }

    fn bookmark(&self, place: Place, seen: Seen) -> Bookmark {
        Bookmark { call: self.operation.name.into(), place, seen }
    }
}

impl Bookmark {
    /// The place, if it is one of this call and this direction.
    fn place_for(&self, operation: &Operation, forward: bool) -> Result<Place, Error> {
        if self.call != operation.name {
            return Err(Error::invalid(format!("this bookmark is one of `{}`", self.call)));
        }
        match (&self.place, forward) {
            (Place::Newer(_), false) => Err(Error::invalid("this bookmark was made reading forward; read on so")),
            (Place::Older(_) | Place::Number(_), true) => {
                Err(Error::invalid("this bookmark was made reading back in time; read on so"))
            }
            (place, _) => Ok(place.clone()),
        }
    }
}

/// How many rows a page is asked to hold: as the options say, or the request itself, or as many as OKX gives.
fn size(pages: &Pages, request: &dyn Fields, wanted: Option<usize>) -> Result<usize, Error> {
    let own = pages.size.and_then(|place| match request.value(place) {
        Value::Integer(size) => Some(usize::try_from(size).unwrap_or(0)),
        _ => None,
    });
    if wanted.is_some() && pages.size.is_none() {
        return Err(Error::invalid(format!("pages of this list hold {} rows, which cannot be changed", pages.up_to)));
    }
    match wanted.or(own) {
        None => Ok(pages.up_to),
        Some(size) if (1..=pages.up_to).contains(&size) => Ok(size),
        Some(size) => {
            Err(Error::invalid(format!("a page cannot hold {size} rows; give a number from 1 to {}", pages.up_to)))
        }
    }
}
