//! Logins, heartbeats, silences, reconnects and handovers.

use super::super::SessionConfig;
use super::script::{Script, tickers, wire_id};

const NOTICE: &str = r#"{"event":"notice","code":"64008","msg":"The connection will soon be closed","connId":"a"}"#;

fn private() -> SessionConfig {
    SessionConfig { logs_in: true, stays_connected: true, ..SessionConfig::default() }
}

/// A session whose login was sent.
fn logging_in() -> Script {
    let mut script = Script::new(private());
    script.takes(&["state 1 Connecting", "connect 1"]);
    script.connect(1);
    script.takes(&["state 1 Connected", "sign 1 resync=false reread=false"]);
    script.sign(1);
    script.takes(&["send 1 login"]);
    script
}

#[test]
fn subscriptions_wait_for_the_login() {
    let mut script = logging_in();
    script.subscribe_with(1, r#"{"channel":"account"}"#, true, None);
    script.takes(&[]);
    script.receive(1, r#"{"event":"login","code":"0"}"#);
    assert_eq!(script.outputs().len(), 3);
}

#[test]
fn a_public_connection_logs_in_once_a_subscription_needs_it() {
    let mut script = Script::open(&SessionConfig::default());
    script.subscribed(1, &tickers("A"), 0);
    script.subscribe_with(2, r#"{"channel":"books-l2-tbt"}"#, true, None);
    script.takes(&["sign 1 resync=false reread=false"]);
    script.sign(1);
    script.takes(&["send 1 login"]);
    script.refuse(1, "60009", r#""msg":"Login failed.""#);
    script.takes(&["login ended 1", "ended 2 60009"]);
}

#[test]
fn a_wrong_key_ends_everything() {
    let mut script = logging_in();
    script.subscribe_with(1, r#"{"channel":"account"}"#, true, None);
    script.request(7, 30);
    script.refuse(1, "60005", r#""msg":"Invalid apiKey""#);
    script.takes(&["ended 1 60005", "lost 7 sent=false", "close 1", "login ended 1", "state 1 Closed"]);
    assert_eq!(script.session.next_deadline(), None);
}

#[test]
fn a_refused_timestamp_measures_the_clock_once() {
    let mut script = logging_in();
    script.refuse(1, "60006", r#""msg":"Timestamp request expired""#);
    script.takes(&["sign 1 resync=true reread=false"]);
    script.sign(1);
    script.takes(&["send 1 login"]);
    script.refuse(1, "60006", r#""msg":"Timestamp request expired""#);
    script.takes(&["close 1", "login ended 1", "state 1 Closed"]);
}

#[test]
fn a_second_login_counts_as_success_and_a_busy_server_is_tried_again() {
    let mut script = logging_in();
    script.refuse(1, "60031", r#""msg":"""#);
    script.takes(&["login ended 1", "state 1 LoggedIn"]);
    let mut script = logging_in();
    script.refuse(1, "63999", r#""msg":"""#);
    script.takes(&["close 1", "login ended 1", "state 1 Disconnected"]);
    assert!(script.wait(1).contains(&"connect 2".to_owned()));
}

#[test]
fn a_changed_key_is_read_again() {
    let mut script = Script::open(&private());
    script.disconnect(1, Some(4007));
    script.wait(1);
    script.connect(2);
    script.takes(&["state 2 Connected", "sign 2 resync=false reread=true"]);
}

#[test]
fn a_dead_connection_is_noticed_by_its_heartbeat() {
    let mut script = Script::open(&SessionConfig::default());
    assert!(script.wait(19).is_empty());
    assert_eq!(script.wait(1), ["send 1 ping"]);
    script.receive(1, "pong");
    assert!(script.wait(19).is_empty());
    assert_eq!(script.wait(1), ["send 1 ping"]);
    assert!(script.wait(9).is_empty());
    let ends = script.wait(1);
    assert_eq!(ends[..2], ["close 1", "state 1 Disconnected"]);
}

#[test]
fn subscriptions_are_restored_in_order_after_a_reconnect() {
    let mut script = Script::open(&SessionConfig::default());
    for (id, name) in [(1, "A"), (2, "B")] {
        script.subscribed(id, &tickers(name), id - 1);
    }
    script.wait(5);
    script.disconnect(1, None);
    script.takes(&["state 1 Disconnected"]);
    script.wait(1);
    script.connect(2);
    let (one, two) = (tickers("A"), tickers("B"));
    let sent = format!(r#"send 2 {{"id":"{}","op":"subscribe","args":[{one},{two}]}}"#, wire_id(2));
    script.takes(&["state 2 Connected", &sent]);
    script.acknowledge(2, "subscribe", 2, &one);
    script.takes(&["gap 1 Disconnected of 6 s", "active 1 on 2"]);
}

#[test]
fn a_wrong_address_ends_everything_and_others_are_tried_again() {
    let mut script = Script::new(SessionConfig::default());
    script.takes(&[]);
    script.subscribe(1, &tickers("A"));
    script.takes(&["state 1 Connecting", "connect 1"]);
    script.fail_connect(1, false);
    script.takes(&["state 1 Disconnected"]);
    assert!(script.wait(1).contains(&"connect 2".to_owned()));
    script.fail_connect(2, true);
    script.takes(&["ended 1 without a code", "state 0 Closed"]);
    script.subscribe(2, &tickers("A"));
    assert!(script.wait(5).contains(&"connect 3".to_owned()));
}

#[test]
fn a_close_code_blames_the_subscription_that_was_under_way() {
    let mut script = Script::open(&SessionConfig::default());
    script.subscribed(1, &tickers("A"), 0);
    script.subscribe(2, &tickers("B"));
    assert_eq!(script.outputs().len(), 1);
    script.disconnect(1, Some(4009));
    script.takes(&["ended 2 4009", "state 1 Disconnected"]);
}

#[test]
fn the_next_connection_takes_over_before_the_old_one_goes() {
    let mut script = Script::open(&private());
    let arg = r#"{"channel":"orders","instType":"ANY"}"#;
    script.subscribed(1, arg, 0);
    script.receive(1, NOTICE);
    script.takes(&["state 1 Degraded(Closing)", "connect 2"]);
    script.request(7, 30);
    assert!(script.outputs()[0].starts_with("send 1 "), "requests go to the old connection");
    script.connect(2);
    script.takes(&["sign 2 resync=false reread=false"]);
    script.sign(2);
    script.receive(2, r#"{"event":"login","code":"0"}"#);
    let sent = format!(r#"send 2 {{"id":"{}","op":"subscribe","args":[{arg}]}}"#, wire_id(2));
    script.takes(&["send 2 login", "login ended 2", "state 2 LoggedIn", &sent, "overlap 1 of 1 and 2"]);
    let push = format!(r#"{{"arg":{arg},"data":[]}}"#);
    script.receive(1, &push);
    script.receive(2, &push);
    script.acknowledge(2, "subscribe", 2, arg);
    script.takes(&["push 1 from 1", "push 1 from 2", "active 1 on 2", "send 1 ping", "state 2 Replaced"]);
    script.request(8, 30);
    assert!(script.outputs()[0].starts_with("send 2 "), "requests go to the new connection");
    script.receive(1, &format!(r#"{{"id":"{}","op":"order","code":"0","data":[]}}"#, wire_id(1)));
    script.takes(&["reply 7"]);
    // What was under way on the old connection.
    script.receive(1, &push);
    script.takes(&["push 1 from 1"]);
    script.receive(1, "pong");
    script.takes(&["close 1", "overlap 1 ended"]);
}

#[test]
fn a_connection_that_was_replaced_and_does_not_answer_is_closed_soon() {
    let mut script = Script::open(&SessionConfig::default());
    script.subscribed(1, &tickers("A"), 0);
    script.receive(1, NOTICE);
    script.outputs();
    script.connect(2);
    script.outputs();
    script.acknowledge(2, "subscribe", 1, &tickers("A"));
    script.takes(&["active 1 on 2", "send 1 ping", "state 2 Replaced"]);
    assert!(script.wait(4).is_empty());
    assert_eq!(script.wait(1), ["close 1", "overlap 1 ended"]);
}

#[test]
fn a_handover_that_is_not_ready_in_time_leaves_a_gap_that_is_told() {
    let mut script = Script::open(&SessionConfig::default());
    script.subscribed(1, &tickers("A"), 0);
    script.receive(1, NOTICE);
    script.takes(&["state 1 Degraded(Closing)", "connect 2"]);
    script.disconnect(1, None);
    script.takes(&["state 1 Disconnected", "state 2 Connecting"]);
    script.now += std::time::Duration::from_secs(3);
    script.connect(2);
    assert_eq!(script.outputs().len(), 2);
    script.acknowledge(2, "subscribe", 1, &tickers("A"));
    script.takes(&["gap 1 Disconnected of 3 s", "active 1 on 2"]);
}

#[test]
fn a_connection_that_still_works_does_not_count_as_lost_if_the_next_one_cannot_be_opened() {
    let mut script = Script::open(&SessionConfig::default());
    script.subscribed(1, &tickers("A"), 0);
    script.receive(1, NOTICE);
    script.takes(&["state 1 Degraded(Closing)", "connect 2"]);
    script.fail_connect(2, false);
    assert!(!script.outputs().iter().any(|output| output.contains("Disconnected")));
    script.receive(1, &format!(r#"{{"arg":{},"data":[]}}"#, tickers("A")));
    script.takes(&["push 1 from 1"]);
}

#[test]
fn too_many_connections_during_a_handover_wait_for_the_old_one_to_go() {
    let mut script = Script::open(&SessionConfig::default());
    let arg = r#"{"channel":"orders","instType":"ANY"}"#;
    script.subscribed(1, arg, 0);
    script.receive(1, NOTICE);
    script.outputs();
    script.connect(2);
    script.outputs();
    script.acknowledge(2, "subscribe", 1, arg);
    script.receive(2, r#"{"event":"channel-conn-count-error","channel":"orders","connCount":"31"}"#);
    script.takes(&["active 1 on 2", "send 1 ping", "state 2 Replaced", "overlap 1 ended"]);
    script.receive(1, "pong");
    let outputs = script.outputs();
    assert_eq!(outputs[0], "close 1");
    assert!(outputs.iter().any(|output| output.starts_with("send 2 ")), "{outputs:?}");
    script.acknowledge(2, "subscribe", 2, arg);
    script.takes(&["gap 1 Disconnected of 0 s", "active 1 on 2"]);
}

#[test]
fn a_mute_channel_is_subscribed_to_again_and_then_its_connection_is_replaced() {
    let mut script = Script::open(&SessionConfig::default());
    let arg = tickers("A");
    script.subscribe_with(1, &arg, false, Some(8));
    script.outputs();
    script.acknowledge(1, "subscribe", 0, &arg);
    script.takes(&["active 1 on 1"]);
    assert!(script.wait(7).is_empty());
    let remedy = script.wait(1);
    assert_eq!(remedy[0], "state 1 Degraded(Mute)");
    assert!(remedy[1].contains("\"unsubscribe\""));
    script.acknowledge(1, "unsubscribe", 1, &arg);
    assert_eq!(script.outputs().len(), 1);
    script.acknowledge(1, "subscribe", 2, &arg);
    script.takes(&["gap 1 Mute of 8 s", "active 1 on 1"]);
    assert!(script.wait(7).is_empty());
    assert_eq!(script.wait(1), ["state 1 Degraded(Mute)", "connect 2"]);
}

#[test]
fn unreadable_frames_are_reported_and_many_of_them_end_the_connection() {
    let mut script = Script::open(&SessionConfig::default());
    for _ in 0..100 {
        script.receive(1, "{");
        script.takes(&["unexpected: a frame that is not a JSON object"]);
    }
    script.receive(1, "{");
    script.takes(&["unexpected: a frame that is not a JSON object", "close 1", "state 1 Disconnected"]);
}

#[test]
fn other_notices_and_unknown_events_are_passed_on() {
    let mut script = Script::open(&SessionConfig::default());
    script.receive(1, r#"{"event":"notice","code":"1","msg":"x"}"#);
    script.receive(1, r#"{"event":"x"}"#);
    script.receive(1, "{}");
    script.takes(&["notice 1", "unexpected: an unknown event", "unexpected: a message of an unknown form"]);
}

#[test]
fn an_address_that_never_worked_ends_everything_and_one_that_did_is_tried_again() {
    let mut script = Script::new(SessionConfig::default());
    script.subscribe(1, &tickers("A"));
    script.outputs();
    script.fail_connect(1, true);
    assert!(script.outputs().iter().any(|output| output.starts_with("ended 1")));

    let mut script = Script::open(&SessionConfig::default());
    script.subscribe(1, &tickers("A"));
    script.outputs();
    script.disconnect(1, None);
    assert!(script.wait(5).contains(&"connect 2".to_owned()));
    script.fail_connect(2, true);
    assert!(!script.outputs().iter().any(|output| output.starts_with("ended 1")));
    assert!(script.wait(5).contains(&"connect 3".to_owned()));
}
