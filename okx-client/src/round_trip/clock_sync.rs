//! Measuring OKX's clock.

use std::time::Duration;

use super::prepare::Prepared;
use super::{Core, settle};
use crate::api::public::GetTime;
use crate::clock::{ClockOffset, Sample};
use crate::endpoint::Endpoint;
use crate::envelope::Rows;
use crate::error::Error;
use crate::exchange::Record;
use crate::limiter::LimitPolicy;
use crate::outcome::{self, Judgement};
use crate::unresolved::Sending;

/// How often OKX is asked for its time in one measurement at most. The fastest reply counts, so a few are enough to find a quiet moment.
const SAMPLES: usize = 3;

/// A reply that came as fast as this is not off by anything that matters, so no other is asked for. OKX counts these questions by address,
/// and many programs may start on one at the same moment.
const FAST: Duration = Duration::from_millis(300);

/// How long a request waits for a measurement at most where the clock was measured before: what is known is still likely to be good enough.
const LONGEST_WAIT_IF_KNOWN: Duration = Duration::from_secs(2);

impl Core {
    /// Measures OKX's clock.
    pub(crate) async fn sync_clock(&self) -> Result<ClockOffset, Error> {
        let _alone = self.measuring.lock().await;
        self.measure().await.map_err(|error| self.located(GetTime::CALL, error))
    }

    /// Measures where OKX's clock is not known, or not known well enough. Takes no longer than `timeout`.
    pub(super) async fn know_time(&self, timeout: Duration) {
        // On the heap: both are rare, and every request would carry the room for them.
        if !self.measured_first.initialized() {
            Box::pin(self.measure_first(timeout)).await;
        }
        if self.time.is_doubtful() {
            Box::pin(self.measure_doubtful(timeout)).await;
        }
    }

    /// Measures before the first signed request. If that fails the machine's own clock is taken: it may be good enough, and OKX says so
    /// if it is not. The same holds if the measurement takes longer than `timeout`.
    async fn measure_first(&self, timeout: Duration) {
        let measured = self.measured_first.get_or_init(async || {
            if self.time.measurement() == 0 {
                self.measure_again(0, timeout).await;
            }
        });
        // Somebody else may be measuring, with more time.
        if self.at_most(timeout, measured).await.is_none() {
            // It was tried, so that the next request does not wait as well. This fails only where somebody else still measures.
            let _ = self.measured_first.set(());
        }
    }

    /// Measures again, unless that was done since the measurement of this number. Takes no longer than `timeout`.
    pub(super) async fn measure_again(&self, measurement: u64, timeout: Duration) {
        self.measure_if(|| self.time.measurement() == measurement, timeout).await;
    }

    /// Measures again where what is known of the clock may be wrong: after the machine slept or its clock was set. Takes no longer than
    /// `timeout`.
    async fn measure_doubtful(&self, timeout: Duration) {
        let known = self.time.offset().is_some();
        let timeout = if known { timeout.min(LONGEST_WAIT_IF_KNOWN) } else { timeout };
        self.measure_if(|| self.time.is_doubtful(), timeout).await;
    }

    /// Measures if it is still needed when nobody else measures. After the timeout what is known has to do for now.
    async fn measure_if(&self, is_needed: impl Fn() -> bool, timeout: Duration) {
        let measured = self.at_most(timeout, async {
            let _alone = self.measuring.lock().await;
            if is_needed() { self.measure().await.map(drop) } else { Ok(()) }
        });
        match measured.await {
            Some(Ok(())) => {}
            Some(Err(error)) => tracing::warn!(%error, "the clock of OKX could not be measured"),
            None => {
                self.time.not_measured();
                tracing::warn!(?timeout, "the clock of OKX could not be measured in time");
            }
        }
    }

    async fn measure(&self) -> Result<ClockOffset, Error> {
        let mut samples = Vec::with_capacity(SAMPLES);
        let mut failed = None;
        let is_enough = |sample: &Sample| sample.round_trip() <= FAST && sample.jumps == self.time.jumps();
        while samples.len() < SAMPLES && failed.is_none() && !samples.last().is_some_and(is_enough) {
            match self.sample().await {
                Ok(sample) => samples.push(sample),
                Err(error) => failed = Some(error),
            }
        }
        self.time.measured(&samples).ok_or_else(|| {
            self.time.not_measured();
            let error =
                || Error::unreachable("this machine slept, or its clock was set, while the clock of OKX was measured");
            failed.unwrap_or_else(error)
        })
    }

    async fn sample(&self) -> Result<Sample, Error> {
        let (call, request) = (GetTime::CALL, GetTime::new());
        let prepared = Prepared::unsigned(call, request.items(), self.parts.request_timeout);
        let mut permit = self.parts.limits.admit(self.outgoing(call, request.items(), LimitPolicy::Wait)).await?;
        let mut rows = Rows::<<GetTime as Endpoint>::Row>::default();
        let (jumps, sent) = (self.time.jumps(), self.now());
        let mut sending = Sending::new(&self.unresolved, call, request.items(), Vec::new());
        let mut record = Record::default();
        let reply = self.send_once(&prepared, &mut permit, &mut sending, &mut rows, &mut record).await;
        let received = self.now();
        settle(permit, &reply);
        if let Judgement::NotDone(_, Some(error)) | Judgement::Unknown(error) = outcome::judge(call, reply) {
            return Err(error);
        }
        Ok(Sample { sent, received, server: rows.one()?.ts, jumps })
    }
}
