//! Requests such as orders.

use super::super::{RequestId, SessionConfig};
use super::script::{Script, wire_id};

fn open() -> Script {
    Script::open(&SessionConfig { logs_in: true, ..SessionConfig::default() })
}

#[test]
fn a_reply_is_matched_by_its_id() {
    let mut script = open();
    script.request(7, 10);
    script.takes(&[r#"send 1 {"id":"okx0000000000000000","op":"order","args":[{}]}"#]);
    script.receive(1, r#"{"id":"77","op":"order","code":"0","data":[]}"#);
    script.receive(1, &format!(r#"{{"id":"{}","op":"order","code":"1","data":[]}}"#, wire_id(0)));
    script.receive(1, &format!(r#"{{"id":"{}","op":"order","code":"1","data":[]}}"#, wire_id(0)));
    script.takes(&["unexpected: a reply to an unknown request", "reply 7"]);
}

#[test]
fn an_error_is_matched_by_its_id_or_by_the_repeated_request_but_never_guessed() {
    let mut script = open();
    script.request(7, 10);
    script.request(8, 10);
    assert_eq!(script.outputs().len(), 2);
    script.refuse(1, "60012", r#""msg":"Invalid request""#);
    script.refuse(1, "60012", &format!(r#""msg":"Invalid request: {{\"id\":\"{}\"}}""#, wire_id(1)));
    script.refuse(1, "60013", &format!(r#""id":"{}","msg":"""#, wire_id(0)));
    script.takes(&["unexpected: an error that belongs to no request", "reply 8", "reply 7"]);
}

#[test]
fn a_lost_request_says_whether_it_was_sent() {
    let mut script = open();
    script.request(7, 10);
    assert_eq!(script.outputs().len(), 1);
    assert_eq!(script.wait(10), ["lost 7 sent=true"]);
    script.request(8, 10);
    assert_eq!(script.outputs().len(), 1);
    script.disconnect(1, None);
    script.request(9, 1);
    assert_eq!(script.outputs()[..2], ["lost 8 sent=true", "state 1 Disconnected"]);
    assert!(script.wait(1).contains(&"lost 9 sent=false".to_owned()));
}

#[test]
fn a_request_is_given_up_if_it_cannot_be_sent_in_time() {
    let mut script = open();
    script.request_sent_within(7, 1, 10);
    assert_eq!(script.outputs().len(), 1);
    assert!(script.wait(5).is_empty(), "it was sent in time");
    script.disconnect(1, None);
    script.request_sent_within(8, 1, 10);
    assert!(!script.outputs().contains(&"lost 8 sent=false".to_owned()));
    assert!(script.wait(1).contains(&"lost 8 sent=false".to_owned()));
}

#[test]
fn a_forgotten_request_is_not_sent_and_nothing_is_reported_about_it() {
    let mut script = open();
    script.request(7, 10);
    script.session.forget_request(RequestId(7));
    script.takes(&[]);
    script.request(8, 10);
    assert_eq!(script.outputs().len(), 1);
    script.session.forget_request(RequestId(8));
    assert!(script.wait(10).is_empty());
}

#[test]
fn a_closed_session_loses_its_requests_and_takes_no_others() {
    let mut script = open();
    script.request(7, 10);
    assert_eq!(script.outputs().len(), 1);
    script.request(8, 10);
    script.session.close(script.now);
    script.request(9, 10);
    script.subscribe(1, r#"{"channel":"a"}"#);
    let lost = ["lost 8 sent=false", "close 1", "lost 7 sent=true", "state 1 Closed", "lost 9 sent=false"];
    assert_eq!(script.outputs()[..5], lost);
    assert_eq!(script.session.next_deadline(), None);
}

#[test]
fn a_session_that_has_served_a_request_connects_again_before_the_next_one() {
    let mut script = open();
    script.request(7, 1);
    assert_eq!(script.outputs().len(), 1);
    assert_eq!(script.wait(1), ["lost 7 sent=true"]);
    script.disconnect(1, None);
    assert!(script.wait(5).contains(&"connect 2".to_owned()));
}
