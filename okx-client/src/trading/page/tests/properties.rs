//! Whatever the list is like: every row once, in order, with failures, arrivals and breaks on the way.

use proptest::prelude::*;

use super::list::{List, Row};
use crate::api::Paged;
use crate::api::account::{GetInterestAccrued, GetSpotBorrowRepayHistory};
use crate::api::fiat::GetDepositOrderHistory;
use crate::api::funding::GetDepositHistory;
use crate::api::market::GetCandles;
use crate::api::spread::GetOrdersHistory;
use crate::trading::page::paging::Paging;
use crate::trading::page::source::Typed;
use crate::trading::page::{Bookmark, PageOptions};
use crate::value::Timestamp;

/// What happens while a list is read.
#[derive(Clone, Debug)]
struct Happening {
    size: usize,
    arrivals: usize,
    fails: Vec<bool>,
    /// After how many pages the reading is broken off and taken up again.
    breaks: usize,
    forward: bool,
    /// The bounds that the request has.
    from: Option<i64>,
    before: Option<i64>,
}

fn happenings() -> impl Strategy<Value = Happening> {
    let bounds = (prop::option::of(-2..30_i64), prop::option::of(-2..30_i64));
    (1..13_usize, 0..6_usize, prop::collection::vec(any::<bool>(), 0..8), 1..5_usize, any::<bool>(), bounds).prop_map(
        |(size, arrivals, fails, breaks, forward, (from, before))| Happening {
            size,
            arrivals,
            fails,
            breaks,
            forward,
            from,
            before,
        },
    )
}

/// Times that many rows share.
fn times() -> impl Strategy<Value = Vec<i64>> {
    prop::collection::vec(0..24_i64, 0..70)
}

/// Reads a list with everything that happens, and gives the rows in the order in which they came.
fn read<R: Paged>(list: &mut List, request: &R, happening: &Happening) -> Vec<Row> {
    list.fails.clone_from(&happening.fails);
    list.arrivals = (0..).map(|more| 1_000 + more).take(happening.arrivals).collect();
    let mut bookmark: Option<Bookmark> = None;
    let mut before_break = Vec::new();
    loop {
        let mut options = PageOptions::default().page_size(happening.size);
        options.forward = happening.forward;
        options.resume = bookmark.take();
        let mut paging = Paging::new(R::OPERATION, R::PAGES, request, &options).unwrap();
        let mut source = Typed::new(request.clone());
        let (pages, asked) = (list.bookmarks.len(), list.asked.len());
        while list.turn(&mut paging, &mut source).unwrap() {
            assert!(list.asked.len() < asked + 500, "it never ends: {:?}", list.asked.last());
            if list.bookmarks.len() == pages + happening.breaks {
                break;
            }
        }
        before_break.append(&mut list.given);
        if list.bookmarks.len() < pages + happening.breaks {
            return before_break;
        }
        // It may be stored and read again in between.
        let stored = serde_json::to_string(list.bookmarks.last().unwrap()).unwrap();
        bookmark = Some(serde_json::from_str(&stored).unwrap());
    }
}

/// What must come: the rows that were there when the reading began, within the bounds.
fn wanted(rows: &[Row], happening: &Happening, reach: i64) -> Vec<Row> {
    let is_wanted = |row: &&Row| {
        happening.from.is_none_or(|from| row.by > from - reach)
            && happening.before.is_none_or(|before| row.by < before + reach)
    };
    let mut rows: Vec<Row> = rows.iter().filter(is_wanted).cloned().collect();
    if happening.forward {
        rows.reverse();
    }
    rows
}

/// Rows that share a time may come in any order among each other when they are read from one end or the other.
fn sorted(mut rows: Vec<Row>) -> Vec<Row> {
    rows.sort_by(|one, other| one.name.cmp(&other.name));
    rows
}

fn check<R: Paged>(mut list: List, request: &R, happening: &Happening, reach: i64) {
    let wanted = wanted(&list.rows, happening, reach);
    // A newer row is wanted too when the reading is taken up again at the newest end, which nobody can tell from before.
    let came: Vec<Row> = read(&mut list, request, happening).into_iter().filter(|row| row.by < 1_000).collect();
    let times = |rows: &[Row]| rows.iter().map(|row| row.by).collect::<Vec<_>>();
    assert_eq!(times(&came), times(&wanted), "{:?}", list.asked);
    assert_eq!(sorted(came), sorted(wanted));
}

fn named(times: Vec<i64>, name: impl Fn(usize, i64) -> String) -> List {
    List::new(times.into_iter().enumerate().map(|(index, by)| Row { by, name: name(index, by) }).collect())
}

fn time(bound: Option<i64>) -> Option<Timestamp> {
    bound.map(Timestamp::from_millis)
}

proptest! {
    #[test]
    fn by_time_and_all_that_rows_hold(times in times(), happening in happenings()) {
        let list = named(times, |index, _| format!("C{}", index % 5));
        let mut request = GetInterestAccrued::default();
        (request.before, request.after) = (time(happening.from), time(happening.before));
        check(list, &request, &happening, 0);
    }

    #[test]
    fn by_time_with_the_bound_included(times in times(), happening in happenings()) {
        let list = named(times, |index, _| format!("C{}", index % 5));
        let mut request = GetSpotBorrowRepayHistory::default();
        (request.before, request.after) = (time(happening.from), time(happening.before));
        check(list, &request, &happening, 1);
    }

    #[test]
    fn by_time_and_id(times in times(), happening in happenings()) {
        let list = named(times, |index, _| index.to_string());
        let mut request = GetDepositHistory::default();
        (request.before, request.after) = (time(happening.from), time(happening.before));
        check(list, &request, &happening, 0);
    }

    #[test]
    fn by_time_the_other_way_round(times in times(), happening in happenings()) {
        let list = named(times, |index, _| index.to_string());
        let mut request = GetDepositOrderHistory::default();
        (request.after, request.before) = (time(happening.from), time(happening.before));
        check(list, &request, &happening, 1);
    }

    #[test]
    fn by_times_that_differ(mut times in times(), happening in happenings()) {
        times.sort_unstable();
        times.dedup();
        let mut request = GetCandles::default();
        (request.before, request.after) = (time(happening.from), time(happening.before));
        check(named(times, |_, by| by.to_string()), &request, &happening, 0);
    }

    #[test]
    fn by_id(mut times in times(), happening in happenings()) {
        times.sort_unstable();
        times.dedup();
        let id = |bound: Option<i64>| bound.map(|id| id.to_string().into());
        let mut request = GetOrdersHistory::default();
        (request.begin_id, request.end_id) = (id(happening.from), id(happening.before));
        check(named(times, |_, by| by.to_string()), &request, &happening, 0);
    }
}
