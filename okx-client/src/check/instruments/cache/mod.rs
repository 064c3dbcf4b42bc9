//! A cache of what OKX lists, loaded group by group as it is needed.

mod cached_group;
mod source;
mod unreadable_rows;

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, PoisonError, RwLock, Weak};
use std::time::Duration;

use crate::error::Error;
use crate::system::clock::Clock;
use cached_group::CachedGroup;

pub(super) use source::{CacheEntry, GroupRows, fetch};
pub(crate) use source::{Fetching, InstrumentSource};

/// The time between a failed refresh and the next attempt.
const RETRY_AFTER: Duration = Duration::from_secs(60);

/// A group loaded less than this long ago is not loaded again for an entry that it does not have, or has without a step.
const FRESH_FOR: Duration = Duration::from_secs(10);

/// Entries of one kind, loaded group by group as they are needed.
pub(super) struct Cache<T: CacheEntry> {
    /// Weak, because the source owns the cache.
    source: Weak<dyn InstrumentSource>,
    clock: Arc<dyn Clock>,
    max_age: Duration,
    groups: RwLock<HashMap<T::Group, Arc<CachedGroup<T>>>>,
}

impl<T: CacheEntry> Cache<T> {
    /// An empty cache that loads from a source, and refreshes what is older than `max_age`.
    pub(super) fn new(source: Weak<dyn InstrumentSource>, clock: Arc<dyn Clock>, max_age: Duration) -> Self {
        Self { source, clock, max_age, groups: RwLock::default() }
    }

    /// The entry of this name in a group. The group is loaded if the entry is not known yet.
    pub(super) async fn get(&self, group: T::Group, name: &str) -> Result<Arc<T>, Error> {
        let source = self.source()?;
        let group = self.group(group);
        let attempts = group.attempts();
        if let Some(entry) = group.get(name).filter(|entry| entry.has_step()) {
            self.refresh(&group, &source);
            return Ok(entry);
        }
        if !group.is_younger_than(FRESH_FOR, self.clock.monotonic()) {
            self.load_group(&group, attempts, &*source).await?;
        }
        group.get(name).ok_or_else(|| {
            let unreadable = group.unreadable(name).or_else(|| group.possibly_unreadable(name));
            unreadable.unwrap_or_else(|| not_listed(name, group.key()))
        })
    }

    /// All entries of a group, which is loaded if it is not known yet.
    pub(super) async fn all(&self, group: T::Group) -> Result<Vec<Arc<T>>, Error> {
        let source = self.source()?;
        let group = self.group(group);
        let attempts = group.attempts();
        if group.is_loaded() {
            self.refresh(&group, &source);
        } else {
            self.load_group(&group, attempts, &*source).await?;
        }
        Ok(group.all())
    }

    /// Loads or reloads a group.
    pub(super) async fn load(&self, group: T::Group) -> Result<(), Error> {
        let source = self.source()?;
        let group = self.group(group);
        self.load_group(&group, group.attempts(), &*source).await
    }

    /// The entry of this name in a group, without a request.
    pub(super) fn known(&self, group: &T::Group, name: &str) -> Option<Arc<T>> {
        let groups = self.groups.read().unwrap_or_else(PoisonError::into_inner);
        groups.get(group).and_then(|group| group.get(name))
    }

    /// The entry of this name in any group, without a request.
    pub(super) fn known_anywhere(&self, name: &str) -> Option<Arc<T>> {
        let groups = self.groups.read().unwrap_or_else(PoisonError::into_inner);
        groups.values().find_map(|group| group.get(name))
    }

    /// Why the row of this name in any group could not be read, without a request.
    pub(super) fn unreadable_anywhere(&self, name: &str) -> Option<Error> {
        let groups = self.groups.read().unwrap_or_else(PoisonError::into_inner);
        groups.values().find_map(|group| group.unreadable(name))
    }

    pub(super) fn source(&self) -> Result<Arc<dyn InstrumentSource>, Error> {
        self.source.upgrade().ok_or_else(|| Error::setup("the client that these instruments belong to was dropped"))
    }

    async fn load_group(
        &self,
        group: &CachedGroup<T>,
        attempts: u64,
        source: &dyn InstrumentSource,
    ) -> Result<(), Error> {
        let loaded = group.load(attempts, source, self.clock.monotonic(), self.max_age).await;
        loaded.map_err(|error| not_loaded(group.key(), error))
    }

    /// Reloads a group in a task of its own if it is too old.
    fn refresh(&self, group: &Arc<CachedGroup<T>>, source: &Arc<dyn InstrumentSource>) {
        let now = self.clock.monotonic();
        if !group.take_due(now, RETRY_AFTER) {
            return;
        }
        let (group, source, attempts, max_age) =
            (Arc::clone(group), Arc::clone(source), group.attempts(), self.max_age);
        tokio::spawn(async move {
            if let Err(error) = group.load(attempts, &*source, now, max_age).await {
                tracing::warn!(group = %group.key(), %error, "could not refresh instruments; the known data stays in use");
            }
        });
    }

    fn group(&self, key: T::Group) -> Arc<CachedGroup<T>> {
        if let Some(group) = self.groups.read().unwrap_or_else(PoisonError::into_inner).get(&key) {
            return Arc::clone(group);
        }
        let mut groups = self.groups.write().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(groups.entry(key.clone()).or_insert_with(|| Arc::new(CachedGroup::new(key))))
    }
}

impl<T: CacheEntry> fmt::Debug for Cache<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let groups = self.groups.read().unwrap_or_else(PoisonError::into_inner);
        f.debug_set().entries(groups.keys().map(ToString::to_string)).finish()
    }
}

fn not_listed(name: &str, group: &impl fmt::Display) -> Error {
    Error::invalid(format!("OKX lists no {group} {name:?}; check the name"))
}

fn not_loaded(group: &impl fmt::Display, error: Error) -> Error {
    Error::unreachable(format!("could not load the {group}s needed to check prices and sizes ({error})"))
        .caused_by(error)
}
