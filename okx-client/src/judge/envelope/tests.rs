//! Replies as OKX sends them, and others.

use proptest::prelude::*;

use super::*;
use crate::api::FromRows;
use crate::fields::tests::fixture::{Ack, Chain, Detail, Level, Underlyings};
use crate::fields::tests::texts::{json, nearly_json};

fn rows<T: Fields + Default + 'static>(reply: &str) -> Result<Rows<T>, String> {
    Rows::from_reply(reply).map_err(|error| error.to_string())
}

/// Each row as it prints, or its error.
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
    let head = read(reply.as_bytes(), &mut Rows::<Detail>::default(), &DecodePolicy::default()).unwrap();
    (head.code.to_string(), head.message.to_string())
}

#[test]
fn members_may_have_any_order_and_unknown_ones_are_ignored() {
    let reply = r#" {"data":[{"ccy":"A"},{"ccy":"B"}],"inTime":"1695190491421339","msg":"fine","outTime":"1","code":"0","new":{"a":[1]}} "#;
    holds::<Detail>(reply, &["Detail { ccy: \"A\" }", "Detail { ccy: \"B\" }"]);
    assert_eq!(head(reply), ("0".to_owned(), "fine".to_owned()));
    assert_eq!(head(r#"{"code":0,"data":[]}"#), ("0".to_owned(), String::new()));
}

#[test]
fn a_message_of_any_form_does_not_make_a_reply_unreadable() {
    for (written, message) in [("null", ""), ("{\"a\":1}", "{\"a\":1}"), ("[]", "[]"), ("7", "7"), ("true", "true")] {
        let reply = format!(r#"{{"code":"1","msg":{written},"data":[{{"sCode":"51008","sMsg":{written}}}]}}"#);
        assert_eq!(head(&reply), ("1".to_owned(), message.to_owned()));
        let error = rows::<Ack>(&reply).unwrap().one().unwrap_err();
        assert_eq!((error.is_refused(), error.code()), (true, Some("51008")), "{reply}: {error}");
    }
    is_no_reply(r#"{"code":null,"msg":null}"#, "expected text, found null");
    let error = Rows::<Detail>::from_reply(r#"{"code":"","msg":"Busy","data":[]}"#).unwrap_err();
    assert_eq!(error.to_string(), "OKX's reply has an empty `code`: Busy");
    let unknown = "outcome unknown: OKX's reply has an empty `code`: Busy";
    assert!(error.into_unknown().to_string().starts_with(unknown));
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
    assert_eq!((mixed.len(), mixed.iter().flatten().count()), (2, 1));
    holds::<Underlyings>(
        r#"{"code":"0","data":[["A","B"],[]]}"#,
        &["Underlyings { underlyings: [\"A\", \"B\"] }", "Underlyings"],
    );
}

#[test]
fn a_row_that_cannot_be_read_is_an_error_in_its_position() {
    let reply = r#"{"code":"0","data":[["1","2"],["3" ,"x"],["4","5"],7]}"#;
    holds::<Level>(
        reply,
        &[
            "Level { px: 1, sz: 2 }",
            "item 1: `sz`: expected a decimal number of at most 28 digits, found \"x\"",
            "Level { px: 4, sz: 5 }",
            "item 3: expected an array, found 7",
        ],
    );
    let rows = rows::<Level>(reply).unwrap();
    assert_eq!((rows.len(), rows.iter().flatten().count(), rows.errors().count()), (4, 2, 2));
    assert_eq!(rows.errors().filter_map(Error::item).collect::<Vec<_>>(), [1, 3]);
    assert!(rows.errors().all(Error::is_unreadable));
    assert_eq!(rows.errors().filter_map(Error::row_text).collect::<Vec<_>>(), [r#"["3" ,"x"]"#, "7"]);
    assert_eq!(rows.get(1).and_then(|row| row.as_ref().err()?.field()), Some("sz"));
    assert_eq!(rows.all().unwrap_err().item(), Some(1));
}

#[test]
fn the_text_of_a_row_is_not_shown_by_its_error() {
    let error = rows::<Level>(r#"{"code":"0","data":[["3"],["7351"]]}"#).unwrap().all().unwrap_err();
    assert_eq!(error.row_text(), Some(r#"["3"]"#));
    assert!(!format!("{error} {error:?}").contains(r#"["3"]"#), "{error:?}");
}

#[test]
fn a_value_that_cannot_be_read_affects_only_that_value() {
    let rows = rows::<Detail>(r#"{"code":"0","data":[{"ccy":"A","eq":"x"},{"parts":[{},7],"ccy":"B"}]}"#).unwrap();
    let rows = rows.all().unwrap();
    let kept: Vec<_> =
        rows.iter().flat_map(Detail::kept_texts).map(|kept| (kept.path, kept.text.get().to_owned())).collect();
    assert_eq!(kept, [("eq".to_owned(), "\"x\"".to_owned()), ("parts".to_owned(), "[{},7]".to_owned())]);
    assert_eq!((&*rows[0].ccy, &*rows[1].ccy, rows[1].parts.len()), ("A", "B", 1));
}

#[test]
fn strict_mode_rejects_rows_with_such_values() {
    let reply = r#"{"code":"0","data":[{"ccy":"A","eq":"x"},{"ccy":"B"},{"eq":"0.123456789012345678901234567890"},{"eq":"1.000000000000000000000000000000"}]}"#;
    let mut strict = Rows::<Detail>::default();
    read(reply.as_bytes(), &mut strict, &DecodePolicy::new(true)).unwrap();
    assert_eq!((strict.len(), strict.errors().filter_map(Error::item).collect::<Vec<_>>()), (4, vec![0, 2]));
    assert_eq!(strict.errors().filter_map(Error::field).collect::<Vec<_>>(), ["eq", "eq"]);
}

#[test]
fn a_code_is_reported_whatever_the_data() {
    for data in
        ["{}", " { } ", "[]", "null", "\"\"", "\"x\"", "7", "[{}]", "{\"px\":1}", "[[]]", "[7,{}]", "true", "[null]"]
    {
        for code in ["51603", "1"] {
            let reply = format!("{{\"code\":\"{code}\",\"msg\":\"No such order\",\"data\":{data}}}");
            let error = Rows::<Level>::from_reply(&reply).unwrap_err();
            assert_eq!((error.is_refused() || error.outcome_unknown(), error.code()), (true, Some(code)), "{reply}");
            let error = Rows::<Detail>::from_reply(&reply).unwrap_err();
            assert_eq!(error.code(), Some(code), "{reply}");
        }
        let reply = format!("{{\"data\":{data},\"code\":\"51603\"}}");
        let mut rows = Rows::<Ack>::default();
        read(reply.as_bytes(), &mut rows, &DecodePolicy::default()).unwrap();
        assert_eq!(rows.len(), 0, "{reply}");
    }
}

#[test]
fn a_row_with_an_unreadable_code_does_not_report_success() {
    let error = rows::<Ack>(r#"{"code":"0","data":[{"ordId":"1","sCode":{}}]}"#).unwrap().one().unwrap_err();
    assert!(error.is_unreadable(), "{error}");
    assert_eq!(error.row_text(), Some(r#"{"ordId":"1","sCode":{}}"#));
}

#[test]
fn a_binary_reply_is_reported_as_binary() {
    for body in [&b"\x20\0\xee\x03\x01\0\0\0"[..], b"\x20\0\x01", b"{\"code\":\"\xff\"}"] {
        let error = read(body, &mut Rows::<Detail>::default(), &DecodePolicy::default()).unwrap_err();
        let length = body.len();
        assert_eq!(
            error.to_string(),
            format!("the reply is binary ({length} bytes) and not JSON; read it with `Exchange::body`")
        );
        assert!(error.is_binary() && error.is_unreadable());
    }
}

#[test]
fn errors_of_rows_are_bounded_and_summarized() {
    let count = 1_000_000;
    let reply = format!("{{\"code\":\"0\",\"data\":[{}[\"1\",\"2\"]]}}", "[],".repeat(count));
    let rows = rows::<Level>(&reply).unwrap();
    assert_eq!(
        (rows.len(), rows.iter().flatten().count()),
        (1_002, 1),
        "the last row is read despite the errors before it"
    );
    assert_eq!(
        rows.errors().last().unwrap().to_string(),
        "999000 more rows omitted: they cannot be read, or need far more memory than their text"
    );
    let texts: usize = rows.errors().filter_map(Error::row_text).map(str::len).sum();
    assert!(texts < reply.len());
}

#[test]
fn rows_take_memory_in_proportion_to_their_text() {
    let count = 1_000_000;
    let reply = format!("{{\"code\":\"0\",\"data\":[{}{{}}]}}", "{},".repeat(count));
    let all = rows::<Chain>(&reply).unwrap();
    let bytes = all.len() * all.row_size();
    assert!(bytes <= 16 * reply.len() + (5 << 20), "{bytes} bytes for {} bytes of text", reply.len());
    assert!(all.all().unwrap_err().to_string().contains("more rows omitted"));
}

#[test]
fn a_row_with_a_failure_code_is_a_rejection() {
    let reply = r#"{"code":"2","msg":"","data":[{"ordId":"1","sCode":"0","sMsg":""},{"sCode":"99999","sMsg":"No such thing","subCode":"7"},{"sCode":"","ordId":"3"}]}"#;
    let rows = rows::<Ack>(reply).unwrap();
    assert_eq!(rows.iter().flatten().count(), 1);
    let [refusal, silent] = rows.errors().collect::<Vec<_>>()[..] else { panic!("two errors were expected") };
    assert!(silent.is_unreadable(), "an empty code is not a code: {silent}");
    assert!(refusal.is_refused());
    assert_eq!((refusal.item(), refusal.code(), refusal.sub_code()), (Some(1), Some("99999"), Some("7")));
    assert!(refusal.to_string().contains("No such thing"), "{refusal}");
}

#[test]
fn a_single_row_has_no_index() {
    let error = rows::<Ack>(r#"{"code":"1","data":[{"sCode":"99999","sMsg":"No"}]}"#).unwrap().one().unwrap_err();
    assert_eq!((error.item(), error.code()), (None, Some("99999")));
}

#[test]
fn one_row_is_required_where_one_is_expected() {
    let one = |reply: &str| Detail::from_rows(rows(reply).unwrap()).map_err(|error| error.to_string());
    assert_eq!(one(r#"{"code":"0","data":[{"ccy":"A"}]}"#).unwrap().ccy, "A");
    assert_eq!(one(r#"{"code":"0","data":[]}"#).unwrap_err(), "the reply has no rows; expected one");
    assert_eq!(one(r#"{"code":"0","data":[{},{}]}"#).unwrap_err(), "the reply has 2 rows; expected one");
}

#[test]
fn a_rejected_request_without_rows_is_an_error() {
    let error = Rows::<Detail>::from_reply(r#"{"code":"99999","msg":"Nothing doing","data":[]}"#).unwrap_err();
    assert!(error.is_refused());
    assert_eq!((error.code(), error.to_string().contains("Nothing doing")), (Some("99999"), true));
}

#[test]
fn a_body_that_is_not_an_okx_reply_is_unreadable() {
    is_no_reply("<html>", "invalid JSON at byte 0: expected a value");
    is_no_reply("", "invalid JSON at byte 0: expected a value");
    is_no_reply("[]", "expected an object, found []");
    is_no_reply(r#"{"data":[]}"#, "not an OKX reply: it has no `code`");
    is_no_reply(
        r#"{"code":"0","data":[{"ccy":"A"}]"#,
        "invalid JSON at byte 32: expected a comma, or the end of the object or array",
    );
    is_no_reply(r#"{"code":"0","data":[{"ccy":"A"},{"c"#, "invalid JSON at byte 35: expected the end of the string");
    is_no_reply(r#"{"code":"0","data":[{"eq":"x","ccy":]}"#, "invalid JSON at byte 36: expected a value");
    is_no_reply(r#"{"code":"0"} x"#, "invalid JSON at byte 13: expected the end of the text");
    is_no_reply(r#"{"code":"0","code":"1"}"#, "`code`: appears twice");
    is_no_reply(r#"{"code":"0","data":[],"data":[]}"#, "`data`: appears twice");
    let cut = read(b"{\"code\":\"\xc3", &mut Rows::<Detail>::default(), &DecodePolicy::default()).unwrap_err();
    assert!(cut.to_string().starts_with("reply is not valid UTF-8: incomplete utf-8"), "{cut}");
}

#[test]
fn all_of_many_rows_are_read() {
    let data: Vec<_> = (0..3_000).map(|index| format!("{{\"ccy\":\"C{index}\"}}")).collect();
    let rows = rows::<Detail>(&format!("{{\"code\":\"0\",\"data\":[{}]}}", data.join(","))).unwrap().all().unwrap();
    assert!(rows.iter().enumerate().all(|(index, row)| row.ccy == *format!("C{index}")));
    assert_eq!(rows.len(), 3_000);
}

proptest! {
    #[test]
fn every_element_of_data_is_a_row(entries in prop::collection::vec(json(), 0..5)) {
        let reply = format!("{{\"code\":\"0\",\"data\":[{}]}}", entries.join(","));
        if serde_json::from_str::<&serde_json::value::RawValue>(&reply).is_ok() {
            prop_assert_eq!(rows::<Detail>(&reply).unwrap().len(), entries.len());
        } else {
            prop_assert!(rows::<Detail>(&reply).is_err());
        }
    }

    #[test]
fn no_reply_causes_a_panic(reply in nearly_json(), data in nearly_json()) {
        let _ = rows::<Detail>(&reply);
        let _ = rows::<Ack>(&format!("{{\"code\":\"0\",\"data\":{data}}}"));
    }
}
