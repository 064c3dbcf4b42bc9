//! The lifecycle of a request: checked, admitted, delivered, judged, and retried if that is safe.

use std::pin::{Pin, pin};
use std::time::Duration;

use tracing::field::Empty;
use tracing::{Instrument, Span};

use super::admission::Admitted;
use super::exchange::Exchange;
use super::prepare::Prepared;
use super::unresolved::UnresolvedGuard;
use super::{Engine, SendOptions, routing};
use crate::api::Request;
use crate::carriers::Attempt;
use crate::error::{Error, ExecutionWindow};
use crate::facts::RowSink;
use crate::judge::attribution::Identity;
use crate::judge::breaker::Health;
use crate::judge::client_order_ids::ClientOrderIds;
use crate::judge::outcome::{self, AttemptOutcome};
use crate::judge::reading::{self, SentRequest};
use crate::judge::record::ExchangeRecord;
use crate::judge::retry::{RetryDecision, RetryState};
use crate::limits::Permit;
use crate::system::clock::Clock;

const TOO_LATE: &str = "deadline (`within`) passed before the request could be sent";

/// The state of a request that is being sent.
struct InFlight<'a> {
    unresolved: UnresolvedGuard<'a>,
    retry: RetryState,
    record: &'a mut ExchangeRecord,
    /// When the last attempt can have been executed.
    window: Option<ExecutionWindow>,
    /// Whether not a byte of the last attempt was sent.
    not_sent: bool,
    codes_renewed: bool,
}

impl InFlight<'_> {
    /// Whether the request can be sent once more if its instruments turn out to have new codes: OKX rejected all its items because of their
    /// instruments. Returns this once.
    fn may_renew_codes(&mut self, prepared: &Prepared<'_>, rows: &dyn RowSink) -> bool {
        let may_renew = !self.codes_renewed
            && !prepared.routed.codes.is_empty()
            && !self.retry.may_be_done()
            && routing::all_are_refused_for_instrument(rows);
        self.codes_renewed |= may_renew;
        may_renew
    }
}

impl Engine {
    /// Sends a request until `rows` holds its result or no further attempt is possible.
    pub(crate) async fn send(
        &self,
        request: Request<'_>,
        options: SendOptions,
        rows: &mut dyn RowSink,
    ) -> Result<(), Error> {
        self.exchange(request, options, rows).await.reply
    }

    /// Like [`send`](Self::send), and returns the details of the attempts.
    pub(crate) async fn exchange(
        &self,
        request: Request<'_>,
        options: SendOptions,
        rows: &mut dyn RowSink,
    ) -> Exchange<()> {
        // Nothing else of a request is ever logged: no header, no parameter, no body.
        let span = tracing::debug_span!(
            "okx",
            call = request.operation.name,
            attempts = Empty,
            micros = Empty,
            status = Empty,
            code = Empty
        );
        let mut record = ExchangeRecord::default();
        let ended = self.run(request, options, rows, &mut record).instrument(span).await;
        Exchange::new(ended.map_err(|error| self.explain(request, error)), record)
    }

    /// Checks a request without sending it.
    pub(crate) async fn check(&self, request: Request<'_>) -> Result<(), Error> {
        let checked = self.admission.check(request, SendOptions::default()).await;
        checked.map_err(|error| self.add_context(request.operation, error))
    }

