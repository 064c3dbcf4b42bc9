//! Limits how many sockets are opened per second.

use std::collections::{HashMap, VecDeque};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

/// When connections were opened, by the host that they go to.
#[derive(Debug, Default)]
pub(super) struct Connects(Mutex<HashMap<Box<str>, VecDeque<Duration>>>);

impl Connects {
    /// Takes the next free turn, and returns how long to wait for it. At most `count` turns lie within any window.
    pub(super) fn take_turn(&self, host: &str, count: usize, window: Duration, now: Duration) -> Duration {
        // The map is consistent after every statement, so a panic of another holder cannot have broken it.
        let mut hosts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let turns = hosts.entry(host.into()).or_default();
        while turns.front().is_some_and(|turn| turn.saturating_add(window) <= now) {
            turns.pop_front();
        }
        let earliest = match turns.len().checked_sub(count) {
            Some(blocking) => turns[blocking].saturating_add(window).max(now),
            None => now,
        };
        turns.push_back(earliest);
        earliest.saturating_sub(now)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_window_has_more_turns_than_allowed() {
        let (connects, second) = (Connects::default(), Duration::from_secs(1));
        let take = |millis| connects.take_turn("a", 3, second, Duration::from_millis(millis)).as_millis();
        assert_eq!([take(0), take(0), take(400), take(500)], [0, 0, 0, 500]);
        assert_eq!([take(600), take(700), take(700)], [400, 700, 1_300]);
        assert_eq!(connects.take_turn("b", 3, second, Duration::ZERO), Duration::ZERO, "hosts are counted apart");
    }
}
