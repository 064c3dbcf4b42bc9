//! Instruments and their tick bands.

use serde_json::{Value, json};

use crate::core::{Band, Instrument, Kind, Upcoming};
use crate::number::write;

/// An instrument in the list of instruments.
pub fn instrument_row(instrument: &Instrument) -> Value {
    let mut row = json!({
        "instType": instrument.type_name(),
        "instId": instrument.id,
        "instIdCode": instrument.code,
        "instFamily": instrument.family,
        "uly": instrument.family,
        "groupId": "1",
        "category": "1",
        "tickSz": write(instrument.tick),
        "lotSz": write(instrument.lot),
        "minSz": write(instrument.min),
        "maxLmtSz": write(instrument.max_limit),
        "maxMktSz": write(instrument.max_market),
        "maxTwapSz": write(instrument.max_limit),
        "maxIcebergSz": write(instrument.max_limit),
        "maxTriggerSz": write(instrument.max_limit),
        "maxStopSz": write(instrument.max_market),
        "listTime": "1611907686000",
        "state": "live",
        "ruleType": "normal",
        "instCategory": "1",
        "futureSettlement": false,
        "upcChg": instrument.upcoming.iter().map(|change| upcoming_row(*change)).collect::<Vec<_>>(),
    });
    describe_kind(instrument, &mut row);
    row
}

fn upcoming_row(change: Upcoming) -> Value {
    json!({"param": change.what.name(), "newValue": write(change.value), "effTime": change.at.to_string()})
}

fn describe_kind(instrument: &Instrument, row: &mut Value) {
    match &instrument.kind {
        Kind::Spot { max_market_amount } => {
            row["baseCcy"] = json!(instrument.base);
            row["quoteCcy"] = json!(instrument.quote);
            row["tradeQuoteCcyList"] = json!([instrument.quote]);
            row["maxMktSz"] = json!(write(*max_market_amount));
            row["maxMktAmt"] = json!(write(*max_market_amount));
            row["maxLmtAmt"] = json!("20000000");
        }
        Kind::Swap { max_leverage } => {
            describe_contract(instrument, row);
            row["ctType"] = json!("linear");
            row["lever"] = json!(write(*max_leverage));
        }
        Kind::Call { strike, expiry, .. } => {
            describe_contract(instrument, row);
            row["optType"] = json!("C");
            row["stk"] = json!(write(*strike));
            row["expTime"] = json!(expiry.to_string());
        }
    }
}

fn describe_contract(instrument: &Instrument, row: &mut Value) {
    row["settleCcy"] = json!(instrument.settle);
    row["ctVal"] = json!(write(instrument.face));
    row["ctMult"] = json!("1");
    row["ctValCcy"] = json!(instrument.base);
}

/// A family of options in the list of tick bands.
pub fn band_row(family: &str, bands: &[Band]) -> Value {
    let band = |band: &Band| json!({"minPx": write(band.least), "maxPx": write(band.most), "tickSz": write(band.tick)});
    json!({
        "instType": "OPTION",
        "instFamily": family,
        "tickBand": bands.iter().map(band).collect::<Vec<_>>(),
    })
}
