//! The clock, a trait so that tests can replace it.

mod manual;

use std::pin::Pin;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

pub use manual::ManualClock;

use crate::value::Timestamp;

/// A pause that has started.
pub type Sleep = Pin<Box<dyn Future<Output = ()> + Send>>;

/// Where the client takes the time from, for measuring, waiting and signing.
pub trait Clock: Send + Sync {
    /// The time of day of this machine. It may jump.
    fn wall(&self) -> Timestamp;

    /// The time since a fixed point in time. It never goes back.
    fn monotonic(&self) -> Duration;

    /// Waits this long, measured by [`monotonic`](Self::monotonic).
    fn sleep(&self, pause: Duration) -> Sleep;
}

/// The clock of the machine. Its pauses need a running tokio runtime with time enabled.
#[derive(Clone, Copy, Debug)]
pub struct SystemClock {
    start: Instant,
}

#[expect(clippy::disallowed_methods, reason = "all other code takes the time from this type")]
impl SystemClock {
    /// The clock of the machine.
    pub fn new() -> Self {
        Self { start: Instant::now() }
    }
}

impl Default for SystemClock {
    fn default() -> Self {
        Self::new()
    }
}

#[expect(clippy::disallowed_methods, reason = "all other code takes the time from this type")]
impl Clock for SystemClock {
    fn wall(&self) -> Timestamp {
        let since_epoch = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        Timestamp::from_millis(i64::try_from(since_epoch.as_millis()).unwrap_or(i64::MAX))
    }

    fn monotonic(&self) -> Duration {
        self.start.elapsed()
    }

    fn sleep(&self, pause: Duration) -> Sleep {
        Box::pin(tokio::time::sleep(pause))
    }
}
