//! Tests of all paged lists. They use only the description, so that new lists are tested without further code.

use std::collections::BTreeSet;

use okx_client::PageOptions;
use okx_client::value::Json;
use okx_spec::Model;
use okx_spec::model::{Endpoint, Kind, PageOrder, Pages, Presence, Scalar};
use serde_json::{Map, Value, json};

use crate::clock;
use crate::parameters;

pub(crate) const ROWS: usize = 130;
pub(crate) const NEWEST: i64 = 1_760_000_000_000;

#[tokio::test]
async fn every_paged_list_is_read_completely() {
    let (sim, okx) = clock::start().await;
    let model = okx_spec::shipped().expect("the shipped description is valid");
    for endpoint in model.endpoints.iter().filter(|endpoint| endpoint.pages.is_some()) {
        let name = format!("{}.{}", model[endpoint.chapter].name, endpoint.name);
        let parameters = parameters::of(model, endpoint);
        let count = if names_its_row(model, endpoint) { 1 } else { ROWS };
        let rows: Vec<Value> = (0..count).map(|place| row(model, endpoint, place, &parameters)).collect();
        let different = rows.iter().map(Value::to_string).collect::<BTreeSet<_>>().len();
        sim.histories().seed(&name, rows).unwrap();
        sim.clear_journal();

        let mut pages = okx.call_pages(&name, &Json::parse(&parameters).unwrap(), options(endpoint)).unwrap();
        let mut read = Vec::new();
        while let Some(page) = pages.next().await {
            let page = page.unwrap_or_else(|error| panic!("{name}: {error}"));
            read.extend(page.into_rows().into_iter().map(|row| row.unwrap_or_else(|error| panic!("{name}: {error}"))));
        }

        let texts: BTreeSet<&str> = read.iter().map(Json::get).collect();
        assert_eq!((read.len(), texts.len()), (count, different), "{name} returns every row once");
        assert!(sim.journal().iter().all(|entry| entry.code == "0"), "{name} exceeds a rate limit");
        assert!(sim.journal().len() > 1, "{name} has only one page");
    }
}

/// Whether the request has to name a single row of the list.
pub(crate) fn names_its_row(model: &Model, endpoint: &Endpoint) -> bool {
    let Some(PageOrder::Cursor(cursor)) = endpoint.pages.as_ref().map(|pages| &pages.order) else { return false };
    let by = &model[endpoint.page_row(model)].fields[cursor.by].wire;
    model[endpoint.request].field(by).is_some_and(|field| field.presence == Presence::Required)
}

/// Small pages, if the page size can be set.
pub(crate) fn options(endpoint: &Endpoint) -> PageOptions {
    match endpoint.pages.as_ref().and_then(|pages| pages.size) {
        Some(_) => PageOptions::default().page_size(16),
        None => PageOptions::default(),
    }
}

/// The time of a row.
pub(crate) fn time_of(pages: &Pages, place: usize) -> i64 {
    let number = i64::try_from(place).expect("the number is small");
    let are_unique =
        matches!(&pages.order, PageOrder::Cursor(cursor) if pages.id == Some(cursor.by) && pages.time == pages.id);
    if are_unique { NEWEST - number } else { NEWEST - number / 3 }
}

/// A unique row. Three rows share each time, unless rows are identified by their time.
pub(crate) fn row(model: &Model, endpoint: &Endpoint, place: usize, parameters: &str) -> Value {
    let pages = endpoint.pages.as_ref().expect("the call is paged");
    let fields = &model[endpoint.page_row(model)].fields;
    let mut row = Map::new();
    let number = i64::try_from(place).expect("the number is small");
    // All other fields have the requested value or a unique number.
    let asked: Map<String, Value> = serde_json::from_str(parameters).expect("the parameters are an object");
    for field in fields {
        match (field.kind, asked.get(&field.wire)) {
            (_, Some(value)) => {
                let one = value.get(0).unwrap_or(value);
                drop(row.insert(field.wire.clone(), one.clone()));
            }
            (Kind::Scalar(Scalar::Decimal), None) if !field.list => {
                drop(row.insert(field.wire.clone(), json!(place.to_string())));
            }
            (Kind::Scalar(Scalar::Text), None) if field.presence == Presence::Required && !field.list => {
                drop(row.insert(field.wire.clone(), json!(format!("text {place}"))));
            }
            _ => {}
        }
    }
    let id = (9_000_000 - number).to_string();
    if let Some(field) = pages.id.filter(|_| !names_its_row(model, endpoint)) {
        row.insert(fields[field].wire.clone(), json!(id));
    }
    if let Some(field) = pages.time {
        row.insert(fields[field].wire.clone(), json!(time_of(pages, place).to_string()));
    }
    if let PageOrder::Cursor(cursor) = &pages.order {
        let by = &fields[cursor.by];
        let time = time_of(pages, place);
        let value = if by.kind == Kind::Scalar(Scalar::Timestamp) { time.to_string() } else { id };
        if !names_its_row(model, endpoint) {
            row.insert(by.wire.clone(), json!(value));
        }
    }
    Value::Object(row)
}
