//! Which entries were given already.

use std::collections::BTreeMap;

use super::bound;
use crate::facts::{Fields, PageOrder, Pages};
use crate::fields::write;
use crate::value::Text;

/// What tells an entry from others: its time, where pages are turned by one, and its id, or all that it holds.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub(super) struct Key {
    pub(super) time: Option<i64>,
    name: Text,
}

impl Key {
    pub(super) fn of(pages: &Pages, entry: &dyn Fields) -> Self {
        let time = match &pages.order {
            PageOrder::Cursor(cursor) if cursor.time => bound::time(entry.value(cursor.by)),
            _ => None,
        };
        let id = pages.id.and_then(|place| bound::text(entry.value(place)));
        Self { time, name: id.unwrap_or_else(|| write::to_text(entry).into()) }
    }
}

/// Entries, each with how often it was there: without an id, two that hold the same can be two all the same.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(from = "Vec<(Key, usize)>", into = "Vec<(Key, usize)>")
)]
pub(super) struct Seen(BTreeMap<Key, usize>);

impl From<Vec<(Key, usize)>> for Seen {
    fn from(rows: Vec<(Key, usize)>) -> Self {
        Self(rows.into_iter().collect())
    }
}

impl From<Seen> for Vec<(Key, usize)> {
    fn from(seen: Seen) -> Self {
        seen.0.into_iter().collect()
    }
}

impl Seen {
    /// Notes an entry once more, and tells how often it is there now.
    pub(super) fn add(&mut self, key: Key) -> usize {
        let count = self.0.entry(key).or_default();
        *count += 1;
        *count
    }

    /// How often an entry is there.
    pub(super) fn count(&self, key: &Key) -> usize {
        self.0.get(key).copied().unwrap_or_default()
    }

    /// Takes in what a page showed. The same entries come on several pages, so the page on which most of them were
    /// tells how many there are.
    pub(super) fn take_in(&mut self, page: Self) {
        for (key, count) in page.0 {
            let known = self.0.entry(key).or_default();
            *known = count.max(*known);
        }
    }

    /// Forgets the entries of other times, which cannot come again.
    pub(super) fn keep_only(&mut self, time: i64) {
        self.0.retain(|key, _| key.time.is_none_or(|own| own == time));
    }
}
