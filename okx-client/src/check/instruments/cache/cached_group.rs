//! One group of a cache, loaded or not.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use tokio::sync::Mutex;

use super::source::{CacheEntry, GroupRows, InstrumentSource};
use crate::error::Error;

/// One group of a cache, loaded or not.
#[derive(Debug)]
pub(super) struct CachedGroup<T: CacheEntry> {
    key: T::Group,
    loaded: RwLock<Loaded<T>>,
    /// Locked while the group is loaded, so that all tasks that wait for it share one request. It holds the error of the last attempt
    /// for them.
    loading: Mutex<Option<Error>>,
    attempts: AtomicU64,
}

#[derive(Debug)]
struct Loaded<T> {
    rows: GroupRows<T>,
    /// When it was loaded; `None` before the first time.
    at: Option<Duration>,
    /// When it has to be loaded again.
    due: Duration,
}

impl<T: CacheEntry> CachedGroup<T> {
    pub(super) fn new(key: T::Group) -> Self {
        let loaded = Loaded { rows: GroupRows::default(), at: None, due: Duration::ZERO };
        Self { key, loaded: RwLock::new(loaded), loading: Mutex::default(), attempts: AtomicU64::new(0) }
    }

    pub(super) fn key(&self) -> &T::Group {
        &self.key
    }

    /// How many attempts to load the group have ended, successful or not.
    pub(super) fn attempts(&self) -> u64 {
        self.attempts.load(Ordering::Acquire)
    }

    /// The entry of this name, if it is loaded.
    pub(super) fn get(&self, name: &str) -> Option<Arc<T>> {
        self.read(|loaded| loaded.rows.by_name.get(name).map(Arc::clone))
    }

    /// Whether it was loaded before.
    pub(super) fn is_loaded(&self) -> bool {
        self.read(|loaded| loaded.at.is_some())
    }

    /// All entries, in any order.
    pub(super) fn all(&self) -> Vec<Arc<T>> {
        self.read(|loaded| loaded.rows.by_name.values().map(Arc::clone).collect())
    }

    /// Why the row of this name could not be read.
    pub(super) fn unreadable(&self, name: &str) -> Option<Error> {
        self.read(|loaded| loaded.rows.unreadable.named(name))
    }

    /// Why it is not known whether the group has an entry of this name: some row has no readable name.
    pub(super) fn possibly_unreadable(&self, name: &str) -> Option<Error> {
        self.read(|loaded| loaded.rows.unreadable.possibly_named(name))
    }

    /// Whether it was loaded less than this long ago.
    pub(super) fn is_younger_than(&self, age: Duration, now: Duration) -> bool {
        self.read(|loaded| loaded.at.is_some_and(|at| now.saturating_sub(at) < age))
    }

    /// Whether the caller has to load the group again. Only one caller at a time gets `true`; the next one after `retry_after`.
    pub(super) fn take_due(&self, now: Duration, retry_after: Duration) -> bool {
        if self.read(|loaded| loaded.at.is_none() || now < loaded.due) {
            return false;
        }
        self.write(|loaded| {
            let is_due = now >= loaded.due;
            loaded.due = loaded.due.max(now.saturating_add(retry_after));
            is_due
        })
    }

    /// Loads the group. `attempts` is the count that the caller read before: if another task has ended an attempt since, its result is
    /// returned instead.
    pub(super) async fn load(
        &self,
        attempts: u64,
        source: &dyn InstrumentSource,
        now: Duration,
        max_age: Duration,
    ) -> Result<(), Error> {
        let mut failure = self.loading.lock().await;
        if self.attempts() == attempts {
            let fetched = T::fetch(&self.key, source).await;
            *failure = fetched.as_ref().err().cloned();
            if let Ok(rows) = fetched {
                rows.unreadable.warn(&self.key);
                self.write(|loaded| *loaded = Loaded { rows, at: Some(now), due: now.saturating_add(max_age) });
            }
            self.attempts.fetch_add(1, Ordering::Release);
        }
        failure.clone().map_or(Ok(()), Err)
    }

    fn read<R>(&self, look: impl FnOnce(&Loaded<T>) -> R) -> R {
        // The content of the lock is replaced as a whole, so a panic of another holder cannot have left it inconsistent.
        look(&self.loaded.read().unwrap_or_else(PoisonError::into_inner))
    }

    fn write<R>(&self, change: impl FnOnce(&mut Loaded<T>) -> R) -> R {
        change(&mut self.loaded.write().unwrap_or_else(PoisonError::into_inner))
    }
}
