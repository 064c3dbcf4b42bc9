//! `okx watch`, `okx call --over-socket` and `--ws-url` against a simulated exchange.

use okx_sim::{Sim, SocketFault, SocketTarget};
use serde_json::{Value, json};

use crate::run::{Okx, Running, okx};

const ORDER: &str = r#"{"instId":"BTC-USDT","tdMode":"cash","side":"buy","ordType":"limit","sz":"0.001","px":"20000"}"#;

/// At the sockets of a simulated exchange.
fn watch(sim: &Sim, words: &[&str]) -> Okx {
    okx(&["watch"]).and(words).and(&["--ws-url", &sim.socket_url()])
}

/// The next line that fulfils a condition.
fn line(running: &mut Running, is_it: impl Fn(&Value) -> bool) -> Value {
    loop {
        let line = running.line();
        if is_it(&line) {
            return line;
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_channel_is_a_table_with_a_heading() {
    let sim = Sim::start().await;
    for (words, heading, cell) in [
        (&["tickers", "instId=BTC-USDT"][..], "ts instId last lastSz bidPx bidSz askPx askSz vol24h", "BTC-USDT"),
        (&["books", "instId=BTC-USDT"], "ts instId bid bidSz ask askSz bids asks seqId", "50"),
        (&["Candles", "instId=BTC-USDT"], "", ""),
        (&["candle1m", "instId=BTC-USDT"], "ts instId o h l c vol confirm", "BTC-USDT"),
        (&["ws.public.tickers", "instId=BTC-USDT"], "ts instId last", "BTC-USDT"),
        (&["mark-price", "instId=BTC-USDT-SWAP"], "ts instId instType markPx", "BTC-USDT-SWAP"),
    ] {
        let ended = watch(&sim, words).and(&["--count", "1"]).run();
        if heading.is_empty() {
            assert!(ended.code == Some(2) && ended.stderr.contains("stands for several channels"), "{ended:?}");
            continue;
        }
        assert_eq!((ended.code, ended.stderr.as_str()), (Some(0), ""), "{words:?}");
        let lines: Vec<String> =
            ended.stdout.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" ")).collect();
        let place = lines.iter().position(|line| line.starts_with(heading)).unwrap_or_else(|| panic!("{ended:?}"));
        assert!(lines[..place].iter().any(|line| line.ends_with("connection 2: connected")), "{ended:?}");
        assert!(lines[place + 1..].iter().all(|line| line.split(' ').any(|own| own == cell)), "{ended:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_orders_of_the_account_are_lines_of_json_until_a_signal() {
    let sim = Sim::start().await;
    let mut running = watch(&sim, &["orders", "--jsonl", "--demo"]).with_keys(&sim).start();
    let counted = line(&mut running, |line| line["event"] == "channel-conn-count");
    assert_eq!(
        (&counted["channel"], &counted["count"], &counted["socket"]),
        (&json!("orders"), &json!(1), &json!("private"))
    );
    let placed = okx(&["call", "trade.place_order", ORDER, "--over-socket"]).on(&sim).run();
    assert_eq!((placed.code, &placed.json()["op"]), (Some(0), &json!("order")), "{placed:?}");
    let push = running.line();
    assert_eq!((&push["channel"], &push["arg"]["instType"]), (&json!("orders"), &json!("ANY")), "{push}");
    assert_eq!(push["data"][0]["ordId"], placed.json()["data"][0]["ordId"], "{push}");
    assert!(push["action"].is_null() && push.as_object().is_some_and(|push| push.contains_key("action")), "{push}");
    running.signal("INT");
    assert_eq!(running.end().code, Some(130));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lost_connection_is_a_gap_and_the_pushes_go_on() {
    let sim = Sim::start().await;
    let mut running = watch(&sim, &["tickers", "instId=BTC-USDT", "--jsonl", "--count", "2"]).start();
    line(&mut running, |line| line["channel"] == "tickers");
    assert_eq!(sim.socket_faults().now(SocketTarget::any(), SocketFault::Reset), 1);
    let lost = line(&mut running, |line| line["event"] == "state");
    assert!(lost["state"].as_str().is_some_and(|state| state.starts_with("disconnected")), "{lost}");
    let gap = line(&mut running, |line| line["event"] == "gap");
    assert_eq!((&gap["cause"], &gap["dropped"]), (&json!("connection_lost"), &json!(0)), "{gap}");
    assert!(gap["from"].as_i64() <= gap["until"].as_i64() && gap["from"].is_i64(), "{gap}");
    let push = line(&mut running, |line| line["channel"] == "tickers");
    assert_eq!(push["data"][0]["instId"], "BTC-USDT");
    assert_eq!(running.end().code, Some(0), "the second push is the last");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refusal_is_the_exit_code_and_mistakes_are_found_before_anything_is_sent() {
    let sim = Sim::start().await;
    let ended = watch(&sim, &["tickers", "instId=NO-SUCH"]).run();
    assert!(ended.code == Some(3) && ended.stderr.contains("60018"), "{ended:?}");
    sim.clear_socket_journal();
    for (words, message) in [
        (&["ticker", "instId=BTC-USDT"][..], "did you mean `tickers`?"),
        (&["tickers"], "add instId=…"),
        (&["tickers", "insId=BTC-USDT"], "did you mean `instId`?"),
        (&["tickers", "instId=BTC-USDT", "instId=ETH-USDT"], "given twice"),
        (&["tickers", "BTC-USDT"], "write its name and its value"),
        (&["tickers", "instId=BTC-USDT", "--for", "5"], "write it as 500ms"),
        (&["tickers", "instId=BTC-USDT", "--count", "0"], "0 is not in"),
        (&["orders"], "there are no credentials"),
        (&["tickers", "instId=BTC-USDT", "--login"], "--socket"),
    ] {
        let ended = watch(&sim, words).run();
        assert!(ended.code == Some(2) && ended.stderr.contains(message), "{words:?}: {ended:?}");
    }
    assert_eq!(sim.socket_journal(), []);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_channel_that_is_not_described_needs_its_socket() {
    let sim = Sim::start().await;
    let words = ["orders", "instType=SPOT", "--socket", "private", "--jsonl", "--count", "1"];
    let mut running = watch(&sim, &words).with_keys(&sim).start();
    line(&mut running, |line| line["event"] == "channel-conn-count");
    assert_eq!(okx(&["call", "trade.place_order", ORDER]).on(&sim).run().code, Some(0));
    assert_eq!(line(&mut running, |line| line["channel"] == "orders")["arg"]["instType"], "SPOT");
    assert_eq!(running.end().code, Some(0));
    let ended = watch(&sim, &["tickers", "instId=BTC-USDT", "--socket", "public", "--count", "1"]).run();
    assert!(ended.code == Some(0) && ended.stdout.contains("askPx"), "{ended:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_closed_pipe_and_the_end_of_the_time_end_it_quietly() {
    let sim = Sim::start().await;
    let mut running = watch(&sim, &["tickers", "instId=BTC-USDT", "--jsonl"]).start();
    running.line();
    running.close_output();
    let ended = running.end();
    assert_eq!((ended.code, ended.stderr.as_str()), (Some(141), ""));
    let ended = watch(&sim, &["trades", "instId=BTC-USDT", "--for", "50ms"]).run();
    assert_eq!((ended.code, ended.stderr.as_str()), (Some(0), ""));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_recording_is_decoded_and_has_no_secret() {
    let sim = Sim::start().await;
    let path = std::path::PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("frames.jsonl");
    let _ = std::fs::remove_file(&path);
    let file = path.display().to_string();
    for (words, count) in [(["account", "--demo"], "1"), (["books", "instId=BTC-USDT"], "1")] {
        let ended = watch(&sim, &words).and(&["--count", count, "--record", &file]).with_keys(&sim).run();
        assert_eq!((ended.code, ended.stderr.as_str()), (Some(0), ""), "{words:?}");
    }
    let recorded = std::fs::read_to_string(&path).expect("it is written");
    let keys = sim.credentials();
    assert!([&keys.key, &keys.secret, &keys.passphrase].iter().all(|secret| !recorded.contains(secret.as_str())));
    let decoded = okx(&["decode", "--jsonl"]).input(recorded.clone()).run();
    let lines = decoded.lines();
    assert_eq!((decoded.code, lines.len()), (Some(0), 2), "{decoded:?}");
    assert!(lines.iter().all(|line| line["ok"] == true && line["unknown"] == json!([])), "{decoded:?}");
    let frames = recorded.lines().count() - lines.len();
    assert_eq!(decoded.stderr, format!("okx: {frames} recorded frames are not pushes and were passed over\n"));
}

#[tokio::test(flavor = "multi_thread")]
async fn only_orders_can_be_sent_over_a_socket() {
    let sim = Sim::start().await;
    let refused = okx(&["call", "market.get_ticker", "--inst-id", "BTC-USDT", "--over-socket"]).at(&sim).run();
    assert!(refused.code == Some(6) && refused.stderr.contains("over a socket"), "{refused:?}");
    let placed = okx(&["call", "--jsonl", "--over-socket"]).on(&sim);
    let placed = placed.input(format!(r#"{{"endpoint":"trade.place_order","params":{ORDER}}}"#)).run();
    assert_eq!((placed.code, &placed.lines()[0]["ok"]), (Some(0), &json!(true)), "{placed:?}");
    let over_socket = |entry: &okx_sim::Entry| entry.method == "SOCKET" && entry.target == "order";
    assert_eq!(sim.journal().iter().filter(|entry| over_socket(entry)).count(), 1);
    sim.socket_faults().once(SocketTarget::any().op("order"), SocketFault::CutAfterActing);
    let unknown = okx(&["call", "trade.place_order", ORDER, "--over-socket"]).on(&sim).run();
    assert!(unknown.code == Some(4) && unknown.stderr.contains("clOrdId "), "{unknown:?}");
}

#[test]
fn plain_sockets_are_only_for_this_machine() {
    for command in [&["watch", "tickers", "instId=BTC-USDT"][..], &["call", "public.get_time"], &["doctor"]] {
        let ended = okx(command).and(&["--ws-url", "ws://example.com"]).run();
        let message = "invalid WebSocket URL `ws://example.com`: plain ws is only allowed for this machine; use wss";
        assert!(ended.code == Some(2) && ended.stderr.contains(message), "{ended:?}");
    }
}

#[test]
fn every_channel_is_listed_with_its_arguments() {
    let listed = okx(&["watch", "--list"]).run();
    let lines: Vec<&str> = listed.stdout.lines().collect();
    let model = okx_spec::shipped().expect("the shipped description has no mistakes");
    assert_eq!((listed.code, lines.len()), (Some(0), 1 + model.channels.len()));
    let orders = lines.iter().find(|line| line.starts_with("orders ")).expect("it is listed");
    assert!(orders.contains("private") && orders.ends_with("yes    instType [instFamily] [instId]"), "{orders}");
}

/// On other systems, `script` has different flags.
#[cfg(target_os = "linux")]
#[tokio::test(flavor = "multi_thread")]
async fn a_table_fits_into_a_terminal() {
    use std::process::{Command, Stdio};

    if Command::new("script").arg("--version").stdout(Stdio::null()).status().is_err() {
        println!("skipped: there is no `script` to make a terminal with");
        return;
    }
    let sim = Sim::start().await;
    let command = watch(&sim, &["tickers", "instId=BTC-USDT", "--count", "1"]);
    let words: Vec<String> = command.words().iter().map(|word| format!("'{word}'")).collect();
    let line = format!("stty rows 24 cols 50; exec {} {}", env!("CARGO_BIN_EXE_okx"), words.join(" "));
    let script =
        Command::new("script").args(["-qec", &line, "/dev/null"]).env_remove("NO_COLOR").stdin(Stdio::null()).output();
    let shown = String::from_utf8(script.expect("script is there").stdout).expect("it is text");
    let lines: Vec<&str> = shown.lines().map(str::trim_end).collect();
    let heading = lines.iter().position(|line| line.contains("instId")).unwrap_or_else(|| panic!("{shown:?}"));
    assert!(lines[heading].starts_with("\u{1b}[1m") && !lines[heading].contains("vol24h"), "{shown:?}");
    assert!(lines[heading + 1].contains("BTC-USDT") && lines[heading + 1].chars().count() <= 50, "{shown:?}");
    assert!(
        lines[..heading].iter().all(|line| line.starts_with("\u{1b}[2m")),
        "changes of connections are dim: {shown:?}"
    );
}
