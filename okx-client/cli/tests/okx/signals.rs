//! Signals: requests in flight are completed, no more are sent, and unknown outcomes are reported.

use std::fs;

use okx_sim::{Fault, Sim};
use serde_json::{Value, json};

use crate::gate::Gate;
use crate::run::{Okx, Running, okx};

const ORDER: &str = "/api/v5/trade/order";

const SIGNALS: [(&str, i32); 3] = [("INT", 130), ("TERM", 143), ("HUP", 129)];

fn order() -> Value {
    let params = json!({
        "instId": "BTC-USDT", "tdMode": "cash", "side": "buy", "ordType": "limit", "sz": "0.001", "px": "20000",
    });
    json!({ "endpoint": format!("POST {ORDER}"), "params": params })
}

fn against(gate: &Gate, sim: &Sim, words: &[&str]) -> Okx {
    okx(words).with_keys(sim).and(&["--demo", "--base-url", gate.url()])
}

fn single(gate: &Gate, sim: &Sim) -> Running {
    against(gate, sim, &["call", "trade.place_order", &order()["params"].to_string()]).start()
}

/// Ten orders, of which the first is complete and the second is in flight.
fn second_of_ten(gate: &Gate, sim: &Sim) -> Running {
    let mut running = against(gate, sim, &["call", "--jsonl"]).start();
    (0..10).for_each(|_| running.tell(&order().to_string()));
    gate.arrived();
    gate.release();
    assert_eq!(running.line()["ok"], true);
    gate.arrived();
    running
}

fn orders(sim: &Sim) -> usize {
    sim.journal().iter().filter(|entry| entry.call == "trade.place_order").count()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_signal_ends_it_after_the_line_in_flight() {
    for (signal, code) in SIGNALS {
        let sim = Sim::start().await;
        let gate = Gate::before(&sim, ORDER);
        let mut running = second_of_ten(&gate, &sim);
        running.signal(signal);
        assert!(running.message().contains("a second signal stops at once"));
        gate.release();
        let ended = running.end();
        assert_eq!((ended.code, orders(&sim)), (Some(code), 2), "{signal}: {ended:?}");
        let lines = ended.lines();
        assert_eq!((lines.len(), &lines[0]["ok"], &lines[0]["line"]), (1, &json!(true), &json!(2)), "{ended:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_signal_ends_it_at_once_and_reports_unknown_outcomes() {
    let sim = Sim::start().await;
    let gate = Gate::before(&sim, ORDER);
    let mut running = second_of_ten(&gate, &sim);
    running.signal("TERM");
    running.message();
    running.signal("INT");
    let ended = running.end();
    assert_eq!((ended.code, orders(&sim)), (Some(4), 2), "{ended:?}");
    let line = &ended.lines()[0];
    let name = line["unresolved"][0]["clOrdId"].as_str().expect("the order has a name");
    assert!(line["ok"] == false && line["error"].to_string().contains("outcome is unknown"), "{line}");
    assert!(ended.stderr.contains("outcome unknown") && ended.stderr.contains(name), "{ended:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_single_call_is_completed_too_and_abandoned_at_the_second_signal() {
    let sim = Sim::start().await;
    let gate = Gate::before(&sim, ORDER);
    let mut finished = single(&gate, &sim);
    gate.arrived();
    finished.signal("INT");
    finished.message();
    gate.release();
    let ended = finished.end();
    assert_eq!((ended.code, ended.json()["code"].as_str()), (Some(0), Some("0")), "{ended:?}");

    let mut given_up = single(&gate, &sim);
    gate.arrived();
    given_up.signal("INT");
    given_up.message();
    given_up.signal("INT");
    let ended = given_up.end();
    assert_eq!((ended.code, ended.stdout.as_str()), (Some(4), ""), "{ended:?}");
    assert!(ended.stderr.contains("outcome unknown") && ended.stderr.contains("clOrdId "), "{ended:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pending_retry_has_no_unknown_outcome() {
    let sim = Sim::start().await;
    let gate = Gate::before(&sim, ORDER);
    sim.faults().always("trade.place_order", Fault::RateLimited);
    let mut running = single(&gate, &sim);
    gate.arrived();
    running.signal("INT");
    running.message();
    gate.release();
    let ended = running.end();
    assert_eq!((ended.code, orders(&sim)), (Some(130), 1), "{ended:?}");
    assert!(ended.stderr.contains("the earlier attempts had no effect"), "{ended:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wait_for_a_line_ends_at_once() {
    let sim = Sim::start().await;
    for (signal, code) in SIGNALS {
        let mut running = okx(&["call", "--jsonl"]).at(&sim).start();
        running.tell(r#"{"endpoint":"public.get_time"}"#);
        assert_eq!(running.line()["ok"], true);
        running.signal(signal);
        assert_eq!(running.end().code, Some(code), "{signal}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_ignored_signal_stays_ignored() {
    let sim = Sim::start().await;
    let program = env!("CARGO_BIN_EXE_okx");
    let mut command = std::process::Command::new("sh");
    let script = format!("trap '' HUP; exec {program} call --jsonl --base-url {}", sim.url());
    command.args(["-c", &script]);
    let mut running = Running::of(command);
    running.tell(r#"{"endpoint":"public.get_time"}"#);
    running.line();
    running.signal("HUP");
    running.tell(r#"{"endpoint":"public.get_time"}"#);
    assert_eq!(running.line()["ok"], true, "it goes on");
    running.signal("TERM");
    assert_eq!(running.end().code, Some(143));
}

#[tokio::test(flavor = "multi_thread")]
async fn candles_are_complete_after_a_signal_and_can_be_continued() {
    let sim = Sim::start().await;
    let gate = Gate::before(&sim, "/api/v5/market/history-candles");
    let path = std::path::PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("signal.csv");
    let _ = fs::remove_file(&path);
    let output = path.display().to_string();
    let words = ["candles", "BTC-USDT", "--from", "2024-01-01", "--to", "2024-06-01", "-o", &output];
    let running = okx(&words).and(&["--base-url", gate.url()]).start();
    let written = || fs::read_to_string(&path).unwrap_or_default().lines().count();
    gate.arrived();
    while written() < 2 {
        gate.release();
        gate.arrived();
    }
    running.signal("TERM");
    assert_eq!(running.end().code, Some(143));
    let text = fs::read_to_string(&path).expect("the file is there");
    assert!(text.ends_with('\n') && text.lines().count() > 1, "{text}");
    assert_eq!(okx(&words).at(&sim).run().code, Some(0));
    assert_eq!(fs::read_to_string(&path).expect("the file is there").lines().count(), 1 + 152 * 24);
}

#[test]
fn a_reader_that_does_not_read_does_not_block_signals() {
    let mut running = okx(&["call", "--jsonl"]).start();
    // The results exceed the buffer of a pipe, so the command has to wait for its reader.
    (0..3_000).for_each(|_| running.tell("x"));
    assert_eq!(running.line()["ok"], false);
    running.signal("TERM");
    running.signal("INT");
    assert!(matches!(running.end_unread(), Some(130 | 143)));
}
