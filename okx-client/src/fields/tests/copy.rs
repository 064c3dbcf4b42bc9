//! Tests of cloning. `round_trip` tests that a clone is written like its original.

use super::fixture::{ClOrdId, Detail, Sample, Side};
use crate::value::Json;
use rust_decimal::Decimal;

#[test]
fn a_clone_keeps_present_but_empty_values() {
    let sample = Sample {
        note: Some("".into()),
        cl_ord_id: Some(ClOrdId::from("")),
        pos_side: Some(Side::from("")),
        sz: Some(Decimal::new(0, 8)),
        detail: Some(Detail::default()),
        details: vec![Detail::default()],
        ..Sample::default()
    };
    let copy = sample.clone();

    assert_eq!(copy, sample);
    assert!(copy.note.is_some() && copy.cl_ord_id.is_some() && copy.pos_side.is_some() && copy.detail.is_some());
    assert_eq!(copy.sz.map(|size| size.scale()), Some(8));
    assert_eq!(copy.details.len(), 1);
}

#[test]
fn a_clone_is_independent() {
    let mut sample = Sample { side: Side::Sell, tags: vec!["kept".into()], ..Sample::default() };
    sample.main.extra.insert("new", Json::parse("{\"a\":1.10}").unwrap());
    let copy = sample.clone();
    sample.side = Side::from("hold");
    sample.tags.clear();
    sample.main.extra.insert("new", "other");

    assert_eq!(copy.side, Side::Sell);
    assert_eq!(copy.tags, ["kept"]);
    assert_eq!(copy.main.extra.get("new").unwrap().get(), "{\"a\":1.10}");
}
