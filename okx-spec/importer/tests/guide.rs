//! Reading a page laid out like the guide, slips included. The page under `fixtures` is our own.

use okx_importer::guide::{BaseType, DataType, Field, GuideModel, Limit, Requirement, Role};
use okx_spec::model::{Access, Counts, KeyPart, Method, Rate};
use proptest::prelude::*;

mod damage;

use damage::{DEBRIS, damage, damaged};

const PAGE: &str = include_str!("fixtures/guide.html");

fn guide() -> GuideModel {
    GuideModel::read(PAGE)
}

fn names(fields: &[Field]) -> Vec<&str> {
    fields.iter().map(|field| field.name.as_str()).collect()
}

#[track_caller]
fn guessed(part: &str) {
    let guide = guide();
    assert!(
        guide.guesses.iter().any(|guess| guess.kind.to_string().contains(part)),
        "`{part}` is not in {:#?}",
        guide.guesses
    );
}

fn limit(count: u32, seconds: u64, scope: Option<&str>) -> Limit {
    let rate = Rate { count, window_ms: seconds * 1000 };
    Limit { rate, counts: Counts::Requests, scope: scope.map(str::to_owned) }
}

#[test]
fn an_endpoint_has_its_head() {
    let guide = guide();
    let place = &guide.endpoints[0];
    assert_eq!((place.method, place.path.as_str()), (Method::Post, "/api/v5/toys/toy"));
    assert_eq!((place.anchor.as_str(), place.title.as_str()), ("toys-rest-place-toy", "Place toy"));
    assert_eq!(place.chapter, ["Toys", "REST"]);
    assert_eq!(place.permissions, [Access::Trade]);
    assert_eq!(place.limits, [limit(60, 2, None), limit(4, 2, Some("of lead children"))]);
    assert_eq!(place.limit_rules[0].keys, [KeyPart::User, KeyPart::Symbol]);
    assert_eq!(place.limit_rules[1].when.as_deref(), Some("dolls only"));
    assert_eq!(place.limit_rules[1].keys, [KeyPart::User, KeyPart::Field("instFamily".to_owned())]);
}

#[test]
fn parameters_are_trees() {
    let guide = guide();
    let place = &guide.endpoints[0];
    assert_eq!(names(&place.parameters), ["name", "kind", "parts", "note", "filling"]);
    let parts = &place.parameters[2];
    assert_eq!(parts.data_type, DataType { base: BaseType::Object, lists: 1 });
    assert_eq!(names(&parts.fields), ["ccy", "joints"]);
    assert_eq!(names(&parts.fields[1].fields), ["count"]);
    assert_eq!(parts.fields[1].fields[0].data_type.base, BaseType::Integer);
}

#[test]
fn a_parameter_has_its_values_and_its_variant() {
    let guide = guide();
    let parameters = &guide.endpoints[0].parameters;
    assert_eq!(parameters[1].required, Some(Requirement::Conditional));
    assert_eq!(parameters[1].description.ticked, ["soft", "hard"]);
    assert_eq!(parameters[1].description.text, "Sort of toy\n`soft`: for the night\n`hard`");
    assert_eq!(parameters[4].variant.as_deref(), Some("Soft toys"));
    assert_eq!(parameters[1].variant, None);
}

#[test]
fn requirements_in_other_words_are_guessed() {
    assert_eq!(guide().endpoints[0].parameters[0].required, Some(Requirement::Required));
    guessed("whether `name` is required is stated as `是`");
}

#[test]
fn cells_the_wrong_way_round_are_turned() {
    let note = &guide().endpoints[0].parameters[3];
    assert_eq!((note.data_type.base, note.required), (BaseType::Text, Some(Requirement::Optional)));
    guessed("`note` has type and requirement in each other's column");
}

#[test]
fn the_envelope_is_left_out() {
    let guide = guide();
    let fields = &guide.endpoints[0].fields;
    assert_eq!(names(fields), ["toyId", "shelf"]);
    assert!(fields[1].description.is_deprecated());
    guessed("begins at the envelope");
    guessed("`shelf` has no type");
    guessed("the last cell of a table, that of `shelf`");
}

#[test]
fn tables_under_the_wrong_heading_are_put_right() {
    let guide = guide();
    let toys = &guide.endpoints[1];
    assert_eq!((names(&toys.parameters), names(&toys.fields)), (vec!["kind"], vec!["toyId"]));
    guessed("a table under response was read as one of parameters");
}

