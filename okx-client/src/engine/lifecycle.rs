//! A request from its first check to its last judgement: admitted, delivered, judged, and sent again where that is safe.

use std::time::Duration;

use tracing::field::Empty;
use tracing::{Instrument, Span};

use super::admission::Admitted;
use super::exchange::Exchange;
use super::prepare::Prepared;
use super::unresolved::Sending;
use super::{Engine, SendOptions};
use crate::api::Request;
use crate::error::{Error, ExecutionWindow};
use crate::facts::RowSink;
use crate::judge::attribution::Identity;
use crate::judge::breaker::Health;
use crate::judge::client_order_ids::ClientOrderIds;
use crate::judge::outcome::{self, Sent};
use crate::judge::reading::{self, Asked};
use crate::judge::record::Record;
use crate::judge::retry::{Next, Tries};
use crate::limits::Permit;

const TOO_LATE: &str = "the deadline (`within`) passed before the request could be sent";

/// What is known of a request while it is sent.
struct State<'a> {
    sending: Sending<'a>,
    tries: Tries,
    record: &'a mut Record,
    /// When the last sending can have been done.
    window: Option<ExecutionWindow>,
}

impl Engine {
    /// Sends a request until `rows` hold the answer to it, or nothing more can be done.
    pub(crate) async fn send(
        &self,
        request: Request<'_>,
        options: SendOptions,
        rows: &mut dyn RowSink,
    ) -> Result<(), Error> {
        self.exchange(request, options, rows).await.reply
    }

    /// [`send`](Self::send), with what is known of the sendings.
    pub(crate) async fn exchange(
        &self,
        request: Request<'_>,
        options: SendOptions,
        rows: &mut dyn RowSink,
    ) -> Exchange<()> {
        // This is all that is ever logged of a request: no header, no parameter, no body.
        let span = tracing::debug_span!(
            "okx",
            call = request.operation.name,
            attempts = Empty,
            micros = Empty,
            status = Empty,
            code = Empty
        );
        let mut record = Record::default();
        let ended = self.run(request, options, rows, &mut record).instrument(span).await;
        Exchange::new(ended.map_err(|error| self.located(request.operation, error)), record)
    }

    /// Checks a request without sending it.
    pub(crate) async fn check(&self, request: Request<'_>) -> Result<(), Error> {
        let checked = self.admission.check(request, SendOptions::default()).await;
        checked.map_err(|error| self.located(request.operation, error))
    }

