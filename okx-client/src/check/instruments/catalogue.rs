//! The instruments of a client, and what else it knows the grid of.

use std::fmt;
use std::sync::{Arc, Weak};
use std::time::Duration;

use super::group::Group;
use super::instrument::Instrument;
use super::listed::Listed;
use super::name::Name;
use super::other::Other;
use super::shelf::Shelf;
use super::source::InstrumentSource;
use crate::api::enums::InstType;
use crate::error::Error;
use crate::facts::ListedBy;
use crate::system::clock::Clock;

/// The instruments of a client. They are loaded when one of their kind is first needed, or ahead of that with [`load`](Self::load).
///
/// Once they are older than the client allows, the next use has them loaded again, while everyone goes on with what is known. When that
/// fails, a warning is logged, what is known stays in use, and another attempt is made a minute later. What else has a grid of its own,
/// such as spreads, is kept beside them in the same way.
pub struct Instruments {
    instruments: Shelf<Listed>,
    others: Shelf<Other>,
}

impl Instruments {
    /// Instruments to be loaded from a source, and loaded again when they are older than `max_age`.
    pub(crate) fn new(source: Weak<dyn InstrumentSource>, clock: Arc<dyn Clock>, max_age: Duration) -> Self {
        let others = Shelf::new(source.clone(), Arc::clone(&clock), max_age);
        Self { instruments: Shelf::new(source, clock, max_age), others }
    }

    /// An instrument. If it is not known, all of its kind are loaded: of its type, family of options, or series of event contracts.
    ///
    /// # Errors
    ///
    /// OKX does not list such an instrument, or lists it in a row that could not be read; its kind cannot be told from its name and it was not loaded before; or instruments could not
    /// be loaded.
    pub async fn get(&self, inst_id: impl AsRef<str>) -> Result<Instrument, Error> {
        let inst_id = inst_id.as_ref();
        let source = self.instruments.source()?;
        let listed = match Group::of(Name::read(inst_id)) {
            Some(group) => self.instruments.get(group, inst_id).await?,
            None => self.listed(inst_id).ok_or_else(|| {
                self.instruments.unread_anywhere(inst_id).unwrap_or_else(|| of_no_known_form(inst_id))
            })?,
        };
        Ok(Instrument::new(listed, source.now()))
    }

    /// Loads all instruments of a type, again if they are known. Options and event contracts have their own functions.
    ///
    /// # Errors
    ///
    /// They could not be loaded.
    pub async fn load(&self, inst_type: impl Into<InstType>) -> Result<(), Error> {
        self.instruments.load(Group::of_type(inst_type.into())).await
    }

    /// Loads all options of a family such as `BTC-USD`, with their tick bands.
    ///
    /// # Errors
    ///
    /// They could not be loaded.
    pub async fn load_options(&self, family: impl AsRef<str>) -> Result<(), Error> {
        self.instruments.load(Group::options(family.as_ref())).await
    }

    /// Loads all event contracts of a series such as `BTC-ABOVE-DAILY`, with their tick bands.
    ///
    /// # Errors
    ///
    /// They could not be loaded.
    pub async fn load_events(&self, series: impl AsRef<str>) -> Result<(), Error> {
        self.instruments.load(Group::events(series.as_ref())).await
    }

    /// What is known of an instrument without asking OKX.
    pub(super) fn listed(&self, inst_id: &str) -> Option<Arc<Listed>> {
        match Group::of(Name::read(inst_id)) {
            Some(group) => self.instruments.known(&group, inst_id),
            None => self.instruments.known_anywhere(inst_id),
        }
    }

    /// What a call lists by this name. If it is not known, the call is made.
    pub(crate) async fn other(&self, listed_by: ListedBy, name: &str) -> Result<Arc<Other>, Error> {
        self.others.get(listed_by, name).await
    }
}

impl fmt::Debug for Instruments {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entry(&self.instruments).entry(&self.others).finish()
    }
}

fn of_no_known_form(inst_id: &str) -> Error {
    Error::invalid(format!(
        "what kind of instrument {inst_id:?} is cannot be told from its name; load instruments of its kind first"
    ))
}
