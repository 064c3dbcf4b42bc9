//! Time. This is the only file of okx-sim that reads the system clock or sleeps.

use std::fmt;
use std::pin::Pin;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, Instant, SystemTime};

use tokio::sync::Notify;

/// The exchange's time source: microseconds since the epoch. It never goes backwards.
pub trait Clock: fmt::Debug + Send + Sync {
    /// Returns the current time.
    fn now_micros(&self) -> i64;

    /// Waits until this time. The default sleeps for as long as the time is ahead, which is right for a clock that
    /// runs by itself. A clock that is moved by hand should implement this method, so that moving it ends the wait.
    fn wait_until(&self, micros: i64) -> Waiting<'_> {
        Box::pin(async move {
            // A timer that never ends would keep a runtime with paused time from standing still.
            if micros == i64::MAX {
                std::future::pending::<()>().await;
            }
            let ahead = micros.saturating_sub(self.now_micros());
            pause(Duration::from_micros(u64::try_from(ahead).unwrap_or(0))).await;
        })
    }
}

/// The future of [`Clock::wait_until`].
pub type Waiting<'a> = Pin<Box<dyn Future<Output = ()> + Send + 'a>>;

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
pub struct SteppedClock {
    micros: AtomicI64,
    stepped: Notify,
}

impl SteppedClock {
    /// Creates a clock that is set to this time, in milliseconds since the epoch.
    pub fn at_millis(millis: i64) -> Self {
        Self { micros: AtomicI64::new(millis.saturating_mul(1000)), stepped: Notify::new() }
    }

    /// Advances the clock.
    pub fn step(&self, by: Duration) {
        self.micros.fetch_add(micros(by), Ordering::SeqCst);
        self.stepped.notify_waiters();
    }
}

impl Clock for SteppedClock {
    fn now_micros(&self) -> i64 {
        self.micros.load(Ordering::SeqCst)
    }

    fn wait_until(&self, micros: i64) -> Waiting<'_> {
        Box::pin(async move {
            loop {
                // Created before the time is read, so that no step is missed.
                let stepped = self.stepped.notified();
                if self.now_micros() >= micros {
                    return;
                }
                stepped.await;
            }
        })
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
