//! For any list: every row is returned once, in order, despite failures, new rows and interruptions.

use proptest::prelude::*;

use super::list::{List, Row};
use crate::api::Paged;
use crate::api::account::{GetInterestAccrued, GetSpotBorrowRepayHistory};
use crate::api::fiat::GetDepositOrderHistory;
use crate::api::funding::GetDepositHistory;
use crate::api::market::GetCandles;
use crate::api::spread::GetOrdersHistory;
use crate::trading::page::buffer::TypedBuffer;
use crate::trading::page::pagination::Pagination;
use crate::trading::page::{Bookmark, PageOptions};
use crate::value::Timestamp;

/// What happens while a list is read.
#[derive(Clone, Debug)]
struct Happening {
    size: usize,
    arrivals: usize,
    fails: Vec<bool>,
    /// The number of pages after which reading is interrupted and resumed.
    breaks: usize,
    forward: bool,
    /// The bounds of the request.
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

/// Reads a list under these conditions. Returns the rows in the order in which they were received.
fn read<R: Paged>(list: &mut List, request: &R, happening: &Happening) -> Vec<Row> {
    list.fails.clone_from(&happening.fails);
    list.arrivals = (0..).map(|more| 1_000 + more).take(happening.arrivals).collect();
    let mut bookmark: Option<Bookmark> = None;
    let mut before_break = Vec::new();
    loop {
        let mut options = PageOptions::default().page_size(happening.size);
        options.forward = happening.forward;
        options.resume = bookmark.take();
        let mut pagination = Pagination::new(R::OPERATION, R::PAGES, request, &options).unwrap();
        let mut buffer = TypedBuffer::new(request.clone());
        let (pages, asked) = (list.bookmarks.len(), list.asked.len());
        while list.turn(&mut pagination, &mut buffer).unwrap() {
            assert!(list.asked.len() < asked + 500, "endless: {:?}", list.asked.last());
            if list.bookmarks.len() == pages + happening.breaks {
                break;
            }
        }
        before_break.append(&mut list.returned);
        if list.bookmarks.len() < pages + happening.breaks {
            return before_break;
        }
        // The bookmark may be stored and loaded in between.
        let stored = serde_json::to_string(list.bookmarks.last().unwrap()).unwrap();
        bookmark = Some(serde_json::from_str(&stored).unwrap());
    }
}

/// The expected rows: those that existed when reading began, within the bounds.
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

/// Rows with the same time may have any order among each other, depending on the direction.
fn sorted(mut rows: Vec<Row>) -> Vec<Row> {
    rows.sort_by(|one, other| one.name.cmp(&other.name));
    rows
}

fn check<R: Paged>(mut list: List, request: &R, happening: &Happening, reach: i64) {
    let wanted = wanted(&list.rows, happening, reach);
    // Newer rows are also returned if reading is resumed at the newest end, because the bookmark cannot exclude them.
    let received: Vec<Row> = read(&mut list, request, happening).into_iter().filter(|row| row.by < 1_000).collect();
    let times = |rows: &[Row]| rows.iter().map(|row| row.by).collect::<Vec<_>>();
    assert_eq!(times(&received), times(&wanted), "{:?}", list.asked);
    assert_eq!(sorted(received), sorted(wanted));
}

fn named(times: Vec<i64>, name: impl Fn(usize, i64) -> String) -> List {
    List::new(times.into_iter().enumerate().map(|(index, by)| Row { by, name: name(index, by) }).collect())
}

fn time(bound: Option<i64>) -> Option<Timestamp> {
    bound.map(Timestamp::from_millis)
}

proptest! {
    #[test]
fn ordered_by_time_and_identified_by_contents(times in times(), happening in happenings()) {
        let list = named(times, |index, _| format!("C{}", index % 5));
        let mut request = GetInterestAccrued::default();
        (request.before, request.after) = (time(happening.from), time(happening.before));
        check(list, &request, &happening, 0);
    }

    #[test]
fn ordered_by_time_with_inclusive_bounds(times in times(), happening in happenings()) {
        let list = named(times, |index, _| format!("C{}", index % 5));
        let mut request = GetSpotBorrowRepayHistory::default();
        (request.before, request.after) = (time(happening.from), time(happening.before));
        check(list, &request, &happening, 1);
    }

    #[test]
fn ordered_by_time_and_identified_by_id(times in times(), happening in happenings()) {
        let list = named(times, |index, _| index.to_string());
        let mut request = GetDepositHistory::default();
        (request.before, request.after) = (time(happening.from), time(happening.before));
        check(list, &request, &happening, 0);
    }

    #[test]
fn ordered_by_time_with_swapped_bounds(times in times(), happening in happenings()) {
        let list = named(times, |index, _| index.to_string());
        let mut request = GetDepositOrderHistory::default();
        (request.after, request.before) = (time(happening.from), time(happening.before));
        check(list, &request, &happening, 1);
    }

    #[test]
fn ordered_by_distinct_times(mut times in times(), happening in happenings()) {
        times.sort_unstable();
        times.dedup();
        let mut request = GetCandles::default();
        (request.before, request.after) = (time(happening.from), time(happening.before));
        check(named(times, |_, by| by.to_string()), &request, &happening, 0);
    }

    #[test]
fn ordered_by_id(mut times in times(), happening in happenings()) {
        times.sort_unstable();
        times.dedup();
        let id = |bound: Option<i64>| bound.map(|id| id.to_string().into());
        let mut request = GetOrdersHistory::default();
        (request.begin_id, request.end_id) = (id(happening.from), id(happening.before));
        check(named(times, |_, by| by.to_string()), &request, &happening, 0);
    }
}
