//! Tests of fields that can be kept, set or cleared.

use super::fixture::Change;
use crate::fields::decode::decode;
use crate::fields::{Edits, Items, MadeName, body, edited_body, query};
use crate::value::{Clearable, Json};
use rust_decimal::Decimal;

fn read(text: &str) -> Change {
    let mut change = Change::default();
    decode(text, &mut change).unwrap();
    change
}

fn written(change: &Change) -> String {
    let body = String::from_utf8(body(Items::One(change))).unwrap();
    assert_eq!(body, serde_json::to_string(change).unwrap());
    body
}

#[track_caller]
fn is_written(change: &Change, text: &str) {
    assert_eq!(written(change), text);
    assert_eq!(read(text), *change);
    assert_eq!(serde_json::from_str::<Change>(text).unwrap(), *change);
    assert_eq!(change.clone(), *change);
}

#[test]
fn keeping_setting_and_clearing_differ() {
    let keep = Change { inst_id: "A".into(), ..Change::default() };
    let set = Change { px: Decimal::new(10, 1).into(), note: "text".into(), ..keep.clone() };
    let clear = Change { px: Clearable::Clear, note: Clearable::Clear, ..keep.clone() };
    is_written(&keep, r#"{"instId":"A"}"#);
    is_written(&set, r#"{"instId":"A","px":"1.0","note":"text"}"#);
    is_written(&clear, r#"{"instId":"A","px":"","note":""}"#);
    assert!(keep != set && set != clear && clear != keep);
    assert_eq!(format!("{clear:?}"), r#"Change { instId: "A", px: cleared, note: cleared }"#);
    assert_eq!(query(&clear), "instId=A&px=&note=");
}

#[test]
fn null_keeps_and_an_empty_string_clears() {
    assert_eq!(read(r#"{"instId":"A","px":null}"#).px, Clearable::Keep);
    assert_eq!(read(r#"{"instId":"A","px": "" }"#).px, Clearable::Clear);
    assert_eq!(read(r#"{"instId":"A","px":0}"#).px, Clearable::Set(Decimal::ZERO));
    assert_eq!(read(r#"{"instId":"A","px":"1","clOrdId":""}"#).cl_ord_id, None);
    assert_eq!(
        [Clearable::Keep, Clearable::Clear, 5.into()].map(|px| px.value().copied()),
        [None, None, Some(Decimal::from(5))]
    );
}

#[test]
fn no_member_is_written_twice() {
    let mut change = Change { inst_id: "A".into(), px: 1.into(), cl_ord_id: Some("".into()), ..Change::default() };
    let made = |text: &'static str| move |_| Edits { made: Some(MadeName { place: 3, text }), ..Edits::default() };
    let with_name = |change: &Change| String::from_utf8(edited_body(Items::One(change), made("abc"))).unwrap();
    assert_eq!(with_name(&change), r#"{"instId":"A","px":"1","clOrdId":"abc"}"#);
    change.cl_ord_id = None;
    assert_eq!(with_name(&change), r#"{"instId":"A","px":"1","clOrdId":"abc"}"#);
    change.extra.insert("clOrdId", "other");
    change.extra.insert("px", Json::parse("2.50").unwrap());
    change.extra.insert("new", "x");
    assert_eq!(with_name(&change), r#"{"instId":"A","px":2.50,"clOrdId":"abc","new":"x"}"#);
    assert_eq!(written(&change), r#"{"instId":"A","px":2.50,"clOrdId":"other","new":"x"}"#);
    assert_eq!(query(&change), "instId=A&px=2.50&clOrdId=other&new=x");
}

#[test]
fn a_route_leaves_members_out_and_adds_others() {
    let mut change = Change { inst_id: "A".into(), px: 1.into(), ..Change::default() };
    change.extra.insert("instId", "B");
    let added = Change { inst_id: "Z".into(), cl_ord_id: Some("c".into()), ..Change::default() };
    let edits = |_| Edits { without: &[0], adds: Some(&added), ..Edits::default() };
    let text = String::from_utf8(edited_body(Items::One(&change), edits)).unwrap();
    assert_eq!(text, r#"{"px":"1","instId":"Z","clOrdId":"c"}"#);
}
