//! Lists in memory, split into pages like OKX's, and read through the same pagination as the client's, without a network.

mod list;
mod properties;

use self::list::{List, Row};
use super::PageOptions;
use crate::api::account::{GetInterestAccrued, GetPositionsHistory};
use crate::api::affiliate::GetLinkList;
use crate::api::announcements::GetAnnouncements;
use crate::api::fiat::GetDepositOrderHistory;
use crate::api::market::{GetHistoryCandles, GetHistoryTrades};
use crate::api::trade::GetOrdersHistory;
use crate::value::Timestamp;

/// Rows with these times, newest first, each with a unique name.
fn rows(times: impl IntoIterator<Item = i64>) -> Vec<Row> {
    times.into_iter().enumerate().map(|(index, time)| Row { by: time, name: format!("R{index}") }).collect()
}

#[test]
fn no_row_is_lost_if_a_page_ends_among_rows_of_one_time() {
    let mut list = List::new(rows([9, 8, 7, 7, 7, 7, 6, 5]));
    let options = PageOptions::default().page_size(4);
    assert_eq!(list.read(&GetInterestAccrued::default(), &options), Ok(list.rows.clone()));
}

#[test]
fn rows_with_the_same_contents_are_all_returned() {
    let same = Row { by: 7, name: "USDT".to_owned() };
    let mut list = List::new(vec![same.clone(), same.clone(), same.clone(), same.clone(), same]);
    let options = PageOptions::default().page_size(2);
    assert_eq!(list.read(&GetInterestAccrued::default(), &options), Ok(list.rows.clone()));
}

#[test]
fn more_rows_of_one_time_than_fit_on_a_page_are_an_error() {
    let mut times = vec![9, 8];
    times.extend([7; 150]);
    times.push(6);
    let mut list = List::new(rows(times));
    let error = list.read(&GetInterestAccrued::default(), &PageOptions::default()).unwrap_err();
    assert!(error.contains("more rows share the time 7 than fit on a page of 100"), "{error}");
    assert_eq!(list.returned, list.rows[..102]);
}

#[test]
fn pages_of_one_row_work() {
    let mut list = List::new(rows([9, 8, 8, 7]));
    let options = PageOptions::default().page_size(1);
    assert_eq!(list.read(&GetInterestAccrued::default(), &options), Ok(list.rows.clone()));
}

#[test]
fn the_request_limits_the_list() {
    let mut list = List::new(rows([9, 8, 7, 6, 5, 4]));
    let request = GetInterestAccrued::default().after(Timestamp::from_millis(8)).before(Timestamp::from_millis(4));
    for options in [PageOptions::default(), PageOptions::default().page_size(2)] {
        assert_eq!(list.read(&request, &options), Ok(list.rows[2..5].to_vec()));
        let forward = list.read(&request, &options.forward()).unwrap();
        assert!(forward.iter().eq(list.rows[2..5].iter().rev()), "{forward:?}");
    }
}

#[test]
fn an_operation_may_swap_its_bounds_and_include_them() {
    let mut list = List::new(rows([9, 8, 7, 6, 6, 6, 5, 4]));
    let request = GetDepositOrderHistory::default().before(Timestamp::from_millis(8)).after(Timestamp::from_millis(5));
    let options = PageOptions::default().page_size(3);
    assert_eq!(list.read(&request, &options), Ok(list.rows[1..7].to_vec()));
    assert_eq!(list.read(&request, &options.forward()).map(|rows| rows.len()), Ok(6));
}

#[test]
fn lists_can_be_ordered_by_id() {
    let mut list = List::new(rows([50, 40, 30, 20, 10]));
    let options = PageOptions::default().page_size(2);
    let request = GetOrdersHistory::default();
    assert_eq!(list.read(&request, &options).map(|rows| rows.len()), Ok(5));
    let forward = list.read(&request.before("20"), &options.forward()).unwrap();
    assert!(forward.iter().map(|row| row.by).eq([30, 40, 50]));
}

