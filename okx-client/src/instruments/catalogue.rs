//! The instruments of a client, loaded as they are needed.

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, PoisonError, RwLock, Weak};
use std::time::Duration;

use super::cell::Cell;
use super::group::Group;
use super::instrument::Instrument;
use super::listed::Listed;
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
    cells: RwLock<HashMap<Group, Arc<Cell>>>,
}

/// How long it takes until loading again is tried again.
const AGAIN_IN: Duration = Duration::from_mins(1);

/// A list this young is not asked again for an instrument it does not have.
const YOUNG: Duration = Duration::from_secs(10);

impl Instruments {
    /// Instruments to be loaded from a source, and loaded again when they are older than `max_age`.
    pub(crate) fn new(source: Weak<dyn InstrumentSource>, clock: Arc<dyn Clock>, max_age: Duration) -> Self {
        Self { source, clock, max_age, cells: RwLock::default() }
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
        let cell = self.cell(group);
        let attempts = cell.attempts();
        if let Some(listed) = cell.get(inst_id) {
            self.refresh(&cell, &source);
            return Ok(Instrument::new(listed, source.now()));
        }
        if !cell.is_younger_than(YOUNG, self.clock.monotonic()) {
            self.fill(&cell, attempts, &*source).await?;
        }
        let listed = cell.get(inst_id).ok_or_else(|| not_listed(inst_id, cell.group()))?;
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
        let cells = self.cells.read().unwrap_or_else(PoisonError::into_inner);
        match Group::of(Name::read(inst_id)) {
            Some(group) => cells.get(&group).and_then(|cell| cell.get(inst_id)),
            None => cells.values().find_map(|cell| cell.get(inst_id)),
        }
    }

    async fn load_group(&self, group: Group) -> Result<(), Error> {
        let source = self.source()?;
        let cell = self.cell(group);
        self.fill(&cell, cell.attempts(), &*source).await
    }

    async fn fill(&self, cell: &Cell, attempts: u64, source: &dyn InstrumentSource) -> Result<(), Error> {
        let loaded = cell.load(attempts, source, self.clock.monotonic(), self.max_age).await;
        loaded.map_err(|error| could_not_load(cell.group(), error))
    }

    /// Has instruments that are too old loaded again, by a task of its own.
    fn refresh(&self, cell: &Arc<Cell>, source: &Arc<dyn InstrumentSource>) {
        let now = self.clock.monotonic();
        if !cell.take_due(now, AGAIN_IN) {
            return;
        }
        let (cell, source, attempts, max_age) = (Arc::clone(cell), Arc::clone(source), cell.attempts(), self.max_age);
        tokio::spawn(async move {
            if let Err(error) = cell.load(attempts, &*source, now, max_age).await {
                tracing::warn!(group = %cell.group(), %error, "instruments could not be loaded again; what is known stays in use");
            }
        });
    }

    fn cell(&self, group: Group) -> Arc<Cell> {
        if let Some(cell) = self.cells.read().unwrap_or_else(PoisonError::into_inner).get(&group) {
            return Arc::clone(cell);
        }
        let mut cells = self.cells.write().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(cells.entry(group.clone()).or_insert_with(|| Arc::new(Cell::new(group))))
    }

    fn source(&self) -> Result<Arc<dyn InstrumentSource>, Error> {
        self.source.upgrade().ok_or_else(|| Error::setup("the client these instruments belong to is gone"))
    }
}

impl fmt::Debug for Instruments {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let cells = self.cells.read().unwrap_or_else(PoisonError::into_inner);
        f.debug_set().entries(cells.keys().map(ToString::to_string)).finish()
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
