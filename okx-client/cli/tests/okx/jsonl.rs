//! `okx call --jsonl`: each line gives one line.

use okx_sim::{Fault, Sim};
use serde_json::json;

use crate::run::okx;

#[tokio::test(flavor = "multi_thread")]
async fn every_line_has_a_result_in_order_and_the_worst_is_the_exit_code() {
    let sim = Sim::start().await;
    let input = [
        r#"{"endpoint":"GET /api/v5/market/ticker","params":{"instId":"BTC-USDT"}}"#,
        "this is no JSON",
        "",
        r#"{"endpoint":"GET /api/v5/market/nothing"}"#,
        r#"{"endpoint":"market.get_ticker"}"#,
        r#"{"endpoint":"POST /api/v5/trade/cancel-order","params":{"instId":"BTC-USDT","ordId":"1"}}"#,
        r#"{"endpoint":"POST /api/v5/trade/cancel-batch-orders","params":[{"instId":"BTC-USDT","ordId":"1"}]}"#,
        r#"{"endpoint":"public.get_time","params":{}}"#,
    ];
    let ended = okx(&["call", "--jsonl"]).on(&sim).input(input.join("\n")).run();
    let lines = ended.lines();
    assert_eq!((ended.code, ended.stderr.as_str(), lines.len()), (Some(3), "", 7));
    let ok: Vec<_> = lines.iter().map(|line| line["ok"].as_bool()).collect();
    assert_eq!(ok, [Some(true), Some(false), Some(false), Some(false), Some(false), Some(false), Some(true)]);
    assert_eq!(lines[0]["body"]["data"][0]["instId"], "BTC-USDT");
    assert_eq!((lines[0]["status"].as_u64(), lines[0]["error"].is_null()), (Some(200), true));
    for refused in [&lines[1], &lines[2], &lines[3]] {
        assert!(refused["status"].is_null() && refused["body"].is_null() && refused["error"].is_string(), "{refused}");
    }
    for refused in [&lines[4], &lines[5]] {
        assert_eq!(refused["body"]["data"][0]["sCode"], "51400", "{refused}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reply_that_is_not_json_is_a_string_in_the_line() {
    let sim = Sim::start().await;
    sim.faults().always("public.get_time", Fault::WebPage { status: 502, acted: false });
    let ended = okx(&["call", "--jsonl"]).at(&sim).input(r#"{"endpoint":"public.get_time"}"#).run();
    let line = &ended.lines()[0];
    assert!(ended.code == Some(5) && line["body"].as_str().is_some_and(|body| body.contains("<html")), "{line}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_line_names_its_own_unknown_outcomes() {
    let sim = Sim::start().await;
    let mut running = okx(&["call", "--jsonl"]).on(&sim).start();
    for name in ["x", "y", "z"] {
        let order = json!({
            "instId": "BTC-USDT", "tdMode": "cash", "side": "buy", "ordType": "limit", "sz": "0.001", "px": "20000",
            "clOrdId": name,
        });
        running.tell(&json!({ "endpoint": "trade.place_order", "params": order }).to_string());
        let line = running.line();
        assert_eq!(line["ok"], true, "{line}");
    }
    let cancel = |names: [&str; 2]| {
        let params = names.map(|name| json!({ "instId": "BTC-USDT", "clOrdId": name }));
        json!({ "endpoint": "trade.cancel_orders", "params": params }).to_string()
    };
    // The code is not described, so the outcome of both is unknown.
    let undescribed = Fault::Refused { status: 200, code: "99999", acted: false };
    sim.faults().always("trade.cancel_orders", undescribed);
    running.tell(&cancel(["x", "y"]));
    assert_eq!(running.line()["unresolved"], json!([{ "clOrdId": "x" }, { "clOrdId": "y" }]));
    sim.faults().clear();
    sim.faults().once("trade.cancel_orders", Fault::MissingRow(1));
    running.tell(&cancel(["x", "z"]));
    assert_eq!(running.line()["unresolved"], json!([{ "clOrdId": "z" }]));
    running.close_input();
    let ended = running.end();
    assert!(ended.stderr.contains("clOrdId z") && !ended.stderr.contains("no id"), "{ended:?}");
}

#[test]
fn a_dry_run_of_many_shows_each_request() {
    let input = r#"{"endpoint":"market.get_ticker","params":{"instId":"BTC-USDT"}}"#;
    let ended = okx(&["call", "--jsonl", "--dry-run"]).input(input).run();
    let line = &ended.lines()[0];
    assert_eq!((ended.code, line["request"]["method"].as_str()), (Some(0), Some("GET")), "{line}");
}
