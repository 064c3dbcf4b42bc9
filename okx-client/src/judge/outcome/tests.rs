//! The outcome as a table: what was received, and the resulting judgement.

use super::*;
use crate::api::errors;
use crate::facts::Repeat;

/// An operation that reads or changes something, with its repeatability.
pub(crate) const fn operation(only_reads: bool, repeat: Repeat) -> Operation {
    Operation { name: "chapter.call", only_reads, repeat, ..Operation::PLAIN }
}

static READ: Operation = operation(true, Repeat::Always);
static WRITE: Operation = operation(false, Repeat::Never);

fn replied(status: u16, code: &str, rows: RowsOutcome) -> AttemptOutcome {
    AttemptOutcome::Replied {
        status,
        read: Ok(ReplySummary { code: code.into(), message: "Message.".into(), rows, rate_code: None }),
    }
}

fn page(status: u16) -> AttemptOutcome {
    AttemptOutcome::Replied { status, read: Err(Error::unreadable("reply is not JSON")) }
}

/// A judgement in one line: its verdict and the kind of its error.
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

/// Judges the same result for an operation that reads and one that changes something.
#[track_caller]
fn becomes(sent: impl Fn() -> AttemptOutcome, read: &str, write: &str) {
    assert_eq!([describe(&judge(&READ, sent())), describe(&judge(&WRITE, sent()))], [read, write]);
}

#[test]
fn a_lost_reply_leaves_the_outcome_unknown_only_if_something_may_have_changed() {
    becomes(|| AttemptOutcome::Lost(TransportError::not_sent("no route")), "Retry, unreachable", "Retry, unreachable");
    becomes(|| AttemptOutcome::Lost(TransportError::broken("reset")), "Retry, unreachable", "unknown");
}

#[test]
fn success_is_answered() {
    becomes(|| replied(200, "0", RowsOutcome::Nothing), "answered", "answered");
    becomes(|| replied(200, "0", RowsOutcome::Done), "answered", "answered");
}

#[test]
fn rows_take_precedence() {
    for code in ["0", "1", "2"] {
        becomes(|| replied(200, code, RowsOutcome::Done), "answered", "answered");
        becomes(|| replied(200, code, RowsOutcome::Refused(Verdict::Never)), "Never, rows", "Never, rows");
        becomes(|| replied(200, code, RowsOutcome::Refused(Verdict::Wait)), "Wait, rows", "Wait, rows");
        becomes(|| replied(200, code, RowsOutcome::Refused(Verdict::Retry)), "Retry, rows", "Retry, rows");
        becomes(
            || replied(200, code, RowsOutcome::Refused(Verdict::ResyncClock)),
            "ResyncClock, rows",
            "ResyncClock, rows",
        );
    }
    becomes(|| replied(200, "1", RowsOutcome::Nothing), "Never, refused", "Never, refused");
}

#[test]
fn a_described_code_takes_precedence_over_the_http_status() {
    for status in [200, 400, 401, 429, 500] {
        let code = |code: &'static str| move || replied(status, code, RowsOutcome::Nothing);
        becomes(code(errors::RATE_LIMIT_REACHED), "Wait, refused", "Wait, refused");
        becomes(code(errors::TIMESTAMP_EXPIRED), "ResyncClock, refused", "ResyncClock, refused");
        becomes(code(errors::SIGNATURE_WRONG), "Never, refused", "Never, refused");
        becomes(code(errors::ENDPOINT_TIMEOUT), "Retry, refused", "unknown");
        becomes(code(errors::PARTLY_FAILED), "Retry, refused", "unknown");
    }
}

#[test]
fn an_undescribed_code_leaves_the_outcome_open() {
    for status in [200, 400, 401, 404] {
        becomes(|| replied(status, "no such code", RowsOutcome::Nothing), "Never, refused", "unknown");
        becomes(|| replied(status, "", RowsOutcome::Nothing), "Never, refused", "unknown");
    }
    becomes(|| replied(429, "no such code", RowsOutcome::Nothing), "Wait, refused", "unknown");
    becomes(|| replied(429, "", RowsOutcome::Nothing), "Wait, refused", "Wait, refused");
    becomes(|| replied(500, "no such code", RowsOutcome::Nothing), "Retry, refused", "unknown");
    becomes(|| replied(503, "no such code", RowsOutcome::Nothing), "Retry, refused", "unknown");
}

#[test]
fn a_failure_code_with_successful_rows_leaves_the_outcome_open() {
    for code in [errors::INSUFFICIENT_FUNDS, errors::RATE_LIMIT_REACHED, "no such code"] {
        assert_eq!(describe(&judge(&WRITE, replied(200, code, RowsOutcome::Done))), "unknown");
    }
}

#[test]
fn a_damaged_reply_from_okx_leaves_the_outcome_of_a_change_unknown() {
    let damaged = |status| AttemptOutcome::Replied {
        status,
        read: Err(Error::unreadable("reply is not JSON").in_damaged_reply()),
    };
    for status in [200, 400, 401, 429, 500] {
        assert_eq!(describe(&judge(&WRITE, damaged(status))), "unknown", "HTTP {status}");
    }
    assert_eq!(describe(&judge(&READ, damaged(400))), "Never, refused");
}

#[test]
fn a_reply_that_is_not_from_okx_is_judged_by_its_http_status() {
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
    // These are not redirects, and say nothing useful.
    for status in [304, 305, 306] {
        becomes(|| page(status), "Retry, unreachable", "unknown");
    }
    // After these the request may have been processed.
    for status in [300, 302, 303] {
        becomes(|| page(status), "Never, unreachable", "unknown");
    }
}

#[test]
fn errors_name_the_operation_the_status_and_the_code() {
    let Judgement::NotDone(_, Some(error)) = judge(&WRITE, replied(401, errors::SIGNATURE_WRONG, RowsOutcome::Nothing))
    else {
        panic!("expected a rejection");
    };
    assert!(error.to_string().starts_with("chapter.call: refused by OKX (50113): Message"), "{error}");
    assert_eq!(
        (error.call(), error.code(), error.http_status()),
        (Some("chapter.call"), Some(errors::SIGNATURE_WRONG), Some(401))
    );
    let Judgement::NotDone(_, Some(error)) = judge(&WRITE, page(429)) else {
        panic!("expected a rejection");
    };
    assert!(error.is_rate_limited());
}
