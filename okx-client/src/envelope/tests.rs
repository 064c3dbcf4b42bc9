//! Replies as OKX sends them, and as others do.

use proptest::prelude::*;

use super::*;
use crate::fields::tests::fixture::{Ack, Detail, Level, Underlyings};
use crate::fields::tests::texts::{json, nearly_json};

fn rows<T: Fields + Default + 'static>(reply: &str) -> Result<Rows<T>, String> {
    Rows::from_reply(reply).map_err(|error| error.to_string())
}

/// Each row as it prints, or what is wrong with it.
#[track_caller]
fn holds<T: Fields + Default + std::fmt::Debug + 'static>(reply: &str, expected: &[&str]) {
    let rows = rows::<T>(reply).unwrap();
    let found: Vec<_> =
        rows.iter().map(|row| row.as_ref().map_or_else(ToString::to_string, |row| format!("{row:?}"))).collect();
    assert_eq!(found, expected);
}

#[track_caller]
fn is_no_reply(reply: &str, expected: &str) {
    let error = Rows::<Detail>::from_reply(reply).unwrap_err();
    assert!(error.is_unreadable(), "{reply}");
    assert_eq!(error.to_string(), expected, "{reply}");
}

fn head(reply: &str) -> (String, String) {
    let head = read(reply.as_bytes(), &mut Rows::<Detail>::default()).unwrap();
    (head.code.to_string(), head.message.to_string())
}

