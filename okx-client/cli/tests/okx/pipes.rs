//! Closed pipes, full disks and invalid input: exit codes and the outcomes of orders are still reported.

use std::fs::{File, OpenOptions};
use std::process::Stdio;

use okx_sim::{Fault, Sim};
use serde_json::json;

use crate::gate::Gate;
use crate::run::{Ended, Okx, okx};

const ORDER: &str = r#"{"instId":"BTC-USDT","tdMode":"cash","side":"buy","ordType":"limit","sz":"0.001","px":"20000"}"#;
const TOO_DEAR: &str =
    r#"{"instId":"BTC-USDT","tdMode":"cash","side":"buy","ordType":"limit","sz":"0.001","px":"9000000"}"#;

fn order(sim: &Sim, parameters: &str) -> Okx {
    okx(&["call", "trade.place_order", parameters]).on(sim)
}

fn line(parameters: &str) -> String {
    format!(r#"{{"endpoint":"trade.place_order","params":{parameters}}}"#)
}

fn orders(sim: &Sim) -> usize {
    sim.journal().iter().filter(|entry| entry.call == "trade.place_order").count()
}

/// Runs the command with a closed output.
fn unread(command: &Okx) -> Ended {
    let mut running = command.start();
    running.close_output();
    running.end()
}

/// Runs the command with an output that is full.
#[cfg(target_os = "linux")]
fn on_a_full_disk(command: &Okx) -> Ended {
    let full: File = OpenOptions::new().write(true).open("/dev/full").expect("Linux has it");
    let mut command = command.command();
    let child = command.stdin(Stdio::null()).stdout(full).spawn().expect("the command starts");
    let output = child.wait_with_output().expect("it ends");
    let stderr = String::from_utf8(output.stderr).expect("it is text");
    Ended { code: output.status.code(), stdout: String::new(), stderr }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_exit_code_of_an_order_does_not_need_a_reader() {
    let sim = Sim::start().await;
    let done = unread(&order(&sim, ORDER));
    assert_eq!(done.code, Some(0), "{done:?}");
    assert!(done.stderr.contains("OKX's reply") && done.stderr.contains("ordId"), "{done:?}");
    assert_eq!(unread(&order(&sim, TOO_DEAR)).code, Some(3));
    sim.faults().once("trade.place_order", Fault::CutAfterActing);
    let unknown = unread(&order(&sim, ORDER));
    assert!(unknown.code == Some(4) && unknown.stderr.contains("clOrdId "), "{unknown:?}");
}

#[cfg(target_os = "linux")]
#[tokio::test(flavor = "multi_thread")]
async fn the_exit_code_of_an_order_survives_a_full_disk() {
    let sim = Sim::start().await;
    let done = on_a_full_disk(&order(&sim, ORDER));
    assert_eq!(done.code, Some(1), "{done:?}");
    assert!(done.stderr.contains("cannot be written") && done.stderr.contains("ordId"), "{done:?}");
    assert_eq!(on_a_full_disk(&order(&sim, TOO_DEAR)).code, Some(3));
    sim.faults().once("trade.place_order", Fault::CutAfterActing);
    assert_eq!(on_a_full_disk(&order(&sim, ORDER)).code, Some(4));
    assert_eq!(on_a_full_disk(&okx(&["list"])).code, Some(1));
    let lines = okx(&["call", "--jsonl"]).on(&sim).and(&["--dry-run"]);
    assert_eq!(on_a_full_disk(&lines).code, Some(0), "there was nothing to write");
}

#[tokio::test(flavor = "multi_thread")]
async fn no_order_is_sent_after_the_reader_is_gone() {
    let sim = Sim::start().await;
    let gate = Gate::before(&sim, "/api/v5/trade/order");
    let words = ["call", "--jsonl", "--demo", "--base-url", gate.url()];
    let mut running = okx(&words).with_keys(&sim).start();
    (0..10).for_each(|_| running.tell(&line(ORDER)));
    gate.arrived();
    gate.release();
    assert_eq!(running.line()["ok"], true);
    gate.arrived();
    running.close_output();
    gate.release();
    let ended = running.end();
    assert_eq!((ended.code, orders(&sim)), (Some(141), 2), "{ended:?}");
    assert!(ended.stderr.contains("no more requests") && ended.stderr.contains("\"line\":2"), "{ended:?}");

    // It notices while it waits for a line, before the next result.
    let mut running = okx(&["call", "--jsonl"]).at(&sim).start();
    running.tell(r#"{"endpoint":"public.get_time"}"#);
    running.line();
    running.close_output();
    assert_eq!(running.end().code, Some(141));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_unknown_outcome_is_the_exit_code_even_with_a_closed_pipe() {
    let sim = Sim::start().await;
    let gate = Gate::before(&sim, "/api/v5/trade/order");
    sim.faults().once("trade.place_order", Fault::WebPage { status: 502, acted: true });
    let mut running = okx(&["call", "--jsonl", "--demo", "--base-url", gate.url()]).with_keys(&sim).start();
    (0..3).for_each(|_| running.tell(&line(ORDER)));
    gate.arrived();
    running.close_output();
    gate.release();
    let ended = running.end();
    assert_eq!((ended.code, orders(&sim)), (Some(4), 1), "{ended:?}");
    assert!(ended.stderr.contains("line 1, clOrdId "), "{ended:?}");
}

#[test]
fn a_closed_standard_error_is_not_a_panic() {
    for words in [&["show", "nothing"][..], &["call", "nothing"], &["sign", "GET", "/"], &["call", "--jsonl", "--demo"]]
    {
        let mut command = okx(words).command();
        command.stdin(Stdio::null()).stderr(Stdio::piped());
        let mut child = command.spawn().expect("the command starts");
        drop(child.stderr.take());
        let code = child.wait().expect("it ends").code();
        assert_ne!(code, Some(101), "{words:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bad_line_is_a_result_and_the_next_one_is_read() {
    let sim = Sim::start().await;
    let time = r#"{"endpoint":"public.get_time"}"#;
    let mut input = b"{\"endpoint\":\"public.get_\xfftime\"}\n".to_vec();
    input.extend(format!("{}\n{time}\n", "x".repeat(17 * 1024 * 1024)).bytes());
    input.extend(format!("{}\n", line(ORDER).replace("params", "parms")).bytes());
    let ended = okx(&["call", "--jsonl"]).at(&sim).input(input.clone()).run();
    let lines = ended.lines();
    assert_eq!((ended.code, lines.len()), (Some(2), 4), "{:?}", ended.stderr);
    let error = |place: usize| lines[place]["error"].as_str().unwrap_or_default();
    assert!(error(0).starts_with("line 1: ") && error(0).contains("not valid UTF-8 at byte 25"), "{}", lines[0]);
    assert!(error(1).starts_with("line 2: ") && error(1).contains("the maximum is"), "{}", lines[1]);
    assert_eq!(lines[2]["ok"], true);
    assert!(error(3).contains("did you mean `params`?"), "{}", lines[3]);

    let decoded = okx(&["decode", "--jsonl"]).input(b"\xff\n{\"channel\":\"tickers\"}\n".to_vec()).run();
    assert_eq!((decoded.code, decoded.lines().len()), (Some(1), 2), "{decoded:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn lines_have_the_same_warnings_as_single_calls() {
    let sim = Sim::start().await;
    let request = json!({ "endpoint": "market.get_ticker", "params": { "instId": "BTC-USDT", "instID": "x" } });
    let ended = okx(&["call", "--jsonl"]).at(&sim).input(format!("\n{request}\n")).run();
    assert!(ended.stderr.contains("line 2: ") && ended.stderr.contains("did you mean `instId`"), "{ended:?}");
}
