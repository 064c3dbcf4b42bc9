//! How long OKX waits before it cancels.

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use crate::error::Error;
use crate::system::clock::Clock;

/// The countdown at OKX as far as it can be known here: it began after a renewal was sent and before its reply came, so it is counted
/// from the sending.
pub(super) struct Fuse {
    clock: Arc<dyn Clock>,
    time: Duration,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    /// When it runs out, by the monotonic clock; `None` before it was lit.
    end: Option<Duration>,
    has_lapsed: bool,
    error: Option<Error>,
}

impl Fuse {
    pub(super) fn new(clock: Arc<dyn Clock>, time: Duration) -> Self {
        Self { clock, time, state: Mutex::default() }
    }

    pub(super) fn now(&self) -> Duration {
        self.clock.monotonic()
    }

    /// A renewal that was begun at this moment was confirmed just now.
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

    fn state(&self) -> MutexGuard<'_, State> {
        // The state is whole after every statement, so a panic of another holder has not broken it.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for Fuse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Fuse").field("time", &self.time).field("state", &*self.state()).finish_non_exhaustive()
    }
}