    /// Gives `write` the sending of a request as it would go out now.
    pub(crate) async fn preview<T>(
        &self,
        request: Request<'_>,
        options: SendOptions,
        write: impl FnOnce(&crate::carriers::Attempt<'_>) -> T,
    ) -> Result<T, Error> {
        let ids = ClientOrderIds::of(request, &*self.random);
        let prepared = self.prepare(request, options, &ids, self.now()).await;
        let prepared = prepared.map_err(|error| self.located(request.operation, error))?;
        let attempt = self.delivery.attempt(&prepared, &mut Record::default()).await;
        Ok(write(&attempt))
    }

    /// Checks a request against the rules of its call only.
    #[cfg(feature = "dynamic")]
    pub(crate) fn check_rules(&self, request: Request<'_>, options: SendOptions) -> Result<(), Error> {
        self.admission.check_rules(request, options)
    }

    async fn run(
        &self,
        request: Request<'_>,
        options: SendOptions,
        rows: &mut dyn RowSink,
        record: &mut Record,
    ) -> Result<(), Error> {
        let begun = self.now();
        self.admission.check(request, options).await?;
        let ids = ClientOrderIds::of(request, &*self.random);
        let mut prepared = self.prepare(request, options, &ids, begun).await?;
        let identities = Identity::of_items(request, Some(&ids));
        let policy = options.retry.unwrap_or(self.retry);
        let mut state = State {
            sending: Sending::new(&self.unresolved, request, identities),
            tries: Tries::new(policy, request.operation, options.within, begun),
            record,
            window: None,
        };
        loop {
            let failed = |error: Error, window| error.with_client_order_ids(ids.all()).with_execution_window(window);
            let Some(admitted) = self.in_time(&state.tries, self.admit(&prepared, options, &state.tries)).await else {
                return Err(failed(state.tries.out_of_time(), state.window));
            };
            let admitted = admitted.map_err(|error| state.tries.in_doubt(error))?;
            let measurement = self.time().measurement();
            match self.deliver(&prepared, admitted, &mut state, rows).await {
                Next::Answer => {
                    let asked = Asked { request, ids: Some(&ids) };
                    reading::complete(asked, state.tries.may_be_done(), state.window, rows);
                    state.sending.answered(rows);
                    return Ok(());
                }
                Next::Pause(pause) => self.clock.sleep(pause).await,
                // Where its time runs out meanwhile, it ends before it is admitted again.
                Next::Resync => {
                    self.in_time(&state.tries, Box::pin(self.measure_again(measurement, prepared.timeout))).await;
                }
                Next::GiveUp(error) => {
                    let signed_otherwise = self.sign_otherwise(&mut prepared, error).await;
                    signed_otherwise.map_err(|error| failed(error, state.window))?;
                }
            }
        }
    }

    /// Waits until a request may be sent, but no longer than it has time, and until it can be signed with a time that is known.
    async fn admit(&self, prepared: &Prepared<'_>, options: SendOptions, tries: &Tries) -> Result<Admitted<'_>, Error> {
        let admission = async {
            loop {
                let admitted = self.admission.admit(prepared.request, options, tries).await?;
                if prepared.expires.is_some_and(|expires| self.time().until(expires).is_zero()) {
                    admitted.give_back();
                    return Err(Error::unreachable(TOO_LATE));
                }
                // The machine may have slept while the request waited.
                if !prepared.needs_clock() || !self.time().is_doubtful() {
                    return Ok(admitted);
                }
                admitted.give_back();
                self.know_time(prepared.timeout).await;
            }
        };
        let Some(expires) = prepared.expires else { return admission.await };
        tokio::select! {
            biased;
            () = self.clock.sleep(self.time().until(expires)) => Err(Error::unreachable(TOO_LATE)),
            admitted = admission => admitted,
        }
    }

    /// Sends a request once, and says what to do next.
    async fn deliver(
        &self,
        prepared: &Prepared<'_>,
        admitted: Admitted<'_>,
        state: &mut State<'_>,
        rows: &mut dyn RowSink,
    ) -> Next {
        let State { sending, tries, record, window } = state;
        let Admitted { mut permit, guard } = admitted;
        let sent_at = self.now();
        tries.goes_out(sent_at);
        let leaves = |way| permit.leaves(self.admission.moment_after(way));
        let sent = self.delivery.send(prepared, sending, rows, record, leaves).await;
        settle(permit, &sent);
        let now = self.now();
        guard.ended(Health::of(&sent, prepared.timeout < self.request_timeout), now);
        record.took = Some(now.saturating_sub(sent_at));
        record.trace(&sent, &Span::current());
        *window = record.execution_window(prepared.expires);
        let next = tries.next(outcome::judge(prepared.request.operation, sent), now, &*self.random);
        if !matches!(next, Next::Answer) && !tries.may_be_done() {
            sending.not_done();
        }
        next
    }

    /// Waits for what comes before a sending; `None` when the time for another sending is over first.
    async fn in_time<T>(&self, tries: &Tries, wait: impl Future<Output = T>) -> Option<T> {
        match tries.time_left(self.now()) {
            None => Some(wait.await),
            Some(Duration::ZERO) => None,
            // On the heap, because only second sendings come here and every request would carry the room for it.
            Some(time) => at_most(&*self.clock, time, Box::pin(wait)).await,
        }
    }
}

/// Waits for something, but no longer than this.
pub(super) async fn at_most<T>(
    clock: &dyn crate::system::clock::Clock,
    time: Duration,
    wait: impl Future<Output = T>,
) -> Option<T> {
    tokio::select! {
        biased;
        () = clock.sleep(time) => None,
        ended = wait => Some(ended),
    }
}

/// Tells the limits what became of a sending. A dropped permit means that the reply was lost.
pub(super) fn settle(permit: Permit, sent: &Sent) {
    match sent {
        Sent::Lost(error) if error.may_have_arrived() => drop(permit),
        Sent::Lost(_) => permit.not_sent(),
        Sent::Replied { .. } => match sent.rate_code() {
            Some(code) => permit.refused_for_rate(code),
            None => permit.replied(),
        },
    }
}
