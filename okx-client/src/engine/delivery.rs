//! The second step: one sending. It is signed at the last moment, because a signature holds for one moment only.

use std::sync::Arc;
use std::time::Duration;

use super::prepare::Prepared;
use super::unresolved::Sending;
use crate::auth::credentials::Held;
use crate::auth::server_time::{Heard, ServerTime};
use crate::carriers::{Attempt, Carrier};
use crate::error::SIGNATURE_LASTS;
use crate::facts::RowSink;
use crate::fields::DecodePolicy;
use crate::judge::outcome::Sent;
use crate::judge::reading::{self, Asked};
use crate::judge::record::Record;
use crate::judge::reply::Reply;
use crate::system::clock::Clock;
use crate::value::Timestamp;

/// How soon a request that only reduces risk is assumed to arrive.
const ARRIVES_SOON: Duration = Duration::from_secs(1);

/// Sends requests over a carrier, and reads the replies.
pub(super) struct Delivery {
    pub(super) carrier: Arc<dyn Carrier>,
    pub(super) time: ServerTime,
    pub(super) decode_policy: DecodePolicy,
    pub(super) clock: Arc<dyn Clock>,
}

impl Delivery {
    /// Sends a request once, reads the reply into `rows`, and writes down in `record` what else is known. `leaves` is called right before
    /// the request goes out, with how long it can be on its way.
    pub(super) async fn send(
        &self,
        prepared: &Prepared<'_>,
        sending: &mut Sending<'_>,
        rows: &mut dyn RowSink,
        record: &mut Record,
        leaves: impl FnOnce(Duration),
    ) -> Sent {
        *record = Record { attempts: record.attempts + 1, ..Record::default() };
        let attempt = self.attempt(prepared, record).await;
        leaves(self.longest_way(prepared, record));
        sending.goes_out(record.execution_window(prepared.expires), self.time.earliest());
        let sent_at = self.clock.monotonic();
        let asked = Asked { request: prepared.request, ids: prepared.ids };
        let mut read = |reply: Reply| {
            let received = self.clock.monotonic();
            let date = reply.date;
            let sent = reading::read(asked, reply, rows, record, &self.decode_policy);
            self.time.heard(&Heard { sent: sent_at, received, out_micros: record.out_time, date });
            sent
        };
        self.carrier.deliver(attempt, &mut read).await
    }

    /// A sending of a request as it would go out now: with its signature's time, where it is signed.
    pub(super) async fn attempt<'a>(&self, prepared: &'a Prepared<'_>, record: &mut Record) -> Attempt<'a> {
        let signature = match &prepared.signer {
            Some(signer) => Some(self.stamp(signer, record).await),
            None => None,
        };
        Attempt {
            request: prepared.request,
            ids: prepared.ids,
            signature,
            expires: prepared.expires,
            timeout: prepared.timeout,
            number: record.attempts,
        }
    }

    /// Takes a timestamp for a signature, which no other request has.
    async fn stamp<'a>(&self, signer: &'a Held, record: &mut Record) -> (&'a Held, Timestamp) {
        loop {
            match self.time.stamp() {
                Ok(stamp) => {
                    (record.signed, record.sent) = (Some(stamp), Some(self.time.earliest()));
                    return (signer, stamp);
                }
                Err(pause) => self.clock.sleep(pause).await,
            }
        }
    }

    /// For how long a request that is sent now can still arrive. OKX discards it when its signature or its deadline is over; what is not
    /// signed is assumed to be on its way no longer than that.
    ///
    /// What only reduces risk is assumed to arrive soon or never. If such a request is lost and arrives late all the same, the next
    /// cancellation may be refused for its rate and is sent again, which is better than to hold it back for half a minute.
    fn longest_way(&self, prepared: &Prepared<'_>, record: &Record) -> Duration {
        match record.execution_window(prepared.expires) {
            _ if prepared.request.operation.reduces_risk => ARRIVES_SOON,
            Some(window) => self.time.at_latest_until(window.expires),
            None => SIGNATURE_LASTS,
        }
    }
}
