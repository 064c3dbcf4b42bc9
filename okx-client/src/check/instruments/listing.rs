//! What is listed together, as it was loaded.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use tokio::sync::Mutex;

use super::kept::{Fetched, Kept};
use super::source::InstrumentSource;
use crate::error::Error;

/// One group, loaded or not.
#[derive(Debug)]
pub(super) struct Listing<T: Kept> {
    group: T::Group,
    loaded: RwLock<Loaded<T>>,
    /// Held while it is loaded, so that many who wait make one request; it keeps how that ended for them.
    loading: Mutex<Option<Error>>,
    attempts: AtomicU64,
}

#[derive(Debug)]
struct Loaded<T> {
    held: Fetched<T>,
    /// When it was loaded; `None` before the first time.
    at: Option<Duration>,
    /// When it is to be loaded again.
    due: Duration,
}

impl<T: Kept> Listing<T> {
    pub(super) fn new(group: T::Group) -> Self {
        let loaded = Loaded { held: Fetched::default(), at: None, due: Duration::ZERO };
        Self { group, loaded: RwLock::new(loaded), loading: Mutex::default(), attempts: AtomicU64::new(0) }
    }

    pub(super) fn group(&self) -> &T::Group {
        &self.group
    }

    /// How often loading has ended, well or not.
    pub(super) fn attempts(&self) -> u64 {
        self.attempts.load(Ordering::Acquire)
    }

    /// What has this name, if it is loaded.
    pub(super) fn get(&self, name: &str) -> Option<Arc<T>> {
        self.read(|loaded| loaded.held.all.get(name).map(Arc::clone))
    }

    /// Why the row of this name could not be read, if it is loaded.
    pub(super) fn unread(&self, name: &str) -> Option<Error> {
        self.read(|loaded| loaded.held.unread.named(name))
    }

    /// Why it is not known whether it has something of this name, if it is loaded.
    pub(super) fn may_have(&self, name: &str) -> Option<Error> {
        self.read(|loaded| loaded.held.unread.nameless(name))
    }

    /// Whether it was loaded less than this long ago.
    pub(super) fn is_younger_than(&self, age: Duration, now: Duration) -> bool {
        self.read(|loaded| loaded.at.is_some_and(|at| now.saturating_sub(at) < age))
    }

    /// Whether it is to be loaded again. Whoever is told so is expected to do it; others are told so only after a while.
    pub(super) fn take_due(&self, now: Duration, again_in: Duration) -> bool {
        if self.read(|loaded| loaded.at.is_none() || now < loaded.due) {
            return false;
        }
        self.write(|loaded| {
            let is_due = now >= loaded.due;
            loaded.due = loaded.due.max(now.saturating_add(again_in));
            is_due
        })
    }

    /// Loads it. If somebody else ends loading it after the count of attempts was read, that counts.
    pub(super) async fn load(
        &self,
        seen: u64,
        source: &dyn InstrumentSource,
        now: Duration,
        max_age: Duration,
    ) -> Result<(), Error> {
        let mut failure = self.loading.lock().await;
        if self.attempts() == seen {
            let fetched = T::fetch(&self.group, source).await;
            *failure = fetched.as_ref().err().cloned();
            if let Ok(held) = fetched {
                held.unread.warn(&self.group);
                self.write(|loaded| *loaded = Loaded { held, at: Some(now), due: now.saturating_add(max_age) });
            }
            self.attempts.fetch_add(1, Ordering::Release);
        }
        failure.clone().map_or(Ok(()), Err)
    }

    fn read<R>(&self, look: impl FnOnce(&Loaded<T>) -> R) -> R {
        // What is in the lock is replaced as a whole, so a panic of another holder has not broken it.
        look(&self.loaded.read().unwrap_or_else(PoisonError::into_inner))
    }

    fn write<R>(&self, change: impl FnOnce(&mut Loaded<T>) -> R) -> R {
        change(&mut self.loaded.write().unwrap_or_else(PoisonError::into_inner))
    }
}
