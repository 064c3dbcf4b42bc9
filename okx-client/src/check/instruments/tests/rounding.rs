//! Rounding of prices and sizes, and moves by ticks and lots.

use super::*;

#[tokio::test]
async fn rounding_is_down() {
    let exchange = exchange();
    let instruments = exchange.instruments(&clock());
    let spot = instruments.get("BTC-USDT").await.unwrap();
    assert_eq!(spot.floor_px(number("60000.19")), Some(number("60000.1")));
    assert_eq!(spot.floor_px(number("0.09")), None);
    assert_eq!(spot.floor_sz(number("0.059")), Some(number("0.05")));
    assert_eq!(spot.floor_sz(number("0.049")), None);
    assert_eq!(spot.floor_px(number("-1")), None);
}

#[tokio::test]
async fn prices_and_sizes_are_rounded_and_moved() {
    let exchange = exchange();
    let spot = exchange.instruments(&clock()).get("BTC-USDT").await.unwrap();
    let found = |found: Option<Decimal>| found.map_or("-".to_owned(), |found| found.to_string());
    for (px, expected) in [
        ("60000.11", ["60000.1", "60000.2", "60000.1"]),
        ("60000.15", ["60000.1", "60000.2", "60000.2"]),
        ("60000.1", ["60000.1", "60000.1", "60000.1"]),
        ("0.04", ["-", "0.1", "0.1"]),
        ("0", ["-", "-", "-"]),
        ("-5", ["-", "-", "-"]),
    ] {
        let px = number(px);
        assert_eq!([spot.floor_px(px), spot.ceil_px(px), spot.round_px(px)].map(found), expected, "{px}");
    }
    for (sz, expected) in [
        ("0.056", ["0.05", "0.06", "0.06"]),
        ("0.049", ["-", "0.05", "0.05"]),
        ("0.001", ["-", "0.05", "0.05"]),
        ("0", ["-", "-", "-"]),
    ] {
        let sz = number(sz);
        assert_eq!([spot.floor_sz(sz), spot.ceil_sz(sz), spot.round_sz(sz)].map(found), expected, "{sz}");
    }
    assert_eq!(spot.add_ticks(number("0.3"), -3), None, "zero is not a price");
    assert_eq!(spot.add_lots(number("0.06"), -2), None, "below the minimum");
    assert_eq!(spot.ticks_between(number("0.3"), number("0.1")), Some(-2));
    assert_eq!(spot.ticks_between(number("0.3"), number("0.15")), None);
    assert_eq!(spot.ticks_between(number("-0.3"), number("0.1")), None);
}

#[tokio::test]
async fn ticks_follow_the_bands() {
    let exchange = exchange();
    exchange.set_bands(&[r#"{"instType":"OPTION","instFamily":"BTC-USD","tickBand":[
        {"minPx":"0","maxPx":"0.005","tickSz":"0.0001"},{"minPx":"0.005","maxPx":"20","tickSz":"0.0005"}]}"#]);
    let option = exchange.instruments(&clock()).get("BTC-USD-261225-60000-C").await.unwrap();
    let moved = |px: &str, ticks| option.add_ticks(number(px), ticks).map(|px| px.to_string());
    assert_eq!(moved("0.0048", 3), Some("0.0055".to_owned()));
    assert_eq!(moved("0.0055", -3), Some("0.0048".to_owned()));
    assert_eq!(moved("20", 1), None);
    assert_eq!(option.ticks_between(number("0.0048"), number("0.0055")), Some(3));
    assert_eq!(option.round_px(number("0.00527")), Some(number("0.0055")));
    assert_eq!(option.ceil_px(number("20.1")), None);
}

#[tokio::test]
async fn rounding_uses_tick_bands() {
    let exchange = exchange();
    exchange.set_bands(&[r#"{"instType":"OPTION","instFamily":"BTC-USD","tickBand":[
        {"minPx":"0","maxPx":"0.005","tickSz":"0.0001"},{"minPx":"0.005","maxPx":"20","tickSz":"0.0005"}]}"#]);
    let instruments = exchange.instruments(&clock());
    let option = instruments.get("BTC-USD-261225-60000-C").await.unwrap();
    for (px, floor) in
        [("0.00499", Some("0.0049")), ("0.0054", Some("0.005")), ("20", Some("20")), ("20.1", None), ("0.00001", None)]
    {
        assert_eq!(option.floor_px(number(px)), floor.map(number), "{px}");
    }
    assert_eq!(exchange.asked(), 2);
}

#[tokio::test]
async fn without_a_readable_step_prices_are_not_rounded() {
    let unreadable = row("SPOT", "BTC-USDT", "").replace("\"tickSz\":\"0.1\"", "\"tickSz\":\"a tenth\"");
    let exchange = Exchange::listing(&[&unreadable]);
    let spot = exchange.instruments(&clock()).get("BTC-USDT").await.unwrap();
    assert_eq!((spot.floor_px(number("1.23")), spot.floor_sz(number("0.059"))), (None, Some(number("0.05"))));
}
