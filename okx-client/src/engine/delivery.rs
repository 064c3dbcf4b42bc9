//! The second step: one attempt. The request is signed at the last moment, because OKX accepts a signature only for a short time.

use std::sync::Arc;
use std::time::Duration;

use super::prepare::Prepared;
use super::unresolved::UnresolvedGuard;
use crate::auth::credentials::SharedCredentials;
use crate::auth::server_time::{ReplyTime, ServerTime};
use crate::carriers::{Attempt, Carrier};
use crate::error::SIGNATURE_LASTS;
use crate::facts::{Route, RowSink};
use crate::fields::DecodePolicy;
use crate::judge::outcome::AttemptOutcome;
use crate::judge::reading::Reply;
use crate::judge::reading::{self, SentRequest};
use crate::judge::record::ExchangeRecord;
use crate::system::clock::Clock;
use crate::value::Timestamp;

/// How soon a request that only reduces risk is assumed to arrive.
const ARRIVES_SOON: Duration = Duration::from_secs(1);

/// How long a message can be under way on a socket: a connection on which nothing arrives for so long is closed, and its messages are lost.
const SOCKET_DELIVERY: Duration = Duration::from_secs(30);

/// Sends requests over the carrier of their route, and reads the replies.
pub(super) struct Delivery {
    pub(super) rest: Arc<dyn Carrier>,
    pub(super) socket: Arc<dyn Carrier>,
    pub(super) time: Arc<ServerTime>,
    pub(super) decode_policy: DecodePolicy,
    pub(super) clock: Arc<dyn Clock>,
}

impl Delivery {
    /// Sends a request once, reads the reply into `rows`, and stores everything else that is known in `record`. `on_send` is called right
    /// before the request is sent, with the longest time it can take to arrive.
    pub(super) async fn send(
        &self,
        prepared: &Prepared<'_>,
        unresolved: &mut UnresolvedGuard<'_>,
        rows: &mut dyn RowSink,
        record: &mut ExchangeRecord,
        on_send: impl FnOnce(Duration),
    ) -> AttemptOutcome {
        *record = ExchangeRecord { attempts: record.attempts + 1, ..ExchangeRecord::default() };
        let attempt = self.attempt(prepared, record).await;
        on_send(self.longest_arrival(prepared, record));
        unresolved.attempt_started(record.execution_window(prepared.expires), self.time.earliest());
        let sent_at = self.clock.monotonic();
        let sent_request = SentRequest { request: prepared.request(), ids: prepared.ids };
        let mut read = |reply: Reply| {
            let received = self.clock.monotonic();
            let date = reply.date;
            let outcome = reading::read(sent_request, reply, rows, record, &self.decode_policy);
            if matches!(sent_request.request.route, Route::Socket(_)) {
                record.http_status = None;
            }
            self.time.observe(&ReplyTime { sent: sent_at, received, out_micros: record.out_time, date });
            outcome
        };
        self.carrier(attempt.request.route).deliver(attempt, &mut read).await
    }

    /// The next attempt of a request as it would be sent now, with the timestamp of its signature if it is signed.
    pub(super) async fn attempt<'a>(&self, prepared: &'a Prepared<'_>, record: &mut ExchangeRecord) -> Attempt<'a> {
        let signature = match (&prepared.signer, prepared.request().route) {
            (Some(signer), Route::Rest(_)) => Some(self.stamp(signer, record).await),
            (Some(_), Route::Socket(_)) => {
                let (earliest, latest) = self.time.bounds();
                record.sent = Some(earliest);
                // It can wait for a connection as long as for its reply.
                let longest = prepared.timeout.saturating_add(SOCKET_DELIVERY);
                let open_until = self.clock.monotonic().saturating_add(longest);
                record.arrives_by = Some((latest + longest, open_until));
                None
            }
            (None, _) => None,
        };
        Attempt {
            request: prepared.request(),
            ids: prepared.ids,
            codes: &prepared.routed.codes,
            signature,
            expires: prepared.expires,
            send_within: prepared.send_within(),
            timeout: prepared.timeout,
            number: record.attempts,
        }
    }

    fn carrier(&self, route: Route) -> &dyn Carrier {
        match route {
            Route::Rest(_) => &*self.rest,
            Route::Socket(_) => &*self.socket,
        }
    }

    /// Takes a signature timestamp that no other request has.
    async fn stamp<'a>(
        &self,
        signer: &'a SharedCredentials,
        record: &mut ExchangeRecord,
    ) -> (&'a SharedCredentials, Timestamp) {
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

    /// The longest time for which a request sent now can still arrive. OKX discards it when its signature or its deadline expires; an
    /// unsigned request is assumed to arrive within the lifetime of a signature.
    ///
    /// A request that only reduces risk is assumed to arrive within a second or not at all. If one is lost and arrives later, the next
    /// cancellation may be rejected by OKX's rate limit and retried. That is better than delaying it by half a minute.
    fn longest_arrival(&self, prepared: &Prepared<'_>, record: &ExchangeRecord) -> Duration {
        match record.execution_window(prepared.expires) {
            _ if prepared.request().operation.reduces_risk => ARRIVES_SOON,
            Some(window) => self.time.longest_until(window.expires),
            None => SIGNATURE_LASTS,
        }
    }
}
