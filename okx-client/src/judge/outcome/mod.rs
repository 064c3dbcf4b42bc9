//! What became of a request: a pure judgement over what came back, knowing nothing of time or network.
//!
//! The law: a request that changes something is only called "not done" when that is certain. Whatever else happens to it is
//! "unknown", however likely it failed.

#[cfg(test)]
pub(crate) mod tests;

use crate::api::refused;
use crate::error::{Error, Verdict};
use crate::facts::Operation;
use crate::judge::TransportError;

/// What came back for one sending.
pub(crate) enum Sent {
    /// No whole reply.
    Lost(TransportError),
    /// A reply; `read` is an error when it was not one of OKX's.
    Replied { status: u16, read: Result<Summary, Error> },
}

/// What a reply says about the request as a whole.
pub(crate) struct Summary {
    /// OKX's code for the request.
    pub(crate) code: Box<str>,
    /// OKX's text for the request.
    pub(crate) message: Box<str>,
    /// What its rows say.
    pub(crate) rows: RowsSay,
    /// The code by which it, or one of its rows, says that a limit was passed.
    pub(crate) rate_code: Option<Box<str>>,
}

impl Sent {
    /// The code by which OKX says that a limit was passed; empty when only the HTTP status says so.
    pub(crate) fn rate_code(&self) -> Option<&str> {
        match self {
            Self::Replied { status, read: Ok(summary) } => {
                // OKX also answers 429 when it is busy, which is no statement about a limit.
                let says_nothing = || refused(&summary.code, None, "").class().is_none();
                summary.rate_code.as_deref().or_else(|| (*status == 429 && says_nothing()).then_some(""))
            }
            Self::Replied { status: 429, read: Err(_) } => Some(""),
            _ => None,
        }
    }
}

/// What the rows of a reply say about being done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum RowsSay {
    /// Nothing: there are none, or such rows carry no result of their own.
    Nothing,
    /// At least one was done, or may have been.
    Done,
    /// Each was refused, and this is the most careful of their verdicts.
    Refused(Verdict),
}

/// What became of a request.
#[derive(Debug)]
pub(crate) enum Judgement {
    /// The rows are the answer; each of them says whether it was done.
    Answered,
    /// It certainly was not done. The verdict tells how to send it again; without an error the rows say why.
    NotDone(Verdict, Option<Error>),
    /// It may have been done.
    Unknown(Error),
}

/// Says what became of a request.
pub(crate) fn judge(operation: &Operation, sent: Sent) -> Judgement {
    let judgement = match sent {
        Sent::Lost(error) => lost(operation, error),
        Sent::Replied { status, read: Ok(summary) } => answered(operation, status, &summary),
        Sent::Replied { status, read: Err(error) } => no_reply_of_okx(operation, status, error),
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

/// OKX said something. Its code rules over the HTTP status, and what a row says rules over the code. `0`, `1` and `2` are the envelope's
/// own codes: all, none and some of the rows were done.
fn answered(operation: &Operation, status: u16, summary: &Summary) -> Judgement {
    match (&*summary.code, summary.rows) {
        ("0", RowsSay::Nothing) | ("0" | "1" | "2", RowsSay::Done) => Judgement::Answered,
        ("0" | "1" | "2", RowsSay::Refused(verdict)) => Judgement::NotDone(verdict, None),
        (code, RowsSay::Done) if changes_something(operation) => {
            let what = format!("the reply's code {code} says that nothing was done, and a row of it says otherwise");
            Judgement::Unknown(Error::unknown(what).with_http_status(status))
        }
        (code, _) => refused_by_code(operation, status, code, &summary.message),
    }
}

fn refused_by_code(operation: &Operation, status: u16, code: &str, message: &str) -> Judgement {
    let error = refused(code, None, message).with_http_status(status);
    // Nobody described the code: it may say that something was done, and a server that failed may have failed after acting. Without a
    // code, the status is all that is said.
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

/// Somebody between us and OKX answered, or OKX's reply was cut.
fn no_reply_of_okx(operation: &Operation, status: u16, error: Error) -> Judgement {
    let page = || format!("non-OKX response (HTTP {status})");
    match status {
        200..=299 if changes_something(operation) => Judgement::Unknown(error.into_unknown()),
        200..=299 if error.is_binary() => not_done(Verdict::Never, error),
        200..=299 => not_done(Verdict::Retry, error),
        429 => not_done(Verdict::Wait, Error::refused_by_http(status, page())),
        301 | 307 | 308 => not_done(Verdict::Never, Error::refused_by_http(status, redirect(status))),
        400..=499 if status != 408 => not_done(Verdict::Never, Error::refused_by_http(status, page())),
        _ if changes_something(operation) => Judgement::Unknown(Error::unknown(page()).with_http_status(status)),
        300 | 302 | 303 => not_done(Verdict::Never, Error::unreachable(redirect(status)).with_http_status(status)),
        _ => not_done(Verdict::Retry, Error::unreachable(page()).with_http_status(status)),
    }
}

fn redirect(status: u16) -> String {
    format!(
        "HTTP {status} points to another address, which is never followed; the base address is not OKX's, or a proxy is in between"
    )
}

fn not_done(verdict: Verdict, error: Error) -> Judgement {
    Judgement::NotDone(verdict, Some(error))
}

/// A GET only reads, so losing its reply leaves nothing unknown.
fn changes_something(operation: &Operation) -> bool {
    !operation.only_reads
}
