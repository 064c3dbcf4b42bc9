//! Recognizes rows whose ids rise, such as trades.

use super::{Origin, number};
use crate::facts::{Fields, Fill, Once};

/// The highest ids of the rows that were passed on. It recognizes a row that combines several others under the id of the last one: the list
/// that fills a gap has each of them alone.
#[derive(Debug)]
pub(super) struct Numbered {
    id: usize,
    time: usize,
    pushed: Option<Newest>,
    fetched: Option<Newest>,
}

/// The newest row. Times are compared as well, so that a stream goes on if the ids begin again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Newest {
    time: i64,
    id: i64,
}

impl Numbered {
    /// `None` if the channel has no such ids. Rows have them if one id identifies a row and no later row changes it.
    pub(super) fn new(once: Once, fill: Option<&'static Fill>) -> Option<Self> {
        let fill = fill.filter(|fill| !fill.is_identified_by_time())?;
        let ([id], Once::Keys([key])) = (fill.id, once) else { return None };
        let is_final = key.when.is_empty() && key.by.contains(id) && !key.by.contains(&fill.time);
        is_final.then_some(Self { id: *id, time: fill.time, pushed: None, fetched: None })
    }

    /// Whether a fetched row is part of what was pushed, or a pushed row consists of what was fetched.
    pub(super) fn is_known(&mut self, row: &dyn Fields, origin: Origin) -> bool {
        let (Some(id), Some(time)) = (number(row, self.id), number(row, self.time)) else { return false };
        let (own, other) = match origin {
            Origin::Link(_) => (&mut self.pushed, self.fetched),
            Origin::Rest => (&mut self.fetched, self.pushed),
        };
        let is_known = other.is_some_and(|other| id <= other.id && time <= other.time);
        if !is_known {
            *own = (*own).max(Some(Newest { time, id }));
        }
        is_known
    }
}
