//! `okx call --jsonl`: a line for a line, whatever is in it.

use okx_sim::Sim;

use crate::run::okx;

#[tokio::test(flavor = "multi_thread")]
async fn every_line_has_its_answer_in_order_and_the_worst_is_the_exit_code() {
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
async fn a_reply_that_is_no_json_is_text_in_the_line() {
    let sim = Sim::start().await;
    sim.faults().always("public.get_time", okx_sim::Fault::WebPage { status: 502, acted: false });
    let ended = okx(&["call", "--jsonl"]).at(&sim).input(r#"{"endpoint":"public.get_time"}"#).run();
    let line = &ended.lines()[0];
    assert!(ended.code == Some(5) && line["body"].as_str().is_some_and(|body| body.contains("<html")), "{line}");
}

#[test]
fn a_dry_run_of_many_shows_each_request() {
    let input = r#"{"endpoint":"market.get_ticker","params":{"instId":"BTC-USDT"}}"#;
    let ended = okx(&["call", "--jsonl", "--dry-run"]).input(input).run();
    let line = &ended.lines()[0];
    assert_eq!((ended.code, line["request"]["method"].as_str()), (Some(0), Some("GET")), "{line}");
}
