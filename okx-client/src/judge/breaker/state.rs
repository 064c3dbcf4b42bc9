//! The state of one circuit, of a host or of a call: plain data with the time as an argument.

use std::time::Duration;

use super::CircuitBreaker;

/// What is remembered of a host or a call.
#[derive(Debug, Default)]
pub(super) struct State {
    /// How many sendings in a row failed.
    failures: u32,
    source: Source,
    open: Option<Open>,
}

/// Whose failures they are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Source {
    /// There are none.
    #[default]
    None,
    /// Those of this call alone.
    Call(&'static str),
    /// Those of several calls, or of the connection itself.
    Host,
}

/// Nothing is sent for a while.
#[derive(Clone, Copy, Debug)]
struct Open {
    until: Duration,
    /// How many pauses came before this one without an answer between.
    before: u32,
    /// Whether a trial request was let through.
    is_tried: bool,
}

impl State {
    pub(super) fn failures(&self) -> u32 {
        self.failures
    }

    /// Whether a sending may go. If not, the error is how long it has to wait; that is not known while a trial request is under way.
    pub(super) fn check(&self, now: Duration) -> Result<(), Option<Duration>> {
        match self.open {
            Some(open) if now < open.until => Err(Some(open.until.saturating_sub(now))),
            Some(open) if open.is_tried => Err(None),
            _ => Ok(()),
        }
    }

    /// A sending that passed the [`check`](Self::check) goes out; tells whether it is the trial request after a pause.
    pub(super) fn begin_trial(&mut self) -> bool {
        let trial = self.open.as_mut().map(|open| open.is_tried = true);
        trial.is_some()
    }

    /// A sending was answered; tells whether the circuit was open until then.
    pub(super) fn answered(&mut self) -> bool {
        let was_open = self.open.is_some();
        *self = Self::default();
        was_open
    }

    /// Counts a sending that failed, and whose failure it is.
    pub(super) fn count(&mut self, source: Source) {
        self.failures = self.failures.saturating_add(1);
        self.source = match self.source {
            Source::None => source,
            same if same == source => same,
            _ => Source::Host,
        };
    }

    /// Whether only one call has failed so far.
    pub(super) fn is_of_one_call(&self) -> bool {
        matches!(self.source, Source::Call(_))
    }

    /// Opens the circuit when enough sendings have failed; tells whether it did. What was under way when it opened prolongs nothing.
    pub(super) fn trip(&mut self, was_trial: bool, now: Duration, policy: &CircuitBreaker) -> bool {
        let before = match self.open {
            Some(open) if was_trial => open.before.saturating_add(1),
            Some(_) => return false,
            None if policy.failures.is_none_or(|most| self.failures < most) => return false,
            None => 0,
        };
        self.open = Some(Open { until: now.saturating_add(policy.pause(before)), before, is_tried: false });
        true
    }

    /// The trial request is over, however it went.
    pub(super) fn trial_is_over(&mut self) {
        if let Some(open) = &mut self.open {
            open.is_tried = false;
        }
    }
}
