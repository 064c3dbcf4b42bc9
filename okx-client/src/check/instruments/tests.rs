//! Loading, caching and refreshing instruments.

use std::sync::Arc;
use std::time::Duration;

use rust_decimal::Decimal;
use tokio::task::yield_now;

use super::ItemInstrument;
use super::definition::Definition;
use super::group::Group;
use super::sample::{Exchange, none};
use crate::api::enums::InstType;
use crate::api::ids::{InstFamily, InstIdCode};
use crate::fields::sample::Sample;
use crate::system::clock::ManualClock;
use crate::value::Timestamp;

fn row(inst_type: &str, inst_id: &str, more: &str) -> String {
    format!(
        r#"{{"instType":"{inst_type}","instId":"{inst_id}","state":"live","tickSz":"0.1","lotSz":"0.01","minSz":"0.05"{more}}}"#
    )
}

fn exchange() -> Arc<Exchange> {
    let future = row(
        "FUTURES",
        "BTC-USDT-261225",
        r#","upcChg":[{"param":"minSz","newValue":"1","effTime":"5000"},
        {"param":"tickSz","newValue":"0.5","effTime":"6000"},{"param":"brandNew","newValue":"7","effTime":"1"}]"#,
    );
    let rows = [
        row("SPOT", "BTC-USDT", r#","upcChg":[{"param":"minSz","newValue":"1","effTime":"5000"}]"#),
        row("MARGIN", "BTC-USDT", r#","lever":"10""#),
        row("SWAP", "BTC-USDT-SWAP", r#","instIdCode":10459,"instFamily":"BTC-USDT","ctVal":"0.01""#),
        future,
        row("OPTION", "BTC-USD-261225-60000-C", r#","instFamily":"BTC-USD""#),
        row("OPTION", "ETH-USD-261225-6000-C", r#","instFamily":"ETH-USD""#),
        row("OPTION", "ODD", r#","instFamily":"ODD-USD""#),
    ];
    Exchange::listing(&rows.each_ref().map(String::as_str))
}

fn clock() -> ManualClock {
    ManualClock::new(Timestamp::from_millis(0))
}

fn number(text: &str) -> Decimal {
    text.parse().unwrap()
}

async fn settle() {
    for _ in 0..100 {
        yield_now().await;
    }
}

#[tokio::test]
async fn tasks_that_need_the_same_instrument_share_one_request() {
    let exchange = exchange();
    let instruments = Arc::new(exchange.instruments(&clock()));
    let ask = |_| {
        let instruments = Arc::clone(&instruments);
        tokio::spawn(async move { instruments.get("BTC-USDT").await.unwrap().tick_sz() })
    };
    let tasks: Vec<_> = (0..16).map(ask).collect();
    for task in tasks {
        assert_eq!(task.await.unwrap(), Some(number("0.1")));
    }
    assert_eq!(exchange.asked(), 1);
    instruments.get("BTC-USDT-SWAP").await.unwrap();
    assert_eq!(exchange.asked(), 2);
}

#[tokio::test]
async fn an_instrument_has_its_figures() {
    let exchange = exchange();
    let swap = exchange.instruments(&clock()).get("BTC-USDT-SWAP").await.unwrap();
    assert_eq!((swap.inst_id().as_str(), swap.inst_type()), ("BTC-USDT-SWAP", &InstType::Swap));
    assert_eq!(swap.inst_family().map(InstFamily::as_str), Some("BTC-USDT"));
    assert_eq!(swap.inst_id_code().map(InstIdCode::as_i64), Some(10_459));
    assert_eq!((swap.lot_sz(), swap.min_sz()), (Some(number("0.01")), Some(number("0.05"))));
    assert_eq!((swap.figure("ctVal"), swap.figure("stk"), swap.figure("x")), (Some(number("0.01")), None, None));
}

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
async fn announced_changes_apply_from_their_effective_time() {
    let exchange = exchange();
    let instruments = exchange.instruments(&clock());
    let mut figures = Vec::new();
    for now in [0, 4_999, 5_000, 6_000] {
        exchange.set_now(now);
        let future = instruments.get("BTC-USDT-261225").await.unwrap();
        figures.push([future.tick_sz(), future.lot_sz(), future.min_sz()].map(|figure| figure.unwrap().to_string()));
    }
    assert_eq!(figures, [["0.1", "0.01", "0.05"], ["0.1", "0.01", "0.05"], ["0.1", "1", "1"], ["0.5", "1", "1"]]);
    // Only for contracts does the lot size change with the minimum size.
    let spot = instruments.get("BTC-USDT").await.unwrap();
    assert_eq!((spot.lot_sz(), spot.min_sz()), (Some(number("0.01")), Some(number("1"))));
}

#[tokio::test]
async fn spot_and_margin_may_share_a_name() {
    let exchange = exchange();
    let instruments = exchange.instruments(&clock());
    instruments.load(InstType::Margin).await.unwrap();
    let spot = instruments.get("BTC-USDT").await.unwrap();
    assert_eq!((spot.inst_type(), spot.figure("lever")), (&InstType::Spot, None));
}

#[tokio::test]
async fn an_unlisted_instrument_is_requested_again_only_after_a_while() {
    let (exchange, clock) = (exchange(), clock());
    let instruments = exchange.instruments(&clock);
    for _ in 0..5 {
        let error = instruments.get("NEW-USDT").await.unwrap_err();
        assert!(error.is_invalid());
        assert_eq!(error.to_string(), "OKX lists no SPOT instrument \"NEW-USDT\"; check the name");
    }
    assert_eq!(exchange.asked(), 1);
    clock.advance(Duration::from_secs(10));
    exchange.list(&[&row("SPOT", "NEW-USDT", "")]);
    assert!(instruments.get("NEW-USDT").await.is_ok());
    let gone = instruments.get("BTC-USDT").await.unwrap_err();
    assert!(gone.is_invalid());
    assert_eq!(exchange.asked(), 2);
}

#[tokio::test]
async fn an_instrument_without_a_step_is_requested_again_until_it_has_one() {
    let (exchange, clock) = (exchange(), clock());
    exchange.list(&[r#"{"instType":"SPOT","instId":"NEW-USDT","state":"preopen","tickSz":"","lotSz":"","minSz":""}"#]);
    let instruments = exchange.instruments(&clock);
    for _ in 0..3 {
        assert_eq!(instruments.get("NEW-USDT").await.unwrap().tick_sz(), None);
    }
    assert_eq!(exchange.asked(), 1);
    clock.advance(Duration::from_secs(10));
    exchange.list(&[&row("SPOT", "NEW-USDT", "")]);
    assert_eq!(instruments.get("NEW-USDT").await.unwrap().tick_sz(), Some(number("0.1")));
}

#[tokio::test]
async fn an_instrument_with_an_unknown_form_of_name_must_be_loaded_first() {
    let exchange = exchange();
    let instruments = exchange.instruments(&clock());
    let error = instruments.get("ODD").await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "the type of instrument \"ODD\" is not clear from its name; load its type with `Instruments::load` first"
    );
    let item = Sample::texts(&[("instId", "ODD")]);
    let instrument = ItemInstrument::new(&item, &instruments);
    assert_eq!((instrument.instrument_type(), instrument.symbol()), (None, Some("ODD")));
    instruments.load_options("ODD-USD").await.unwrap();
    assert_eq!(instruments.get("ODD").await.unwrap().inst_type(), &InstType::Option);
    let instrument = ItemInstrument::new(&item, &instruments);
    assert_eq!((instrument.instrument_type(), instrument.symbol()), (Some("OPTION"), Some("ODD-USD")));
}

#[tokio::test]
async fn old_instruments_stay_in_use_while_they_are_refreshed() {
    let (exchange, clock) = (exchange(), clock());
    let instruments = exchange.instruments(&clock);
    instruments.get("BTC-USDT").await.unwrap();
    exchange.list(&[&row("SPOT", "BTC-USDT", r#","ctVal":"2""#)]);
    clock.advance(Duration::from_secs(3_600));
    let old = instruments.get("BTC-USDT").await.unwrap();
    assert_eq!((old.figure("ctVal"), exchange.asked()), (None, 1));
    settle().await;
    let new = instruments.get("BTC-USDT").await.unwrap();
    assert_eq!((new.figure("ctVal"), exchange.asked()), (Some(number("2")), 2));
}

#[tokio::test]
async fn known_instruments_stay_in_use_when_a_refresh_fails() {
    let (exchange, clock) = (exchange(), clock());
    let instruments = exchange.instruments(&clock);
    instruments.get("BTC-USDT").await.unwrap();
    exchange.set_down(true);
    clock.advance(Duration::from_secs(3_600));
    for asked in [2, 2, 3] {
        assert!(instruments.get("BTC-USDT").await.is_ok());
        settle().await;
        assert_eq!(exchange.asked(), asked);
        clock.advance(Duration::from_secs(30));
    }
}

#[tokio::test]
async fn all_waiting_tasks_get_the_error_and_the_next_one_tries_again() {
    let exchange = exchange();
    exchange.set_down(true);
    let instruments = Arc::new(exchange.instruments(&clock()));
    let ask = |_| {
        let instruments = Arc::clone(&instruments);
        tokio::spawn(async move { instruments.get("BTC-USDT").await.unwrap_err() })
    };
    let tasks: Vec<_> = (0..16).map(ask).collect();
    for task in tasks {
        let error = task.await.unwrap();
        assert!(error.is_unreachable());
        assert_eq!(
            error.to_string(),
            "could not load the SPOT instruments needed to check prices and sizes (the line is dead)"
        );
    }
    assert_eq!(exchange.asked(), 1);
    exchange.set_down(false);
    assert!(instruments.get("BTC-USDT").await.is_ok());
}

#[tokio::test]
async fn cancelling_one_waiting_task_does_not_affect_the_others() {
    let exchange = exchange();
    let instruments = Arc::new(exchange.instruments(&clock()));
    let ask = || {
        let instruments = Arc::clone(&instruments);
        tokio::spawn(async move { instruments.get("BTC-USDT").await.is_ok() })
    };
    let (first, second) = (ask(), ask());
    while exchange.asked() == 0 {
        yield_now().await;
    }
    first.abort();
    assert!(second.await.unwrap());
}

#[tokio::test]
async fn with_unreadable_names_a_missing_instrument_may_be_listed() {
    let exchange = Exchange::listing(&[&row("SPOT", "BTC-USDT", ""), "7", "[]"]);
    let instruments = exchange.instruments(&clock());
    assert!(instruments.get("BTC-USDT").await.is_ok());
    assert_eq!(
        instruments.get("NEW-USDT").await.unwrap_err().to_string(),
        "could not find \"NEW-USDT\": 2 rows of the list could not be read (first: item 1: expected an object, found 7)"
    );
}

#[tokio::test]
async fn a_bound_of_31_digits_is_read() {
    let more = r#","maxIcebergSz":"999999999999999.0000000000000000","maxTwapSz":"soon""#;
    let exchange = Exchange::listing(&[&row("SPOT", "BTC-USDT", more)]);
    let spot = exchange.instruments(&clock()).get("BTC-USDT").await.unwrap();
    assert_eq!(spot.figure("maxIcebergSz"), Some(number("999999999999999")));
    assert_eq!((spot.figure("maxTwapSz"), spot.tick_sz()), (None, Some(number("0.1"))));
}

#[tokio::test]
async fn without_a_readable_step_prices_are_not_rounded() {
    let unreadable = row("SPOT", "BTC-USDT", "").replace("\"tickSz\":\"0.1\"", "\"tickSz\":\"a tenth\"");
    let exchange = Exchange::listing(&[&unreadable]);
    let spot = exchange.instruments(&clock()).get("BTC-USDT").await.unwrap();
    assert_eq!((spot.floor_px(number("1.23")), spot.floor_sz(number("0.059"))), (None, Some(number("0.05"))));
}

#[tokio::test]
async fn unreadable_tick_bands_are_an_error() {
    let exchange = exchange();
    exchange.set_bands(&[r#"{"instType":"OPTION","instFamily":"BTC-USD","tickBand":[
        {"minPx":"0","maxPx":"0.005","tickSz":"0.0001"},{"minPx":"0.005","maxPx":"20","tickSz":"many"}]}"#]);
    let error = exchange.instruments(&clock()).get("BTC-USD-261225-60000-C").await.unwrap_err();
    assert!(error.is_unreachable() && error.to_string().contains("`tickBand`: could not be read exactly"), "{error}");
}

#[tokio::test]
async fn instruments_of_a_dropped_client_say_so() {
    assert_eq!(
        none().get("BTC-USDT").await.unwrap_err().to_string(),
        "the client that these instruments belong to was dropped"
    );
}

#[test]
fn forty_thousand_instruments_take_at_most_20_megabytes() {
    let full = row(
        "SWAP",
        "LONGESTNAME-USDT-SWAP",
        r#","ctVal":"1","ctMult":"1","lever":"5","maxLmtSz":"1","maxMktSz":"1",
        "maxLmtAmt":"1","maxMktAmt":"1","maxTwapSz":"1","maxIcebergSz":"1","maxTriggerSz":"1","maxStopSz":"1""#,
    );
    let row = serde_json::from_str(&full).unwrap();
    let definition = Definition::new(&row, &Group::of_type(InstType::Swap), &Arc::from([])).unwrap();
    // In addition: the key in the map, the pointer, the two counts of the `Arc`, and the slack of the map.
    let bytes = definition.bytes() + 2 * (24 + 8) + 16;
    assert!(bytes * 40_000 <= 20_000_000, "{bytes} bytes each");
}
