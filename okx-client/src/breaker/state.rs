//! The state of a circuit: plain data with the time as an argument.

use std::time::Duration;

use super::CircuitBreaker;

/// What is remembered of a host.
#[derive(Debug, Default)]
pub(super) struct State {
    /// How many sendings in a row failed.
    failures: u32,
    open: Option<Open>,
}

/// The host is left alone.
#[derive(Clone, Copy, Debug)]
struct Open {
    until: Duration,
    /// How many pauses came before this one without an answer between.
    before: u32,
    /// Whether a request was let through to see how the host does.
    is_tried: bool,
}

impl State {
    pub(super) fn failures(&self) -> u32 {
        self.failures
    }

    /// Whether a sending may go, and whether it is the one that tries a host that failed. If not, how long it has to wait; nobody knows
    /// while another one tries.
    pub(super) fn pass(&mut self, now: Duration) -> Result<bool, Option<Duration>> {
        match &mut self.open {
            None => Ok(false),
            Some(open) if now < open.until => Err(Some(open.until.saturating_sub(now))),
            Some(open) if open.is_tried => Err(None),
            Some(open) => {
                open.is_tried = true;
                Ok(true)
            }
        }
    }

    /// The host answered; tells whether it had been left alone until then.
    pub(super) fn answered(&mut self) -> bool {
        self.failures = 0;
        self.open.take().is_some()
    }

    /// A sending failed; tells whether the host is left alone from now on. What was under way when the circuit opened prolongs nothing.
    pub(super) fn failed(&mut self, is_trial: bool, now: Duration, policy: &CircuitBreaker) -> bool {
        self.failures = self.failures.saturating_add(1);
        let before = match self.open {
            Some(open) if is_trial => open.before + 1,
            Some(_) => return false,
            None if policy.failures.is_none_or(|most| self.failures < most) => return false,
            None => 0,
        };
        self.open = Some(Open { until: now.saturating_add(policy.pause(before)), before, is_tried: false });
        true
    }

    /// The sending that tried the host is over, however it went.
    pub(super) fn trial_is_over(&mut self) {
        if let Some(open) = &mut self.open {
            open.is_tried = false;
        }
    }
}
