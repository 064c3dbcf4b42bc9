//! Tests of request bodies and query strings.

use super::fixture::{Detail, Level, Sample, Side, Underlyings};
use proptest::prelude::*;
use serde::Serialize;

use crate::facts::Fields;
use crate::fields::{Items, body, query};
use crate::value::{Json, Timestamp};
use rust_decimal::Decimal;

fn sample() -> Sample {
    Sample {
        inst_id: "BTC-USDT".into(),
        side: Side::Buy,
        px: Decimal::new(110, 2),
        count: -7,
        done: true,
        ts: Timestamp::from_millis(1_597_026_383_085),
        more: Json::parse(" {\"a\": 1.0} ").unwrap(),
        main: Detail { ccy: "BTC".into(), ..Detail::default() },
        ..Sample::default()
    }
}

/// The body of a shape. It must equal the output of serde.
#[track_caller]
fn json(fields: &(impl Fields + Serialize)) -> String {
    let body = String::from_utf8(body(Items::One(fields))).unwrap();
    assert_eq!(body, serde_json::to_string(fields).unwrap());
    body
}

proptest! {
    #[test]
    fn any_text_is_escaped_like_serde_json_does(text in any::<String>(), number in any::<i64>()) {
        let mut detail = Detail { ccy: text.as_str().into(), eq: Some(Decimal::new(number, 9)), ..Detail::default() };
        detail.extra.insert(text.as_str(), text.as_str());
        json(&detail);
    }
}

#[test]
fn a_body_has_the_present_fields_in_the_order_of_the_shape() {
    assert_eq!(
        json(&sample()),
        r#"{"instId":"BTC-USDT","side":"buy","px":"1.10","count":"-7","done":true,"ts":"1597026383085","more":{"a": 1.0},"main":{"ccy":"BTC"}}"#
    );
}

#[test]
fn optional_fields_lists_and_undescribed_members_are_written_if_present() {
    let mut detail = Detail { ccy: "a\"b\\\u{1}ü".into(), eq: Some(Decimal::new(-5, 0)), ..Detail::default() };
    assert_eq!(json(&detail), r#"{"ccy":"a\"b\\\u0001ü","eq":"-5"}"#);

    detail.parts.push(Detail::default());
    detail.extra.insert("new", "value");
    detail.extra.insert("number", 5);
    assert_eq!(json(&detail), r#"{"ccy":"a\"b\\\u0001ü","eq":"-5","parts":[{"ccy":""}],"new":"value","number":5}"#);
}

#[test]
fn numbers_are_bare_only_if_the_shape_says_so() {
    let mut sample = sample();
    sample.code = Some(12_345_678_901.into());
    sample.level = Some(3);
    sample.rungs = vec![1, 2];
    let json = json(&sample);
    assert!(json.contains(r#""instIdCode":12345678901,"level":"3""#), "{json}");
    assert!(json.contains(r#""rungs":[1,2]"#), "{json}");
}

#[test]
fn rows_and_bare_shapes_keep_their_form() {
    let mut level = Level { px: Decimal::new(411, 1), sz: Decimal::ONE, ..Level::default() };
    assert_eq!(json(&level), r#"["41.1","1",null]"#);
    level.orders = Some(4);
    level.extra.insert("3", Json::parse("[0]").unwrap());
    assert_eq!(json(&level), r#"["41.1","1","4",[0]]"#);

    let bare = Underlyings { underlyings: vec!["BTC-USD".into()], ..Underlyings::default() };
    assert_eq!(json(&bare), r#"["BTC-USD"]"#);
}

#[test]
fn a_batch_is_an_array() {
    let items = vec![Detail { ccy: "A".into(), ..Detail::default() }, Detail::default()];
    assert_eq!(body(Items::Many(&items)), br#"[{"ccy":"A"},{"ccy":""}]"#);
}

#[test]
fn a_query_escapes_characters_that_an_intermediary_might_rewrite() {
    let mut detail = Detail { ccy: "BTC-USDT_x.~".into(), eq: Some(Decimal::new(50, 2)), ..Detail::default() };
    assert_eq!(query(&detail), "ccy=BTC-USDT_x.~&eq=0.50");

    detail.ccy = "a b&c=d/ü%".into();
    detail.extra.insert("new", "1+1");
    detail.extra.insert("list", Json::parse("[1, 2]").unwrap());
    assert_eq!(query(&detail), "ccy=a%20b%26c%3Dd%2F%C3%BC%25&eq=0.50&new=1%2B1&list=%5B1,%202%5D");
}

#[test]
fn a_query_joins_lists_with_commas_and_leaves_out_absent_fields() {
    let mut sample = Sample { tags: vec!["BTC".into(), "ETH".into()], rungs: vec![1, 2], ..sample() };
    sample.more = Json::from("text");
    assert_eq!(
        query(&sample),
        "instId=BTC-USDT&side=buy&px=1.10&count=-7&done=true&ts=1597026383085&more=text&tags=BTC,ETH&rungs=1,2\
         &main=%7B%22ccy%22%3A%22BTC%22%7D"
    );
    assert_eq!(query(&Underlyings::default()), "");
}
