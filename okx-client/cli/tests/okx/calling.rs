//! `okx call`: one request and its exit code.

use okx_sim::{Fault, Sim};

use crate::run::{Okx, okx};

/// An order that stays in the book.
fn order(size: &str, price: &str) -> Okx {
    let words = ["call", "trade.place_order", "--inst-id", "BTC-USDT", "--td-mode", "cash", "--side", "buy"];
    okx(&words).and(&["--ord-type", "limit", "--sz", size, "--px", price])
}

#[tokio::test(flavor = "multi_thread")]
async fn flags_and_json_are_equivalent_and_the_whole_reply_is_printed() {
    let sim = Sim::start().await;
    for words in [
        &["market.get_ticker", "--inst-id", "BTC-USDT"][..],
        &["GET /api/v5/market/ticker", r#"{"instId":"BTC-USDT"}"#],
        &["--json", "/api/v5/market/ticker", "-"],
    ] {
        let ended = okx(&["call"]).and(words).at(&sim).input(r#"{"instId":"BTC-USDT"}"#).run();
        assert_eq!((ended.code, ended.stderr.as_str()), (Some(0), ""), "{words:?}");
        assert_eq!((&ended.json()["code"], &ended.json()["data"][0]["instId"]), (&"0".into(), &"BTC-USDT".into()));
    }
    let several = okx(&["call", "get_ticker", "--inst-id", "BTC-USDT"]).at(&sim).run();
    assert!(several.code == Some(2) && several.stderr.contains("market.get_ticker or"), "{several:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_exit_code_is_the_outcome_of_an_order() {
    let sim = Sim::start().await;
    let placed = order("0.001", "20000").on(&sim).run();
    assert_eq!((placed.code, placed.json()["data"][0]["sCode"].as_str()), (Some(0), Some("0")), "{placed:?}");

    let off_the_grid = order("0.0010000001", "20000").on(&sim).run();
    assert_eq!((off_the_grid.code, off_the_grid.stdout.as_str()), (Some(6), ""));
    assert!(off_the_grid.stderr.contains("`--sz`: ") && off_the_grid.stderr.contains("lotSz"), "{off_the_grid:?}");

    let too_dear = order("0.001", "9000000").on(&sim).run();
    assert_eq!((too_dear.code, too_dear.json()["data"][0]["sCode"].as_str()), (Some(3), Some("51006")));

    sim.faults().once("trade.place_order", Fault::CutAfterActing);
    let cut = order("0.001", "20000").on(&sim).run();
    assert_eq!((cut.code, cut.stdout.as_str()), (Some(4), ""), "{cut:?}");
    assert!(cut.stderr.contains("outcome unknown"), "{cut:?}");

    let url = sim.url();
    drop(sim);
    let nobody = okx(&["call", "market.get_ticker", "--inst-id", "BTC-USDT", "--base-url", &url]).run();
    assert_eq!((nobody.code, nobody.stdout.as_str()), (Some(5), ""), "{nobody:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn one_rejected_row_is_a_rejection() {
    let sim = Sim::start().await;
    let item = |price: &str| {
        format!(r#"{{"instId":"BTC-USDT","tdMode":"cash","side":"buy","ordType":"limit","sz":"0.001","px":"{price}"}}"#)
    };
    let batch = format!("[{},{}]", item("20000"), item("9000000"));
    let ended = okx(&["call", "trade.place_orders", &batch]).on(&sim).run();
    assert_eq!((ended.code, ended.json()["code"].as_str()), (Some(3), Some("2")), "{ended:?}");
    assert!(ended.stderr.contains("item 1"), "{ended:?}");
}

#[test]
fn calls_other_than_get_need_live_or_demo() {
    let keys = |command: Okx| {
        command.with("OKX_API_KEY", "key").with("OKX_API_SECRET", "secret").with("OKX_API_PASSPHRASE", "pass")
    };
    let ended = keys(order("0.001", "20000")).run();
    assert_eq!((ended.code, ended.stdout.as_str()), (Some(2), ""));
    assert!(ended.stderr.contains("pass --demo or --live"), "{ended:?}");
    let wrong = keys(order("0.001", "20000")).with("OKX_ENVIRONMENT", "test").run();
    assert!(wrong.code == Some(2) && wrong.stderr.contains("demo or live"), "{wrong:?}");
    let keyless = order("0.001", "20000").and(&["--demo"]).run();
    assert!(keyless.code == Some(2) && keyless.stderr.contains("OKX_API_KEY"), "{keyless:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dry_run_shows_the_request_and_sends_nothing() {
    let sim = Sim::start().await;
    let text = order("0.001", "20000").on(&sim).and(&["--dry-run"]).run();
    assert_eq!(text.code, Some(0), "{text:?}");
    assert!(text.stdout.starts_with(&format!("POST {}/api/v5/trade/order\n", sim.url())), "{text:?}");
    assert!(text.stdout.contains("ok-access-sign: ***") && text.stdout.contains("x-simulated-trading: 1"), "{text:?}");
    assert!(text.stdout.contains(r#""px":"20000""#) && text.stdout.contains("clOrdId"), "{text:?}");

    let json = order("0.001", "20000").and(&["--dry-run", "--json", "--live", "--region", "eea"]).run();
    assert_eq!(json.json()["url"], "https://eea.okx.com/api/v5/trade/order");
    assert_eq!(json.json()["headers"].get("x-simulated-trading"), None);
    let broken = okx(&["call", "trade.place_order", "--dry-run", "--inst-id", "BTC-USDT"]).run();
    assert!(
        broken.code == Some(2) && broken.stderr.contains("`--side`, `--ord-type` and `--sz` are missing"),
        "{broken:?}"
    );

    let keys = sim.credentials();
    assert!(
        ![&keys.key, &keys.secret, &keys.passphrase]
            .into_iter()
            .any(|secret| format!("{text:?}").contains(secret.as_str()))
    );
    assert!(sim.journal().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn flags_accept_lists_booleans_objects_and_unknown_values() {
    let sim = Sim::start().await;
    let dry = |words: &[&str]| okx(&["call"]).and(words).on(&sim).and(&["--dry-run", "--json"]).run().json();
    for words in [
        &["--ccy", "BTC,ETH"][..],
        &["--ccy", "BTC", "--ccy", "ETH"],
        &[r#"{"ccy":"BTC,ETH"}"#],
        &[r#"{"ccy":["BTC","ETH"]}"#],
    ] {
        let url = dry(&[&["account.get_balance"], words].concat())["url"].to_string();
        assert!(url.contains("balance?ccy=BTC,ETH\""), "{words:?}: {url}");
    }
    let attached = r#"{"tpTriggerPx":"70000","tpOrdPx":"-1"}"#;
    let words =
        ["trade.place_order", "--inst-id", "BTC-USDT", "--td-mode", "cash", "--side", "buy", "--ord-type", "newest"];
    let order = dry(&[&words[..], &["--sz", "1", "--reduce-only", "--attach-algo-ords", attached]].concat());
    let body = order["body"].as_str().expect("a text");
    for part in [
        r#""ordType":"newest""#,
        r#""reduceOnly":true"#,
        r#""attachAlgoOrds":[{"tpTriggerPx":"70000","tpOrdPx":"-1"}]"#,
    ] {
        assert!(body.contains(part), "{part}: {body}");
    }
    let calendar = dry(&["public.get_economic_calendar", "--parameter-region", "japan", "--region", "us"]);
    assert!(
        calendar["url"].to_string().contains("region=japan"),
        "an option of the same name is not in the way: {calendar}"
    );

    let twice = okx(&["call", "market.get_ticker", "{}", "--inst-id", "BTC-USDT"]).run();
    assert!(twice.code == Some(2) && twice.stderr.contains("use either JSON or flags"), "{twice:?}");
    let misspelt = okx(&["call", "market.get_ticker", "--int-id", "BTC-USDT"]).run();
    assert!(misspelt.code == Some(2) && misspelt.stderr.contains("'--inst-id'"), "{misspelt:?}");
    let nested = r#"{"instId":"BTC-USDT","tdMode":"cash","side":"buy","ordType":"market","sz":"1","attachAlgoOrds":[{"tpTriggerPx":"5","tpOrdPx":"-1","slTrigerPx":"4"}]}"#;
    let nested = okx(&["call", "trade.place_order", "--dry-run", nested]).on(&sim).run();
    let told = "`attachAlgoOrds[0].slTrigerPx` is not a described parameter; did you mean `slTriggerPx`?";
    assert!(nested.code == Some(0) && nested.stderr.contains(told), "{nested:?}");
    let unknown = okx(&["call", "market.get_ticker", r#"{"instId":"BTC-USDT","instID":"x"}"#, "--dry-run"]).run();
    assert!(unknown.code == Some(0) && unknown.stderr.contains("did you mean `instId`"), "{unknown:?}");
}

#[test]
fn only_the_first_undescribed_names_are_reported() {
    let members: Vec<String> = (0..20_000).map(|number| format!("\"added{number}\":\"\"")).collect();
    let parameters = format!(r#"{{"instId":"BTC-USDT",{}}}"#, members.join(","));
    let ended = okx(&["call", "market.get_ticker", "-", "--dry-run"]).input(parameters).run();
    assert!(ended.code == Some(0) && ended.stderr.contains("and 19990 more unknown names"), "{:?}", ended.stderr);
    assert_eq!(ended.stderr.matches("is not a described parameter").count(), 10);
}

#[test]
fn parameters_that_are_not_utf8_are_a_usage_error() {
    let ended = okx(&["call", "market.get_ticker", "-"]).input(b"{\"instId\":\"\xff\"}".to_vec()).run();
    assert!(ended.code == Some(2) && ended.stderr.contains("cannot be read from standard input"), "{ended:?}");
}
