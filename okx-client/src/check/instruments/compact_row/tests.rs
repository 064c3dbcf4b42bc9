//! Rows that are stored and read again.

use proptest::prelude::*;

use super::*;
use crate::api::Rows;
use crate::facts::Fields;

fn row(json: &str) -> InstrumentDetails {
    Rows::from_reply(&format!(r#"{{"code":"0","data":[{json}]}}"#)).and_then(Rows::one).unwrap()
}

fn place(wire: &str) -> usize {
    InstrumentDetails::SHAPE.place(wire).unwrap()
}

#[test]
fn a_row_is_stored_without_loss() {
    for json in [
        "{}",
        r#"{"instId":"BTC-USDT","tickSz":"0.10","lotSz":"1e-8","maxTwapSz":"999999999999999.0000000000000000","maxStopSz":"soon",
            "instIdCode":10459,"futureSettlement":false,"tradeQuoteCcyList":["USD","USDC"],"listTime":"1597026383085",
            "upcChg":[{"param":"minSz","newValue":"1","effTime":"5000"}],"state":"brand_new","alias":"a\"b\\cé"}"#,
        r#"{"instId":"X","brandNew":{"a":[1,"\""]},"another\n":"7","maxPlatOICoinLmt":"7"}"#,
    ] {
        let row = row(json);
        let compact = CompactRow::of(&row);
        let read = compact.details();
        assert_eq!(read, row);
        assert_eq!(write::to_text(&read), write::to_text(&row));
        assert_eq!(read.kept_texts().len(), row.kept_texts().len());
    }
}

#[test]
fn fields_are_read_one_by_one() {
    let compact = CompactRow::of(&row(
        r#"{"instId":"BTC-USDT","tickSz":"0.10","maxTwapSz":"999999999999999.00000000000000001","instIdCode":10459,"maxStopSz":"soon"}"#,
    ));
    assert_eq!((compact.text(place("instId")), compact.text(place("uly"))), (Some("BTC-USDT"), None));
    assert_eq!((compact.whole(place("instIdCode")), compact.text(place("instIdCode"))), (Some(10_459), None));
    let decimal = |wire| compact.decimal(place(wire)).map(|decimal| decimal.to_string());
    assert_eq!((decimal("tickSz"), decimal("maxStopSz"), decimal("lotSz")), (Some("0.10".into()), None, None));
    assert_eq!(decimal("maxTwapSz"), Some("999999999999999".into()));
    assert!(["maxTwapSz", "maxStopSz"].into_iter().all(|wire| compact.is_inexact(place(wire))));
    assert!(["tickSz", "lotSz"].into_iter().all(|wire| !compact.is_inexact(place(wire))));
}

proptest! {
    #[test]
    fn texts_of_any_length_and_letters_are_stored(texts in prop::collection::vec("\\PC{0,40}|[a\"\\\\\n]{0,300}", 3)) {
        let mut row = InstrumentDetails::default();
        (row.uly, row.group_id, row.category) =
            (Some(texts[0].as_str().into()), Some(texts[1].as_str().into()), Some(texts[2].as_str().into()));
        let read = CompactRow::of(&row).details();
        for place in 0..InstrumentDetails::SHAPE.wire.len() {
            prop_assert!(read.value(place) == row.value(place) || texts.iter().any(String::is_empty));
        }
    }

    #[test]
    fn numbers_are_stored_in_few_bytes(length in 0_usize..1 << 40, flags in 0_usize..4) {
        let mut bytes = Vec::new();
        add(&mut bytes, 1, flags, &"x".repeat(length % 5_000));
        let (number, rest) = number(&bytes[1..]).unwrap();
        prop_assert_eq!((number >> 2, number & 3, rest.len()), (length % 5_000, flags, length % 5_000));
    }
}
