//! One sending: signed at the last moment, because a signature is for one moment only, and given up after its time.

use std::sync::Arc;
use std::time::Duration;

use super::prepare::Prepared;
use super::wire::{body, target};
use super::{Core, reading};
use crate::clock::Heard;
use crate::credentials::Held;
use crate::endpoint::Method;
use crate::envelope::RowSink;
use crate::exchange::Record;
use crate::limiter::Permit;
use crate::outcome::{Doubt, SIGNATURE_LASTS, Sent};
use crate::transport::{Header, HeaderValue, HttpReply, HttpRequest, Progress, TransportError};
use crate::unresolved::Sending;
use crate::value::Timestamp;

/// Within what time a request that only reduces risk is taken to arrive.
const ARRIVES_SOON: Duration = Duration::from_secs(1);

impl Core {
    /// Sends a request, reads the reply into `rows`, and writes down what is known beside it.
    pub(super) async fn send_once(
        &self,
        prepared: &Prepared<'_>,
        permit: &mut Permit,
        sending: &mut Sending<'_>,
        rows: &mut dyn RowSink,
        record: &mut Record,
    ) -> Sent {
        *record = Record { attempts: record.attempts + 1, ..Record::default() };
        let request = self.written(prepared, record).await;
        permit.leaves(self.last_arrival(prepared, record));
        let (clock, attempt) = (&*self.parts.clock, record.attempts);
        let watch = self.parts.audit.as_ref().map(|audit| audit.watch(prepared.call, attempt, &request, clock));
        sending.goes_out(Doubt::of(record, prepared.expires), self.time.earliest());
        let sent_at = self.now();
        let sent = match self.carry(request, prepared.timeout).await {
            Ok(http) => {
                let received = self.now();
                let read = reading::read(prepared, http.body(), rows, record, &self.lenient);
                let (out_micros, date) = (record.out_time, http.date());
                self.time.heard(&Heard { sent: sent_at, received, out_micros, date });
                let status = http.status();
                record.http_status = Some(status);
                record.body = Some(http.into_body());
                Sent::Replied { status, read }
            }
            Err(error) => Sent::Lost(error),
        };
        if let Some(watch) = watch {
            watch.ended(&sent);
        }
        sent
    }

    /// Until when a request that is sent now can arrive, by the clock of the limits. OKX drops it when its signature or its deadline is over;
    /// what is not signed is taken to be on its way no longer than that.
    ///
    /// What only reduces risk is taken to arrive soon or never: if it is lost and arrives late all the same, the next cancellation may be
    /// refused for its rate and is sent again, which is better than to hold it back for half a minute.
    fn last_arrival(&self, prepared: &Prepared<'_>, record: &Record) -> Duration {
        let lasts = match Doubt::of(record, prepared.expires) {
            _ if prepared.call.reduces_risk => ARRIVES_SOON,
            Some(doubt) => self.time.at_latest_until(doubt.void),
            None => SIGNATURE_LASTS,
        };
        self.parts.limits.now().saturating_add(lasts)
    }

    /// The request as it goes out now, signed where it must be.
    pub(super) async fn written(&self, prepared: &Prepared<'_>, record: &mut Record) -> HttpRequest {
        match &prepared.signer {
            Some(signer) => self.signed(prepared, signer, record).await,
            None => self.request(prepared),
        }
    }

    /// Carries a request, and gives up when no reply came in time. It may well have arrived by then, unless the transport says that it was
    /// still waiting for a connection.
    async fn carry(&self, request: HttpRequest, timeout: Duration) -> Result<HttpReply, TransportError> {
        let progress = request.progress.clone();
        tokio::select! {
            biased;
            answer = self.parts.transport.send(request) => return answer,
            () = self.parts.clock.sleep(timeout) => {}
        }
        let millis = timeout.as_millis();
        let error = if progress.give_up() {
            TransportError::not_sent(format!("no connection could be made within {millis} ms"))
        } else {
            TransportError::broken(format!("no reply came within {millis} ms"))
        };
        Err(error.by_timeout())
    }

    /// The request as it is without a signature.
    fn request(&self, prepared: &Prepared<'_>) -> HttpRequest {
        let mut headers = Vec::with_capacity(9);
        headers.push(Header::new("user-agent", HeaderValue::Shared(Arc::clone(&self.parts.user_agent))));
        // Some caches on the way keep what they are not told to leave alone.
        headers.push(Header::fixed("cache-control", "no-store"));
        if prepared.call.method == Method::Post {
            headers.push(Header::fixed("content-type", "application/json"));
        }
        if self.parts.environment.is_demo() {
            headers.push(Header::fixed("x-simulated-trading", "1"));
        }
        if let Some(expires) = prepared.expires {
            headers.push(Header::new("exptime", HeaderValue::Own(expires.as_millis().to_string())));
        }
        HttpRequest {
            method: prepared.call.method,
            address: self.address.clone(),
            target: target(prepared.call, prepared.items),
            headers,
            body: body(prepared.call, prepared.items, prepared.ids),
            progress: Progress::default(),
        }
    }

    async fn signed(&self, prepared: &Prepared<'_>, signer: &Held, record: &mut Record) -> HttpRequest {
        let mut request = self.request(prepared);
        let moment = self.stamp().await;
        (record.signed, record.sent) = (Some(moment), Some(self.time.earliest()));
        let stamp = moment.iso();
        let key = signer.credentials().signer();
        let signature = key.sign(stamp.as_str(), request.method.as_str(), &request.target, &request.body);
        request.headers.extend([
            Header::new("ok-access-key", HeaderValue::Key(signer.clone())),
            Header::new("ok-access-sign", HeaderValue::Signature(signature)),
            Header::new("ok-access-timestamp", HeaderValue::Time(stamp)),
            Header::new("ok-access-passphrase", HeaderValue::Passphrase(signer.clone())),
        ]);
        request
    }

    /// A timestamp of its own for one request.
    async fn stamp(&self) -> Timestamp {
        loop {
            match self.time.stamp() {
                Ok(stamp) => return stamp,
                Err(pause) => self.parts.clock.sleep(pause).await,
            }
        }
    }
}
