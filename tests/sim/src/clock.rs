//! Time. This is the only file of okx-sim that reads the system clock or sleeps.

use std::fmt;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, Instant, SystemTime};

/// The exchange's time source: microseconds since the epoch. It never goes backwards.
pub trait Clock: fmt::Debug + Send + Sync {
    /// Returns the current time.
    fn now_micros(&self) -> i64;
}

/// The system clock, read once and advanced by the monotonic clock, so that it never goes backwards.
#[derive(Debug)]
pub struct MachineClock {
    start_micros: i64,
    started: Instant,
}

impl MachineClock {
    /// Creates a clock that starts at the system time.
    #[expect(
        clippy::disallowed_methods,
        reason = "the only place that reads the system clock; all other code uses this type"
    )]
    pub fn new() -> Self {
        let since_epoch = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
        Self { start_micros: micros(since_epoch), started: Instant::now() }
    }
}

impl Default for MachineClock {
    fn default() -> Self {
        Self::new()
    }
}

impl Clock for MachineClock {
    fn now_micros(&self) -> i64 {
        self.start_micros.saturating_add(micros(self.started.elapsed()))
    }
}

/// A manual clock for tests: it only moves when it is advanced.
#[derive(Debug)]
pub struct SteppedClock(AtomicI64);

impl SteppedClock {
    /// Creates a clock that is set to this time, in milliseconds since the epoch.
    pub fn at_millis(millis: i64) -> Self {
        Self(AtomicI64::new(millis.saturating_mul(1000)))
    }

    /// Advances the clock.
    pub fn step(&self, by: Duration) {
        self.0.fetch_add(micros(by), Ordering::SeqCst);
    }
}

impl Clock for SteppedClock {
    fn now_micros(&self) -> i64 {
        self.0.load(Ordering::SeqCst)
    }
}

/// Sleeps on tokio's timer, so that tests with paused time do not really wait. A zero duration returns at once,
/// because a timer would round it up to one millisecond.
#[expect(clippy::disallowed_methods, reason = "the only place that sleeps, to simulate latency")]
pub(crate) async fn pause(duration: Duration) {
    if !duration.is_zero() {
        tokio::time::sleep(duration).await;
    }
}

/// Converts a duration to microseconds.
pub(crate) fn micros(duration: Duration) -> i64 {
    i64::try_from(duration.as_micros()).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stepped_clock_only_moves_when_it_is_advanced() {
        let clock = SteppedClock::at_millis(1_000);
        assert_eq!((clock.now_micros(), clock.now_micros()), (1_000_000, 1_000_000));
        clock.step(Duration::from_micros(5));
        assert_eq!(clock.now_micros(), 1_000_005);
    }

    #[test]
    fn the_machine_clock_never_goes_backwards() {
        let clock = MachineClock::new();
        let first = clock.now_micros();
        assert!(first > 1_600_000_000_000_000, "{first}");
        assert!(clock.now_micros() >= first);
    }
}
