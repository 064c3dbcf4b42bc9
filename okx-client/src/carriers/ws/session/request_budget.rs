//! The number of logins, subscriptions and unsubscriptions that a connection may send.

use std::collections::VecDeque;
use std::time::Duration;

use super::SessionConfig;

/// Counts the requests of one connection exactly: in no window of time are there more than allowed.
#[derive(Debug)]
pub(super) struct RequestBudget {
    allowed: usize,
    window: Duration,
    /// When the requests of the last window were sent, the oldest first.
    sent: VecDeque<Duration>,
    /// Whether one request is kept for a login that is being signed.
    is_reserved: bool,
    /// Whether it was reported that a request must wait.
    pub(super) is_reported: bool,
}

impl RequestBudget {
    pub(super) fn new(config: &SessionConfig) -> Self {
        Self {
            // With a single request, a reservation would leave none to wait for.
            allowed: config.requests_per_window.max(2),
            window: config.request_window,
            sent: VecDeque::new(),
            is_reserved: false,
            is_reported: false,
        }
    }

    /// Counts a request, or returns when it may be sent.
    pub(super) fn take(&mut self, now: Duration) -> Result<(), Duration> {
        self.check(now)?;
        self.sent.push_back(now);
        self.is_reported = false;
        Ok(())
    }

    /// Keeps one request for a login, or returns when it may be sent.
    pub(super) fn reserve(&mut self, now: Duration) -> Result<(), Duration> {
        self.is_reserved = false;
        self.check(now)?;
        self.is_reserved = true;
        Ok(())
    }

    /// Counts the request that was kept.
    pub(super) fn take_reserved(&mut self, now: Duration) {
        self.is_reserved = false;
        self.sent.push_back(now);
    }

    /// Gives back the request that was kept.
    pub(super) fn release(&mut self) {
        self.is_reserved = false;
    }

    fn check(&mut self, now: Duration) -> Result<(), Duration> {
        while self.sent.front().is_some_and(|oldest| *oldest + self.window <= now) {
            self.sent.pop_front();
        }
        match self.sent.front() {
            Some(oldest) if self.sent.len() + usize::from(self.is_reserved) >= self.allowed => {
                Err(*oldest + self.window)
            }
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn budget() -> RequestBudget {
        let request_window = Duration::from_secs(10);
        RequestBudget::new(&SessionConfig { requests_per_window: 3, request_window, ..SessionConfig::default() })
    }

    fn at(seconds: u64) -> Duration {
        Duration::from_secs(seconds)
    }

    #[test]
    fn no_window_holds_more_than_allowed() {
        let mut budget = budget();
        for time in [1, 2, 9] {
            budget.take(at(time)).unwrap();
        }
        assert_eq!(budget.take(at(10)), Err(at(11)));
        budget.take(at(11)).unwrap();
        assert_eq!(budget.take(at(11)), Err(at(12)));
    }

    #[test]
    fn a_request_that_is_kept_counts_when_it_is_sent() {
        let mut budget = budget();
        budget.take(at(1)).unwrap();
        budget.reserve(at(2)).unwrap();
        budget.take(at(2)).unwrap();
        assert_eq!(budget.take(at(3)), Err(at(11)));
        budget.take_reserved(at(5));
        budget.take(at(11)).unwrap();
        budget.take(at(12)).unwrap();
        assert_eq!(budget.take(at(14)), Err(at(15)));
        budget.release();
        assert_eq!(budget.reserve(at(14)), Err(at(15)));
    }
}
