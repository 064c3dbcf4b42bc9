//! Reports an attempt exactly once, even if its future is dropped.

use std::time::Duration;

use super::{AttemptInfo, Audit, AuditRecord, End};
use crate::judge::outcome::AttemptOutcome;
use crate::system::clock::Clock;

/// An observed attempt. Dropping it before it ended reports it as abandoned.
pub(crate) struct AuditGuard<'a> {
    audit: Audit,
    attempt: AttemptInfo,
    clock: &'a dyn Clock,
    begun: Duration,
    is_reported: bool,
}

impl<'a> AuditGuard<'a> {
    pub(super) fn new(audit: Audit, attempt: AttemptInfo, clock: &'a dyn Clock) -> Self {
        Self { audit, attempt, clock, begun: clock.monotonic(), is_reported: false }
    }

    /// Reports how the attempt ended.
    pub(crate) fn ended(mut self, outcome: &AttemptOutcome) {
        match outcome {
            AttemptOutcome::Lost(error) => {
                self.report(End::Lost { may_have_arrived: error.may_have_arrived(), why: &error.to_string() });
            }
            AttemptOutcome::Replied { status, read } => {
                let code = read.as_ref().ok().map(|summary| &*summary.code);
                self.report(End::Replied { status: *status, code });
            }
        }
    }

    fn report(&mut self, end: End<'_>) {
        self.is_reported = true;
        let latency = self.clock.monotonic().saturating_sub(self.begun);
        self.audit.report(&AuditRecord { attempt: &self.attempt, latency, end });
    }
}

impl Drop for AuditGuard<'_> {
    fn drop(&mut self) {
        if !self.is_reported {
            self.report(End::GivenUp);
        }
    }
}
