//! The judgement as a table: what came back, and what became of the request.

use super::*;
use crate::api::errors;
use crate::facts::Repeat;

/// An operation that reads or changes something, as far as its outcome and its repeating go.
pub(crate) const fn operation(only_reads: bool, repeat: Repeat) -> Operation {
    Operation { name: "chapter.call", only_reads, repeat, ..Operation::PLAIN }
}

static READ: Operation = operation(true, Repeat::Always);
static WRITE: Operation = operation(false, Repeat::Never);

fn replied(status: u16, code: &str, rows: RowsSay) -> Sent {
    Sent::Replied { status, read: Ok(Summary { code: code.into(), message: "Message.".into(), rows, rate_code: None }) }
}

fn page(status: u16) -> Sent {
    Sent::Replied { status, read: Err(Error::unreadable("the reply is no JSON")) }
}

/// Writes a judgement in one line: verdict and what the error says of itself.
fn describe(judgement: &Judgement) -> String {
    let kind = |error: &Error| match error {
        error if error.is_refused() => "refused",
        error if error.is_unreachable() => "unreachable",
        error if error.is_unreadable() => "unreadable",
        error if error.outcome_unknown() => "unknown",
        _ => "something else",
    };
    match judgement {
        Judgement::Answered => "answered".to_owned(),
        Judgement::Unknown(error) => kind(error).to_owned(),
        Judgement::NotDone(verdict, None) => format!("{verdict:?}, rows"),
        Judgement::NotDone(verdict, Some(error)) => format!("{verdict:?}, {}", kind(error)),
    }
}

/// Judges the same reply to a call that reads and to one that changes something.
#[track_caller]
fn becomes(sent: impl Fn() -> Sent, read: &str, write: &str) {
    assert_eq!([describe(&judge(&READ, sent())), describe(&judge(&WRITE, sent()))], [read, write]);
}

#[test]
fn a_lost_reply_is_unknown_only_where_something_may_have_changed() {
    becomes(|| Sent::Lost(TransportError::not_sent("no route")), "Retry, unreachable", "Retry, unreachable");
    becomes(|| Sent::Lost(TransportError::broken("reset")), "Retry, unreachable", "unknown");
}

#[test]
fn success_is_answered() {
    becomes(|| replied(200, "0", RowsSay::Nothing), "answered", "answered");
    becomes(|| replied(200, "0", RowsSay::Done), "answered", "answered");
}

#[test]
fn rows_speak_for_themselves() {
    for code in ["0", "1", "2"] {
        becomes(|| replied(200, code, RowsSay::Done), "answered", "answered");
        becomes(|| replied(200, code, RowsSay::Refused(Verdict::Never)), "Never, rows", "Never, rows");
        becomes(|| replied(200, code, RowsSay::Refused(Verdict::Wait)), "Wait, rows", "Wait, rows");
        becomes(|| replied(200, code, RowsSay::Refused(Verdict::Retry)), "Retry, rows", "Retry, rows");
        becomes(
            || replied(200, code, RowsSay::Refused(Verdict::ResyncClock)),
            "ResyncClock, rows",
            "ResyncClock, rows",
        );
    }
    becomes(|| replied(200, "1", RowsSay::Nothing), "Never, refused", "Never, refused");
}

#[test]
fn a_described_code_rules_over_the_http_status() {
    for status in [200, 400, 401, 429, 500] {
        let code = |code: &'static str| move || replied(status, code, RowsSay::Nothing);
        becomes(code(errors::RATE_LIMIT_REACHED), "Wait, refused", "Wait, refused");
        becomes(code(errors::TIMESTAMP_EXPIRED), "ResyncClock, refused", "ResyncClock, refused");
        becomes(code(errors::SIGNATURE_WRONG), "Never, refused", "Never, refused");
        becomes(code(errors::ENDPOINT_TIMEOUT), "Retry, refused", "unknown");
        becomes(code(errors::PARTLY_FAILED), "Retry, refused", "unknown");
    }
}

#[test]
fn a_code_nobody_described_leaves_the_outcome_open() {
    for status in [200, 400, 401, 404] {
        becomes(|| replied(status, "no such code", RowsSay::Nothing), "Never, refused", "unknown");
        becomes(|| replied(status, "", RowsSay::Nothing), "Never, refused", "unknown");
    }
    becomes(|| replied(429, "no such code", RowsSay::Nothing), "Wait, refused", "unknown");
    becomes(|| replied(429, "", RowsSay::Nothing), "Wait, refused", "Wait, refused");
    becomes(|| replied(500, "no such code", RowsSay::Nothing), "Retry, refused", "unknown");
    becomes(|| replied(503, "no such code", RowsSay::Nothing), "Retry, refused", "unknown");
}

#[test]
fn a_code_that_refuses_and_rows_that_do_not_leave_the_outcome_open() {
    for code in [errors::INSUFFICIENT_FUNDS, errors::RATE_LIMIT_REACHED, "no such code"] {
        assert_eq!(describe(&judge(&WRITE, replied(200, code, RowsSay::Done))), "unknown");
    }
}

#[test]
fn what_is_no_reply_of_okx_goes_by_the_http_status() {
    for status in [500, 502, 503, 504, 520, 408, 100] {
        becomes(|| page(status), "Retry, unreachable", "unknown");
    }
    for status in [400, 401, 403, 404, 407, 413] {
        becomes(|| page(status), "Never, refused", "Never, refused");
    }
    becomes(|| page(429), "Wait, refused", "Wait, refused");
    becomes(|| page(200), "Retry, unreadable", "unknown");
}

#[test]
fn a_redirect_is_never_followed() {
    for status in [301, 307, 308] {
        becomes(|| page(status), "Never, refused", "Never, refused");
    }
    // These are no redirects, and say nothing that is of use.
    for status in [304, 305, 306] {
        becomes(|| page(status), "Retry, unreachable", "unknown");
    }
    // After these the request may have been handled already.
    for status in [300, 302, 303] {
        becomes(|| page(status), "Never, unreachable", "unknown");
    }
}

#[test]
fn errors_tell_the_call_the_status_and_the_code() {
    let Judgement::NotDone(_, Some(error)) = judge(&WRITE, replied(401, errors::SIGNATURE_WRONG, RowsSay::Nothing))
    else {
        panic!("a refusal was expected");
    };
    assert!(error.to_string().starts_with("chapter.call: refused by OKX (50113): Message"), "{error}");
    assert_eq!(
        (error.call(), error.code(), error.http_status()),
        (Some("chapter.call"), Some(errors::SIGNATURE_WRONG), Some(401))
    );
    let Judgement::NotDone(_, Some(error)) = judge(&WRITE, page(429)) else {
        panic!("a refusal was expected");
    };
    assert!(error.is_rate_limited());
}
