//! Tests of printing and comparing.

use super::fixture::{Detail, InstId, Sample, Side};
use rust_decimal::Decimal;

fn sample() -> Sample {
    let mut sample = Sample { inst_id: InstId::from("BTC-USDT"), side: Side::Sell, ..Sample::default() };
    sample.px = Decimal::new(110, 2);
    sample.details = vec![Detail { ccy: "BTC".into(), ..Detail::default() }];
    sample.extra.insert("new", "value");
    sample
}

#[test]
fn debug_prints_present_fields_by_wire_name() {
    assert_eq!(
        format!("{:?}", sample()),
        "Sample { instId: \"BTC-USDT\", side: \"sell\", px: 1.10, count: 0, done: false, ts: 1970-01-01T00:00:00.000Z, \
         more: null, details: [Detail { ccy: \"BTC\" }], main: Detail { ccy: \"\" }, extra: {\"new\": \"value\"} }"
    );
}

#[test]
fn shapes_are_equal_if_all_their_fields_are() {
    let differs = |change: fn(&mut Sample)| {
        let mut other = sample();
        change(&mut other);
        assert_ne!(sample(), other);
    };

    assert_eq!(sample(), sample());
    differs(|other| other.inst_id = "BTC-USD".into());
    differs(|other| other.side = Side::Buy);
    differs(|other| other.px = Decimal::new(111, 2));
    differs(|other| other.sz = Some(Decimal::ZERO));
    differs(|other| other.details[0].ccy = "ETH".into());
    differs(|other| other.details.clear());
    differs(|other| other.tags.push("x".into()));
    differs(|other| other.extra.insert("new", "other"));
}

#[test]
fn decimals_are_compared_by_number_and_enum_values_by_text() {
    assert_eq!(Sample { px: Decimal::new(11, 1), ..sample() }, sample());
    assert_eq!(Side::Unknown("sell"), Side::Sell);
    assert_ne!(Side::Unknown("SELL"), Side::Sell);
}