    /// Calls `write` with the attempt that would be sent now.
    pub(crate) async fn preview<T>(
        &self,
        request: Request<'_>,
        options: SendOptions,
        write: impl FnOnce(&Attempt<'_>) -> T,
    ) -> Result<T, Error> {
        let ids = ClientOrderIds::of(request, &*self.random);
        let prepared = async { self.prepare(self.route(request, options).await?, options, &ids, self.now()).await };
        let prepared = prepared.await.map_err(|error| self.add_context(request.operation, error))?;
        let attempt = self.delivery.attempt(&prepared, &mut ExchangeRecord::default()).await;
        Ok(write(&attempt))
    }

    /// Checks a request against the rules of its operation only.
    #[cfg(feature = "dynamic")]
    pub(crate) fn check_rules(&self, request: Request<'_>, options: SendOptions) -> Result<(), Error> {
        self.admission.check_rules(request, options)
    }

    async fn run(
        &self,
        request: Request<'_>,
        options: SendOptions,
        rows: &mut dyn RowSink,
        record: &mut ExchangeRecord,
    ) -> Result<(), Error> {
        let begun = self.now();
        self.admission.check(request, options).await?;
        let ids = ClientOrderIds::of(request, &*self.random);
        let routed = self.route(request, options).await?;
        let mut prepared = self.prepare(routed, options, &ids, begun).await?;
        let identities = Identity::of_items(request, Some(&ids));
        // Few operations are limited per order, and only they need a copy.
        let limited = request.operation.in_flight.map(|_| identities.clone()).unwrap_or_default();
        let policy = options.retry.unwrap_or(self.retry);
        let mut state = InFlight {
            unresolved: UnresolvedGuard::new(&self.unresolved, request, identities),
            retry: RetryState::new(policy, request.operation, options.within, begun),
            record,
            window: None,
            not_sent: false,
            codes_renewed: false,
        };
        loop {
            let failed = |error: Error, window| error.with_client_order_ids(ids.all()).with_execution_window(window);
            let admitted = {
                // Pinned here, so that the future of every request has room for it once and not twice.
                let admission = pin!(self.admit(&prepared, &limited, options, &state.retry));
                self.in_time(&state.retry, admission).await
            };
            let Some(admitted) = admitted else {
                return Err(failed(state.retry.deadline_error(), state.window));
            };
            let admitted = admitted.map_err(|error| state.retry.with_earlier_attempts(error))?;
            let measurement = self.time().measurement();
            let decision = self.deliver(&prepared, admitted, &mut state, rows).await;
            if state.not_sent && prepared.routed.fall_back() {
                continue;
            }
            match decision {
                RetryDecision::Done => {
                    if state.may_renew_codes(&prepared, rows) && Box::pin(self.renew_codes(&mut prepared.routed)).await
                    {
                        continue;
                    }
                    let sent = SentRequest { request, ids: Some(&ids) };
                    reading::complete(sent, state.retry.may_be_done(), state.window, rows);
                    state.unresolved.answered(rows);
                    return Ok(());
                }
                RetryDecision::Pause(pause) => self.clock.sleep(pause).await,
                // If the deadline passes during the measurement, the request ends before it is admitted again.
                RetryDecision::SyncClock => {
                    let mut measured = Box::pin(self.measure_again(measurement, prepared.timeout));
                    self.in_time(&state.retry, measured.as_mut()).await;
                }
                RetryDecision::Fail(error) => {
                    let replaced = self.replace_credentials(&mut prepared, error).await;
                    replaced.map_err(|error| failed(error, state.window))?;
                }
            }
        }
    }

    /// Waits until a request may be sent, but not beyond its deadline, and until OKX's clock is known well enough to sign it.
    async fn admit(
        &self,
        prepared: &Prepared<'_>,
        identities: &[Identity],
        options: SendOptions,
        retry: &RetryState,
    ) -> Result<Admitted<'_>, Error> {
        let admission = async {
            loop {
                let admitted = self.admission.admit(prepared.request(), identities, options, retry).await?;
                if prepared.expires.is_some_and(|expires| self.time().until(expires).is_zero()) {
                    admitted.release();
                    return Err(Error::unreachable(TOO_LATE));
                }
                // The machine may have slept during the wait.
                if !prepared.needs_clock() || !self.time().is_uncertain() {
                    return Ok(admitted);
                }
                admitted.release();
                self.ensure_clock_synced(prepared.timeout).await;
            }
        };
        let Some(expires) = prepared.expires else { return admission.await };
        tokio::select! {
            biased;
            () = self.clock.sleep(self.time().until(expires)) => Err(Error::unreachable(TOO_LATE)),
            admitted = admission => admitted,
        }
    }

    /// Sends a request once, and decides what to do next.
    async fn deliver(
        &self,
        prepared: &Prepared<'_>,
        admitted: Admitted<'_>,
        state: &mut InFlight<'_>,
        rows: &mut dyn RowSink,
    ) -> RetryDecision {
        let InFlight { unresolved, retry, record, window, not_sent, codes_renewed: _ } = state;
        let Admitted { mut permit, breaker, mut in_flight } = admitted;
        if let Some(guard) = &mut in_flight {
            guard.set_unanswered(true);
        }
        let sent_at = self.now();
        retry.attempt_started(sent_at);
        let on_send = |longest| permit.sent(self.admission.instant_after(longest));
        let outcome = self.delivery.send(prepared, unresolved, rows, record, on_send).await;
        let may_have_arrived = match &outcome {
            AttemptOutcome::Lost(error) => Some(error.may_have_arrived()),
            AttemptOutcome::Replied { .. } => None,
        };
        *not_sent = may_have_arrived == Some(false);
        if let Some(guard) = &mut in_flight {
            guard.set_unanswered(may_have_arrived == Some(true));
        }
        settle(permit, &outcome);
        let now = self.now();
        breaker.record(Health::of(&outcome, prepared.timeout < self.request_timeout), now, || outcome.cause());
        record.took = Some(now.saturating_sub(sent_at));
        record.trace(&outcome, &Span::current());
        *window = record.execution_window(prepared.expires);
        let decision = retry.decide(outcome::judge(prepared.request().operation, outcome), now, &*self.random);
        if !matches!(decision, RetryDecision::Done) && !retry.may_be_done() {
            unresolved.not_done();
        }
        decision
    }

    /// Waits for something that precedes an attempt. `None` if the retry deadline passes first. `wait` is pinned already, because the future of
    /// every request reserves space for what it contains.
    async fn in_time<T>(&self, retry: &RetryState, wait: Pin<&mut impl Future<Output = T>>) -> Option<T> {
        match retry.time_left(self.now()) {
            None => Some(wait.await),
            Some(Duration::ZERO) => None,
            Some(time) => at_most(&*self.clock, time, wait).await,
        }
    }
}

/// Waits for a future, but at most this long.
pub(super) async fn at_most<T>(clock: &dyn Clock, time: Duration, wait: impl Future<Output = T>) -> Option<T> {
    tokio::select! {
        biased;
        () = clock.sleep(time) => None,
        ended = wait => Some(ended),
    }
}

/// Reports the outcome of an attempt to the rate limits. Dropping the permit means that the reply was lost.
pub(super) fn settle(permit: Permit, outcome: &AttemptOutcome) {
    match outcome {
        AttemptOutcome::Lost(error) if error.may_have_arrived() => drop(permit),
        AttemptOutcome::Lost(_) => permit.not_sent(),
        AttemptOutcome::Replied { .. } => match outcome.rate_code() {
            Some(code) => permit.refused_for_rate(code),
            None => permit.replied(),
        },
    }
}
