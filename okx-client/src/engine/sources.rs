//! Requests that the client makes for itself: the lists that requests are checked against, and OKX's time.

use std::time::Duration;

use super::clock_sync::{SampleFuture, TimeSource};
use super::lifecycle::settle;
use super::prepare::Prepared;
use super::unresolved::UnresolvedGuard;
use super::{Engine, SendOptions};
use crate::api::public::GetTime;
use crate::api::{Endpoint, Request, Rows};
use crate::auth::server_time::{ClockOffset, Sample};
use crate::carriers::ws::{MeasureClock, MeasureFuture};
use crate::check::instruments::{self, InstrumentSource};
use crate::error::Error;
use crate::facts::RowSink;
use crate::judge::outcome::{self, Judgement};
use crate::judge::record::ExchangeRecord;
use crate::value::Timestamp;

impl InstrumentSource for Engine {
    fn now(&self) -> Timestamp {
        self.time().now()
    }

    fn fetch<'a>(&'a self, request: Request<'a>, rows: &'a mut dyn RowSink) -> instruments::Fetching<'a> {
        Box::pin(self.send(request, SendOptions::default(), rows))
    }
}

impl MeasureClock for Engine {
    fn ensure_measured(&self) -> MeasureFuture<'_> {
        Box::pin(self.ensure_clock_synced(self.request_timeout))
    }

    fn measure_again(&self) -> MeasureFuture<'_> {
        Box::pin(async {
            let measurement = self.time().measurement();
            self.clock_sync.measure_again(self.time(), self, measurement, self.request_timeout).await;
        })
    }
}

impl TimeSource for Engine {
    fn sample(&self) -> SampleFuture<'_> {
        Box::pin(self.sample_time())
    }
}

impl Engine {
    /// Measures OKX's clock now.
    pub(crate) async fn sync_clock(&self) -> Result<ClockOffset, Error> {
        let measured = self.clock_sync.sync(self.time(), self).await;
        measured.map_err(|error| self.add_context(GetTime::OPERATION, error))
    }

    /// Measures OKX's clock if its offset is unknown or uncertain. Takes at most `timeout`.
    pub(super) async fn ensure_clock_synced(&self, timeout: Duration) {
        self.clock_sync.ensure_synced(self.time(), self, timeout).await;
    }

    /// Measures OKX's clock again unless a measurement later than number `measurement` exists. Takes at most `timeout`.
    pub(super) async fn measure_again(&self, measurement: u64, timeout: Duration) {
        self.clock_sync.measure_again(self.time(), self, measurement, timeout).await;
    }

    /// Requests OKX's time once.
    async fn sample_time(&self) -> Result<Sample, Error> {
        let get_time = GetTime::new();
        let request = Request::rest(&get_time);
        let prepared = Prepared::unsigned(request, self.request_timeout);
        let mut permit = self.admission.permit(request).await?;
        let mut rows = Rows::<<GetTime as Endpoint>::Row>::default();
        let (jumps, sent_at) = (self.time().jumps(), self.now());
        let mut unresolved = UnresolvedGuard::new(&self.unresolved, request, Vec::new());
        let on_send = |longest| permit.sent(self.admission.instant_after(longest));
        let mut record = ExchangeRecord::default();
        let outcome = self.delivery.send(&prepared, &mut unresolved, &mut rows, &mut record, on_send).await;
        let received = self.now();
        settle(permit, &outcome);
        if let Judgement::NotDone(_, Some(error)) | Judgement::Unknown(error) =
            outcome::judge(request.operation, outcome)
        {
            return Err(error);
        }
        Ok(Sample { sent: sent_at, received, server: rows.one()?.ts, jumps })
    }
}
