//! Joins the pages of a snapshot. While one connection replaces another one, both may push pages, each of its own snapshot.

use std::collections::BTreeMap;

use crate::api::Rows;
use crate::carriers::ws::LinkId;

/// On how many connections a snapshot can be incomplete: the old one and the new one. What older connections pushed is discarded.
const MOST_LINKS: usize = 2;

/// How an update relates to the whole state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// It is a change.
    Change,
    /// It is the whole state.
    Snapshot,
    /// It is the first page of the state, and others follow on this connection.
    FirstPage(LinkId),
    /// It is the next page, and others follow.
    NextPage(LinkId),
    /// It is the last of several pages.
    LastPage(LinkId),
}

/// The page that is expected next on each connection that pushed an incomplete snapshot.
#[derive(Debug, Default)]
pub(super) struct ExpectedPages(BTreeMap<LinkId, i64>);

impl ExpectedPages {
    /// Determines which part of the state a page is.
    pub(super) fn part(&mut self, link: LinkId, page: i64, is_last: bool) -> Part {
        let expected = self.0.remove(&link);
        if page == 1 && is_last {
            return Part::Snapshot;
        }
        if page != 1 && expected != Some(page) {
            // Pages are missing before it, so the rest of this snapshot says nothing about what is absent.
            return Part::Change;
        }
        if is_last {
            return Part::LastPage(link);
        }
        insert(&mut self.0, link, page + 1);
        if page == 1 { Part::FirstPage(link) } else { Part::NextPage(link) }
    }

    /// Pages may be missing, so only new snapshots can be complete.
    pub(super) fn forget(&mut self) {
        self.0.clear();
    }
}

/// The pages that have arrived of incomplete snapshots.
#[derive(Debug)]
pub(super) struct Pages<T>(BTreeMap<LinkId, Rows<T>>);

impl<T> Default for Pages<T> {
    fn default() -> Self {
        Self(BTreeMap::new())
    }
}

impl<T> Pages<T> {
    /// The rows of an update. `None` if it is a page and others follow.
    pub(super) fn join(&mut self, part: Part, rows: Rows<T>) -> Option<Rows<T>> {
        match part {
            Part::Change | Part::Snapshot => Some(rows),
            Part::FirstPage(link) => {
                insert(&mut self.0, link, rows);
                None
            }
            Part::NextPage(link) => {
                self.0.entry(link).or_default().append(rows);
                None
            }
            Part::LastPage(link) => {
                let mut all = self.0.remove(&link).unwrap_or_default();
                all.append(rows);
                Some(all)
            }
        }
    }
}

/// Adds an entry, and removes those of connections that were replaced long ago: the numbers of connections rise.
fn insert<T>(entries: &mut BTreeMap<LinkId, T>, link: LinkId, value: T) {
    entries.insert(link, value);
    while entries.len() > MOST_LINKS {
        entries.pop_first();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const OLD: LinkId = LinkId(1);
    const NEW: LinkId = LinkId(2);

    /// Reads pages, each with its own row, and returns the rows of each update after whether it is a snapshot.
    fn read(
        expected: &mut ExpectedPages,
        pages: &mut Pages<u8>,
        pushed: &[(LinkId, i64, bool, u8)],
    ) -> Vec<(bool, Vec<u8>)> {
        let mut updates = Vec::new();
        for (link, page, is_last, row) in pushed {
            let part = expected.part(*link, *page, *is_last);
            if let Some(rows) = pages.join(part, [Ok(*row)].into_iter().collect()) {
                updates.push((part != Part::Change, rows.all().unwrap()));
            }
        }
        updates
    }

    fn read_all(pushed: &[(LinkId, i64, bool, u8)]) -> Vec<(bool, Vec<u8>)> {
        read(&mut ExpectedPages::default(), &mut Pages::default(), pushed)
    }

    #[test]
    fn the_pages_of_a_snapshot_are_one_update() {
        let pushed = [(OLD, 1, false, 1), (OLD, 2, false, 2), (OLD, 3, true, 3), (OLD, 1, true, 4)];
        assert_eq!(read_all(&pushed), [(true, vec![1, 2, 3]), (true, vec![4])]);
    }

    #[test]
    fn pages_of_two_connections_are_not_mixed() {
        let pushed = [(OLD, 1, false, 1), (NEW, 1, false, 11), (OLD, 2, true, 2), (NEW, 2, true, 12)];
        assert_eq!(read_all(&pushed), [(true, vec![1, 2]), (true, vec![11, 12])]);
    }

    #[test]
    fn a_page_of_another_connection_does_not_complete_a_snapshot() {
        assert_eq!(read_all(&[(OLD, 1, false, 1), (NEW, 2, true, 12)]), [(false, vec![12])]);
    }

    #[test]
    fn only_new_snapshots_are_complete_after_a_gap() {
        let (mut expected, mut pages) = (ExpectedPages::default(), Pages::default());
        assert!(read(&mut expected, &mut pages, &[(OLD, 1, false, 1)]).is_empty());
        expected.forget();
        let pushed = [(OLD, 2, true, 2), (OLD, 1, false, 3), (OLD, 2, true, 4)];
        assert_eq!(read(&mut expected, &mut pages, &pushed), [(false, vec![2]), (true, vec![3, 4])]);
    }

    #[test]
    fn pages_of_connections_that_were_replaced_long_ago_are_discarded() {
        let (mut expected, mut pages) = (ExpectedPages::default(), Pages::default());
        let pushed: Vec<_> = (1..=5).map(|link| (LinkId(link), 1, false, 0)).collect();
        assert!(read(&mut expected, &mut pages, &pushed).is_empty());
        assert_eq!((expected.0.len(), pages.0.len()), (MOST_LINKS, MOST_LINKS));
    }
}
