//! Rows by key, such as positions and balances, from snapshots, changes and lists.

use std::collections::{HashMap, HashSet};
use std::fmt::Debug;
use std::hash::Hash;
use std::sync::Arc;

use crate::value::Timestamp;

/// How many rows that are gone are remembered, so that an older row does not bring them back.
const MOST_GONE: usize = 10_000;

/// A row that is one of several, each with its own key.
pub(super) trait KeyedRow {
    type Key: Clone + Debug + Eq + Hash;

    /// What distinguishes it from the other rows.
    fn key(&self) -> Self::Key;

    /// When it last changed. A row without this time counts as new.
    fn updated(&self) -> Option<Timestamp>;

    /// Whether it says that there is nothing, such as a position of size zero.
    fn is_gone(&self) -> bool;
}

/// A row that is gone.
#[derive(Clone, Copy, Debug)]
struct Gone {
    /// When its last known row was updated.
    at: Timestamp,
    /// Whether no row said so: it was absent from a snapshot. Then its last known row is older than the snapshot.
    is_absent: bool,
}

/// Where a row comes from.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Origin {
    /// A push of changes.
    Change,
    /// A snapshot or a list, which prove that it exists.
    Snapshot,
}

/// The current rows.
#[derive(Debug)]
pub(super) struct KeyedRows<R: KeyedRow> {
    rows: HashMap<R::Key, Arc<R>>,
    /// The rows that are gone.
    gone: HashMap<R::Key, Gone>,
    /// What changed since a list was requested; `None` unless one is on its way.
    touched: Option<HashSet<R::Key>>,
}

impl<R: KeyedRow> Default for KeyedRows<R> {
    fn default() -> Self {
        Self { rows: HashMap::new(), gone: HashMap::new(), touched: None }
    }
}

impl<R: KeyedRow> KeyedRows<R> {
    pub(super) fn get(&self, key: &R::Key) -> Option<&Arc<R>> {
        self.rows.get(key)
    }

    pub(super) fn values(&self) -> impl Iterator<Item = &Arc<R>> {
        self.rows.values()
    }

    /// Applies changes. Rows that are not among them are unaffected.
    pub(super) fn change(&mut self, rows: impl Iterator<Item = R>) {
        for row in rows {
            self.touch(&row);
            self.put(row, Origin::Change);
        }
    }

    /// Applies a snapshot. Rows that are not in it are removed, unless they changed after it was written: its pages can arrive after a change.
    pub(super) fn snapshot(&mut self, rows: Vec<R>, written: Option<Timestamp>) {
        for row in &rows {
            self.touch(row);
        }
        let mut present: HashSet<_> = rows.iter().map(KeyedRow::key).collect();
        let is_later = |row: &R| written.is_some_and(|written| row.updated() >= Some(written));
        present.extend(self.rows.iter().filter(|(_, row)| is_later(row)).map(|(key, _)| key.clone()));
        for row in rows {
            self.put(row, Origin::Snapshot);
        }
        self.remove_absent(&present);
    }

    /// A list of all rows is about to be requested.
    pub(super) fn begin_list(&mut self) {
        self.touched = Some(HashSet::new());
    }

    /// Applies the list. Rows that are not in it, and that did not change since it was requested, are removed.
    pub(super) fn finish_list(&mut self, rows: Vec<R>) {
        let mut present = self.touched.take().unwrap_or_default();
        present.extend(rows.iter().map(KeyedRow::key));
        for row in rows {
            self.put(row, Origin::Snapshot);
        }
        self.remove_absent(&present);
    }

    fn touch(&mut self, row: &R) {
        if let Some(touched) = &mut self.touched {
            touched.insert(row.key());
        }
    }

    /// Keeps a row unless a newer one is known.
    fn put(&mut self, row: R, origin: Origin) {
        let (key, updated) = (row.key(), row.updated());
        if updated.is_some_and(|updated| self.is_outdated(&key, updated, origin)) {
            return;
        }
        if row.is_gone() {
            self.rows.remove(&key);
            self.remember_gone(key, updated, false);
        } else {
            self.gone.remove(&key);
            self.rows.insert(key, Arc::new(row));
        }
    }

    fn is_outdated(&self, key: &R::Key, updated: Timestamp, origin: Origin) -> bool {
        let is_older = self.rows.get(key).and_then(|known| known.updated()).is_some_and(|known| updated < known);
        let is_before_its_end = self.gone.get(key).is_some_and(|gone| {
            updated < gone.at || (updated == gone.at && gone.is_absent && origin == Origin::Change)
        });
        is_older || is_before_its_end
    }

    fn remove_absent(&mut self, present: &HashSet<R::Key>) {
        let absent: Vec<_> = self.rows.extract_if(|key, _| !present.contains(key)).collect();
        for (key, row) in absent {
            self.remember_gone(key, row.updated(), true);
        }
    }

    fn remember_gone(&mut self, key: R::Key, updated: Option<Timestamp>, is_absent: bool) {
        let Some(at) = updated else { return };
        if self.gone.len() >= MOST_GONE {
            self.gone.clear();
        }
        self.gone.insert(key, Gone { at, is_absent });
    }
}
