//! What the client asks OKX on its own account: the lists that requests are checked against, and OKX's time.

use std::time::Duration;

use super::clock_sync::{Sampling, TimeSource};
use super::lifecycle::settle;
use super::prepare::Prepared;
use super::unresolved::Sending;
use super::{Engine, SendOptions};
use crate::api::public::GetTime;
use crate::api::{Endpoint, Request, Rows};
use crate::auth::server_time::{ClockOffset, Sample};
use crate::check::instruments::{self, InstrumentSource};
use crate::error::Error;
use crate::facts::RowSink;
use crate::judge::outcome::{self, Judgement};
use crate::judge::record::Record;
use crate::value::Timestamp;

impl InstrumentSource for Engine {
    fn now(&self) -> Timestamp {
        self.time().now()
    }

    fn fetch<'a>(&'a self, request: Request<'a>, rows: &'a mut dyn RowSink) -> instruments::Fetching<'a> {
        Box::pin(self.send(request, SendOptions::default(), rows))
    }
}

impl TimeSource for Engine {
    fn sample(&self) -> Sampling<'_> {
        Box::pin(self.sample_time())
    }
}

impl Engine {
    /// Measures OKX's clock.
    pub(crate) async fn sync_clock(&self) -> Result<ClockOffset, Error> {
        let measured = self.clock_sync.sync(self.time(), self).await;
        measured.map_err(|error| self.located(GetTime::OPERATION, error))
    }

    /// Measures OKX's clock where it is not known, or not known well enough. Takes no longer than `timeout`.
    pub(super) async fn know_time(&self, timeout: Duration) {
        self.clock_sync.know(self.time(), self, timeout).await;
    }

    /// Measures OKX's clock again, unless that was done since the measurement of this number. Takes no longer than `timeout`.
    pub(super) async fn measure_again(&self, measurement: u64, timeout: Duration) {
        self.clock_sync.measure_again(self.time(), self, measurement, timeout).await;
    }

    /// Asks OKX for its time once.
    async fn sample_time(&self) -> Result<Sample, Error> {
        let get_time = GetTime::new();
        let request = Request::rest(&get_time);
        let prepared = Prepared::unsigned(request, self.request_timeout);
        let mut permit = self.admission.permit(request).await?;
        let mut rows = Rows::<<GetTime as Endpoint>::Row>::default();
        let (jumps, sent_at) = (self.time().jumps(), self.now());
        let mut sending = Sending::new(&self.unresolved, request, Vec::new());
        let leaves = |way| permit.leaves(self.admission.moment_after(way));
        let sent = self.delivery.send(&prepared, &mut sending, &mut rows, &mut Record::default(), leaves).await;
        let received = self.now();
        settle(permit, &sent);
        if let Judgement::NotDone(_, Some(error)) | Judgement::Unknown(error) = outcome::judge(request.operation, sent)
        {
            return Err(error);
        }
        Ok(Sample { sent: sent_at, received, server: rows.one()?.ts, jumps })
    }
}