#[test]
fn a_cursor_is_sent_with_the_parameters_it_requires() {
    let mut list = List::new(rows([50, 40, 30, 20, 10]));
    list.read(&GetHistoryTrades::default(), &PageOptions::default().page_size(2)).unwrap();
    assert!(list.asked[1].contains("type=1") && list.asked[1].contains("after=40"), "{:?}", list.asked);
    assert!(!list.asked[0].contains("type="), "{:?}", list.asked);
}

#[test]
fn rows_with_distinct_times_are_requested_once() {
    let mut list = List::new(rows((0..7).rev()));
    list.read(&GetHistoryCandles::default(), &PageOptions::default().page_size(3)).unwrap();
    assert_eq!(list.sent, 7);
}

#[test]
fn oldest_first_from_a_start_time_buffers_few_rows() {
    let mut list = List::new(rows((0..5_000).rev().map(|time| 1_000 + time / 3 * 10)));
    let request = GetInterestAccrued::default().before(Timestamp::from_millis(999));
    let forward = list.read(&request, &PageOptions::default().forward()).unwrap();
    assert!(forward.iter().eq(list.rows.iter().rev()));
    assert!(list.most_buffered <= 600, "{} rows were buffered", list.most_buffered);
    assert!(list.asked.len() < 100, "{} requests", list.asked.len());
}

#[test]
fn gaps_are_skipped_in_few_requests() {
    let mut list = List::new(rows((0..500).rev().chain([-1_000_000_000_000, -1_000_000_000_001])));
    let request = GetInterestAccrued::default().before(Timestamp::from_millis(-2_000_000_000_000));
    let forward = list.read(&request, &PageOptions::default().forward()).unwrap();
    assert!(forward.iter().eq(list.rows.iter().rev()));
    assert!(list.asked.len() < 60, "{} requests", list.asked.len());
}

#[test]
fn a_list_ends_after_the_requested_number_of_rows() {
    let mut list = List::new(rows([9, 8, 7, 7, 7, 6, 5]));
    let options = PageOptions::default().page_size(2).max_rows(4);
    let request = GetInterestAccrued::default();
    assert_eq!(list.read(&request, &options), Ok(list.rows[..4].to_vec()));
    let rest = PageOptions::default().resume(list.bookmarks.last().unwrap().clone());
    assert_eq!(list.read(&request, &rest), Ok(list.rows[4..].to_vec()));
}

#[test]
fn numbered_pages_drop_duplicates() {
    let mut list = List::new(rows([7, 6, 5, 4, 3]));
    list.arrivals = vec![8, 9];
    let read = list.read(&GetLinkList::default(), &PageOptions::default().page_size(2)).unwrap();
    assert!(read.iter().map(|row| &*row.name).eq(["R0", "R1", "R2", "R3", "R4"]), "{read:?}");
}

#[test]
fn entries_may_be_nested_in_a_row_of_the_reply() {
    let mut list = List::new(rows((0..45).rev()));
    assert_eq!(list.read(&GetAnnouncements::default(), &PageOptions::default()).map(|rows| rows.len()), Ok(45));
}

#[test]
fn unsupported_options_are_rejected() {
    let refusal = |options: PageOptions| {
        let mut list = List::new(Vec::new());
        list.read(&GetLinkList::default(), &options).unwrap_err()
    };
    assert!(refusal(PageOptions::default().forward()).contains("one direction"));
    assert!(refusal(PageOptions::default().page_size(0)).contains("use 1 to 100"));
    assert!(refusal(PageOptions::default().page_size(101)).contains("use 1 to 100"));
    let mut list = List::new(Vec::new());
    let error = list.read(&GetAnnouncements::default(), &PageOptions::default().page_size(5)).unwrap_err();
    assert!(error.contains("is always 20 rows"), "{error}");
    let error = list.read(&GetInterestAccrued::default().limit(500), &PageOptions::default()).unwrap_err();
    assert!(error.contains("invalid page size 500"), "{error}");
}

