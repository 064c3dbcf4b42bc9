//! The countdown of a dead man's switch.

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use crate::error::Error;
use crate::system::clock::Clock;

/// OKX's countdown, as far as the client knows it. It began between sending a renewal and receiving the reply, so it is measured from
/// sending.
pub(super) struct Countdown {
    clock: Arc<dyn Clock>,
    time: Duration,
    state: Mutex<CountdownState>,
}

#[derive(Debug, Default)]
struct CountdownState {
    /// When it expires, on the monotonic clock; `None` before the switch was armed.
    end: Option<Duration>,
    has_lapsed: bool,
    error: Option<Error>,
}

impl Countdown {
    pub(super) fn new(clock: Arc<dyn Clock>, time: Duration) -> Self {
        Self { clock, time, state: Mutex::default() }
    }

    pub(super) fn now(&self) -> Duration {
        self.clock.monotonic()
    }

    /// A renewal that began at this time was confirmed just now.
    pub(super) fn renewed(&self, begun: Duration) {
        let now = self.now();
        let mut state = self.state();
        state.has_lapsed |= state.end.is_some_and(|end| now >= end);
        state.end = Some(begun.saturating_add(self.time));
        state.error = None;
    }

    pub(super) fn failed(&self, error: Error) {
        self.state().error = Some(error);
    }

    pub(super) fn error(&self) -> Option<Error> {
        self.state().error.clone()
    }

    pub(super) fn remaining(&self) -> Duration {
        let now = self.now();
        self.state().end.map_or(Duration::ZERO, |end| end.saturating_sub(now))
    }

    pub(super) fn has_lapsed(&self) -> bool {
        let now = self.now();
        let state = self.state();
        state.has_lapsed || state.end.is_some_and(|end| now >= end)
    }

    fn state(&self) -> MutexGuard<'_, CountdownState> {
        // Every statement leaves the state consistent, so a panic of another holder has not broken it.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for Countdown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Countdown").field("time", &self.time).field("state", &*self.state()).finish_non_exhaustive()
    }
}
