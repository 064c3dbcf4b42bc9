//! Reads every paged list between two times, and without rows that still change. The tests use only the description.

use okx_client::value::{Json, Timestamp};
use okx_client::{Client, PageOptions};
use okx_spec::Model;
use okx_spec::model::{Endpoint, PageOrder, Pages};
use serde_json::{Value, json};

use crate::clock;
use crate::every_list::{NEWEST, ROWS, names_its_row, options, row, time_of};
use crate::parameters;

/// A paged list of the description.
struct List<'a> {
    name: String,
    endpoint: &'a Endpoint,
    pages: &'a Pages,
    parameters: String,
    rows: Vec<Value>,
}

fn lists(model: &Model) -> impl Iterator<Item = List<'_>> {
    model.endpoints.iter().filter_map(|endpoint| {
        let pages = endpoint.pages.as_ref()?;
        let parameters = parameters::of(model, endpoint);
        let count = if names_its_row(model, endpoint) { 1 } else { ROWS };
        let rows = (0..count).map(|place| row(model, endpoint, place, &parameters)).collect();
        let name = format!("{}.{}", model[endpoint.chapter].name, endpoint.name);
        Some(List { name, endpoint, pages, parameters, rows })
    })
}

impl List<'_> {
    async fn read(&self, okx: &Client, options: PageOptions) -> Result<Vec<String>, String> {
        let parameters = Json::parse(&self.parameters).expect("the parameters are JSON");
        let mut pages = okx.call_pages(&self.name, &parameters, options).map_err(|error| error.to_string())?;
        let mut read = Vec::new();
        while let Some(page) = pages.next().await {
            let rows = page.map_err(|error| error.to_string())?.into_rows().all().map_err(|error| error.to_string())?;
            read.extend(rows.iter().map(|row| row.get().to_owned()));
        }
        Ok(read)
    }

    /// The number of rows whose time is from `since` to before `until`.
    fn between(&self, since: i64, until: i64) -> usize {
        (0..self.rows.len()).filter(|place| (since..until).contains(&time_of(self.pages, *place))).count()
    }

    fn is_by_cursor(&self) -> bool {
        matches!(self.pages.order, PageOrder::Cursor(_))
    }
}

fn at(millis: i64) -> Timestamp {
    Timestamp::from_millis(millis)
}

#[tokio::test]
async fn every_list_returns_exactly_the_rows_between_two_times() {
    let (sim, okx) = clock::start().await;
    let model = okx_spec::shipped().expect("the shipped description is valid");
    let mut requests_of_lists_by_id = Vec::new();
    for list in lists(model).filter(|list| list.pages.time.is_some()) {
        let name = &list.name;
        sim.histories().seed(name, list.rows.clone()).unwrap();
        let all = list.read(&okx, options(list.endpoint)).await.unwrap();
        let mut found = Vec::new();
        for (since, until) in [(-30, -10), (-10, 1), (-200, -30), (-43, -42), (5, 90), (-90, -60), (-20, -20)] {
            let (since, until) = (NEWEST + since, NEWEST + until);
            let both = options(list.endpoint).since(at(since)).until(at(until));
            sim.clear_journal();
            let read = list.read(&okx, both.clone()).await.unwrap();
            assert_eq!(read.len(), list.between(since, until), "{name} from {since} until {until}");
            assert!(read.iter().all(|row| all.contains(row)), "{name} returns only rows of the list");
            if since == NEWEST - 30 && list.is_by_cursor() && all.len() == ROWS {
                requests_of_lists_by_id.push((
                    sim.journal().len(),
                    list.pages.until.is_some(),
                    list.pages.size,
                    name.clone(),
                ));
            }
            if list.is_by_cursor() {
                let mut forward = list.read(&okx, both.forward()).await.unwrap();
                forward.reverse();
                assert_eq!(forward.len(), read.len(), "{name} forward");
                assert!(forward.iter().all(|row| read.contains(row)), "{name} returns the same rows forward");
            }
            found.extend(read);
        }
        let only_since = list.read(&okx, options(list.endpoint).since(at(NEWEST - 10))).await.unwrap();
        let only_until = list.read(&okx, options(list.endpoint).until(at(NEWEST - 10))).await.unwrap();
        assert_eq!(only_since.len() + only_until.len(), all.len(), "{name}: ranges that meet share no row");
        assert!(sim.journal().iter().all(|entry| entry.code == "0"), "{name} exceeds a rate limit");
    }
    // All rows are on nine pages of sixteen. Those before `since` are on the last three.
    for (requests, selects, size, name) in requests_of_lists_by_id.iter().filter(|list| list.2.is_some()) {
        let most = if *selects { 6 } else { 8 };
        assert!(*requests <= most, "{name} was read with {requests} requests (pages of {size:?})");
    }
    assert!(requests_of_lists_by_id.len() > 60, "{} lists", requests_of_lists_by_id.len());
}

#[tokio::test]
async fn lists_without_a_time_say_so() {
    let (_sim, okx) = clock::start().await;
    let model = okx_spec::shipped().expect("the shipped description is valid");
    let mut names = Vec::new();
    for list in lists(model).filter(|list| list.pages.time.is_none()) {
        for options in [PageOptions::default().since(at(0)), PageOptions::default().until(at(0))] {
            let error = list.read(&okx, options).await.unwrap_err();
            assert!(
                error.ends_with(
                    "the rows of this list have no time, so they cannot be selected by it; remove `since` and `until`"
                ),
                "{error}"
            );
        }
        names.push(list.name);
    }
    names.sort();
    assert_eq!(names, ["copy_trading.get_public_lead_traders", "signal_bot.get_signals"]);
}

#[tokio::test]
async fn every_list_of_candles_leaves_out_the_open_one() {
    let (sim, okx) = clock::start().await;
    let model = okx_spec::shipped().expect("the shipped description is valid");
    let mut lists_of_candles = 0;
    for mut list in lists(model) {
        let Some((field, open)) = &list.pages.forming else {
            let error = list.read(&okx, PageOptions::default().closed_only()).await.unwrap_err();
            assert!(
                error.ends_with("this list has no rows that still change, such as candles; remove `closed_only`"),
                "{error}"
            );
            continue;
        };
        let wire = &model[list.endpoint.page_row(model)].fields[*field].wire;
        for (place, row) in list.rows.iter_mut().enumerate() {
            row[wire] = json!(if place == 0 { open } else { "1" });
        }
        sim.histories().seed(&list.name, list.rows.clone()).unwrap();
        let all = list.read(&okx, options(list.endpoint)).await.unwrap();
        for options in
            [options(list.endpoint).closed_only(), options(list.endpoint).closed_only().forward().since(at(0))]
        {
            let mut closed = list.read(&okx, options).await.unwrap();
            closed.sort();
            let mut expected = all[1..].to_vec();
            expected.sort();
            assert_eq!(closed, expected, "{} without its newest candle", list.name);
        }
        lists_of_candles += 1;
    }
    assert_eq!(lists_of_candles, 8);
}

#[tokio::test]
async fn bounds_in_the_wrong_order_are_an_error() {
    let (_sim, okx) = clock::start().await;
    let options = PageOptions::default().since(at(2)).until(at(1));
    let error = okx.rows_with(&okx_client::trade::GetFills::new(), options).all().await.unwrap_err();
    assert!(error.is_invalid());
    assert!(
        error.to_string().ends_with("`since` 1970-01-01T00:00:00.002Z is later than `until` 1970-01-01T00:00:00.001Z; `since` is the earlier bound"),
        "{error}"
    );
}
