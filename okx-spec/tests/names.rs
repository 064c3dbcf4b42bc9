//! Rust names for OKX's names.

use okx_spec::names::{constant, is_pascal, is_snake, pascal, snake};
use proptest::prelude::*;

#[test]
fn fields_are_in_snake_case() {
    for (wire, name) in [
        ("instId", "inst_id"),
        ("uTime", "u_time"),
        ("cTime", "c_time"),
        ("px", "px"),
        ("volCcy24h", "vol_ccy24h"),
        ("sodUtc0", "sod_utc0"),
        ("tpTriggerPxType", "tp_trigger_px_type"),
        ("instIDs", "inst_ids"),
        ("IDs", "ids"),
        ("USDTAmt", "usdt_amt"),
        ("notionalUsdForBorrow", "notional_usd_for_borrow"),
        ("slTriggerPx1Amt", "sl_trigger_px1_amt"),
        ("open24h", "open24h"),
        ("24h", "24h"),
        ("type", "type"),
        ("after_this", "after_this"),
        ("", ""),
        ("-", ""),
    ] {
        assert_eq!(snake(wire), name, "{wire}");
    }
}

#[test]
fn values_are_in_pascal_case() {
    for (wire, name) in [
        ("post_only", "PostOnly"),
        ("optimal_limit_ioc", "OptimalLimitIoc"),
        ("SPOT", "Spot"),
        ("BTC-USDT", "BtcUsdt"),
        ("last price", "LastPrice"),
        ("netMode", "NetMode"),
        ("liveSPOT", "LiveSpot"),
        ("op_fok", "OpFok"),
        ("1m", "1m"),
        ("-1", "1"),
        ("place_order", "PlaceOrder"),
        ("", ""),
    ] {
        assert_eq!(pascal(wire), name, "{wire}");
    }
}

#[test]
fn statics_are_in_capitals() {
    assert_eq!(constant("order.place"), "ORDER_PLACE");
    assert_eq!(constant("RateLimitReached"), "RATE_LIMIT_REACHED");
}

proptest! {
    #[test]
    fn a_name_is_made_of_what_rust_takes(text in any::<String>()) {
        let (snake, pascal) = (snake(&text), pascal(&text));
        let digit_first = snake.starts_with(|letter: char| letter.is_ascii_digit());
        prop_assert!(snake.is_empty() || digit_first || is_snake(&snake), "{snake}");
        prop_assert!(pascal.is_empty() || digit_first || pascal == "Self" || is_pascal(&pascal), "{pascal}");
    }

    #[test]
    fn a_name_stays_as_it_is(text in "[a-zA-Z0-9_ -]{0,20}") {
        prop_assert_eq!(snake(&snake(&text)), snake(&text));
        prop_assert_eq!(pascal(&snake(&text)), pascal(&text));
    }
}
