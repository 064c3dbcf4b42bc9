//! A clock that leaps on at every look, so that nothing measured ever waits for time to pass.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use okx_client::clock::{Clock, Sleep};
use okx_client::value::Timestamp;

/// Milliseconds that pass between two looks.
const LEAP: u64 = 2;

/// A clock that is read rather than waited for.
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
        // A timeout never comes; nothing else sleeps.
        Box::pin(std::future::pending())
    }
}
