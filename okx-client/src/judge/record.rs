//! What is recorded about the attempts of a request.

use std::fmt;
use std::time::Duration;

use okx_facts::Printable;

use crate::error::{ExecutionWindow, SIGNATURE_LASTS};
use crate::judge::outcome::AttemptOutcome;
use crate::value::Timestamp;
use tracing::Span;

/// What is recorded about the attempts of a request. Everything except the number of attempts is about the last one.
#[derive(Clone, Default)]
pub(crate) struct ExchangeRecord {
    pub(crate) attempts: u32,
    pub(crate) took: Option<Duration>,
    pub(crate) signed: Option<Timestamp>,
    /// The earliest possible time at OKX when it was signed, or sent over a socket that has logged in.
    pub(crate) sent: Option<Timestamp>,
    /// The latest time when it can arrive over a socket: at OKX, and on this machine's monotonic clock.
    pub(crate) arrives_by: Option<(Timestamp, Duration)>,
    pub(crate) http_status: Option<u16>,
    pub(crate) body: Option<Vec<u8>>,
    /// In microseconds since the Unix epoch.
    pub(crate) in_time: Option<i64>,
    /// In microseconds since the Unix epoch.
    pub(crate) out_time: Option<i64>,
}

impl ExchangeRecord {
    /// When the recorded attempt can have been executed; `None` if it is public.
    pub(crate) fn execution_window(&self, expires: Option<Timestamp>) -> Option<ExecutionWindow> {
        let by_signature = self.signed.map(|signed| (signed + SIGNATURE_LASTS, Duration::ZERO));
        let (ends, open_until) = self.arrives_by.or(by_signature)?;
        let (expires, open_until) = match expires {
            // OKX refuses it from then on.
            Some(expires) => (expires.min(ends), Duration::ZERO),
            None => (ends, open_until),
        };
        Some(ExecutionWindow { sent: self.sent?, expires, open_until })
    }

    /// Records the last attempt in the span of the request.
    pub(crate) fn trace(&self, outcome: &AttemptOutcome, span: &Span) {
        let attempts = self.attempts;
        span.record("attempts", attempts);
        span.record("micros", u64::try_from(self.took.unwrap_or_default().as_micros()).unwrap_or(u64::MAX));
        match outcome {
            AttemptOutcome::Lost(error) => tracing::debug!(attempts, %error, "no reply"),
            AttemptOutcome::Replied { status, read } => {
                let code = read.as_ref().map_or("", |summary| &summary.code);
                span.record("status", status);
                span.record("code", tracing::field::display(Printable(code)));
                tracing::debug!(attempts, status, code = %Printable(code), "reply received");
            }
        }
    }
}

impl fmt::Debug for ExchangeRecord {
    /// Shows the size of the body, not its contents: replies contain account data.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ExchangeRecord")
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
    fn a_request_expires_with_its_signature_or_its_deadline() {
        let at = Timestamp::from_millis;
        let record = ExchangeRecord { signed: Some(at(5_000)), sent: Some(at(4_000)), ..ExchangeRecord::default() };
        let window = ExecutionWindow { sent: at(4_000), expires: at(35_000), open_until: Duration::ZERO };
        assert_eq!(record.execution_window(None), Some(window));
        assert_eq!(record.execution_window(Some(at(6_000))).map(|window| window.expires), Some(at(6_000)));
        assert_eq!(record.execution_window(Some(at(90_000))).map(|window| window.expires), Some(at(35_000)));
        assert_eq!(ExchangeRecord::default().execution_window(None), None);
        let until = Duration::from_secs(40);
        let over_socket = ExchangeRecord { signed: None, arrives_by: Some((at(44_000), until)), ..record };
        let ends = |expires| over_socket.execution_window(expires).map(|window| (window.expires, window.open_until));
        assert_eq!(ends(None), Some((at(44_000), until)));
        assert_eq!(ends(Some(at(6_000))), Some((at(6_000), Duration::ZERO)));
    }
}
