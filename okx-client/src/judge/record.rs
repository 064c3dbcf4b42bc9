//! What is written down of the sendings of one request.

use std::fmt;
use std::time::Duration;

use okx_facts::Printable;

use crate::error::{ExecutionWindow, SIGNATURE_LASTS};
use crate::judge::outcome::Sent;
use crate::value::Timestamp;
use tracing::Span;

/// What is written down of the sendings of one request; all but the number is about the last of them.
#[derive(Clone, Default)]
pub(crate) struct Record {
    pub(crate) attempts: u32,
    pub(crate) took: Option<Duration>,
    pub(crate) signed: Option<Timestamp>,
    /// What OKX's clock showed at the earliest when it was signed.
    pub(crate) sent: Option<Timestamp>,
    pub(crate) http_status: Option<u16>,
    pub(crate) body: Option<Vec<u8>>,
    /// Microseconds since the epoch.
    pub(crate) in_time: Option<i64>,
    /// Microseconds since the epoch.
    pub(crate) out_time: Option<i64>,
}

impl Record {
    /// The doubt about the sending that was written down last; `None` when it was not signed.
    pub(crate) fn execution_window(&self, expires: Option<Timestamp>) -> Option<ExecutionWindow> {
        let signature_ends = self.signed?.after(SIGNATURE_LASTS);
        let expires = expires.map_or(signature_ends, |expires| expires.min(signature_ends));
        Some(ExecutionWindow { sent: self.sent?, expires })
    }

    /// Writes into the span of the call how its last sending went.
    pub(crate) fn trace(&self, sent: &Sent, span: &Span) {
        let attempts = self.attempts;
        span.record("attempts", attempts);
        span.record("micros", u64::try_from(self.took.unwrap_or_default().as_micros()).unwrap_or(u64::MAX));
        match sent {
            Sent::Lost(error) => tracing::debug!(attempts, %error, "no reply"),
            Sent::Replied { status, read } => {
                let code = read.as_ref().map_or("", |summary| &summary.code);
                span.record("status", status);
                span.record("code", tracing::field::display(Printable(code)));
                tracing::debug!(attempts, status, code = %Printable(code), "reply");
            }
        }
    }
}

impl fmt::Debug for Record {
    /// Shows how much came, and not what: replies tell of accounts.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Record")
            .field("attempts", &self.attempts)
            .field("took", &self.took)
            .field("http_status", &self.http_status)
            .field("bytes", &self.body.as_ref().map(Vec::len))
            .field("in_time", &self.in_time)
            .field("out_time", &self.out_time)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_is_void_when_its_signature_or_its_deadline_is_over() {
        let at = Timestamp::from_millis;
        let record = Record { signed: Some(at(5_000)), sent: Some(at(4_000)), ..Record::default() };
        assert_eq!(record.execution_window(None), Some(ExecutionWindow { sent: at(4_000), expires: at(35_000) }));
        assert_eq!(record.execution_window(Some(at(6_000))).map(|window| window.expires), Some(at(6_000)));
        assert_eq!(record.execution_window(Some(at(90_000))).map(|window| window.expires), Some(at(35_000)));
        assert_eq!(Record::default().execution_window(None), None);
    }
}
