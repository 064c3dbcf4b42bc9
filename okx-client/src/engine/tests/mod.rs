//! Tests of each step of the engine alone.

mod admission;
mod clock_sync;
mod delivery;
mod routing;

use std::pin::Pin;
use std::task::Poll;

use crate::system::clock::ManualClock;
use crate::value::Timestamp;

/// The wall clock of the tests.
const NOW: Timestamp = Timestamp::from_millis(1_600_000_000_000);

pub(super) fn clock() -> ManualClock {
    ManualClock::new(NOW)
}

/// Polls a future once, and returns whether it is still pending.
pub(super) async fn is_pending<F: Future>(mut future: Pin<&mut F>) -> bool {
    std::future::poll_fn(|context| Poll::Ready(future.as_mut().poll(context).is_pending())).await
}
