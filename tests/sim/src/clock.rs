//! Time. This is the only file of okx-sim that reads the machine's clock or waits.

use std::fmt;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, Instant, SystemTime};

/// Where the exchange gets its time from: microseconds since the epoch, never falling.
pub trait Clock: fmt::Debug + Send + Sync {
    /// The time now.
    fn now_micros(&self) -> i64;
}

/// The machine's clock, read once and then carried on by its steady counter, so that it never falls.
#[derive(Debug)]
pub struct MachineClock {
    start_micros: i64,
    started: Instant,
}

impl MachineClock {
    /// A clock that starts at the machine's time.
    #[expect(
        clippy::disallowed_methods,
        reason = "somebody has to read the real clock; everything else asks this type"
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

/// A clock that stands still until it is moved: for tests.
#[derive(Debug)]
pub struct SteppedClock(AtomicI64);

impl SteppedClock {
    /// A clock that stands at this time, in milliseconds since the epoch.
    pub fn at_millis(millis: i64) -> Self {
        Self(AtomicI64::new(millis.saturating_mul(1000)))
    }

    /// Moves the clock on.
    pub fn step(&self, by: Duration) {
        self.0.fetch_add(micros(by), Ordering::SeqCst);
    }
}

impl Clock for SteppedClock {
    fn now_micros(&self) -> i64 {
        self.0.load(Ordering::SeqCst)
    }
}

/// Waits by tokio's time, so that a test that pauses it need not wait for real. No time is no wait: a timer would make
/// one of it.
#[expect(clippy::disallowed_methods, reason = "the one place where the simulator waits: latency it was told to have")]
pub(crate) async fn pause(duration: Duration) {
    if !duration.is_zero() {
        tokio::time::sleep(duration).await;
    }
}

/// A time as microseconds.
pub(crate) fn micros(duration: Duration) -> i64 {
    i64::try_from(duration.as_micros()).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stepped_clock_moves_only_when_told() {
        let clock = SteppedClock::at_millis(1_000);
        assert_eq!((clock.now_micros(), clock.now_micros()), (1_000_000, 1_000_000));
        clock.step(Duration::from_micros(5));
        assert_eq!(clock.now_micros(), 1_000_005);
    }

    #[test]
    fn the_machines_clock_never_falls() {
        let clock = MachineClock::new();
        let first = clock.now_micros();
        assert!(first > 1_600_000_000_000_000, "{first}");
        assert!(clock.now_micros() >= first);
    }
}
