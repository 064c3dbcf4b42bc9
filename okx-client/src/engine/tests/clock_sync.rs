//! Clock synchronization alone: when OKX's clock is measured, with a source of samples that is prepared by hand.

use std::collections::VecDeque;
use std::pin::pin;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use super::{NOW, clock, is_pending};
use crate::auth::server_time::{Sample, ServerTime};
use crate::engine::clock_sync::{ClockSync, SampleFuture, TimeSource};
use crate::error::Error;
use crate::system::clock::{Clock, ManualClock};

const TIMEOUT: Duration = Duration::from_secs(10);

/// A source whose samples take these round trips, in milliseconds. OKX's clock is five seconds ahead of this machine's. A sample without a
/// round trip fails.
struct FakeSource {
    clock: ManualClock,
    jumps: u64,
    round_trips: Mutex<VecDeque<Option<u64>>>,
}

impl TimeSource for FakeSource {
    fn sample(&self) -> SampleFuture<'_> {
        let next = self.round_trips.lock().unwrap().pop_front();
        Box::pin(async move {
            match next {
                Some(Some(millis)) => {
                    let sent = self.clock.monotonic();
                    let half = Duration::from_millis(millis / 2);
                    self.clock.advance(half);
                    let server = self.clock.wall() + Duration::from_secs(5);
                    self.clock.advance(half);
                    Ok(Sample { sent, received: self.clock.monotonic(), server, jumps: self.jumps })
                }
                Some(None) => Err(Error::unreachable("connection refused")),
                // No reply ever arrives.
                None => std::future::pending().await,
            }
        })
    }
}

struct Setup {
    clock: ManualClock,
    sync: ClockSync,
    time: ServerTime,
}

impl Setup {
    fn new() -> Self {
        let clock = clock();
        let (sync, time) = (ClockSync::new(Arc::new(clock.clone())), ServerTime::new(Arc::new(clock.clone())));
        Self { clock, sync, time }
    }

    fn source(&self, round_trips: &[Option<u64>]) -> FakeSource {
        let round_trips = Mutex::new(round_trips.iter().copied().collect());
        FakeSource { clock: self.clock.clone(), jumps: self.time.jumps(), round_trips }
    }

    /// The measured offset in milliseconds.
    fn offset(&self) -> Option<i64> {
        self.time.offset().map(crate::auth::server_time::ClockOffset::millis)
    }
}

fn samples_left(source: &FakeSource) -> usize {
    source.round_trips.lock().unwrap().len()
}

#[tokio::test]
async fn the_first_request_measures_once() {
    let setup = Setup::new();
    let source = setup.source(&[Some(40), Some(40)]);
    setup.sync.ensure_synced(&setup.time, &source, TIMEOUT).await;
    setup.sync.ensure_synced(&setup.time, &source, TIMEOUT).await;
    assert_eq!((setup.offset(), samples_left(&source)), (Some(5_000), 1));
}

#[tokio::test]
async fn slow_samples_are_repeated_up_to_three_times_and_the_fastest_counts() {
    let setup = Setup::new();
    let source = setup.source(&[Some(900), Some(400), Some(800), Some(40)]);
    let offset = setup.sync.sync(&setup.time, &source).await.unwrap();
    assert_eq!((offset.millis(), offset.round_trip()), (5_000, Duration::from_millis(400)));
    assert_eq!(samples_left(&source), 1);
}

#[tokio::test]
async fn after_a_failed_measurement_the_machine_s_own_clock_is_used() {
    let setup = Setup::new();
    let source = setup.source(&[None, Some(40)]);
    setup.sync.ensure_synced(&setup.time, &source, TIMEOUT).await;
    assert_eq!((setup.offset(), setup.time.now()), (None, NOW));
    setup.sync.ensure_synced(&setup.time, &source, TIMEOUT).await;
    assert_eq!(samples_left(&source), 1, "later requests do not measure again");
}

#[tokio::test]
async fn a_measurement_ends_after_its_timeout() {
    let setup = Setup::new();
    let source = setup.source(&[]);
    let mut waiting = pin!(setup.sync.ensure_synced(&setup.time, &source, TIMEOUT));
    assert!(is_pending(waiting.as_mut()).await);
    setup.clock.advance(TIMEOUT.saturating_sub(Duration::from_millis(1)));
    assert!(is_pending(waiting.as_mut()).await);
    setup.clock.advance(Duration::from_millis(1));
    waiting.await;
    assert_eq!(setup.offset(), None);
}

#[tokio::test]
async fn an_uncertain_offset_is_measured_again_but_not_for_long() {
    let setup = Setup::new();
    setup.sync.ensure_synced(&setup.time, &setup.source(&[Some(40)]), TIMEOUT).await;
    // The machine slept for an hour.
    setup.clock.set_wall(setup.clock.wall() + Duration::from_secs(3_600));
    assert!(setup.time.is_uncertain());

    let silent = setup.source(&[]);
    let mut waiting = pin!(setup.sync.ensure_synced(&setup.time, &silent, TIMEOUT));
    assert!(is_pending(waiting.as_mut()).await);
    setup.clock.advance(Duration::from_secs(2));
    waiting.await;
    assert!(!setup.time.is_uncertain(), "the next attempt comes later");

    setup.clock.advance(Duration::from_secs(5));
    assert!(setup.time.is_uncertain());
    setup.sync.ensure_synced(&setup.time, &setup.source(&[Some(40)]), TIMEOUT).await;
    assert!(!setup.time.is_uncertain());
    assert_eq!(setup.offset(), Some(5_000));
}

#[tokio::test]
async fn a_measurement_during_which_the_clock_jumped_is_an_error() {
    let setup = Setup::new();
    let source = setup.source(&[Some(40), Some(40), Some(40)]);
    setup.clock.set_wall(NOW + Duration::from_secs(3_600));
    assert_eq!(setup.time.jumps(), 1);
    let error = setup.sync.sync(&setup.time, &source).await.unwrap_err();
    assert!(error.to_string().starts_with("clock synchronization failed"), "{error}");
}

#[tokio::test]
async fn requests_rejected_for_the_same_offset_share_one_measurement() {
    let setup = Setup::new();
    setup.sync.ensure_synced(&setup.time, &setup.source(&[Some(40)]), TIMEOUT).await;
    let rejected_at = setup.time.measurement();
    let source = setup.source(&[Some(40), Some(40)]);
    for _ in 0..2 {
        setup.sync.measure_again(&setup.time, &source, rejected_at, TIMEOUT).await;
    }
    assert_eq!((setup.time.measurement(), samples_left(&source)), (rejected_at + 1, 1));
}
