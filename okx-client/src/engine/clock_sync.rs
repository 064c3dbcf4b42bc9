//! Measuring OKX's clock: before the first signed request, when a request was refused for its time, and when the machine slept or its
//! clock was set.

use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{Mutex, OnceCell};

use super::lifecycle::at_most;
use crate::auth::server_time::{ClockOffset, Sample, ServerTime};
use crate::error::Error;
use crate::system::clock::Clock;

/// How often OKX is asked for its time in one measurement at most. The fastest reply counts, so a few are enough to find a quiet moment.
const SAMPLES: usize = 3;

/// A reply that came as fast as this is accurate enough, so OKX is not asked again. OKX counts these requests by address, and many
/// programs may start on one at the same moment.
const FAST: Duration = Duration::from_millis(300);

/// How long a request waits for a measurement at most where the clock was measured before: what is known is still likely to be good enough.
const LONGEST_WAIT_IF_KNOWN: Duration = Duration::from_secs(2);

/// A request for OKX's time that is on its way.
pub(super) type Sampling<'a> = Pin<Box<dyn Future<Output = Result<Sample, Error>> + Send + 'a>>;

/// Where OKX's time comes from: the engine, or a test.
pub(super) trait TimeSource: Sync {
    /// Asks OKX for its time once.
    fn sample(&self) -> Sampling<'_>;
}

/// Decides when OKX's clock is measured.
pub(super) struct ClockSync {
    clock: Arc<dyn Clock>,
    /// Held while OKX's clock is measured, so that it is measured once however many requests wait for it.
    measuring: Mutex<()>,
    measured_first: OnceCell<()>,
}

impl ClockSync {
    pub(super) fn new(clock: Arc<dyn Clock>) -> Self {
        Self { clock, measuring: Mutex::new(()), measured_first: OnceCell::new() }
    }

    /// Measures OKX's clock.
    pub(super) async fn sync(&self, time: &ServerTime, source: &impl TimeSource) -> Result<ClockOffset, Error> {
        let _alone = self.measuring.lock().await;
        self.measure(time, source).await
    }

    /// Measures where OKX's clock is not known, or not known well enough. Takes no longer than `timeout`.
    pub(super) async fn know(&self, time: &ServerTime, source: &impl TimeSource, timeout: Duration) {
        // On the heap: both are rare, and every request would carry the room for them.
        if !self.measured_first.initialized() {
            Box::pin(self.measure_first(time, source, timeout)).await;
        }
        if time.is_doubtful() {
            Box::pin(self.measure_doubtful(time, source, timeout)).await;
        }
    }

    /// Measures again, unless that was done since the measurement of this number. Takes no longer than `timeout`.
    pub(super) async fn measure_again(
        &self,
        time: &ServerTime,
        source: &impl TimeSource,
        measurement: u64,
        timeout: Duration,
    ) {
        self.measure_if(time, source, || time.measurement() == measurement, timeout).await;
    }

    /// Measures before the first signed request. If that fails, or takes longer than `timeout`, the machine's own clock is used: it may be
    /// good enough, and OKX says so if it is not.
    async fn measure_first(&self, time: &ServerTime, source: &impl TimeSource, timeout: Duration) {
        let measured = self.measured_first.get_or_init(async || {
            if time.measurement() == 0 {
                self.measure_again(time, source, 0, timeout).await;
            }
        });
        // Another request may be measuring, with more time.
        if at_most(&*self.clock, timeout, measured).await.is_none() {
            // It was tried, so the next request does not wait as well. This fails only while another request still measures.
            let _ = self.measured_first.set(());
        }
    }

    /// Measures again where what is known of the clock may be wrong: after the machine slept or its clock was set. Takes no longer than
    /// `timeout`.
    async fn measure_doubtful(&self, time: &ServerTime, source: &impl TimeSource, timeout: Duration) {
        let is_known = time.offset().is_some();
        let timeout = if is_known { timeout.min(LONGEST_WAIT_IF_KNOWN) } else { timeout };
        self.measure_if(time, source, || time.is_doubtful(), timeout).await;
    }

    /// Measures if that is still needed once no other request measures. After the timeout, what is known has to do for now.
    async fn measure_if(
        &self,
        time: &ServerTime,
        source: &impl TimeSource,
        is_needed: impl Fn() -> bool,
        timeout: Duration,
    ) {
        let measured = at_most(&*self.clock, timeout, async {
            let _alone = self.measuring.lock().await;
            if is_needed() { self.measure(time, source).await.map(drop) } else { Ok(()) }
        });
        match measured.await {
            Some(Ok(())) => {}
            Some(Err(error)) => tracing::warn!(%error, "OKX's clock could not be measured"),
            None => {
                time.not_measured();
                tracing::warn!(?timeout, "OKX's clock could not be measured in time");
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
            time.not_measured();
            failed.unwrap_or_else(|| {
                Error::unreachable("this machine slept, or its clock was set, while OKX's clock was measured")
            })
        })
    }
}
