//! The instruments of a client: the steps and bounds of their prices and sizes.
//!
//! [`Instruments`] loads them in [groups](group::Group) when one is first needed, and keeps of each what requests are checked against
//! ([`definition`]). Products other than instruments that have a step of their own, such as spreads, are kept in the same way
//! ([`other_product`]). An [`Instrument`] is a view of one instrument at a point in time. It converts a [`Size`] in any unit to the size
//! of an order ([`sizing`]).

mod cache;
mod compact_row;
mod definition;
mod group;
mod instrument;
mod item_instrument;
mod name;
mod other_product;
mod places;
mod rounding;
#[cfg(test)]
pub(crate) mod sample;
mod size;
mod sizing;
#[cfg(test)]
mod tests;

use std::fmt;
use std::sync::{Arc, Weak};
use std::time::Duration;

use crate::api::enums::InstType;
use crate::error::Error;
use crate::facts::ListedBy;
use crate::system::clock::Clock;
use cache::Cache;
use definition::Definition;
use group::Group;
use name::Name;

pub(crate) use cache::{Fetching, InstrumentSource};
pub use instrument::Instrument;
pub(crate) use item_instrument::ItemInstrument;
pub(crate) use other_product::OtherProduct;
pub use size::{Size, Unit, WireSize};

/// The instruments of a client, from [`Client::instruments`](crate::Client::instruments).
///
/// They are loaded when the first instrument of a type is needed, or ahead of time with [`load`](Self::load).
///
/// Once they are older than the client allows, the next use starts a refresh in the background, while the known data stays in use. If
/// the refresh fails, a warning is logged and the next attempt is made a minute later.
pub struct Instruments {
    instruments: Cache<Definition>,
    other_products: Cache<OtherProduct>,
}

impl Instruments {
    /// Instruments that are loaded from a source, and refreshed when they are older than `max_age`.
    pub(crate) fn new(source: Weak<dyn InstrumentSource>, clock: Arc<dyn Clock>, max_age: Duration) -> Self {
        let other_products = Cache::new(source.clone(), Arc::clone(&clock), max_age);
        Self { instruments: Cache::new(source, clock, max_age), other_products }
    }

    /// An instrument, looked up by its name. If it is not known yet, its whole group is loaded: all instruments of its type, the options of its family, or the
    /// event contracts of its series.
    ///
    /// # Errors
    ///
    /// OKX does not list the instrument, or its row could not be read; its type cannot be told from its name and was not loaded before;
    /// or the instruments could not be loaded.
    #[doc(alias = "lookup")]
    #[doc(alias = "instrument")]
    pub async fn get(&self, inst_id: impl AsRef<str>) -> Result<Instrument, Error> {
        let inst_id = inst_id.as_ref();
        let source = self.instruments.source()?;
        let definition = match Group::of(Name::read(inst_id)) {
            Some(group) => self.instruments.get(group, inst_id).await?,
            None => self.known(inst_id).ok_or_else(|| {
                self.instruments.unreadable_anywhere(inst_id).unwrap_or_else(|| of_unknown_type(inst_id))
            })?,
        };
        Ok(Instrument::new(definition, source.now()))
    }

    /// All instruments of a type in the order of their names, loaded if they are not known yet. Options and event contracts have functions
    /// of their own.
    ///
    /// ```
    /// use okx_client::enums::InstType;
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), okx_client::Error> {
    /// # let sim = okx_sim::Sim::start().await;
    /// # let environment = okx_client::Environment::demo(okx_client::Region::Global);
    /// # let okx = okx_client::Client::builder().environment(environment).base_url(sim.url()).build()?;
    /// for swap in okx.instruments().list(InstType::Swap).await? {
    ///     println!("{}: {:?} of {:?} a contract", swap.inst_id(), swap.ct_val, swap.ct_val_ccy);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// They could not be loaded.
    #[doc(alias = "all")]
    #[doc(alias = "markets")]
    #[doc(alias = "symbols")]
    pub async fn list(&self, inst_type: impl Into<InstType>) -> Result<Vec<Instrument>, Error> {
        self.list_group(Group::of_type(inst_type.into())).await
    }

    /// All options of a family such as `BTC-USD` in the order of their names, loaded if they are not known yet.
    ///
    /// # Errors
    ///
    /// They could not be loaded.
    #[doc(alias = "option chain")]
    pub async fn list_options(&self, family: impl AsRef<str>) -> Result<Vec<Instrument>, Error> {
        self.list_group(Group::options(family.as_ref())).await
    }

    /// All event contracts of a series such as `BTC-ABOVE-DAILY` in the order of their names, loaded if they are not known yet.
    ///
    /// # Errors
    ///
    /// They could not be loaded.
    pub async fn list_events(&self, series: impl AsRef<str>) -> Result<Vec<Instrument>, Error> {
        self.list_group(Group::events(series.as_ref())).await
    }

    async fn list_group(&self, group: Group) -> Result<Vec<Instrument>, Error> {
        let now = self.instruments.source()?.now();
        let mut definitions = self.instruments.all(group).await?;
        definitions.sort_unstable_by(|one, other| one.inst_id.as_str().cmp(other.inst_id.as_str()));
        Ok(definitions.into_iter().map(|definition| Instrument::new(definition, now)).collect())
    }

    /// Loads the group of an instrument again, such as all spot instruments, however old the known data is.
    ///
    /// # Errors
    ///
    /// They could not be loaded, or the type of the instrument is not clear from its name.
    #[doc(alias = "reload")]
    pub async fn refresh(&self, inst_id: impl AsRef<str>) -> Result<(), Error> {
        let inst_id = inst_id.as_ref();
        match Group::of(Name::read(inst_id)) {
            Some(group) => self.instruments.load(group).await,
            None => Err(of_unknown_type(inst_id)),
        }
    }

    /// Loads, or reloads, all instruments of a type. Options and event contracts have functions of their own.
    ///
    /// # Errors
    ///
    /// They could not be loaded.
    pub async fn load(&self, inst_type: impl Into<InstType>) -> Result<(), Error> {
        self.instruments.load(Group::of_type(inst_type.into())).await
    }

    /// Loads, or reloads, all options of a family such as `BTC-USD`, with their tick bands.
    ///
    /// # Errors
    ///
    /// They could not be loaded.
    pub async fn load_options(&self, family: impl AsRef<str>) -> Result<(), Error> {
        self.instruments.load(Group::options(family.as_ref())).await
    }

    /// Loads, or reloads, all event contracts of a series such as `BTC-ABOVE-DAILY`, with their tick bands.
    ///
    /// # Errors
    ///
    /// They could not be loaded.
    pub async fn load_events(&self, series: impl AsRef<str>) -> Result<(), Error> {
        self.instruments.load(Group::events(series.as_ref())).await
    }

    /// What is known of an instrument without a request.
    fn known(&self, inst_id: &str) -> Option<Arc<Definition>> {
        match Group::of(Name::read(inst_id)) {
            Some(group) => self.instruments.known(&group, inst_id),
            None => self.instruments.known_anywhere(inst_id),
        }
    }

    /// The product of this name that a call lists. The call is made if the product is not known yet.
    pub(crate) async fn other_product(&self, listed_by: ListedBy, name: &str) -> Result<Arc<OtherProduct>, Error> {
        self.other_products.get(listed_by, name).await
    }
}

impl fmt::Debug for Instruments {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entry(&self.instruments).entry(&self.other_products).finish()
    }
}

fn of_unknown_type(inst_id: &str) -> Error {
    Error::invalid(format!(
        "the type of instrument {inst_id:?} is not clear from its name; load its type with `Instruments::load` first"
    ))
}