#[test]
fn a_bookmark_belongs_to_its_operation_and_direction() {
    let mut list = List::new(rows([9, 8, 7]));
    list.read(&GetInterestAccrued::default(), &PageOptions::default().page_size(2)).unwrap();
    let options = PageOptions::default().resume(list.bookmarks[0].clone());
    let error = list.read(&GetPositionsHistory::default(), &options).unwrap_err();
    assert!(error.contains("account.get_interest_accrued"), "{error}");
    let error = list.read(&GetInterestAccrued::default(), &options.forward()).unwrap_err();
    assert!(error.contains("newest first"), "{error}");
}

#[test]
fn unreadable_rows_are_reported_and_do_not_stop_the_list() {
    let mut list = List::new(rows([9, 8, 7, 6, 5]));
    list.unreadable = Some("R3".to_owned());
    list.read(&GetInterestAccrued::default(), &PageOptions::default().page_size(2)).unwrap();
    assert!(list.returned.iter().map(|row| &*row.name).eq(["R0", "R1", "R2", "R4"]), "{:?}", list.returned);
    assert_eq!(list.errors, 1);
}

#[test]
fn an_unreadable_newest_row_is_reported_oldest_first_too() {
    let mut list = List::new(rows((0..20).rev()));
    list.unreadable = Some("R0".to_owned());
    let options = PageOptions::default().page_size(3).forward().since(Timestamp::from_millis(1));
    list.read(&GetInterestAccrued::default(), &options).unwrap();
    assert_eq!((list.returned.len(), list.errors), (18, 1));
}

#[test]
fn an_unreadable_row_among_the_last_wanted_ones_leaves_no_gap_behind_the_bookmark() {
    let mut list = List::new(rows([9, 8, 7, 6, 5]));
    list.unreadable = Some("R0".to_owned());
    let options = PageOptions::default().page_size(3);
    let mut names = Vec::new();
    let mut next = options.clone().max_rows(2);
    for _ in 0..2 {
        list.read(&GetInterestAccrued::default(), &next).unwrap();
        names.extend(list.returned.iter().map(|row| row.name.clone()));
        next = options.clone().resume(list.bookmarks.last().unwrap().clone());
    }
    assert_eq!((names, list.errors), (["R1", "R2", "R3", "R4"].map(str::to_owned).to_vec(), 1));
}

#[test]
fn a_row_without_a_cursor_value_leaves_no_gap() {
    for (place, size) in (0..5).flat_map(|place| [(place, 2), (place, 3), (place, 100)]) {
        let mut list = List::new(rows([9, 8, 7, 6, 5]));
        list.without_cursor = Some(format!("R{place}"));
        list.read(&GetInterestAccrued::default(), &PageOptions::default().page_size(size)).unwrap();
        assert!(
            list.returned.iter().map(|row| &*row.name).eq(["R0", "R1", "R2", "R3", "R4"]),
            "{place} {:?}",
            list.returned
        );
    }
}

#[test]
fn a_page_without_any_cursor_value_is_an_error() {
    let mut list = List::new(rows([9, 8]));
    list.without_cursor = Some("R0".to_owned());
    let error = list.read(&GetInterestAccrued::default(), &PageOptions::default().page_size(1)).unwrap_err();
    assert!(error.contains("no row of the page has the field that leads to the next page"), "{error}");
    assert_eq!(list.returned.len(), 1, "the received row was returned");
}

#[test]
fn a_list_of_unreadable_rows_ends_with_an_error() {
    let mut list = List::new(vec![Row { by: 9, name: "R0".to_owned() }]);
    list.unreadable = Some("R0".to_owned());
    let error = list.read(&GetInterestAccrued::default(), &PageOptions::default()).unwrap_err();
    assert!(error.contains("no row of the page has the field that leads to the next page"), "{error}");
    assert_eq!(list.errors, 1);
}

#[test]
fn a_list_that_always_returns_its_first_page_is_an_error() {
    let mut list = List::new(rows((0..300).rev()));
    list.ignores_bounds = true;
    let error = list.read(&GetOrdersHistory::default(), &PageOptions::default()).unwrap_err();
    assert!(error.contains("contains only rows that were already returned"), "{error}");
    assert_eq!(list.returned.len(), 100);
}