#[test]
fn members_stand_in_any_order_among_others() {
    let reply = r#" {"data":[{"ccy":"A"},{"ccy":"B"}],"inTime":"1695190491421339","msg":"fine","outTime":"1","code":"0","new":{"a":[1]}} "#;
    holds::<Detail>(reply, &["Detail { ccy: \"A\" }", "Detail { ccy: \"B\" }"]);
    assert_eq!(head(reply), ("0".to_owned(), "fine".to_owned()));
    assert_eq!(head(r#"{"code":0,"data":[]}"#), ("0".to_owned(), String::new()));
}

#[test]
fn data_is_a_list_or_a_row_or_nothing() {
    holds::<Detail>(r#"{"code":"0","data":[]}"#, &[]);
    holds::<Detail>(r#"{"code":"0"}"#, &[]);
    holds::<Detail>(r#"{"code":"0","data":null}"#, &[]);
    holds::<Detail>(r#"{"code":"0","data":""}"#, &[]);
    holds::<Detail>(r#"{"code":"0","data":{"ccy":"A"}}"#, &["Detail { ccy: \"A\" }"]);
    holds::<Level>(
        r#"{"code":"0","data":[["1","2"],["3","4","5"]]}"#,
        &["Level { px: 1, sz: 2 }", "Level { px: 3, sz: 4, numOrders: 5 }"],
    );
    holds::<Level>(r#"{"code":"0","data":["1", "2"]}"#, &["Level { px: 1, sz: 2 }"]);
    let mixed = Rows::<Level>::from_reply(r#"{"code":"0","data":[7,["1","2"]]}"#).unwrap();
    assert_eq!((mixed.len(), mixed.done().count()), (2, 1));
    holds::<Underlyings>(
        r#"{"code":"0","data":[["A","B"],[]]}"#,
        &["Underlyings { underlyings: [\"A\", \"B\"] }", "Underlyings"],
    );
}

#[test]
fn a_row_that_cannot_be_read_is_an_error_in_its_place() {
    let reply = r#"{"code":"0","data":[{"ccy":"A"},{"parts":[{},{"eq":"x"}],"ccy":"B"},{"ccy":"C"},7]}"#;
    holds::<Detail>(
        reply,
        &[
            "Detail { ccy: \"A\" }",
            "item 1: `parts[1].eq`: expected a decimal number of at most 28 digits, found \"x\"",
            "Detail { ccy: \"C\" }",
            "item 3: expected an object, found 7",
        ],
    );
    let rows = rows::<Detail>(reply).unwrap();
    assert_eq!((rows.len(), rows.done().count(), rows.errors().count()), (4, 2, 2));
    assert_eq!(rows.errors().filter_map(Error::item).collect::<Vec<_>>(), [1, 3]);
    assert!(rows.errors().all(Error::is_unreadable));
    assert_eq!(rows.get(1).and_then(|row| row.as_ref().err()?.field()), Some("parts[1].eq"));
    assert_eq!(rows.all().unwrap_err().item(), Some(1));
}

#[test]
fn a_row_that_says_it_was_not_done_is_a_refusal() {
    let reply = r#"{"code":"2","msg":"","data":[{"ordId":"1","sCode":"0","sMsg":""},{"sCode":"99999","sMsg":"No such thing","subCode":"7"},{"sCode":"","ordId":"3"}]}"#;
    let rows = rows::<Ack>(reply).unwrap();
    assert_eq!(rows.done().count(), 1);
    let [refusal, silent] = rows.errors().collect::<Vec<_>>()[..] else { panic!("two errors were expected") };
    assert!(silent.is_unreadable(), "an empty code is none: {silent}");
    assert!(refusal.is_refused());
    assert_eq!((refusal.item(), refusal.code(), refusal.sub_code()), (Some(1), Some("99999"), Some("7")));
    assert!(refusal.to_string().contains("No such thing"), "{refusal}");
}

#[test]
fn the_only_row_has_no_number() {
    let error = rows::<Ack>(r#"{"code":"1","data":[{"sCode":"99999","sMsg":"No"}]}"#).unwrap().one().unwrap_err();
    assert_eq!((error.item(), error.code()), (None, Some("99999")));
}

#[test]
fn one_row_is_neither_none_nor_two() {
    let one = |reply: &str| Detail::from_rows(rows(reply).unwrap()).map_err(|error| error.to_string());
    assert_eq!(one(r#"{"code":"0","data":[{"ccy":"A"}]}"#).unwrap().ccy, "A");
    assert_eq!(one(r#"{"code":"0","data":[]}"#).unwrap_err(), "the reply has no row, where one is expected");
    assert_eq!(one(r#"{"code":"0","data":[{},{}]}"#).unwrap_err(), "the reply has 2 rows, where one is expected");
}

#[test]
fn a_refused_request_without_rows_is_an_error() {
    let error = Rows::<Detail>::from_reply(r#"{"code":"99999","msg":"Nothing doing","data":[]}"#).unwrap_err();
    assert!(error.is_refused());
    assert_eq!((error.code(), error.to_string().contains("Nothing doing")), (Some("99999"), true));
}

#[test]
fn what_is_no_reply_of_okx_is_unreadable() {
    is_no_reply("<html>", "this is not JSON: expected a value at byte 0");
    is_no_reply("", "this is not JSON: expected a value at byte 0");
    is_no_reply("[]", "expected an object, found []");
    is_no_reply(r#"{"data":[]}"#, "the reply has no `code`, so it is not OKX's");
    is_no_reply(
        r#"{"code":"0","data":[{"ccy":"A"}]"#,
        "this is not JSON: expected a comma, or the end of the object or array at byte 32",
    );
    is_no_reply(
        r#"{"code":"0","data":[{"ccy":"A"},{"c"#,
        "this is not JSON: expected the end of the string at byte 35",
    );
    is_no_reply(r#"{"code":"0","data":[{"eq":"x","ccy":]}"#, "this is not JSON: expected a value at byte 36");
    is_no_reply(r#"{"code":"0"} x"#, "this is not JSON: expected the end at byte 13");
    is_no_reply(r#"{"code":"0","code":"1"}"#, "`code`: it is there twice");
    is_no_reply(r#"{"code":"0","data":[],"data":[]}"#, "`data`: it is there twice");
    let error = read(b"{\"code\":\"\xff\"}", &mut Rows::<Detail>::default()).unwrap_err();
    assert!(error.to_string().starts_with("the reply is no text: invalid utf-8"), "{error}");
}

#[test]
fn many_rows_are_all_there() {
    let data: Vec<_> = (0..3_000).map(|index| format!("{{\"ccy\":\"C{index}\"}}")).collect();
    let rows = rows::<Detail>(&format!("{{\"code\":\"0\",\"data\":[{}]}}", data.join(","))).unwrap().all().unwrap();
    assert!(rows.iter().enumerate().all(|(index, row)| row.ccy == *format!("C{index}")));
    assert_eq!(rows.len(), 3_000);
}

proptest! {
    #[test]
    fn every_entry_of_data_is_a_row(entries in prop::collection::vec(json(), 0..5)) {
        let reply = format!("{{\"code\":\"0\",\"data\":[{}]}}", entries.join(","));
        if serde_json::from_str::<&serde_json::value::RawValue>(&reply).is_ok() {
            prop_assert_eq!(rows::<Detail>(&reply).unwrap().len(), entries.len());
        } else {
            prop_assert!(rows::<Detail>(&reply).is_err());
        }
    }

    #[test]
    fn no_reply_is_too_strange(reply in nearly_json(), data in nearly_json()) {
        let _ = rows::<Detail>(&reply);
        let _ = rows::<Ack>(&format!("{{\"code\":\"0\",\"data\":{data}}}"));
    }
}
