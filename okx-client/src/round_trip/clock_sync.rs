//! Measuring OKX's clock.

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

/// How often OKX is asked for its time in one measurement. The fastest reply counts, so a few are enough to find a quiet moment.
const SAMPLES: usize = 5;

impl Core {
    /// Measures OKX's clock.
    pub(crate) async fn sync_clock(&self) -> Result<ClockOffset, Error> {
        let _alone = self.measuring.lock().await;
        self.measure().await.map_err(|error| self.located(GetTime::CALL, error))
    }

    /// Measures before the first signed request. If that fails the machine's own clock is taken: it may be good enough, and OKX says so
    /// if it is not.
    pub(super) async fn measure_first(&self) {
        let measured = self.measured_first.get_or_init(async || {
            if self.time.measurement() == 0 {
                self.measure_again(0).await;
            }
        });
        measured.await;
    }

    /// Measures again, unless that was done since the measurement of this number.
    pub(super) async fn measure_again(&self, measurement: u64) {
        let _alone = self.measuring.lock().await;
        if self.time.measurement() == measurement
            && let Err(error) = self.measure().await
        {
            tracing::warn!(%error, "the clock of OKX could not be measured");
        }
    }

    async fn measure(&self) -> Result<ClockOffset, Error> {
        let mut samples = Vec::with_capacity(SAMPLES);
        let mut failed = None;
        while samples.len() < SAMPLES && failed.is_none() {
            match self.sample().await {
                Ok(sample) => samples.push(sample),
                Err(error) => failed = Some(error),
            }
        }
        self.time.measured(&samples).ok_or_else(|| failed.unwrap_or_else(|| Error::unreachable("no sample was taken")))
    }

    async fn sample(&self) -> Result<Sample, Error> {
        let (call, request) = (GetTime::CALL, GetTime::new());
        let prepared = Prepared::unsigned(call, request.items(), self.parts.request_timeout);
        let mut permit = self.parts.limits.admit(self.outgoing(call, request.items(), LimitPolicy::Wait)).await?;
        let mut rows = Rows::<<GetTime as Endpoint>::Row>::default();
        let sent = self.parts.clock.monotonic();
        let reply = self.send_once(&prepared, &mut permit, &mut rows, &mut Record::default()).await;
        let received = self.parts.clock.monotonic();
        settle(permit, &reply);
        if let Judgement::NotDone(_, Some(error)) | Judgement::Unknown(error) = outcome::judge(call, reply) {
            return Err(error);
        }
        Ok(Sample { sent, received, server: rows.one()?.ts })
    }
}
