//! Circuit breakers: hosts and operations that fail repeatedly are blocked for a while.

mod circuit;
#[cfg(test)]
mod tests;

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::Notify;
use tokio::sync::futures::Notified;

use crate::error::Error;
use crate::facts::Operation;
use crate::judge::outcome::AttemptOutcome;
use circuit::{Circuit, FailureSource};

/// When a client stops sending to a host, or stops sending one operation, because of repeated failures, and for how long.
///
/// An attempt fails if no connection can be made, the connection breaks, no reply arrives within the client's own request timeout, or the
/// HTTP status is 500 or higher, whatever the body. Any other reply, including a rejection, shows that OKX works and closes the circuit.
///
/// Failures are counted per operation and for the host. After [`failures`](Self::failures) failures in a row, an operation is blocked for a
/// while. The host is blocked too if the failures come from several operations, or if no connection can be made. After the pause one
/// request is let through as a probe; if it fails, the pause doubles.
///
/// The breaker is consulted after the rate limits, right before a request is sent. A blocked request waits for the end of the pause, but at
/// most for the [`deadline`](crate::RetryPolicy::deadline) of its [`RetryPolicy`](crate::RetryPolicy); under
/// [`RetryPolicy::none`](crate::RetryPolicy::none), or any policy with one attempt, it does not wait. If it cannot wait or its deadline
/// passes, it fails with an error that [`is_unreachable`](Error::is_unreachable): it was certainly not executed. If an earlier attempt of
/// the request may have been executed, its outcome stays unknown.
///
/// Cancellations, timers that cancel all orders, and other operations that only reduce risk (`reduces_risk:` in the API description) are
/// never blocked.
///
/// ```
/// use std::time::Duration;
/// use okx_client::{CircuitBreaker, Client, Environment, Region};
///
/// let careful = CircuitBreaker::default().failures(3).first_pause(Duration::from_millis(500));
/// let okx = Client::builder().environment(Environment::live(Region::Global)).circuit_breaker(careful).build()?;
/// let always = Client::builder().environment(Environment::live(Region::Global)).circuit_breaker(CircuitBreaker::off()).build()?;
/// # let _ = (okx, always);
/// # Ok::<(), okx_client::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CircuitBreaker {
    failures: Option<u32>,
    first_pause: Duration,
    longest_pause: Duration,
}

impl Default for CircuitBreaker {
    /// Ten failures in a row, then pauses from 1 s to 15 s.
    fn default() -> Self {
        Self { failures: Some(10), first_pause: Duration::from_secs(1), longest_pause: Duration::from_secs(15) }
    }
}

impl CircuitBreaker {
    /// Sends every request, whatever happened to earlier ones.
    pub fn off() -> Self {
        Self { failures: None, ..Self::default() }
    }

    /// The number of consecutive failures, of one operation or of the host, that opens the circuit; at least one.
    #[must_use]
    pub fn failures(self, failures: u32) -> Self {
        Self { failures: Some(failures.max(1)), ..self }
    }

    /// The pause after the circuit opened; 1 s by default. It doubles each time the probe that follows it fails.
    #[must_use]
    pub fn first_pause(self, first_pause: Duration) -> Self {
        Self { first_pause, ..self }
    }

    /// The longest pause; 15 s by default.
    #[must_use]
    pub fn longest_pause(self, longest_pause: Duration) -> Self {
        Self { longest_pause, ..self }
    }

    /// The pause that follows this many pauses in a row.
    fn pause(&self, pauses: u32) -> Duration {
        self.first_pause.saturating_mul(2_u32.saturating_pow(pauses)).min(self.longest_pause.max(self.first_pause))
    }
}

/// The circuits of one host: its own, and one for each operation that failed recently.
pub(crate) struct CircuitBreakers {
    policy: CircuitBreaker,
    origin: String,
    circuits: Mutex<Circuits>,
    /// Wakes waiting requests when a circuit closes or opens, or when a probe ends.
    changed: Notify,
}

#[derive(Debug, Default)]
struct Circuits {
    host: Circuit,
    /// By operation. An operation is removed when it succeeds.
    calls: HashMap<&'static str, Circuit>,
}

/// What an attempt says about the health of its host.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Health {
    /// The host replied.
    Answered,
    /// The operation failed.
    Failed,
    /// No connection to the host could be made.
    Unreachable,
    /// It says nothing about the host.
    Inconclusive,
}

impl Health {
    /// What an attempt says about its host. A timeout that is shorter than the client's own says nothing, and neither does a request that
    /// cannot be sent anywhere.
    pub(crate) fn of(outcome: &AttemptOutcome, has_short_timeout: bool) -> Self {
        match outcome {
            AttemptOutcome::Replied { status: 500.., .. } => Self::Failed,
            AttemptOutcome::Replied { .. } => Self::Answered,
            AttemptOutcome::Lost(error) if error.is_unsendable() || error.is_timeout() && has_short_timeout => {
                Self::Inconclusive
            }
            AttemptOutcome::Lost(error) if error.may_have_arrived() => Self::Failed,
            AttemptOutcome::Lost(_) => Self::Unreachable,
        }
    }
}

