//! Snapshots that arrive in pages, while changes arrive between them.

use std::collections::HashSet;
use std::hash::Hash;

/// A snapshot whose pages are being received.
#[derive(Debug)]
pub(super) struct SnapshotPages<K> {
    /// The number of the next page; `None` if no snapshot has begun.
    next: Option<i64>,
    /// What its pages contained so far, and what changed in the meantime.
    seen: HashSet<K>,
}

impl<K> Default for SnapshotPages<K> {
    fn default() -> Self {
        Self { next: None, seen: HashSet::new() }
    }
}

impl<K: Eq + Hash> SnapshotPages<K> {
    /// Adds a page. Returns what the snapshot contained if this is its last page and none of them is missing.
    pub(super) fn add(&mut self, number: i64, is_last: bool, keys: impl Iterator<Item = K>) -> Option<HashSet<K>> {
        if number == 1 {
            self.seen.clear();
        } else if self.next != Some(number) {
            // A page is missing, so that absence from the others means nothing.
            self.discard();
            return None;
        }
        self.seen.extend(keys);
        if is_last {
            self.next = None;
            return Some(std::mem::take(&mut self.seen));
        }
        self.next = number.checked_add(1);
        None
    }

    /// Something changed between the pages. It may have come into existence after its page was written.
    pub(super) fn touch(&mut self, key: K) {
        if self.next.is_some() {
            self.seen.insert(key);
        }
    }

    /// Forgets the pages received so far, because more may be missing.
    pub(super) fn discard(&mut self) {
        self.next = None;
        self.seen.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(of: &[u8]) -> HashSet<u8> {
        of.iter().copied().collect()
    }

    #[test]
    fn a_snapshot_is_complete_with_its_last_page() {
        let mut pages = SnapshotPages::default();
        assert_eq!(pages.add(1, false, [1, 2].into_iter()), None);
        pages.touch(9);
        assert_eq!(pages.add(2, true, [3].into_iter()), Some(keys(&[1, 2, 3, 9])));
        pages.touch(8);
        assert_eq!(pages.add(1, true, [].into_iter()), Some(keys(&[])));
    }

    #[test]
    fn a_snapshot_with_a_missing_page_is_never_complete() {
        let mut pages = SnapshotPages::default();
        assert_eq!(pages.add(2, true, [1].into_iter()), None);
        pages.add(1, false, [1].into_iter());
        assert_eq!(pages.add(3, true, [3].into_iter()), None);
        assert_eq!(pages.add(2, true, [2].into_iter()), None);
        pages.add(1, false, [1].into_iter());
        pages.discard();
        assert_eq!(pages.add(2, true, [2].into_iter()), None);
    }

    #[test]
    fn a_snapshot_that_begins_again_replaces_the_unfinished_one() {
        let mut pages = SnapshotPages::default();
        pages.add(1, false, [1].into_iter());
        assert_eq!(pages.add(1, true, [2].into_iter()), Some(keys(&[2])));
    }
}
