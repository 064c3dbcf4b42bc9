//! The description as `OpenAPI`. That the document is valid is for a validator of others to say, in the gate; here it says what it should.

mod references;

use std::collections::BTreeSet;
use std::path::Path;

use okx_importer::openapi;
use okx_spec::Model;
use references::references;
use serde_json::{Value, json};

fn toys() -> Value {
    let folder = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/toys"));
    openapi::document(&okx_spec::read_tree(folder).unwrap_or_else(|failure| panic!("{failure}")))
}

fn shipped() -> (&'static Model, Value) {
    let model = okx_spec::shipped().unwrap_or_else(|failure| panic!("{failure}"));
    (model, openapi::document(model))
}

#[test]
fn every_reference_leads_somewhere() {
    let (_, document) = shipped();
    let mut found = Vec::new();
    references(&document, &mut found);
    assert!(!found.is_empty());
    for reference in found {
        assert!(document.pointer(reference.trim_start_matches('#')).is_some(), "{reference}");
    }
}

#[test]
fn every_call_is_an_operation() {
    let (model, document) = shipped();
    let mut ids = BTreeSet::new();
    for endpoint in &model.endpoints {
        let operation = &document["paths"][&endpoint.path][endpoint.method.to_string().to_lowercase()];
        assert!(ids.insert(operation["operationId"].to_string()), "{operation}");
        assert_eq!(operation["externalDocs"]["url"], endpoint.guide);
    }
}

#[test]
fn parameters_of_a_get_travel_in_the_query() {
    let document = toys();
    let operation = &document["paths"]["/api/v5/toys/toys"]["get"];
    assert_eq!(operation["parameters"][0]["name"], "kind");
    assert_eq!(operation["parameters"][0]["required"], false);
    assert_eq!(operation["security"], json!([]));
    assert_eq!(
        operation["x-okx-limits"][0],
        json!({"budget": "toys.get_toys", "count": 20, "window_ms": 2000, "keys": ["ip"], "counts": "requests"})
    );
}

#[test]
fn parameters_of_a_post_travel_in_the_body() {
    let document = toys();
    let operation = &document["paths"]["/api/v5/toys/toy"]["post"];
    let schema = &operation["requestBody"]["content"]["application/json"]["schema"];
    assert_eq!(schema["$ref"], "#/components/schemas/toys.PlaceToy");
    assert_eq!(document["components"]["schemas"]["toys.PlaceToy"]["required"], json!(["instId", "kind"]));
    assert_eq!(operation["security"], json!([{"key": [], "sign": [], "timestamp": [], "passphrase": []}]));
}

#[test]
fn what_may_be_missing_may_be_empty() {
    let document = toys();
    let toy = &document["components"]["schemas"]["toys.Toy"];
    assert_eq!(toy["required"], json!(["toyId", "ts"]));
    assert_eq!(toy["properties"]["kind"]["anyOf"][1], json!({"const": ""}));
    assert_eq!(toy["properties"]["ts"]["pattern"], "^[0-9]+$");
}

#[test]
fn what_an_object_demands_stands_with_it() {
    let document = toys();
    let part = &document["components"]["schemas"]["Part"];
    assert_eq!(part["x-okx-rules"], json!([{"require": ["cnt"], "when": {"name": ["screw", "nail"]}}]));
}

#[test]
fn enums_stay_open() {
    let document = toys();
    let kind = &document["components"]["schemas"]["ToyKind"]["anyOf"];
    assert_eq!(kind[0], json!({"const": "soft", "description": "For the night."}));
    assert_eq!(kind[2]["type"], "string");
}

#[test]
fn a_row_is_an_array_by_position() {
    let (_, document) = shipped();
    let rows = document["components"]["schemas"].as_object().expect("there are schemas").values();
    let positional: Vec<&Value> = rows.filter(|schema| schema["prefixItems"].is_array()).collect();
    assert!(positional.iter().all(|schema| schema["type"] == "array"));
    assert!(!positional.is_empty());
}

#[test]
fn a_deadline_travels_as_a_header() {
    let (model, document) = shipped();
    for endpoint in &model.endpoints {
        let operation = &document["paths"][&endpoint.path][endpoint.method.to_string().to_lowercase()];
        let parameters = operation["parameters"].as_array().into_iter().flatten();
        let headers: Vec<&Value> = parameters.filter(|one| one["in"] == "header").map(|one| &one["name"]).collect();
        assert_eq!(headers == ["expTime"], endpoint.deadline, "{}", endpoint.name);
    }
}
