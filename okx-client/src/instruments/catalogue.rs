//! The instruments of a client, loaded as they are needed.

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, PoisonError, RwLock, Weak};
use std::time::Duration;

use super::group::Group;
use super::instrument::Instrument;
use super::listed::Listed;
use super::listing::Listing;
use super::name::Name;
use super::source::InstrumentSource;
use crate::clock::Clock;
use crate::enums::InstType;
use crate::error::Error;

/// The instruments of a client. They are loaded when one of their kind is first needed, or ahead of that with [`load`](Self::load).
///
/// Once they are older than the client allows, the next use has them loaded again, while everyone goes on with what is known. When that
/// fails, a warning is logged, what is known stays in use, and another attempt is made a minute later.
pub struct Instruments {
    /// Weak, because it owns us.
    source: Weak<dyn InstrumentSource>,
    clock: Arc<dyn Clock>,
    max_age: Duration,
    listings: RwLock<HashMap<Group, Arc<Listing>>>,
}

/// How long it takes until loading again is tried again.
const AGAIN_IN: Duration = Duration::from_mins(1);

/// A list this young is not asked again for an instrument it does not have, or has without a grid.
const YOUNG: Duration = Duration::from_secs(10);

impl Instruments {
    /// Instruments to be loaded from a source, and loaded again when they are older than `max_age`.
    pub(crate) fn new(source: Weak<dyn InstrumentSource>, clock: Arc<dyn Clock>, max_age: Duration) -> Self {
        Self { source, clock, max_age, listings: RwLock::default() }
    }

    /// An instrument. If it is not known, all of its kind are loaded: of its type, family of options, or series of event contracts.
    ///
    /// # Errors
    ///
    /// OKX does not list such an instrument; its kind cannot be told from its name and it was not loaded before; or instruments could not
    /// be loaded.
    pub async fn get(&self, inst_id: impl AsRef<str>) -> Result<Instrument, Error> {
        let inst_id = inst_id.as_ref();
        let source = self.source()?;
        let Some(group) = Group::of(Name::read(inst_id)) else {
            let listed = self.listed(inst_id).ok_or_else(|| of_no_known_form(inst_id))?;
            return Ok(Instrument::new(listed, source.now()));
        };
        let listing = self.listing(group);
        let attempts = listing.attempts();
        if let Some(listed) = listing.get(inst_id).filter(|listed| listed.has_grid()) {
            self.refresh(&listing, &source);
            return Ok(Instrument::new(listed, source.now()));
        }
        if !listing.is_younger_than(YOUNG, self.clock.monotonic()) {
            self.fill(&listing, attempts, &*source).await?;
        }
        let listed = listing.get(inst_id).ok_or_else(|| not_listed(inst_id, listing.group()))?;
        Ok(Instrument::new(listed, source.now()))
    }

    /// Loads all instruments of a type, again if they are known. Options and event contracts have their own functions.
    ///
    /// # Errors
    ///
    /// They could not be loaded.
    pub async fn load(&self, inst_type: impl Into<InstType>) -> Result<(), Error> {
        self.load_group(Group::of_type(inst_type.into())).await
    }

    /// Loads all options of a family such as `BTC-USD`, with their tick bands.
    ///
    /// # Errors
    ///
    /// They could not be loaded.
    pub async fn load_options(&self, family: impl AsRef<str>) -> Result<(), Error> {
        self.load_group(Group::options(family.as_ref())).await
    }

    /// Loads all event contracts of a series such as `BTC-ABOVE-DAILY`, with their tick bands.
    ///
    /// # Errors
    ///
    /// They could not be loaded.
    pub async fn load_events(&self, series: impl AsRef<str>) -> Result<(), Error> {
        self.load_group(Group::events(series.as_ref())).await
    }

    /// What is known of an instrument without asking OKX.
    pub(super) fn listed(&self, inst_id: &str) -> Option<Arc<Listed>> {
        let listings = self.listings.read().unwrap_or_else(PoisonError::into_inner);
        match Group::of(Name::read(inst_id)) {
            Some(group) => listings.get(&group).and_then(|listing| listing.get(inst_id)),
            None => listings.values().find_map(|listing| listing.get(inst_id)),
        }
    }

    async fn load_group(&self, group: Group) -> Result<(), Error> {
        let source = self.source()?;
        let listing = self.listing(group);
        self.fill(&listing, listing.attempts(), &*source).await
    }

    async fn fill(&self, listing: &Listing, attempts: u64, source: &dyn InstrumentSource) -> Result<(), Error> {
        let loaded = listing.load(attempts, source, self.clock.monotonic(), self.max_age).await;
        loaded.map_err(|error| could_not_load(listing.group(), error))
    }

    /// Has instruments that are too old loaded again, by a task of its own.
    fn refresh(&self, listing: &Arc<Listing>, source: &Arc<dyn InstrumentSource>) {
        let now = self.clock.monotonic();
        if !listing.take_due(now, AGAIN_IN) {
            return;
        }
        let (listing, source, attempts, max_age) =
            (Arc::clone(listing), Arc::clone(source), listing.attempts(), self.max_age);
        tokio::spawn(async move {
            if let Err(error) = listing.load(attempts, &*source, now, max_age).await {
                tracing::warn!(group = %listing.group(), %error, "instruments could not be loaded again; what is known stays in use");
            }
        });
    }

    fn listing(&self, group: Group) -> Arc<Listing> {
        if let Some(listing) = self.listings.read().unwrap_or_else(PoisonError::into_inner).get(&group) {
            return Arc::clone(listing);
        }
        let mut listings = self.listings.write().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(listings.entry(group.clone()).or_insert_with(|| Arc::new(Listing::new(group))))
    }

    fn source(&self) -> Result<Arc<dyn InstrumentSource>, Error> {
        self.source.upgrade().ok_or_else(|| Error::setup("the client these instruments belong to is gone"))
    }
}

impl fmt::Debug for Instruments {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let listings = self.listings.read().unwrap_or_else(PoisonError::into_inner);
        f.debug_set().entries(listings.keys().map(ToString::to_string)).finish()
    }
}

fn of_no_known_form(inst_id: &str) -> Error {
    Error::invalid(format!(
        "what kind of instrument {inst_id:?} is cannot be told from its name; load instruments of its kind first"
    ))
}

fn not_listed(inst_id: &str, group: &Group) -> Error {
    Error::invalid(format!("OKX lists no {group} instrument {inst_id:?}; check the name"))
}

fn could_not_load(group: &Group, error: Error) -> Error {
    Error::unreachable(format!(
        "the {group} instruments that prices and sizes are checked against could not be loaded ({error})"
    ))
    .caused_by(error)
}
