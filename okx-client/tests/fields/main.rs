//! The field table from outside: what generated types can do.

mod fixture;

use fixture::{Detail, InstId, Sample, Side};
use okx_client::Decimal;

#[test]
fn a_shape_prints_what_it_holds() {
    let mut sample = Sample { inst_id: InstId::from("BTC-USDT"), side: Side::Sell, ..Sample::default() };
    sample.px = Decimal::new(110, 2);
    sample.details = vec![Detail { ccy: "BTC".into(), ..Detail::default() }];
    sample.extra.insert("new", "value");
    assert_eq!(
        format!("{sample:?}"),
        "Sample { instId: \"BTC-USDT\", side: \"sell\", px: 1.10, count: 0, done: false, ts: 1970-01-01T00:00:00.000Z, more: null, \
         details: [Detail { ccy: \"BTC\" }], main: Detail { ccy: \"\" }, extra: {\"new\": \"value\"} }"
    );
}