#[test]
fn limits_in_other_words_are_guessed() {
    let guide = guide();
    assert_eq!(guide.endpoints[1].limits, [limit(5, 2, None), limit(80, 12 * 60 * 60, None)]);
    assert_eq!(guide.endpoints[1].limit_rules[0].keys, [KeyPart::Ip]);
    guessed("counts `times`");
}

#[test]
fn a_heading_without_id_gets_the_anchor_the_site_would_give() {
    assert_eq!(guide().endpoints[1].anchor, "toys-rest-get-toys");
    guessed("the heading has no id");
}

#[test]
fn examples_are_mended() {
    let guide = guide();
    let request = &guide.endpoints[0].examples[0];
    assert_eq!((request.role, request.label.as_str()), (Role::Request, "Request Example"));
    assert_eq!(request.calls, [(Method::Post, "/api/v5/toys/toy".to_owned())]);
    let texts: Vec<&str> = request.json.iter().map(|json| json.text.as_str()).collect();
    assert_eq!(texts, [r#"{"name":"bear","parts":[{"ccy":"A"},{"ccy":"B"}]}"#]);
    let response = &guide.endpoints[0].examples[1];
    assert_eq!(response.json[0].text, r#"{"code":"0","msg":"","data":[{"toyId":"1"}]}"#);
    guessed("a comment was left out");
    guessed("a missing comma was added");
    guessed("dots were left out");
}

#[test]
fn an_example_is_what_it_shows() {
    assert_eq!(guide().endpoints[1].examples[0].role, Role::Request);
    guessed("`Response Example` shows a request");
}

#[test]
fn a_channel_has_all_its_names() {
    let guide = guide();
    let shelf = &guide.channels[0];
    assert_eq!(shelf.names, ["shelf", "shelf-slow"]);
    assert_eq!((shelf.socket.path.as_str(), shelf.socket.login), ("/ws/v5/private", true));
    assert_eq!((names(&shelf.arguments), names(&shelf.push)), (vec!["channel"], vec!["data"]));
    guessed("the channel `shelf-slow` is named in the text only");
}

#[test]
fn an_operation_is_no_channel() {
    let guide = guide();
    assert_eq!((guide.channels.len(), guide.operations.len()), (1, 1));
    assert_eq!(guide.operations[0].op, "toy");
}

#[test]
fn codes_are_gathered_from_every_table() {
    let guide = guide();
    let keys: Vec<String> = guide.error_codes.iter().map(okx_importer::guide::ErrorCode::key).collect();
    assert_eq!(keys, ["50011", "51008_1000", "4004"]);
    let limit = &guide.error_codes[0];
    assert_eq!(
        (limit.http.as_slice(), limit.messages.as_slice()),
        ([200, 429].as_slice(), ["Slower", "Much slower"].map(str::to_owned).as_slice())
    );
    assert_eq!(limit.anchors, ["codes-public", "codes-socket"]);
    guessed("`and so on` is not a code");
}

#[test]
fn what_is_no_guide_has_nothing_in_it() {
    for page in ["", "<p>Good morning</p>", "{\"code\": \"0\"}", "\u{0}\u{feff}<<<>>>"] {
        let guide = GuideModel::read(page);
        assert!(guide.endpoints.is_empty() && guide.channels.is_empty() && guide.guesses.is_empty(), "{page}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever happens to a page, reading it ends, and what is called JSON is JSON.
    #[test]
    fn damaged_pages_are_read(damages in prop::collection::vec(damage(), 1..12)) {
        let guide = GuideModel::read(&damaged(PAGE, &damages));
        for json in guide.endpoints.iter().flat_map(|endpoint| &endpoint.examples).flat_map(|example| &example.json) {
            prop_assert!(serde_json::from_str::<serde_json::Value>(&json.text).is_ok(), "{}", json.text);
        }
    }

    /// The same for pages made of nothing but debris.
    #[test]
    fn debris_is_read(pieces in prop::collection::vec(prop::sample::select(&DEBRIS[..]), 0..200)) {
        let guide = GuideModel::read(&pieces.concat());
        prop_assert!(guide.guesses.len() <= pieces.len() * 8);
    }
}
