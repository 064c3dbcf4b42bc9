//! The pauses before attempts to reconnect.

use std::time::Duration;

use super::SessionConfig;

/// Exponential backoff with full jitter: each pause is random between nothing and a limit, and the limit doubles.
#[derive(Debug)]
pub(super) struct Backoff {
    first: Duration,
    longest: Duration,
    attempts: u32,
    random: u64,
}

impl Backoff {
    /// The pauses of these settings. The random numbers follow from `seed`.
    pub(super) fn new(config: &SessionConfig, seed: u64) -> Self {
        Self { first: config.first_pause, longest: config.longest_pause, attempts: 0, random: seed }
    }

    /// The pause before the next attempt.
    pub(super) fn next_pause(&mut self) -> Duration {
        let limit = pause_limit(self.first, self.longest, self.attempts);
        self.attempts = self.attempts.saturating_add(1);
        let most = u64::try_from(limit.as_micros()).unwrap_or(u64::MAX - 1);
        Duration::from_micros(self.next_random() % (most + 1))
    }

    /// Starts over, after a connection proved to be stable.
    pub(super) fn reset(&mut self) {
        self.attempts = 0;
    }

    /// The generator `SplitMix64`, which is good enough to spread attempts.
    fn next_random(&mut self) -> u64 {
        self.random = self.random.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.random ^ (self.random >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }
}

/// `first`, doubled `doublings` times, but at most `longest`.
pub(super) fn pause_limit(first: Duration, longest: Duration, doublings: u32) -> Duration {
    first.saturating_mul(2_u32.saturating_pow(doublings)).min(longest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_stay_below_limits_that_double() {
        let config = SessionConfig::default();
        for seed in 0..100 {
            let mut backoff = Backoff::new(&config, seed);
            for limit in [1, 2, 4, 8, 16, 30, 30, 30] {
                assert!(backoff.next_pause() <= Duration::from_secs(limit));
            }
            backoff.reset();
            assert!(backoff.next_pause() <= config.first_pause);
        }
    }

    #[test]
    fn pauses_use_the_whole_range() {
        let mut backoff = Backoff::new(&SessionConfig::default(), 7);
        backoff.attempts = 10;
        let pauses: Vec<Duration> = (0..200).map(|_| backoff.next_pause()).collect();
        assert!(pauses.iter().any(|pause| *pause < Duration::from_secs(3)));
        assert!(pauses.iter().any(|pause| *pause > Duration::from_secs(27)));
    }

    #[test]
    fn many_attempts_do_not_overflow() {
        assert_eq!(pause_limit(Duration::from_secs(1), Duration::from_secs(30), u32::MAX), Duration::from_secs(30));
    }
}
