//! Long lists, read completely over real connections within the documented rate limits, on a clock that does not
//! really wait.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod clock;
mod every_list;
mod every_list_by_time;
#[path = "../every_endpoint/parameters.rs"]
mod parameters;

use std::collections::BTreeSet;

use okx_client::account::GetInterestAccrued;
use okx_client::funding::GetDepositHistory;
use okx_client::trade::GetOrdersHistory;
use okx_client::value::Timestamp;
use okx_client::{Bookmark, PageOptions};
use okx_sim::{Fault, Sim};
use serde_json::{Value, json};

const ROWS: usize = 100_000;
const NEWEST: i64 = 1_760_000_000_000;

/// Seven rows share each time, so that almost every page of a hundred ends between rows of equal time.
fn time_of(place: usize) -> i64 {
    NEWEST - i64::try_from(place / 7).expect("the number is small") * 10
}

fn deposit(place: usize) -> Value {
    json!({"depId": place.to_string(), "ts": time_of(place).to_string()})
}

/// The number of list requests that arrived. None of them exceeded a rate limit, because the simulator would have
/// rejected it.
fn asked(sim: &Sim, call: &str) -> usize {
    let entries: Vec<_> = sim.journal().into_iter().filter(|entry| entry.call == call).collect();
    assert!(entries.iter().all(|entry| entry.code == "0"), "{:?}", entries.iter().find(|entry| entry.code != "0"));
    entries.len()
}

#[tokio::test]
async fn a_hundred_thousand_rows_are_read_once_and_in_order_within_the_limits() {
    let (sim, okx) = clock::start().await;
    sim.histories().generate("funding.get_deposit_history", ROWS, deposit).unwrap();

    let mut rows = okx.rows(&GetDepositHistory::new());
    let mut place = 0;
    while let Some(row) = rows.next().await {
        assert_eq!(row.unwrap().dep_id.unwrap().as_str(), place.to_string());
        place += 1;
    }

    assert_eq!(place, ROWS);
    let asked = asked(&sim, "funding.get_deposit_history");
    assert!((1_000..1_080).contains(&asked), "{asked} requests");
    // Six requests per second are allowed, so the last one cannot have arrived earlier.
    let entries = sim.journal();
    let micros = entries.last().unwrap().arrived_micros - entries[0].arrived_micros;
    assert!(micros >= i64::try_from(asked / 6 - 2).unwrap() * 1_000_000, "{micros} µs for {asked} requests");
    println!("{ROWS} rows were read with {asked} requests within {} s of the simulator's time", micros / 1_000_000);
}

#[tokio::test]
async fn reading_forward_returns_the_same_rows_in_reverse() {
    let (sim, okx) = clock::start().await;
    let count = 5_000;
    sim.histories().generate("funding.get_deposit_history", count, deposit).unwrap();
    let request = GetDepositHistory::new().before(Timestamp::from_millis(time_of(count) - 1));

    let rows = okx.rows_with(&request, PageOptions::default().forward()).all().await.unwrap();

    let times: Vec<i64> = rows.iter().map(|row| row.ts.unwrap().as_millis()).collect();
    assert!(times.is_sorted(), "the oldest row is first");
    let ids: BTreeSet<&str> = rows.iter().map(|row| row.dep_id.as_ref().unwrap().as_str()).collect();
    assert_eq!((rows.len(), ids.len()), (count, count));
    assert!(asked(&sim, "funding.get_deposit_history") < 100);
}

#[tokio::test]
async fn rows_without_an_id_are_distinguished_by_their_content() {
    let (sim, okx) = clock::start().await;
    let row = |place: usize| json!({"ccy": (["BTC", "ETH"][place % 2]), "ts": time_of(place).to_string()});
    sim.histories().generate("account.get_interest_accrued", 3_000, row).unwrap();

    let rows = okx.rows(&GetInterestAccrued::new()).all().await.unwrap();

    let mut times: Vec<i64> = rows.iter().map(|row| row.ts.unwrap().as_millis()).collect();
    times.reverse();
    assert!(times.is_sorted());
    assert_eq!(rows.len(), 3_000, "rows with equal content are counted correctly");
    asked(&sim, "account.get_interest_accrued");
}

#[tokio::test]
async fn reading_continues_after_an_error_and_from_a_saved_cursor() {
    let (sim, okx) = clock::start().await;
    sim.histories().generate("funding.get_deposit_history", 1_000, deposit).unwrap();
    let request = GetDepositHistory::new();

    let mut seen = Vec::new();
    let mut pages = okx.pages(&request);
    for _ in 0..3 {
        seen.extend(pages.next().await.unwrap().unwrap().into_rows().all().unwrap());
    }
    sim.faults().once("funding.get_deposit_history", Fault::CutBeforeActing);
    assert!(pages.next().await.unwrap().is_err());
    let page = pages.next().await.unwrap().unwrap();
    let stored = serde_json::to_string(page.bookmark()).unwrap();
    seen.extend(page.into_rows().all().unwrap());
    drop(pages);

    let bookmark: Bookmark = serde_json::from_str(&stored).unwrap();
    let rest = okx.rows_with(&request, PageOptions::default().resume(bookmark)).all().await.unwrap();
    seen.extend(rest);
    let ids: Vec<String> = seen.iter().map(|row| row.dep_id.as_ref().unwrap().to_string()).collect();
    assert!(ids.iter().cloned().eq((0..1_000).map(|place| place.to_string())));
}

#[tokio::test]
async fn rows_added_while_reading_do_not_affect_the_result() {
    let (sim, okx) = clock::start().await;
    let order = |id: usize| json!({"ordId": (1_000_000 + id).to_string(), "cTime": NEWEST.to_string()});
    let orders = |count: usize| (0..count).map(order).collect::<Vec<_>>();
    sim.histories().seed("trade.get_orders_history", orders(450)).unwrap();
    let request = GetOrdersHistory::new("SPOT");

    let mut rows = okx.rows(&request);
    let mut ids = Vec::new();
    while let Some(row) = rows.next().await {
        ids.push(row.unwrap().ord_id.to_string());
        sim.histories().seed("trade.get_orders_history", orders(450 + ids.len())).unwrap();
    }
    assert!(ids.iter().cloned().eq((0..450).rev().map(|id| (1_000_000 + id).to_string())));
    asked(&sim, "trade.get_orders_history");
}

#[tokio::test]
async fn a_dropped_stream_sends_no_more_requests() {
    let (sim, okx) = clock::start().await;
    sim.histories().generate("funding.get_deposit_history", 1_000, deposit).unwrap();
    let mut rows = okx.rows(&GetDepositHistory::new());
    for _ in 0..150 {
        rows.next().await.unwrap().unwrap();
    }
    drop(rows);
    assert_eq!(asked(&sim, "funding.get_deposit_history"), 2);
}
