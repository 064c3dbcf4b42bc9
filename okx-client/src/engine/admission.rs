//! The first step: whether a request may go out, and when. It is checked once; then, before each sending, it waits for the rate limits
//! and the circuit breaker.

use std::sync::Arc;
use std::time::Duration;

use super::SendOptions;
use crate::api::Request;
use crate::check::instruments::Instruments;
use crate::check::rules::Safeguards;
use crate::check::{precision, rules};
use crate::error::Error;
use crate::judge::breaker::{BreakerGuard, CircuitBreakers};
use crate::judge::retry::Tries;
use crate::limits::{Account, LimitPolicy, Limits, Outgoing, Permit};
use crate::system::clock::Clock;

/// Decides whether and when a request may go out.
pub(super) struct Admission {
    pub(super) instruments: Instruments,
    pub(super) limits: Limits,
    pub(super) account: Account,
    pub(super) breakers: CircuitBreakers,
    pub(super) safeguards: Safeguards,
    pub(super) limit_policy: LimitPolicy,
    pub(super) clock: Arc<dyn Clock>,
}

/// The right to send a request once.
pub(super) struct Admitted<'a> {
    pub(super) permit: Permit,
    pub(super) guard: BreakerGuard<'a>,
}

impl Admitted<'_> {
    /// Gives the right back: the request is not sent now.
    pub(super) fn give_back(self) {
        self.permit.not_sent();
    }
}

impl Admission {
    /// Checks a request against the rules of its call and against the steps and bounds of its instruments.
    pub(super) async fn check(&self, request: Request<'_>, options: SendOptions) -> Result<(), Error> {
        self.check_rules(request, options)?;
        precision::check(request.items, &self.instruments).await
    }

    /// Checks a request against the rules of its call only.
    pub(super) fn check_rules(&self, request: Request<'_>, options: SendOptions) -> Result<(), Error> {
        let safeguards = if options.without_safeguards { Safeguards::Off } else { self.safeguards };
        rules::check(request.operation, request.items, &self.instruments, safeguards)
    }

    /// Waits until a request may be sent. The circuit breaker is asked last, so that no request is a trial request while it waits for a
    /// limit. A request that it holds back gives its place in the limits to others.
    pub(super) async fn admit(
        &self,
        request: Request<'_>,
        options: SendOptions,
        tries: &Tries,
    ) -> Result<Admitted<'_>, Error> {
        let policy = options.limit_policy.unwrap_or(self.limit_policy);
        loop {
            let permit = self.limits.admit(self.outgoing(request, policy)).await?;
            // Created before the breaker is asked, so that no change after that is missed.
            let changed = self.breakers.changed();
            let held_back = match self.breakers.pass(request.operation, self.clock.monotonic()) {
                Ok(guard) => return Ok(Admitted { permit, guard }),
                Err(held_back) => held_back,
            };
            permit.not_sent();
            let patience = tries.patience(self.clock.monotonic());
            if patience.is_zero() || held_back.pause.is_some_and(|pause| pause >= patience) {
                return Err(held_back.error);
            }
            let name = request.operation.name;
            tracing::debug!(call = name, pause = ?held_back.pause, "waiting for the circuit breaker");
            tokio::select! {
                biased;
                () = changed => {}
                () = self.clock.sleep(held_back.pause.unwrap_or(patience)) => {}
            }
        }
    }

    /// Waits for the rate limits only, for requests that the client makes on its own account.
    pub(super) async fn permit(&self, request: Request<'_>) -> Result<Permit, Error> {
        self.limits.admit(self.outgoing(request, LimitPolicy::Wait)).await
    }

    /// The moment, by the clock of the limits, that is this far ahead.
    pub(super) fn moment_after(&self, time: Duration) -> Duration {
        self.limits.now().saturating_add(time)
    }

    fn outgoing<'a>(&'a self, request: Request<'a>, policy: LimitPolicy) -> Outgoing<'a> {
        Outgoing { request, connection: None, account: &self.account, instruments: &self.instruments, policy }
    }
}
