//! A host or a call that fails again and again is held back for a while.

mod state;
#[cfg(test)]
mod tests;

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::Notify;
use tokio::sync::futures::Notified;

use crate::error::Error;
use crate::facts::Operation;
use crate::judge::outcome::Sent;
use state::{Source, State};

/// When a client stops sending to a host, or making a call, that fails again and again, and for how long.
///
/// A sending fails when no connection could be made, the connection broke, no reply came within the client's own request timeout, or
/// the HTTP status is 500 or above, whatever the body says. Any other reply, also a refusal, shows that OKX works, and closes the circuit.
///
/// Failures are counted for each call and for the host. After so many in a row of one call, only that call is held back for a while.
/// The host is held back as well when the failures come from more than one call, or when no connection can be made. After the pause one
/// request is let through; while it fails, the pause doubles.
///
/// The circuit is asked after the limits, right before a request is sent. A request that is held back waits for the end of the pause,
/// but never longer than its [`RetryPolicy`](crate::RetryPolicy) gives it ([`deadline`](crate::RetryPolicy::deadline)); under
/// [`RetryPolicy::none`](crate::RetryPolicy::none), or any policy of one attempt, it does not wait. When it cannot wait, or its time is over, it
/// ends with an error that [`is_unreachable`](Error::is_unreachable): it certainly was not done. A request of which an earlier sending may
/// have been done stays unknown.
///
/// Cancellations, timers that cancel everything, and other calls that only reduce risk (`reduces_risk:` in the description) are never
/// held back.
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
    /// Ten failures in a row, then pauses from one second to 15.
    fn default() -> Self {
        Self { failures: Some(10), first_pause: Duration::from_secs(1), longest_pause: Duration::from_secs(15) }
    }
}

impl CircuitBreaker {
    /// Every request is sent, whatever happened to those before.
    pub fn off() -> Self {
        Self { failures: None, ..Self::default() }
    }

    /// How many sendings in a row have to fail, of one call or of the host; at least one.
    #[must_use]
    pub fn failures(self, failures: u32) -> Self {
        Self { failures: Some(failures.max(1)), ..self }
    }

    /// For how long nothing is sent after that. The pause doubles each time the one request after it fails too.
    #[must_use]
    pub fn first_pause(self, first_pause: Duration) -> Self {
        Self { first_pause, ..self }
    }

    /// The longest pause.
    #[must_use]
    pub fn longest_pause(self, longest_pause: Duration) -> Self {
        Self { longest_pause, ..self }
    }

    /// The pause after so many pauses in a row.
    fn pause(&self, before: u32) -> Duration {
        self.first_pause.saturating_mul(2_u32.saturating_pow(before)).min(self.longest_pause.max(self.first_pause))
    }
}

/// The circuits to one host: its own, and that of each call that failed lately.
pub(crate) struct CircuitBreakers {
    policy: CircuitBreaker,
    origin: String,
    circuits: Mutex<Circuits>,
    /// Wakes those who wait when a circuit closes or opens, or a trial request ends.
    changed: Notify,
}

#[derive(Debug, Default)]
struct Circuits {
    host: State,
    /// By name. A call leaves it when it is answered.
    calls: HashMap<&'static str, State>,
}

/// How a sending went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Health {
    /// The host answered.
    Answered,
    /// The call failed.
    Failed,
    /// There was no connection to the host.
    Unreachable,
    /// It says nothing about the host.
    Unclear,
}

impl Health {
    /// What a sending says about its host. That no reply came within a time that is shorter than usual says nothing, nor does a request
    /// that cannot be sent anywhere.
    pub(crate) fn of(sent: &Sent, is_brief: bool) -> Self {
        match sent {
            Sent::Replied { status: 500.., .. } => Self::Failed,
            Sent::Replied { .. } => Self::Answered,
            Sent::Lost(error) if error.is_unsendable() || error.is_timeout() && is_brief => Self::Unclear,
            Sent::Lost(error) if error.may_have_arrived() => Self::Failed,
            Sent::Lost(_) => Self::Unreachable,
        }
    }
}

/// A sending that is held back.
#[derive(Debug)]
pub(crate) struct HeldBack {
    /// For how long; not known while a trial request is under way.
    pub(crate) pause: Option<Duration>,
    pub(crate) error: Error,
}

