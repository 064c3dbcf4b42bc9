//! The first step: decides whether and when a request may be sent. The checks run once; the rate limits and the circuit breaker are
//! consulted before every attempt.

use std::sync::Arc;
use std::time::Duration;

use super::SendOptions;
use super::in_flight::{InFlightGuard, InFlightRequests};
use super::misspelled_values::MisspelledValues;
use crate::api::Request;
use crate::check::instruments::Instruments;
use crate::check::rules::Safeguards;
use crate::check::{precision, rules};
use crate::error::Error;
use crate::facts::Route;
use crate::judge::attribution::Identity;
use crate::judge::breaker::{BreakerGuard, CircuitBreakers};
use crate::judge::retry::RetryState;
use crate::limits::{Account, LimitPolicy, LimitedRequest, Limits, Permit};
use crate::system::clock::Clock;

/// Decides whether and when a request may be sent.
pub(super) struct Admission {
    pub(super) instruments: Instruments,
    pub(super) limits: Limits,
    pub(super) account: Account,
    pub(super) rest_breakers: CircuitBreakers,
    pub(super) socket_breakers: CircuitBreakers,
    pub(super) in_flight: InFlightRequests,
    pub(super) misspelled_values: MisspelledValues,
    pub(super) safeguards: Safeguards,
    pub(super) limit_policy: LimitPolicy,
    pub(super) clock: Arc<dyn Clock>,
}

/// Permission to send a request once.
pub(super) struct Admitted<'a> {
    pub(super) permit: Permit,
    pub(super) breaker: BreakerGuard<'a>,
    /// For operations of which OKX accepts only a few at a time for one order.
    pub(super) in_flight: Option<InFlightGuard<'a>>,
}

impl Admitted<'_> {
    /// Gives the permission back without sending the request.
    pub(super) fn release(self) {
        self.permit.not_sent();
    }
}

impl Admission {
    /// Checks a request against the rules of its operation and against the increments and bounds of its instruments.
    pub(super) async fn check(&self, request: Request<'_>, options: SendOptions) -> Result<(), Error> {
        self.check_rules(request, options)?;
        precision::check(request.items, &self.instruments).await
    }

    /// Checks a request against the rules of its operation only.
    pub(super) fn check_rules(&self, request: Request<'_>, options: SendOptions) -> Result<(), Error> {
        self.misspelled_values.warn(request);
        let safeguards = if options.without_safeguards { Safeguards::Off } else { self.safeguards };
        rules::check(request.operation, request.items, &self.instruments, safeguards)
    }

    /// Waits until a request may be sent. The circuit breaker is consulted last, so that no request holds the breaker's probe while it
    /// waits for a rate limit. A request that the breaker blocks returns its place in the rate limits.
    pub(super) async fn admit(
        &self,
        request: Request<'_>,
        identities: &[Identity],
        options: SendOptions,
        retry: &RetryState,
    ) -> Result<Admitted<'_>, Error> {
        let policy = options.limit_policy.unwrap_or(self.limit_policy);
        let breakers = match request.route {
            Route::Rest(_) => &self.rest_breakers,
            Route::Socket(_) => &self.socket_breakers,
        };
        let in_flight = match request.operation.in_flight {
            Some(limit) => Some(self.in_flight.enter(limit, identities).await?),
            None => None,
        };
        loop {
            let permit = self.limits.admit(self.limited(request, policy)).await?;
            // Created before the breaker is consulted, so that no later change is missed.
            let changed = breakers.changed();
            let blocked = match breakers.acquire(request.operation, self.clock.monotonic()) {
                Ok(breaker) => return Ok(Admitted { permit, breaker, in_flight }),
                Err(blocked) => blocked,
            };
            permit.not_sent();
            let longest_wait = retry.longest_breaker_wait(self.clock.monotonic());
            if longest_wait.is_zero() || blocked.pause.is_some_and(|pause| pause >= longest_wait) {
                return Err(blocked.error);
            }
            let name = request.operation.name;
            tracing::debug!(call = name, pause = ?blocked.pause, "waiting for the circuit breaker");
            tokio::select! {
                biased;
                () = changed => {}
                () = self.clock.sleep(blocked.pause.unwrap_or(longest_wait)) => {}
            }
        }
    }

    /// Waits for the rate limits only. Used for requests that the client makes for itself.
    pub(super) async fn permit(&self, request: Request<'_>) -> Result<Permit, Error> {
        self.limits.admit(self.limited(request, LimitPolicy::Wait)).await
    }

    /// The instant on the rate limiter's clock that lies `time` ahead.
    pub(super) fn instant_after(&self, time: Duration) -> Duration {
        self.limits.now().saturating_add(time)
    }

    fn limited<'a>(&'a self, request: Request<'a>, policy: LimitPolicy) -> LimitedRequest<'a> {
        LimitedRequest { request, connection: None, account: &self.account, instruments: &self.instruments, policy }
    }
}