/// An attempt that the breaker blocks.
#[derive(Debug)]
pub(crate) struct Blocked {
    /// For how long; `None` while a probe is in flight.
    pub(crate) pause: Option<Duration>,
    pub(crate) error: Error,
}

/// Permission to make one attempt. If it is dropped without [`record`](Self::record), the attempt says nothing about the host.
#[must_use = "call `record` with the result of the attempt"]
pub(crate) struct BreakerGuard<'a> {
    breaker: &'a CircuitBreakers,
    call: &'static str,
    probes_host: bool,
    probes_call: bool,
}

impl CircuitBreakers {
    pub(crate) fn new(policy: CircuitBreaker, origin: &str) -> Self {
        Self { policy, origin: origin.to_owned(), circuits: Mutex::default(), changed: Notify::new() }
    }

    /// Lets an attempt through unless its host or its operation is blocked at this time. Operations that reduce risk always pass and are
    /// never probes, so nothing waits for their result.
    pub(crate) fn acquire(&self, operation: &Operation, now: Duration) -> Result<BreakerGuard<'_>, Blocked> {
        let mut guard = BreakerGuard { breaker: self, call: operation.name, probes_host: false, probes_call: false };
        if operation.reduces_risk {
            return Ok(guard);
        }
        let mut circuits = self.circuits();
        // Both are checked before either probe begins, so that a blocked attempt leaves nothing to undo. Undoing a probe would wake all
        // waiting requests, including this one.
        circuits.host.check(now).map_err(|pause| self.blocked(None, pause, &circuits.host))?;
        if let Some(circuit) = circuits.calls.get_mut(operation.name) {
            circuit.check(now).map_err(|pause| self.blocked(Some(operation.name), pause, circuit))?;
            guard.probes_call = circuit.begin_probe();
        }
        guard.probes_host = circuits.host.begin_probe();
        Ok(guard)
    }

    /// Completes when a circuit has changed since this was called.
    pub(crate) fn changed(&self) -> Notified<'_> {
        self.changed.notified()
    }

    fn blocked(&self, call: Option<&str>, pause: Option<Duration>, circuit: &Circuit) -> Blocked {
        let (origin, failures, cause) = (&self.origin, circuit.failures(), circuit.cause());
        let until = match pause {
            Some(pause) => format!("next attempt in {} ms", pause.as_millis().max(1)),
            None => "a probe request is in flight".to_owned(),
        };
        let error = Error::unreachable(match call {
            None => {
                format!("{cause} (circuit breaker open for {origin} after {failures} consecutive failures; {until})")
            }
            Some(call) => {
                format!(
                    "{cause} (circuit breaker open for `{call}` at {origin} after {failures} consecutive failures; {until})"
                )
            }
        });
        Blocked { pause, error }
    }

    fn circuits(&self) -> MutexGuard<'_, Circuits> {
        // Every statement leaves the state consistent, so a panic of another holder has not broken it.
        self.circuits.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl BreakerGuard<'_> {
    /// Records the result of the attempt. `cause` says why it failed.
    pub(crate) fn record(self, health: Health, now: Duration, cause: impl FnOnce() -> String) {
        match health {
            Health::Answered => self.answered(),
            Health::Failed => self.failed(FailureSource::Call(self.call), now, &cause()),
            Health::Unreachable => self.failed(FailureSource::Host, now, &cause()),
            Health::Inconclusive => {}
        }
    }

    fn answered(&self) {
        let mut circuits = self.breaker.circuits();
        let was_open = circuits.host.answered();
        let call_was_open = circuits.calls.remove(self.call).is_some_and(|mut call| call.answered());
        if was_open || call_was_open {
            tracing::info!(origin = self.breaker.origin, call = self.call, "circuit breaker closed");
            self.breaker.changed.notify_waiters();
        }
    }

    fn failed(&self, source: FailureSource, now: Duration, cause: &str) {
        let CircuitBreakers { policy, origin, .. } = self.breaker;
        let mut circuits = self.breaker.circuits();
        circuits.host.count(source, cause);
        let host_may_open = self.probes_host || !circuits.host.is_of_one_call();
        if host_may_open && circuits.host.trip(self.probes_host, now, policy) {
            let failures = circuits.host.failures();
            tracing::warn!(origin, failures, "circuit breaker opened for the host");
        }
        if let FailureSource::Call(name) = source {
            let call = circuits.calls.entry(name).or_default();
            call.count(source, cause);
            if call.trip(self.probes_call, now, policy) {
                tracing::warn!(origin, name, failures = call.failures(), "circuit breaker opened for the operation");
            }
        }
    }
}

impl Drop for BreakerGuard<'_> {
    fn drop(&mut self) {
        if self.probes_host || self.probes_call {
            let mut circuits = self.breaker.circuits();
            if self.probes_host {
                circuits.host.probe_ended();
            }
            if let Some(call) = circuits.calls.get_mut(self.call).filter(|_| self.probes_call) {
                call.probe_ended();
            }
            self.breaker.changed.notify_waiters();
        }
    }
}