/// The right to try one sending. Dropped without a word on how it went, it says nothing about the host.
#[must_use = "a guard that is not ended says nothing about the host"]
pub(crate) struct BreakerGuard<'a> {
    breaker: &'a CircuitBreakers,
    call: &'static str,
    tries_host: bool,
    tries_call: bool,
}

impl CircuitBreakers {
    pub(crate) fn new(policy: CircuitBreaker, origin: &str) -> Self {
        Self { policy, origin: origin.to_owned(), circuits: Mutex::default(), changed: Notify::new() }
    }

    /// Lets a sending through, unless its host or its call is held back at this moment. What reduces risk always passes, and is no
    /// trial request: nothing waits for how it goes.
    pub(crate) fn pass(&self, operation: &Operation, now: Duration) -> Result<BreakerGuard<'_>, HeldBack> {
        let mut guard = BreakerGuard { breaker: self, call: operation.name, tries_host: false, tries_call: false };
        if operation.reduces_risk {
            return Ok(guard);
        }
        let mut circuits = self.circuits();
        // Both are looked at before either trial is taken, so that a sending that is held back leaves nothing to undo. Undoing a trial
        // would wake everybody who waits, this sending itself included.
        circuits.host.check(now).map_err(|pause| self.held_back(None, pause, circuits.host.failures()))?;
        if let Some(state) = circuits.calls.get_mut(operation.name) {
            state.check(now).map_err(|pause| self.held_back(Some(operation.name), pause, state.failures()))?;
            guard.tries_call = state.begin_trial();
        }
        guard.tries_host = circuits.host.begin_trial();
        Ok(guard)
    }

    /// Ends when a circuit has changed since this was called.
    pub(crate) fn changed(&self) -> Notified<'_> {
        self.changed.notified()
    }

    fn held_back(&self, call: Option<&str>, pause: Option<Duration>, failures: u32) -> HeldBack {
        let origin = &self.origin;
        let until = match pause {
            Some(pause) => format!("for another {} ms", pause.as_millis().max(1)),
            None => "until the one request that was let through is answered".to_owned(),
        };
        let error = Error::unreachable(match call {
            None => {
                format!("nothing is sent to {origin} {until}, because {failures} sendings in a row failed there")
            }
            Some(call) => {
                format!("`{call}` is not sent to {origin} {until}, because it failed {failures} times in a row there")
            }
        });
        HeldBack { pause, error }
    }

    fn circuits(&self) -> MutexGuard<'_, Circuits> {
        // The state is whole after every statement, so a panic of another holder has not broken it.
        self.circuits.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl BreakerGuard<'_> {
    /// Tells how the sending went.
    pub(crate) fn ended(self, health: Health, now: Duration) {
        match health {
            Health::Answered => self.answered(),
            Health::Failed => self.failed(Source::Call(self.call), now),
            Health::Unreachable => self.failed(Source::Host, now),
            Health::Unclear => {}
        }
    }

    fn answered(&self) {
        let mut circuits = self.breaker.circuits();
        let was_open = circuits.host.answered();
        let call_was_open = circuits.calls.remove(self.call).is_some_and(|mut call| call.answered());
        if was_open || call_was_open {
            tracing::info!(origin = self.breaker.origin, call = self.call, "OKX answers again");
            self.breaker.changed.notify_waiters();
        }
    }

    fn failed(&self, source: Source, now: Duration) {
        let CircuitBreakers { policy, origin, .. } = self.breaker;
        let mut circuits = self.breaker.circuits();
        circuits.host.count(source);
        let host_may_open = self.tries_host || !circuits.host.is_of_one_call();
        if host_may_open && circuits.host.trip(self.tries_host, now, policy) {
            tracing::warn!(origin, failures = circuits.host.failures(), "the host fails: nothing is sent for a while");
        }
        if let Source::Call(name) = source {
            let call = circuits.calls.entry(name).or_default();
            call.count(source);
            if call.trip(self.tries_call, now, policy) {
                tracing::warn!(origin, name, failures = call.failures(), "the call fails: it is not sent for a while");
            }
        }
    }
}

impl Drop for BreakerGuard<'_> {
    fn drop(&mut self) {
        if self.tries_host || self.tries_call {
            let mut circuits = self.breaker.circuits();
            if self.tries_host {
                circuits.host.trial_is_over();
            }
            if let Some(call) = circuits.calls.get_mut(self.call).filter(|_| self.tries_call) {
                call.trial_is_over();
            }
            self.breaker.changed.notify_waiters();
        }
    }
}
