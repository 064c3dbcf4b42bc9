//! The state that a view and its task share.

use std::sync::{PoisonError, RwLock};

use tokio::sync::watch;

use super::ViewState;
use super::state::AccountState;
use crate::error::Error;

/// The state of an account, with everybody who waits for a change.
pub(super) struct SharedState {
    inner: RwLock<Inner>,
    changes: watch::Sender<u64>,
}

#[derive(Default)]
struct Inner {
    state: AccountState,
    ended: Option<Error>,
}

impl SharedState {
    pub(super) fn new() -> (Self, watch::Receiver<u64>) {
        let (changes, receiver) = watch::channel(0);
        (Self { inner: RwLock::default(), changes }, receiver)
    }

    /// Reads the state. The lock is held only that long, and never while waiting.
    pub(super) fn read<T>(&self, read: impl FnOnce(&AccountState) -> T) -> T {
        // Every method of the state leaves it consistent, so a panic of another holder has not broken it.
        read(&self.inner.read().unwrap_or_else(PoisonError::into_inner).state)
    }

    /// Changes the state, and wakes everybody who waits for that.
    pub(super) fn update<T>(&self, change: impl FnOnce(&mut AccountState) -> T) -> T {
        let changed = change(&mut self.inner.write().unwrap_or_else(PoisonError::into_inner).state);
        self.changes.send_modify(|count| *count = count.wrapping_add(1));
        changed
    }

    /// The state does not change any longer. Only the first error counts.
    pub(super) fn end(&self, error: Error) {
        self.inner.write().unwrap_or_else(PoisonError::into_inner).ended.get_or_insert(error);
        self.changes.send_modify(|count| *count = count.wrapping_add(1));
    }

    pub(super) fn view_state(&self) -> ViewState {
        let inner = self.inner.read().unwrap_or_else(PoisonError::into_inner);
        match (&inner.ended, inner.state.stale_since()) {
            (Some(error), _) => ViewState::Ended(error.clone()),
            (None, Some(since)) => ViewState::Stale { since },
            (None, None) => ViewState::Current,
        }
    }
}
