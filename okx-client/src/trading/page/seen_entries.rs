//! Entries that were returned already.

use std::collections::BTreeMap;

use super::cursor_value;
use crate::facts::{Fields, PageOrder, Pages};
use crate::fields::write;
use crate::value::Text;

/// Identifies an entry: by its time, if pages are ordered by time, and by its ID or, without one, all of its contents.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub(super) struct EntryKey {
    pub(super) time: Option<i64>,
    name: Text,
}

impl EntryKey {
    pub(super) fn of(pages: &Pages, entry: &dyn Fields) -> Self {
        let time = match &pages.order {
            PageOrder::Cursor(cursor) if cursor.time => cursor_value::time(entry.value(cursor.by)),
            _ => None,
        };
        let id = pages.id.and_then(|place| cursor_value::text(entry.value(place)));
        Self { time, name: id.unwrap_or_else(|| write::to_text(entry).into()) }
    }
}

/// A multiset of entries: without an ID, two entries with the same contents can be different.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(from = "Vec<(EntryKey, usize)>", into = "Vec<(EntryKey, usize)>")
)]
pub(super) struct SeenEntries(BTreeMap<EntryKey, usize>);

impl From<Vec<(EntryKey, usize)>> for SeenEntries {
    fn from(rows: Vec<(EntryKey, usize)>) -> Self {
        Self(rows.into_iter().collect())
    }
}

impl From<SeenEntries> for Vec<(EntryKey, usize)> {
    fn from(seen: SeenEntries) -> Self {
        seen.0.into_iter().collect()
    }
}

impl SeenEntries {
    /// Adds an entry. Returns how often it is contained now.
    pub(super) fn add(&mut self, key: EntryKey) -> usize {
        let count = self.0.entry(key).or_default();
        *count += 1;
        *count
    }

    /// How often an entry is contained.
    pub(super) fn count(&self, key: &EntryKey) -> usize {
        self.0.get(key).copied().unwrap_or_default()
    }

    /// Merges the entries of a page. The same entries can appear on several pages, so the page with the most occurrences counts.
    pub(super) fn merge(&mut self, page: Self) {
        for (key, count) in page.0 {
            let known = self.0.entry(key).or_default();
            *known = count.max(*known);
        }
    }

    /// Removes entries with another time, which cannot appear again.
    pub(super) fn retain_time(&mut self, time: i64) {
        self.0.retain(|key, _| key.time.is_none_or(|own| own == time));
    }
}
