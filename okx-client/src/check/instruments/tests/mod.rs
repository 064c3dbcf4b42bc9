//! Loading, caching and refreshing instruments.

mod rounding;

use std::sync::Arc;
use std::time::Duration;

use rust_decimal::Decimal;
use tokio::task::yield_now;

use super::Instrument;
use super::ItemInstrument;
use super::definition::Definition;
use super::group::Group;
use super::sample::{Exchange, none};
use crate::api::enums::{InstState, InstType};
use crate::api::ids::{Ccy, InstFamily, InstIdCode};
use crate::api::objects::InstrumentDetails;
use crate::fields::sample::Sample;
use crate::system::clock::ManualClock;
use crate::value::{Json, Timestamp};

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
        tokio::spawn(async move { instruments.get("BTC-USDT").await.unwrap().tick_sz })
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
    assert_eq!(swap.inst_family.as_ref().map(InstFamily::as_str), Some("BTC-USDT"));
    assert_eq!(swap.inst_id_code.map(InstIdCode::as_i64), Some(10_459));
    assert_eq!((swap.lot_sz, swap.min_sz), (Some(number("0.01")), Some(number("0.05"))));
    assert_eq!((swap.figure("ctVal"), swap.figure("stk"), swap.figure("x")), (Some(number("0.01")), None, None));
}

#[tokio::test]
async fn an_instrument_has_all_fields_of_its_row() {
    let more = r#","ctVal":"0.01","maxLmtSz":"100","baseCcy":"BTC","tradeQuoteCcyList":["USD"],"listTime":"1597026383085","brandNew":"7",
        "upcChg":[{"param":"tickSz","newValue":"0.5","effTime":"5000"}]"#;
    let exchange = Exchange::listing(&[&row("SPOT", "BTC-USDT", more)]);
    let instruments = exchange.instruments(&clock());
    let spot = instruments.get("BTC-USDT").await.unwrap();
    assert_eq!((spot.ct_val, spot.max_lmt_sz), (Some(number("0.01")), Some(number("100"))));
    assert_eq!((spot.state.as_ref(), spot.base_ccy.as_ref().map(Ccy::as_str)), (Some(&InstState::Live), Some("BTC")));
    assert_eq!(
        (spot.list_time.map(Timestamp::as_millis), spot.trade_quote_ccy_list.len()),
        (Some(1_597_026_383_085), 1)
    );
    assert_eq!(spot.extra.get("brandNew").map(Json::get), Some("\"7\""));
    assert_eq!((spot.tick_sz, spot.upc_chg.len()), (Some(number("0.1")), 1));
    exchange.set_now(5_000);
    assert_eq!(instruments.get("BTC-USDT").await.unwrap().tick_sz, Some(number("0.5")));
}

#[tokio::test]
async fn instruments_are_listed_and_refreshed() {
    let exchange = exchange();
    let instruments = exchange.instruments(&clock());
    let names = |listed: Vec<Instrument>| listed.iter().map(|one| one.inst_id().to_string()).collect::<Vec<_>>();
    for _ in 0..2 {
        assert_eq!(names(instruments.list(InstType::Swap).await.unwrap()), ["BTC-USDT-SWAP"]);
        assert_eq!(names(instruments.list_options("ETH-USD").await.unwrap()), ["ETH-USD-261225-6000-C"]);
    }
    assert_eq!(exchange.asked(), 3, "the swaps, the options and their bands, once");
    let rows = ["ZZZ-USDT-SWAP", "AAA-USDT-SWAP"].map(|inst_id| row("SWAP", inst_id, ""));
    exchange.list(&rows.each_ref().map(String::as_str));
    instruments.refresh("BTC-USDT-SWAP").await.unwrap();
    assert_eq!(names(instruments.list(InstType::Swap).await.unwrap()), ["AAA-USDT-SWAP", "ZZZ-USDT-SWAP"]);
    assert!(instruments.refresh("ODD").await.is_err());
}

