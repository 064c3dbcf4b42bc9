//! A clock that advances with every reading, so that nothing waits during a measurement.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use okx_client::clock::{Clock, Sleep};
use okx_client::value::Timestamp;

/// Milliseconds between two readings.
const LEAP: u64 = 2;

/// A clock that advances with every reading.
#[derive(Debug, Default)]
pub(crate) struct Leaping(AtomicU64);

impl Clock for Leaping {
    fn wall(&self) -> Timestamp {
        Timestamp::from_millis(1_600_000_000_000)
    }

    fn monotonic(&self) -> Duration {
        Duration::from_millis(self.0.fetch_add(LEAP, Ordering::Relaxed))
    }

    fn sleep(&self, _pause: Duration) -> Sleep {
        // Only timeouts sleep, and they must never fire.
        Box::pin(std::future::pending())
    }
}
