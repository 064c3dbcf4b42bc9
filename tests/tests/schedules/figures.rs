//! What came of all orders, counted.

use std::fmt;

/// Each field counts orders, amendments or cancellations, but the first counts schedules.
#[derive(Debug, Default)]
pub(crate) struct Figures {
    pub(crate) schedules: u64,
    pub(crate) sent: u64,
    pub(crate) dropped: u64,
    pub(crate) done: u64,
    pub(crate) refused: u64,
    /// Neither done nor refused, and not listed: nothing of it had been sent.
    pub(crate) not_sent: u64,
    pub(crate) unresolved: u64,
    pub(crate) resolved_done: u64,
    pub(crate) resolved_not_done: u64,
    /// Amendments, of which OKX cannot be asked what became: they stay listed until they are forgotten.
    pub(crate) cannot_be_asked: u64,
    pub(crate) doubled: u64,
}

impl Figures {
    pub(crate) fn add(&mut self, other: &Self) {
        self.schedules += other.schedules;
        self.sent += other.sent;
        self.dropped += other.dropped;
        self.done += other.done;
        self.refused += other.refused;
        self.not_sent += other.not_sent;
        self.unresolved += other.unresolved;
        self.resolved_done += other.resolved_done;
        self.resolved_not_done += other.resolved_not_done;
        self.cannot_be_asked += other.cannot_be_asked;
        self.doubled += other.doubled;
    }

    /// Nothing was left out, so that the test does not pass because nothing ever goes wrong.
    pub(crate) fn reach_everything(&self) {
        assert_eq!(self.doubled, 0);
        assert_eq!(self.sent, self.done + self.refused + self.not_sent + self.unresolved, "{self}");
        assert_eq!(self.unresolved, self.resolved_done + self.resolved_not_done + self.cannot_be_asked, "{self}");
        let reached = [
            self.dropped,
            self.done,
            self.refused,
            self.not_sent,
            self.resolved_done,
            self.resolved_not_done,
            self.cannot_be_asked,
        ];
        assert!(reached.iter().all(|count| *count > 0), "{self}");
    }
}

impl fmt::Display for Figures {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "schedules {}, orders {} (future dropped {}): done {}, refused {}, not sent {}, unresolved {} (resolved later: done {}, not \
             done {}; amendments that cannot be asked for {}), doubled {}",
            self.schedules,
            self.sent,
            self.dropped,
            self.done,
            self.refused,
            self.not_sent,
            self.unresolved,
            self.resolved_done,
            self.resolved_not_done,
            self.cannot_be_asked,
            self.doubled
        )
    }
}
