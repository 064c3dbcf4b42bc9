//! Synchronizes with OKX's clock: before the first signed request, after OKX rejected a request because of its timestamp, and after the
//! machine slept or its clock was changed.

use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{Mutex, OnceCell};

use super::lifecycle::at_most;
use crate::auth::server_time::{ClockOffset, Sample, ServerTime};
use crate::error::Error;
use crate::system::clock::Clock;

/// The most samples taken in one measurement. Only the one with the shortest round trip counts, so a few are enough.
const SAMPLES: usize = 3;

/// A round trip this short is accurate enough, so no further sample is taken. OKX limits these requests by IP address, and many programs
/// may start behind one address at the same time.
const FAST: Duration = Duration::from_millis(300);

/// The longest a request waits for a new measurement if the clock was measured before. The known offset is probably still good enough.
const LONGEST_WAIT_IF_KNOWN: Duration = Duration::from_secs(2);

/// A pending request for OKX's time.
pub(super) type SampleFuture<'a> = Pin<Box<dyn Future<Output = Result<Sample, Error>> + Send + 'a>>;

/// Where OKX's time comes from: the engine, or a fake in tests.
pub(super) trait TimeSource: Sync {
    /// Requests OKX's time once.
    fn sample(&self) -> SampleFuture<'_>;
}

/// Decides when to measure OKX's clock.
pub(super) struct ClockSync {
    clock: Arc<dyn Clock>,
    /// Locked during a measurement, so that concurrent requests share one measurement.
    measuring: Mutex<()>,
    first_measurement: OnceCell<()>,
}

impl ClockSync {
    pub(super) fn new(clock: Arc<dyn Clock>) -> Self {
        Self { clock, measuring: Mutex::new(()), first_measurement: OnceCell::new() }
    }

    /// Measures OKX's clock now.
    pub(super) async fn sync(&self, time: &ServerTime, source: &impl TimeSource) -> Result<ClockOffset, Error> {
        let _guard = self.measuring.lock().await;
        self.measure(time, source).await
    }

    /// Measures OKX's clock if its offset is unknown or uncertain. Takes at most `timeout`.
    pub(super) async fn ensure_synced(&self, time: &ServerTime, source: &impl TimeSource, timeout: Duration) {
        // Boxed: both are rare, and without the box every request's future would reserve space for them.
        if !self.first_measurement.initialized() {
            Box::pin(self.measure_first(time, source, timeout)).await;
        }
        if time.is_uncertain() {
            Box::pin(self.measure_uncertain(time, source, timeout)).await;
        }
    }

    /// Measures again unless a measurement later than number `measurement` exists. Takes at most `timeout`.
    pub(super) async fn measure_again(
        &self,
        time: &ServerTime,
        source: &impl TimeSource,
        measurement: u64,
        timeout: Duration,
    ) {
        self.measure_if(time, source, || time.measurement() == measurement, timeout).await;
    }

    /// Measures before the first signed request. If that fails or takes longer than `timeout`, the machine's own clock is used. It may be
    /// accurate enough, and OKX rejects the request if it is not.
    async fn measure_first(&self, time: &ServerTime, source: &impl TimeSource, timeout: Duration) {
        let measured = self.first_measurement.get_or_init(async || {
            if time.measurement() == 0 {
                self.measure_again(time, source, 0, timeout).await;
            }
        });
        // Another request may be measuring with a longer timeout.
        if at_most(&*self.clock, timeout, measured).await.is_none() {
            // One attempt was made, so the next request does not wait for it too. This only fails while another request is still measuring.
            let _ = self.first_measurement.set(());
        }
    }

    /// Measures again if the offset is uncertain, after the machine slept or its clock was changed. Takes at most `timeout`.
    async fn measure_uncertain(&self, time: &ServerTime, source: &impl TimeSource, timeout: Duration) {
        let is_known = time.offset().is_some();
        let timeout = if is_known { timeout.min(LONGEST_WAIT_IF_KNOWN) } else { timeout };
        self.measure_if(time, source, || time.is_uncertain(), timeout).await;
    }

    /// Measures if that is still necessary once no other request is measuring. After the timeout, the request goes on with what is known.
    async fn measure_if(
        &self,
        time: &ServerTime,
        source: &impl TimeSource,
        is_needed: impl Fn() -> bool,
        timeout: Duration,
    ) {
        let measured = at_most(&*self.clock, timeout, async {
            let _guard = self.measuring.lock().await;
            if is_needed() { self.measure(time, source).await.map(drop) } else { Ok(()) }
        });
        match measured.await {
            Some(Ok(())) => {}
            Some(Err(error)) => tracing::warn!(%error, "failed to measure OKX's clock"),
            None => {
                time.measurement_failed();
                tracing::warn!(?timeout, "timed out measuring OKX's clock");
            }
        }
    }

    async fn measure(&self, time: &ServerTime, source: &impl TimeSource) -> Result<ClockOffset, Error> {
        let mut samples = Vec::with_capacity(SAMPLES);
        let mut failed = None;
        let is_enough = |sample: &Sample| sample.round_trip() <= FAST && sample.jumps == time.jumps();
        while samples.len() < SAMPLES && failed.is_none() && !samples.last().is_some_and(is_enough) {
            match source.sample().await {
                Ok(sample) => samples.push(sample),
                Err(error) => failed = Some(error),
            }
        }
        time.measured(&samples).ok_or_else(|| {
            time.measurement_failed();
            failed.unwrap_or_else(|| {
                Error::unreachable("clock synchronization failed: this machine slept, or its clock was changed, during the measurement")
            })
        })
    }
}
