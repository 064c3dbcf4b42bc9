//! Things of one sort, loaded group by group as they are needed.

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, PoisonError, RwLock, Weak};
use std::time::Duration;

use super::kept::Kept;
use super::listing::Listing;
use super::source::InstrumentSource;
use crate::error::Error;
use crate::system::clock::Clock;

/// How long it takes until loading again is tried again.
const AGAIN_IN: Duration = Duration::from_secs(60);

/// A list this young is not asked again for something it does not have, or has without a grid.
const YOUNG: Duration = Duration::from_secs(10);

/// Things of one sort, loaded group by group as they are needed.
pub(super) struct Shelf<T: Kept> {
    /// Weak, because it owns us.
    source: Weak<dyn InstrumentSource>,
    clock: Arc<dyn Clock>,
    max_age: Duration,
    listings: RwLock<HashMap<T::Group, Arc<Listing<T>>>>,
}

impl<T: Kept> Shelf<T> {
    /// Things to be loaded from a source, and loaded again when they are older than `max_age`.
    pub(super) fn new(source: Weak<dyn InstrumentSource>, clock: Arc<dyn Clock>, max_age: Duration) -> Self {
        Self { source, clock, max_age, listings: RwLock::default() }
    }

    /// What has this name in a group. If it is not known, the group is loaded.
    pub(super) async fn get(&self, group: T::Group, name: &str) -> Result<Arc<T>, Error> {
        let source = self.source()?;
        let listing = self.listing(group);
        let attempts = listing.attempts();
        if let Some(kept) = listing.get(name).filter(|kept| kept.has_grid()) {
            self.refresh(&listing, &source);
            return Ok(kept);
        }
        if !listing.is_younger_than(YOUNG, self.clock.monotonic()) {
            self.fill(&listing, attempts, &*source).await?;
        }
        listing.get(name).ok_or_else(|| {
            let unread = listing.unread(name).or_else(|| listing.may_have(name));
            unread.unwrap_or_else(|| not_listed(name, listing.group()))
        })
    }

    /// Loads a group, again if it is known.
    pub(super) async fn load(&self, group: T::Group) -> Result<(), Error> {
        let source = self.source()?;
        let listing = self.listing(group);
        self.fill(&listing, listing.attempts(), &*source).await
    }

    /// What has this name in a group, without asking OKX.
    pub(super) fn known(&self, group: &T::Group, name: &str) -> Option<Arc<T>> {
        let listings = self.listings.read().unwrap_or_else(PoisonError::into_inner);
        listings.get(group).and_then(|listing| listing.get(name))
    }

    /// What has this name in any group, without asking OKX.
    pub(super) fn known_anywhere(&self, name: &str) -> Option<Arc<T>> {
        let listings = self.listings.read().unwrap_or_else(PoisonError::into_inner);
        listings.values().find_map(|listing| listing.get(name))
    }

    /// Why what has this name in any group could not be read, without asking OKX.
    pub(super) fn unread_anywhere(&self, name: &str) -> Option<Error> {
        let listings = self.listings.read().unwrap_or_else(PoisonError::into_inner);
        listings.values().find_map(|listing| listing.unread(name))
    }

    pub(super) fn source(&self) -> Result<Arc<dyn InstrumentSource>, Error> {
        self.source.upgrade().ok_or_else(|| Error::setup("the client these instruments belong to is gone"))
    }

    async fn fill(&self, listing: &Listing<T>, attempts: u64, source: &dyn InstrumentSource) -> Result<(), Error> {
        let loaded = listing.load(attempts, source, self.clock.monotonic(), self.max_age).await;
        loaded.map_err(|error| could_not_load(listing.group(), error))
    }

    /// Has a group that is too old loaded again, by a task of its own.
    fn refresh(&self, listing: &Arc<Listing<T>>, source: &Arc<dyn InstrumentSource>) {
        let now = self.clock.monotonic();
        if !listing.take_due(now, AGAIN_IN) {
            return;
        }
        let (listing, source, attempts, max_age) =
            (Arc::clone(listing), Arc::clone(source), listing.attempts(), self.max_age);
        tokio::spawn(async move {
            if let Err(error) = listing.load(attempts, &*source, now, max_age).await {
                tracing::warn!(group = %listing.group(), %error, "grids could not be loaded again; what is known stays in use");
            }
        });
    }

    fn listing(&self, group: T::Group) -> Arc<Listing<T>> {
        if let Some(listing) = self.listings.read().unwrap_or_else(PoisonError::into_inner).get(&group) {
            return Arc::clone(listing);
        }
        let mut listings = self.listings.write().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(listings.entry(group.clone()).or_insert_with(|| Arc::new(Listing::new(group))))
    }
}

impl<T: Kept> fmt::Debug for Shelf<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let listings = self.listings.read().unwrap_or_else(PoisonError::into_inner);
        f.debug_set().entries(listings.keys().map(ToString::to_string)).finish()
    }
}

fn not_listed(name: &str, group: &impl fmt::Display) -> Error {
    Error::invalid(format!("OKX lists no {group} {name:?}; check the name"))
}

fn could_not_load(group: &impl fmt::Display, error: Error) -> Error {
    Error::unreachable(format!("the {group}s that prices and sizes are checked against could not be loaded ({error})"))
        .caused_by(error)
}
