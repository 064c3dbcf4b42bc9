//! Seeded histories, page by page over HTTP.

mod client;
mod conform;
mod plausible;

use client::{Answer, get, start_stopped};
use conform::mismatches;
use okx_sim::Sim;
use okx_spec::model::{Endpoint, PageOrder};
use okx_spec::shipped;
use serde_json::json;

const BILLS: &str = "/api/v5/account/bills";
const POSITIONS: &str = "/api/v5/account/positions-history";

fn texts(answer: &Answer, name: &str) -> Vec<String> {
    assert_eq!(answer.code(), "0", "{}", answer.body);
    answer.rows().iter().map(|row| row[name].as_str().unwrap_or_default().to_owned()).collect()
}

async fn bills(sim: &Sim, query: &str) -> Vec<String> {
    texts(&get(sim, &format!("{BILLS}?{query}")).await, "billId")
}

fn numbers(range: std::ops::RangeInclusive<u32>) -> Vec<String> {
    range.rev().map(|number| number.to_string()).collect()
}

#[tokio::test]
async fn bounds_are_exclusive_and_pages_start_with_the_newest_row() {
    let sim = start_stopped().await;
    let rows = (1..=250)
        .map(|id: u32| json!({"billId": id.to_string(), "ccy": if id.is_multiple_of(2) { "BTC" } else { "USDT" }}));
    sim.histories().seed("account.get_bills", rows.collect()).expect("the call exists");
    assert_eq!(bills(&sim, "").await, numbers(151..=250), "the default page size is a hundred");
    assert_eq!(bills(&sim, "limit=3").await, numbers(248..=250));
    assert_eq!(bills(&sim, "limit=3&after=248").await, numbers(245..=247));
    assert_eq!(
        bills(&sim, "limit=3&before=10").await,
        numbers(248..=250),
        "the newest rows rather than the ones next to the bound"
    );
    assert_eq!(bills(&sim, "before=247").await, numbers(248..=250));
    assert_eq!(bills(&sim, "after=14&before=10").await, numbers(11..=13));
    assert_eq!(bills(&sim, "after=3").await, numbers(1..=2));
    assert_eq!(bills(&sim, "after=1").await, Vec::<String>::new());
    assert_eq!(bills(&sim, "limit=2&ccy=BTC&after=10").await, ["8", "6"]);
    for wrong in ["limit=0", "limit=101", "limit=-1"] {
        assert_eq!(get(&sim, &format!("{BILLS}?{wrong}")).await.code(), "51000", "{wrong}");
    }
}

#[tokio::test]
async fn rows_of_equal_time_are_lost_at_the_end_of_a_page() {
    let sim = start_stopped().await;
    let rows = (0..10).map(|id: i64| json!({"posId": id.to_string(), "uTime": (1_000 + id / 4).to_string()}));
    sim.histories().seed(&format!("GET {POSITIONS}"), rows.collect()).expect("the call exists");
    let page = async |query: &str| texts(&get(&sim, &format!("{POSITIONS}?{query}")).await, "posId");
    assert_eq!(page("limit=3").await, ["8", "9", "4"]);
    assert_eq!(page("limit=3&after=1001").await, ["0", "1", "2"], "5, 6 and 7 have the same time as 4");
    assert_eq!(page("limit=9&after=1002&before=1000").await, ["4", "5", "6", "7"]);
}

#[tokio::test]
async fn a_hundred_thousand_rows_are_created_on_demand() {
    let sim = start_stopped().await;
    let row = |place: usize| json!({"billId": (100_000 - place).to_string(), "ts": "1"});
    sim.histories().generate("GET /api/v5/account/bills", 100_000, row).expect("the call exists");
    assert_eq!(bills(&sim, "limit=2&after=50001").await, ["50000", "49999"]);
    let last = bills(&sim, "after=3").await;
    assert_eq!(last, ["2", "1"]);
    sim.histories().clear();
    assert!(bills(&sim, "").await.is_empty(), "after the rows are cleared, only what really happened is listed");
}

#[tokio::test]
async fn begin_and_end_times_are_applied() {
    let sim = start_stopped().await;
    let rows = (1..=9).map(|id: u32| json!({"billId": id.to_string(), "ts": (1_000 + id).to_string()}));
    sim.histories().seed("account.get_bills", rows.collect()).expect("the call exists");
    assert_eq!(bills(&sim, "begin=1003&end=1005").await, numbers(3..=5));
}

#[tokio::test]
async fn unknown_calls_and_rows_without_a_sort_key_are_rejected() {
    let sim = start_stopped().await;
    let unknown = sim.histories().seed("account.get_nothing", Vec::new()).expect_err("an unknown call");
    assert!(unknown.to_string().contains("account.get_nothing"));
    let unsortable =
        sim.histories().seed("account.get_bills", vec![json!({"ccy": "BTC"})]).expect_err("a row without a sort key");
    assert!(unsortable.to_string().contains("BTC"), "{unsortable}");
}

/// Every paged call of the description, each seeded with three rows.
#[tokio::test]
async fn every_paged_call_serves_its_pages_as_described() {
    let model = shipped().expect("the shipped description is valid");
    let sim = start_stopped().await;
    for endpoint in model.endpoints.iter().filter(|endpoint| endpoint.pages.is_some()) {
        let call = format!("GET {}", endpoint.path);
        let row = &model[endpoint.page_row(model)];
        let by = match &endpoint.pages.as_ref().expect("pages").order {
            PageOrder::Cursor(cursor) => row.fields[cursor.by].wire.clone(),
            PageOrder::Number(_) => String::new(),
        };
        let rows = [1_700_000_000_001_u64, 1_700_000_000_003, 1_700_000_000_002];
        // Fields that the request filters by have the requested value in all rows.
        let asked = plausible::item(model, endpoint).remove(&by);
        let age = |age: u64| asked.clone().unwrap_or_else(|| json!(age.to_string()));
        let rows = rows.map(|number| if by.is_empty() { json!({}) } else { json!({ &by: age(number) }) });
        sim.histories().seed(&call, rows.to_vec()).expect("the call exists");
        assert_page(&sim, endpoint).await;
    }
}

async fn assert_page(sim: &Sim, endpoint: &Endpoint) {
    let model = shipped().expect("the shipped description is valid");
    let pages = endpoint.pages.as_ref().expect("pages");
    let fields = &model[endpoint.request].fields;
    let size = pages.size.map(|place| format!("&{}=2", fields[place].wire)).unwrap_or_default();
    let required = plausible::query(&plausible::item(model, endpoint));
    let answer = get(sim, &format!("{}?{required}{size}", endpoint.path)).await;
    assert_eq!(answer.code(), "0", "{}: {}", endpoint.path, answer.body);
    let rows = match pages.rows {
        Some(place) => {
            answer.row()[&model[endpoint.response.row].fields[place].wire].as_array().cloned().expect("a list")
        }
        None => answer.rows(),
    };
    assert_eq!(rows.len(), if pages.size.is_some() { 2 } else { 3 }, "{}", endpoint.path);
    for row in rows {
        assert_eq!(mismatches(model, endpoint.page_row(model), &row), Vec::<String>::new(), "{}: {row}", endpoint.path);
    }
}
