//! Subscriptions, their acknowledgements and refusals.

use super::super::SessionConfig;
use super::script::{Script, tickers, wire_id};

fn open() -> Script {
    Script::open(&SessionConfig::default())
}

#[test]
fn subscriptions_that_are_made_together_share_a_message() {
    let mut script = open();
    let (one, two) = (tickers("A"), tickers("B"));
    script.subscribe(1, &one);
    script.subscribe(2, &two);
    script.takes(&[&format!(r#"send 1 {{"id":"okx0000000000000000","op":"subscribe","args":[{one},{two}]}}"#)]);
    script.acknowledge(1, "subscribe", 0, &two);
    script.acknowledge(1, "subscribe", 0, &one);
    script.takes(&["active 2 on 1", "active 1 on 1"]);
    script.acknowledge(1, "subscribe", 0, &one);
    script.takes(&[]);
}

#[test]
fn messages_are_at_most_as_long_as_okx_allows() {
    let mut script = open();
    for id in 1..=5_000 {
        script.subscribe(id, &tickers(&format!("INSTRUMENT-{id}-USDT")));
    }
    let sent = script.outputs();
    assert!((4..=7).contains(&sent.len()), "{} messages", sent.len());
    assert!(sent.iter().all(|text| text.len() - "send 1 ".len() <= 65_536));
    let ids: usize = sent.iter().map(|text| text.matches("INSTRUMENT").count()).sum();
    assert_eq!(ids, 5_000);
    script.subscribe(9_000, &tickers(&"X".repeat(66_000)));
    script.takes(&["ended 9000 without a code"]);
}

#[test]
fn a_push_is_found_although_okx_adds_and_reorders_members() {
    let mut script = open();
    script.subscribed(1, &tickers("A"), 0);
    script.receive(1, r#"{"arg":{"instId":"A","channel":"tickers","uid":"7"},"data":[]}"#);
    script.receive(1, r#"{"arg":{"channel":"tickers","instId":"A"},"action":"update","data":[]}"#);
    script.receive(1, r#"{"data":[],"arg":{"channel":"tickers","instId":"A"}}"#);
    script.receive(1, r#"{"arg":{"channel":"tickers","instId":"B"},"data":[]}"#);
    script.takes(&[
        "push 1 from 1",
        "push 1 from 1",
        "push 1 from 1",
        "unexpected: a push for an unknown subscription",
    ]);
}

#[test]
fn a_subscription_that_ends_is_ended_on_the_wire_once_it_was_acknowledged() {
    let mut script = open();
    let arg = tickers("A");
    script.subscribe(1, &arg);
    script.takes(&[&format!(r#"send 1 {{"id":"{}","op":"subscribe","args":[{arg}]}}"#, wire_id(0))]);
    script.unsubscribe(1);
    script.subscribe(2, &arg);
    script.takes(&[]);
    // The second consumer needs a snapshot of its own.
    script.acknowledge(1, "subscribe", 0, &arg);
    script.takes(&[&format!(r#"send 1 {{"id":"{}","op":"unsubscribe","args":[{arg}]}}"#, wire_id(1))]);
    script.receive(1, &format!(r#"{{"arg":{arg},"data":[]}}"#));
    script.takes(&[]);
    script.acknowledge(1, "unsubscribe", 1, &arg);
    script.takes(&[&format!(r#"send 1 {{"id":"{}","op":"subscribe","args":[{arg}]}}"#, wire_id(2))]);
    script.acknowledge(1, "subscribe", 2, &arg);
    script.takes(&["active 2 on 1"]);
}

#[test]
fn a_second_subscription_with_the_same_argument_is_refused() {
    let mut script = open();
    script.subscribed(1, &tickers("A"), 0);
    script.subscribe(2, r#"{"instId":"A","channel":"tickers"}"#);
    script.subscribe(3, "[]");
    script.takes(&["ended 2 without a code", "ended 3 without a code"]);
}

#[test]
fn only_the_refused_one_of_several_subscriptions_ends() {
    let (one, two, three) = (tickers("A"), tickers("B"), tickers("C"));
    let asks = |script: &mut Script| {
        for (id, arg) in [(1, &one), (2, &two), (3, &three)] {
            script.subscribe(id, arg);
        }
        assert_eq!(script.outputs().len(), 1);
    };
    // By the argument.
    let mut script = open();
    asks(&mut script);
    script.refuse(1, "60018", &format!(r#""id":"{}","arg":{two},"msg":"""#, wire_id(0)));
    script.acknowledge(1, "subscribe", 0, &one);
    script.acknowledge(1, "subscribe", 0, &three);
    script.takes(&["ended 2 60018", "active 1 on 1", "active 3 on 1"]);
    // By elimination.
    let mut script = open();
    asks(&mut script);
    script.refuse(1, "60018", &format!(r#""id":"{}","msg":"""#, wire_id(0)));
    script.acknowledge(1, "subscribe", 0, &three);
    script.acknowledge(1, "subscribe", 0, &one);
    script.takes(&["active 3 on 1", "active 1 on 1", "ended 2 60018"]);
}

#[test]
fn a_refused_message_is_divided_until_the_refusal_belongs_to_one() {
    let mut script = open();
    for (id, name) in [(1, "A"), (2, "B"), (3, "C"), (4, "D")] {
        script.subscribe(id, &tickers(name));
    }
    assert_eq!(script.outputs().len(), 1);
    // The echo of the request is all that names it.
    script.refuse(1, "60012", &format!(r#""msg":"Invalid request: {{\"id\":\"{}\"}}""#, wire_id(0)));
    script.takes(&[]);
    let halves = script.wait(1);
    assert_eq!(halves.len(), 2, "{halves:?}");
    assert!(halves[0].contains("\"A\"") && halves[0].contains("\"B\"") && halves[1].contains("\"D\""));
    script.refuse(1, "60012", &format!(r#""id":"{}","msg":"""#, wire_id(1)));
    script.acknowledge(1, "subscribe", 2, &tickers("C"));
    script.acknowledge(1, "subscribe", 2, &tickers("D"));
    script.takes(&["active 3 on 1", "active 4 on 1"]);
    assert_eq!(script.wait(1).len(), 2);
    script.refuse(1, "60012", &format!(r#""id":"{}","msg":"""#, wire_id(3)));
    script.acknowledge(1, "subscribe", 4, &tickers("B"));
    let outputs = script.outputs();
    assert_eq!(outputs[..2], ["ended 1 60012", "active 2 on 1"]);
    // The first message may have been accepted in part.
    assert!(outputs[2..].iter().all(|output| output.contains("\"unsubscribe\"") && output.contains("\"A\"")));
}

#[test]
fn a_subscription_that_okx_puts_off_is_made_again_and_ends_after_several_attempts() {
    let mut script = open();
    script.subscribe(1, &tickers("A"));
    assert_eq!(script.outputs().len(), 1);
    for (number, pause) in [(0, 1), (1, 2), (2, 4), (3, 8), (4, 16)] {
        script.refuse(1, "60014", &format!(r#""id":"{}","msg":"""#, wire_id(number)));
        assert!(script.wait(pause - 1).is_empty());
        assert_eq!(script.wait(1).len(), 1);
    }
    script.refuse(1, "60014", &format!(r#""id":"{}","msg":"""#, wire_id(5)));
    script.takes(&["ended 1 60014"]);
}

#[test]
fn too_many_connections_end_the_subscriptions_of_the_channel() {
    let mut script = open();
    script.subscribed(1, r#"{"channel":"orders","instType":"ANY"}"#, 0);
    script.subscribed(2, &tickers("A"), 1);
    script.receive(1, r#"{"event":"channel-conn-count","channel":"orders","connCount":"30","connId":"a"}"#);
    script.receive(1, r#"{"event":"channel-conn-count-error","channel":"orders","connCount":"31","connId":"a"}"#);
    script.takes(&["count orders 30", "ended 1 channel-conn-count-error"]);
}

#[test]
fn an_unanswered_subscription_is_repeated_once_and_then_the_connection_is_replaced() {
    let mut script = open();
    let arg = tickers("A");
    script.subscribe(1, &arg);
    assert_eq!(script.outputs().len(), 1);
    assert!(script.wait(9).is_empty());
    let again = script.wait(1);
    assert_eq!(again, [format!(r#"send 1 {{"id":"{}","op":"subscribe","args":[{arg}]}}"#, wire_id(1))]);
    let ends = script.wait(10);
    assert!(ends.contains(&"close 1".to_owned()) && ends.contains(&"state 1 Disconnected".to_owned()), "{ends:?}");
    // A late answer to the first attempt counts.
    let mut script = open();
    script.subscribe(1, &arg);
    script.wait(10);
    script.acknowledge(1, "subscribe", 0, &arg);
    script.takes(&["active 1 on 1"]);
    script.acknowledge(1, "subscribe", 1, &arg);
    script.takes(&[]);
}

#[test]
fn a_connection_that_has_used_up_its_hour_is_replaced() {
    let config = SessionConfig { requests_per_window: 3, ..SessionConfig::default() };
    let mut script = Script::open(&config);
    for (id, name) in [(1, "A"), (2, "B"), (3, "C")] {
        script.subscribed(id, &tickers(name), id - 1);
    }
    script.subscribe(4, &tickers("D"));
    script.takes(&["state 1 Degraded(RequestsUsedUp)"]);
    assert_eq!(script.wait(0), ["connect 2"]);
    script.connect(2);
    let sent = script.outputs();
    assert!(["A", "B", "C", "D"].iter().all(|name| sent[0].contains(&tickers(name))), "{sent:?}");
}

#[test]
fn a_used_up_hour_is_waited_for_if_there_is_no_other_connection() {
    let config = SessionConfig { requests_per_window: 3, ..SessionConfig::default() };
    let mut script = Script::open(&config);
    for (id, name) in [(1, "A"), (2, "B"), (3, "C")] {
        script.subscribed(id, &tickers(name), id - 1);
    }
    script.subscribe(4, &tickers("D"));
    script.takes(&["state 1 Degraded(RequestsUsedUp)"]);
    assert_eq!(script.wait(0), ["connect 2"]);
    script.now += std::time::Duration::from_secs(3_604);
    script.receive(1, "pong");
    script.takes(&[]);
    assert!(script.wait(1).iter().any(|output| output.contains("\"D\"")));
}