#[tokio::test]
async fn announced_changes_apply_from_their_effective_time() {
    let exchange = exchange();
    let instruments = exchange.instruments(&clock());
    let mut figures = Vec::new();
    for now in [0, 4_999, 5_000, 6_000] {
        exchange.set_now(now);
        let future = instruments.get("BTC-USDT-261225").await.unwrap();
        figures.push([future.tick_sz, future.lot_sz, future.min_sz].map(|figure| figure.unwrap().to_string()));
    }
    assert_eq!(figures, [["0.1", "0.01", "0.05"], ["0.1", "0.01", "0.05"], ["0.1", "1", "1"], ["0.5", "1", "1"]]);
    // Only for contracts does the lot size change with the minimum size.
    let spot = instruments.get("BTC-USDT").await.unwrap();
    assert_eq!((spot.lot_sz, spot.min_sz), (Some(number("0.01")), Some(number("1"))));
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
        assert_eq!(instruments.get("NEW-USDT").await.unwrap().tick_sz, None);
    }
    assert_eq!(exchange.asked(), 1);
    clock.advance(Duration::from_secs(10));
    exchange.list(&[&row("SPOT", "NEW-USDT", "")]);
    assert_eq!(instruments.get("NEW-USDT").await.unwrap().tick_sz, Some(number("0.1")));
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
    assert_eq!((spot.figure("maxTwapSz"), spot.tick_sz), (None, Some(number("0.1"))));
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
    // Rows as OKX lists them: a spot pair, a swap and an option.
    let rows = [
        r#"{"baseCcy":"USDT","category":"1","ctMult":"","freq":"","futureSettlement":false,"groupId":"10","instCategory":"1",
            "instId":"USDT-SGD","instIdCode":189535,"instType":"SPOT","listTime":"1734678000000","longPosRemainingQuota":"",
            "lotSz":"0.001","maxIcebergSz":"999999999999999.0000000000000000","maxLmtAmt":"20000000","maxLmtSz":"999999999999999",
            "maxMktAmt":"71000","maxMktSz":"1000000","maxPlatOILmt":"","maxStopSz":"1000000",
            "maxTriggerSz":"999999999999999.0000000000000000","maxTwapSz":"999999999999999.0000000000000000","minSz":"1",
            "openType":"fix_price","posLmtAmt":"","quoteCcy":"SGD","ruleType":"normal","state":"live","tickSz":"0.0001",
            "tradeQuoteCcyList":["SGD"],"upcChg":[]}"#,
        r#"{"category":"1","contTdSwTime":"1611916860000","ctMult":"1","ctType":"inverse","ctVal":"100","ctValCcy":"USD",
            "futureSettlement":false,"groupId":"4","instCategory":"1","instFamily":"BTC-USD","instId":"BTC-USD-SWAP","instIdCode":10458,
            "instType":"SWAP","lever":"100","listTime":"1535424203000","lotSz":"0.1","maxIcebergSz":"100000000.0000000000000000",
            "maxLmtAmt":"20000000","maxLmtSz":"100000000","maxMktSz":"54000","maxPlatOILmt":"10000000000000","maxStopSz":"54000",
            "maxTriggerSz":"100000000.0000000000000000","maxTwapSz":"100000000.0000000000000000","minSz":"0.1",
            "openType":"call_auction","posLmtAmt":"250000","posLmtPct":"30","ruleType":"normal","settleCcy":"BTC","state":"live",
            "tickSz":"0.1","uly":"BTC-USD"}"#,
        r#"{"category":"1","ctMult":"0.1","ctVal":"1","ctValCcy":"BTC","expTime":"1652515200000","instId":"BTC-USD-220514-22000-C",
            "instFamily":"BTC-USD","instIdCode":1045800,"groupId":"1","ruleType":"normal","instType":"OPTION",
            "listTime":"1652344257065","lotSz":"1","maxIcebergSz":"1000000","maxLmtSz":"1000000","maxMktSz":"5000","maxStopSz":"5000",
            "maxTriggerSz":"1000000","maxTwapSz":"1000000","minSz":"1","optType":"C","settleCcy":"BTC","state":"live","stk":"22000",
            "tickSz":"0.0005","uly":"BTC-USD"}"#,
    ];
    let group = Group::of_type(InstType::Spot);
    // In addition: the key in the map, the pointer, the two counts of the `Arc`, and the slack of the map.
    let bytes = rows.map(|row| {
        let row = serde_json::from_str(row).unwrap();
        Definition::new(&row, &group, &Arc::from([])).unwrap().bytes() + 2 * (24 + 8) + 16
    });
    println!("bytes for each instrument: {bytes:?}; a whole row takes more than {}", size_of::<InstrumentDetails>());
    assert!(bytes.iter().sum::<usize>() / 3 * 40_000 <= 20_000_000, "{bytes:?} bytes each");
}
