//! User code with the macros: what compiles, and the error messages of what does not.

use std::collections::BTreeSet;
use std::fs;

use okx_client::Decimal;
use okx_client::endpoint::{Endpoint, Items, KeyPart, Method, Repeat};
use okx_client::fields::{Fields, Value};
use okx_client::ids::InstId;
use okx_client::objects::Ticker;
use okx_client::value::Extra;
use okx_client::{OkxRequest, OkxRow, okx_api};

#[test]
fn every_mistake_is_reported_at_its_location_and_nothing_else() {
    let cases = trybuild::TestCases::new();
    cases.compile_fail("ui/*/main.rs");
}

/// Prints all messages of the macros for reading: `cargo test -p okx-tests --test ui messages -- --nocapture`.
#[test]
fn messages_of_the_macros_are_short() {
    let mut messages = BTreeSet::new();
    for entry in fs::read_dir("ui").expect("the folder exists") {
        let expected =
            fs::read_to_string(entry.expect("the entry can be read").path().join("main.stderr")).unwrap_or_default();
        messages.extend(expected.lines().filter_map(|line| Some(line.strip_prefix("error: ")?.to_owned())));
    }
    for message in &messages {
        println!("{message}");
        assert!(!message.ends_with('.') && message.chars().count() <= 250, "{message}");
    }
    assert!(messages.len() > 15, "too few messages found");
}

/// Custom calls of a user.
#[okx_api(path = "ui/valid_custom_file/notes.yaml")]
pub mod notes {
    /// Existing items of the module are kept.
    pub const KEPT: bool = true;
}

#[test]
fn a_custom_file_generates_requests() {
    let note = notes::WriteNote::new("BTC-USDT", Decimal::TEN).mood("sideways").lines(["one", "two"]);
    assert!(notes::KEPT && note.mood.as_ref().is_some_and(|mood| mood.as_str() == "sideways"));
    let json = serde_json::to_value(&note).expect("the request is serialized");
    let expected = serde_json::json!({"instId": "BTC-USDT", "sz": "10", "mood": "sideways", "lines": ["one", "two"]});
    assert_eq!(json, expected);
}

#[test]
fn a_custom_file_can_use_shipped_definitions() {
    let (call, route) = (notes::WriteNote::OPERATION, notes::WriteNote::ROUTE);
    assert_eq!((call.name, route.method, route.path), ("notes.write_note", Method::Post, "/api/v5/notes/write"));
    assert!(std::ptr::eq(call.draws[0], &raw const notes::NOTES_WRITE));
    assert!(std::ptr::eq(call.draws[1], &raw const okx_client::budgets::SUB_ACCOUNT_ORDERS));
    assert_eq!(call.repeat, Repeat::By(3));
}

#[test]
fn a_batch_contains_requests() {
    let batch = notes::WriteNotes::new([notes::WriteNote::new("BTC-USDT", Decimal::ONE)]);
    let Items::Many(items) = batch.items() else { panic!("a batch has items") };
    assert_eq!((items.len(), notes::WriteNotes::OPERATION.up_to), (1, 5));
    assert!(notes::WriteNotes::OPERATION.single_draws.is_some_and(|draws| draws.len() == 2));
}

/// A handwritten request.
#[derive(Clone, Debug, Default, OkxRequest)]
#[okx(get = "/api/v5/market/ticker", access = public, limit = "20/2s by ip, instId", row = Ticker)]
struct ReadTicker {
    inst_id: InstId,
    #[okx(wire = "after")]
    since: Option<i64>,
    #[okx(extra)]
    more: Extra,
}

#[test]
fn a_struct_can_be_a_request() {
    let request = ReadTicker { inst_id: "BTC-USDT".into(), ..ReadTicker::default() };
    let wires = request.shape().wire;
    assert_eq!(wires, ["instId", "after"]);
    assert!(matches!(request.value(0), Value::Text("BTC-USDT")) && matches!(request.value(1), Value::Absent));
    assert!(request.extra().is_some() && request.since.is_none() && request.more == Extra::default());
    let [budget] = ReadTicker::OPERATION.draws else { panic!("it has one limit") };
    assert_eq!((budget.count, budget.window_ms), (20, 2000));
    assert_eq!(budget.keys, [KeyPart::Ip, KeyPart::Field("instId")]);
    assert_eq!(ReadTicker::OPERATION.name, "ui::ReadTicker");
}

/// A handwritten row.
#[derive(Clone, Debug, Default, OkxRow)]
struct Row {
    last: Option<Decimal>,
}

/// A handwritten request whose reply is a handwritten row.
#[derive(Clone, Debug, Default, OkxRequest)]
#[okx(post = "/api/v5/mine", access = trade, draws = [okx_client::budgets::ORDER_PLACE], row = Row, many)]
#[okx(repeat = by(inst_id), deadline)]
struct Own {
    inst_id: InstId,
}

#[test]
fn a_struct_can_use_shared_budgets() {
    assert!(std::ptr::eq(Own::OPERATION.draws[0], &raw const okx_client::budgets::ORDER_PLACE));
    assert_eq!((Own::OPERATION.repeat, Own::OPERATION.deadline), (Repeat::By(0), true));
    assert!(Own::default().inst_id.as_str().is_empty() && Row::default().last.is_none());
}
