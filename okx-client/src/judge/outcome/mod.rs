//! The outcome of a request: a pure function of what was received, independent of time and network.
//!
//! A request that changes something only counts as not executed if that is certain. Otherwise its outcome is unknown, however likely it
//! failed.

#[cfg(test)]
pub(crate) mod tests;

use crate::api::refused;
use crate::error::{Error, Verdict};
use crate::facts::Operation;
use crate::judge::TransportError;

/// The result of one attempt.
pub(crate) enum AttemptOutcome {
    /// No complete reply.
    Lost(TransportError),
    /// A reply; `read` is an error if it is not from OKX.
    Replied { status: u16, read: Result<ReplySummary, Error> },
}

/// What a reply says about the request as a whole.
pub(crate) struct ReplySummary {
    /// OKX's code for the request.
    pub(crate) code: Box<str>,
    /// OKX's message for the request.
    pub(crate) message: Box<str>,
    /// The outcome that its rows report.
    pub(crate) rows: RowsOutcome,
    /// The code of the reply, or of one of its rows, that reports an exceeded rate limit.
    pub(crate) rate_code: Option<Box<str>>,
}

impl AttemptOutcome {
    /// Why the attempt failed, for the messages of requests that are not sent because of it.
    pub(crate) fn cause(&self) -> String {
        match self {
            Self::Lost(error) => error.to_string(),
            Self::Replied { status, .. } => format!("OKX's server reported a failure (HTTP {status})"),
        }
    }

    /// The code that reports an exceeded rate limit; empty if only the HTTP status does.
    pub(crate) fn rate_code(&self) -> Option<&str> {
        match self {
            Self::Replied { status, read: Ok(summary) } => {
                // OKX also answers 429 when it is busy, which says nothing about a rate limit.
                let is_undescribed = || refused(&summary.code, None, "").class().is_none();
                summary.rate_code.as_deref().or_else(|| (*status == 429 && is_undescribed()).then_some(""))
            }
            Self::Replied { status: 429, read: Err(_) } => Some(""),
            _ => None,
        }
    }
}

/// The outcome that the rows of a reply report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum RowsOutcome {
    /// None: there are no rows, or they report no outcome.
    Nothing,
    /// At least one item was executed, or may have been.
    Done,
    /// Every item was rejected. This is the most cautious of their verdicts.
    Refused(Verdict),
}

/// The outcome of a request, as far as one attempt determines it.
#[derive(Debug)]
pub(crate) enum Judgement {
    /// The rows are the result; each reports its own outcome.
    Answered,
    /// It was certainly not executed. The verdict says how to retry; without an error, the rows report the reason.
    NotDone(Verdict, Option<Error>),
    /// It may have been executed.
    Unknown(Error),
}

/// Determines the outcome of a request.
pub(crate) fn judge(operation: &Operation, outcome: AttemptOutcome) -> Judgement {
    let judgement = match outcome {
        AttemptOutcome::Lost(error) => lost(operation, error),
        AttemptOutcome::Replied { status, read: Ok(summary) } => answered(operation, status, &summary),
        AttemptOutcome::Replied { status, read: Err(error) } => not_from_okx(operation, status, error),
    };
    match judgement {
        Judgement::Answered => Judgement::Answered,
        Judgement::NotDone(verdict, error) => {
            Judgement::NotDone(verdict, error.map(|error| error.in_call(operation.name)))
        }
        Judgement::Unknown(error) => Judgement::Unknown(error.in_call(operation.name)),
    }
}

fn lost(operation: &Operation, error: TransportError) -> Judgement {
    let what = error.to_string();
    if error.is_unsendable() {
        return not_done(Verdict::Never, Error::invalid(what).caused_by(error));
    }
    if error.may_have_arrived() && changes_something(operation) {
        Judgement::Unknown(Error::unknown(what).caused_by(error))
    } else {
        not_done(Verdict::Retry, Error::unreachable(what).caused_by(error))
    }
}

/// OKX replied. Its code takes precedence over the HTTP status, and the results of rows over the code. `0`, `1` and `2` are the codes of
/// the envelope itself: all, none and some of the items were executed.
fn answered(operation: &Operation, status: u16, summary: &ReplySummary) -> Judgement {
    match (&*summary.code, summary.rows) {
        ("0", RowsOutcome::Nothing) | ("0" | "1" | "2", RowsOutcome::Done) => Judgement::Answered,
        ("0" | "1" | "2", RowsOutcome::Refused(verdict)) => Judgement::NotDone(verdict, None),
        (code, RowsOutcome::Done) if changes_something(operation) => {
            let what = format!("contradictory reply: code {code} reports failure, but one of its rows does not");
            Judgement::Unknown(Error::unknown(what).with_http_status(status))
        }
        (code, _) => refused_by_code(operation, status, code, &summary.message),
    }
}

fn refused_by_code(operation: &Operation, status: u16, code: &str, message: &str) -> Judgement {
    let error = refused(code, None, message).with_http_status(status);
    // The code is not described: it may report that something was executed, and a server error may have occurred after execution. Without a
    // code, only the status is left.
    let unknown_code = match status {
        429 if code.is_empty() || !changes_something(operation) => Verdict::Wait,
        500.. => Verdict::Unknown,
        _ if changes_something(operation) => Verdict::Unknown,
        _ => Verdict::Never,
    };
    match error.verdict().unwrap_or(unknown_code) {
        Verdict::Unknown if changes_something(operation) => Judgement::Unknown(error.into_unknown()),
        Verdict::Unknown => not_done(Verdict::Retry, error.into_refused()),
        verdict => not_done(verdict, error),
    }
}

/// The reply is from a server between us and OKX, or a truncated reply from OKX.
fn not_from_okx(operation: &Operation, status: u16, error: Error) -> Judgement {
    let page = || format!("non-OKX response (HTTP {status})");
    match status {
        200..=299 if changes_something(operation) => Judgement::Unknown(error.into_unknown()),
        200..=299 if error.is_binary() => not_done(Verdict::Never, error),
        200..=299 => not_done(Verdict::Retry, error),
        // Part of OKX's reply is missing, and with it perhaps a code that leaves the outcome unknown, such as 50004 with HTTP 400.
        400..=499 if error.is_damaged_reply() && changes_something(operation) => {
            Judgement::Unknown(error.into_unknown().with_http_status(status))
        }
        429 => not_done(Verdict::Wait, Error::refused_by_http(status, page())),
        301 | 307 | 308 => not_done(Verdict::Never, Error::refused_by_http(status, redirect(status))),
        400..=499 if status != 408 => not_done(Verdict::Never, Error::refused_by_http(status, page())),
        _ if changes_something(operation) => Judgement::Unknown(Error::unknown(page()).with_http_status(status)),
        300 | 302 | 303 => not_done(Verdict::Never, Error::unreachable(redirect(status)).with_http_status(status)),
        _ => not_done(Verdict::Retry, Error::unreachable(page()).with_http_status(status)),
    }
}

fn redirect(status: u16) -> String {
    format!("redirects are not followed (HTTP {status}); check the base URL, or whether a proxy is in between")
}

fn not_done(verdict: Verdict, error: Error) -> Judgement {
    Judgement::NotDone(verdict, Some(error))
}

/// A request that only reads leaves no unknown outcome if its reply is lost.
fn changes_something(operation: &Operation) -> bool {
    !operation.only_reads
}
