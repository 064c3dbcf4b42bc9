//! Time, which comes in through one door so that tests can hold it.

mod manual;

use std::pin::Pin;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

pub use manual::ManualClock;

use crate::value::Timestamp;

/// A pause that has been begun.
pub type Sleep = Pin<Box<dyn Future<Output = ()> + Send>>;

/// Where the client takes the time from: everything it measures, waits for and signs with.
pub trait Clock: Send + Sync {
    /// The time of day by this machine. It may jump.
    fn wall(&self) -> Timestamp;

    /// The time since some fixed moment. It never goes back.
    fn monotonic(&self) -> Duration;

    /// Waits this long by [`monotonic`](Self::monotonic).
    fn sleep(&self, pause: Duration) -> Sleep;
}

/// The machine's own clock; its pauses need a running tokio runtime with time enabled.
#[derive(Clone, Copy, Debug)]
pub struct SystemClock {
    start: Instant,
}

#[expect(clippy::disallowed_methods, reason = "this is the Clock that everyone else asks")]
impl SystemClock {
    /// The machine's clock.
    pub fn new() -> Self {
        Self { start: Instant::now() }
    }
}

impl Default for SystemClock {
    fn default() -> Self {
        Self::new()
    }
}

#[expect(clippy::disallowed_methods, reason = "this is the Clock that everyone else asks")]
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
