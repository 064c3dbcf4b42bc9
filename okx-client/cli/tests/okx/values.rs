//! Values of parameters: unknown values, empty strings, and numbers in JSON.

use okx_sim::Sim;

use crate::run::okx;

const CANDLES: [&str; 5] = ["call", "market.get_candles", "--dry-run", "--inst-id", "BTC-USDT"];
const AMEND_GRID: &str = "grid.amend_grid_algo_order";

#[test]
fn unknown_values_are_sent_with_a_warning_that_names_the_nearest_one() {
    let warning = "okx: `--bar`: \"1d\" is not a known value; did you mean \"1D\"? (sent unchanged)\n";
    let flag = okx(&CANDLES).and(&["--bar", "1d"]).run();
    assert_eq!((flag.code, flag.stderr.as_str()), (Some(0), warning), "{flag:?}");
    assert!(flag.stdout.contains("bar=1d"), "{flag:?}");
    let line = r#"{"endpoint":"market.get_candles","params":{"instId":"BTC-USDT","bar":"1d"}}"#;
    let many = okx(&["call", "--jsonl", "--dry-run"]).input(line).run();
    assert!(
        many.code == Some(0) && many.stderr.contains("`bar`: \"1d\" is not a known value; did you mean \"1D\"?"),
        "{many:?}"
    );
    let known = okx(&CANDLES).and(&["--bar", "1D"]).run();
    assert_eq!((known.code, known.stderr.as_str()), (Some(0), ""), "{known:?}");
}

#[test]
fn an_instrument_in_lower_case_is_sent_with_a_warning() {
    let ended = okx(&["call", "market.get_ticker", "--dry-run", "--inst-id", "btc-usdt"]).run();
    let warning =
        "okx: `--inst-id`: \"btc-usdt\" has lower-case letters; did you mean \"BTC-USDT\"? (sent unchanged)\n";
    assert_eq!((ended.code, ended.stderr.as_str()), (Some(0), warning), "{ended:?}");
    assert!(ended.stdout.contains("instId=btc-usdt"), "{ended:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_order_of_an_unknown_type_is_sent_with_a_warning() {
    let sim = Sim::start().await;
    let words = ["call", "trade.place_order", "--inst-id", "BTC-USDT", "--td-mode", "cash", "--side", "buy"];
    let ended = okx(&words).and(&["--ord-type", "stp", "--sz", "0.001", "--px", "20000"]).on(&sim).run();
    assert!(
        ended.stderr.contains("`--ord-type`: \"stp\" is not a known value; known values: market, limit"),
        "{ended:?}"
    );
    assert_eq!(ended.code, Some(3), "{ended:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_empty_flag_clears_a_clearable_value_and_is_absent_otherwise() {
    let sim = Sim::start().await;
    let words = ["call", AMEND_GRID, "--algo-id", "1", "--inst-id", "BTC-USDT-SWAP", "--tp-trigger-px", ""];
    let ended = okx(&words).and(&["--top-up-amt", ""]).on(&sim).run();
    assert_eq!(ended.code, Some(0), "{ended:?}");
    let sent = sim.journal().into_iter().rfind(|entry| entry.call == AMEND_GRID).expect("it arrived");
    assert_eq!(sent.body, r#"{"algoId":"1","instId":"BTC-USDT-SWAP","tpTriggerPx":""}"#);
}
