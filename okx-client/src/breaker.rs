//! A host that fails again and again is left alone for a while.

mod state;
#[cfg(test)]
mod tests;

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use crate::error::Error;
use crate::outcome::Sent;
use state::State;

/// When a client stops sending to a host that fails, and for how long.
///
/// A sending fails when no connection could be made, the connection broke, no reply came within the client's own request timeout, or
/// the HTTP status is 500 or above, whatever the body says: a server that answers so is in trouble, whether it can still say so in OKX's
/// own words or not. Any other reply, a refusal too, shows that OKX is there and closes the circuit. Once so many sendings in a row have
/// failed, requests are refused here at once for a while, with an error that [`is_unreachable`](Error::is_unreachable): they certainly
/// were not done. Then one request is let through; if that fails, the pause doubles. A request that may already have been done is never
/// called refused because of this.
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

    /// How many sendings in a row have to fail; at least one.
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

/// The circuit to one host.
pub(crate) struct Breaker {
    policy: CircuitBreaker,
    origin: String,
    state: Mutex<State>,
}

/// How a sending went for its host.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Health {
    /// The host answered.
    Answered,
    /// The host failed.
    Failed,
    /// It says nothing about the host.
    Unclear,
}

impl Health {
    /// What a sending says about its host. That no reply came within a time that is shorter than usual says nothing.
    pub(crate) fn of(sent: &Sent, is_brief: bool) -> Self {
        match sent {
            Sent::Replied { status: 500.., .. } => Self::Failed,
            Sent::Replied { .. } => Self::Answered,
            Sent::Lost(error) if error.may_have_arrived() && is_brief => Self::Unclear,
            Sent::Lost(_) => Self::Failed,
        }
    }
}

/// The right to try one sending. Dropped without a word on how it went, it says nothing about the host.
#[must_use = "a passage that is not ended says nothing about the host"]
pub(crate) struct Passage<'a> {
    breaker: &'a Breaker,
    is_trial: bool,
}

impl Breaker {
    pub(crate) fn new(policy: CircuitBreaker, origin: &str) -> Self {
        Self { policy, origin: origin.to_owned(), state: Mutex::default() }
    }

    /// Lets a sending through, unless its host is to be left alone at this moment.
    pub(crate) fn pass(&self, now: Duration) -> Result<Passage<'_>, Error> {
        let mut state = self.state();
        match state.pass(now) {
            Ok(is_trial) => Ok(Passage { breaker: self, is_trial }),
            Err(pause) => {
                let (origin, failures) = (&self.origin, state.failures());
                let until = match pause {
                    Some(pause) => format!("for another {} ms", pause.as_millis().max(1)),
                    None => "until the one request that was let through is answered".to_owned(),
                };
                Err(Error::unreachable(format!(
                    "nothing is sent to {origin} {until}, because {failures} sendings in a row failed there"
                )))
            }
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // The state is whole after every statement, so a panic of another holder has not broken it.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Passage<'_> {
    /// Tells how the sending went.
    pub(crate) fn ended(self, health: Health, now: Duration) {
        let policy = &self.breaker.policy;
        let origin = &self.breaker.origin;
        let mut state = self.breaker.state();
        match health {
            Health::Answered if state.answered() => tracing::info!(origin, "the host answers again"),
            Health::Failed if state.failed(self.is_trial, now, policy) => {
                tracing::warn!(origin, failures = state.failures(), "the host fails and is left alone for a while");
            }
            _ => {}
        }
    }
}

impl Drop for Passage<'_> {
    fn drop(&mut self) {
        if self.is_trial {
            self.breaker.state().trial_is_over();
        }
    }
}
