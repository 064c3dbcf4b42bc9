//! Statistics of all schedules.

use std::fmt;

/// Statistics of orders, amendments and cancellations; only the first field counts schedules.
#[derive(Debug, Default)]
pub(crate) struct Statistics {
    pub(crate) schedules: u64,
    pub(crate) sent: u64,
    pub(crate) dropped: u64,
    pub(crate) done: u64,
    pub(crate) refused: u64,
    /// Neither done nor refused, and not listed as unresolved: nothing was sent.
    pub(crate) not_sent: u64,
    pub(crate) unresolved: u64,
    pub(crate) resolved_done: u64,
    pub(crate) resolved_not_done: u64,
    /// Amendments whose outcome cannot be queried: they stay listed until they are dropped from the list.
    pub(crate) cannot_be_asked: u64,
    pub(crate) doubled: u64,
}

impl Statistics {
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

    /// Checks that every kind of outcome occurred, so that the test cannot pass because no fault ever applies.
    pub(crate) fn assert_all_outcomes_occurred(&self) {
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

impl fmt::Display for Statistics {
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
