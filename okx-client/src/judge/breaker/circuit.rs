//! The circuit of a host or an operation: plain data, with the time as an argument.

use std::time::Duration;

use super::CircuitBreaker;

/// The circuit of a host or an operation.
#[derive(Debug, Default)]
pub(super) struct Circuit {
    /// The number of consecutive failures.
    failures: u32,
    source: FailureSource,
    /// Why the last one failed.
    cause: String,
    open: Option<OpenCircuit>,
}

/// Where the failures come from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum FailureSource {
    /// There are none.
    #[default]
    None,
    /// One operation only.
    Call(&'static str),
    /// Several operations, or the connection itself.
    Host,
}

/// An open circuit lets no attempt through until its pause is over.
#[derive(Clone, Copy, Debug)]
struct OpenCircuit {
    until: Duration,
    /// How many pauses preceded this one without a success in between.
    pauses: u32,
    /// Whether a probe is in flight.
    is_probing: bool,
}

impl Circuit {
    pub(super) fn failures(&self) -> u32 {
        self.failures
    }

    /// Why the last attempt failed.
    pub(super) fn cause(&self) -> &str {
        &self.cause
    }

    /// Whether an attempt may be made. The error is how long it must wait; `None` while a probe is in flight.
    pub(super) fn check(&self, now: Duration) -> Result<(), Option<Duration>> {
        match self.open {
            Some(open) if now < open.until => Err(Some(open.until.saturating_sub(now))),
            Some(open) if open.is_probing => Err(None),
            _ => Ok(()),
        }
    }

    /// An attempt that passed [`check`](Self::check) is made. Returns whether it is the probe after a pause.
    pub(super) fn begin_probe(&mut self) -> bool {
        let probe = self.open.as_mut().map(|open| open.is_probing = true);
        probe.is_some()
    }

    /// An attempt was answered. Returns whether the circuit was open.
    pub(super) fn answered(&mut self) -> bool {
        let was_open = self.open.is_some();
        *self = Self::default();
        was_open
    }

    /// Counts a failed attempt, with its source and its cause.
    pub(super) fn count(&mut self, source: FailureSource, cause: &str) {
        cause.clone_into(&mut self.cause);
        self.failures = self.failures.saturating_add(1);
        self.source = match self.source {
            FailureSource::None => source,
            same if same == source => same,
            _ => FailureSource::Host,
        };
    }

    /// Whether all failures come from one operation.
    pub(super) fn is_of_one_call(&self) -> bool {
        matches!(self.source, FailureSource::Call(_))
    }

    /// Opens the circuit if enough attempts have failed. Returns whether it did. Attempts that were in flight when it opened do not prolong
    /// the pause.
    pub(super) fn trip(&mut self, was_probe: bool, now: Duration, policy: &CircuitBreaker) -> bool {
        let pauses = match self.open {
            Some(open) if was_probe => open.pauses.saturating_add(1),
            Some(_) => return false,
            None if policy.failures.is_none_or(|most| self.failures < most) => return false,
            None => 0,
        };
        self.open = Some(OpenCircuit { until: now.saturating_add(policy.pause(pauses)), pauses, is_probing: false });
        true
    }

    /// The probe has ended, whatever its result.
    pub(super) fn probe_ended(&mut self) {
        if let Some(open) = &mut self.open {
            open.is_probing = false;
        }
    }
}
