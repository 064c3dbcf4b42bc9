//! A sending while it lasts: told once, also when nobody waits for it any longer.

use std::time::Duration;

use super::{About, Audit, AuditRecord, End};
use crate::judge::outcome::Sent;
use crate::system::clock::Clock;

/// A sending that is watched. Dropped before it ended, it was given up.
pub(crate) struct Watch<'a> {
    audit: Audit,
    about: About,
    clock: &'a dyn Clock,
    begun: Duration,
    told: bool,
}

impl<'a> Watch<'a> {
    pub(super) fn new(audit: Audit, about: About, clock: &'a dyn Clock) -> Self {
        Self { audit, about, clock, begun: clock.monotonic(), told: false }
    }

    /// It ended so.
    pub(crate) fn ended(mut self, sent: &Sent) {
        match sent {
            Sent::Lost(error) => {
                self.tell(End::Lost { may_have_arrived: error.may_have_arrived(), why: &error.to_string() });
            }
            Sent::Replied { status, read } => {
                let code = read.as_ref().ok().map(|summary| &*summary.code);
                self.tell(End::Replied { status: *status, code });
            }
        }
    }

    fn tell(&mut self, end: End<'_>) {
        self.told = true;
        let latency = self.clock.monotonic().saturating_sub(self.begun);
        self.audit.tell(&AuditRecord { about: &self.about, latency, end });
    }
}

impl Drop for Watch<'_> {
    fn drop(&mut self) {
        if !self.told {
            self.tell(End::GivenUp);
        }
    }
}
