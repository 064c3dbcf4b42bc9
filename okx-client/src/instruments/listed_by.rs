//! What has a grid of its own and is no instrument: the description says which call lists it.

use std::fmt;
use std::hash::{Hash, Hasher};
use std::pin::Pin;
use std::sync::Arc;

use rust_decimal::Decimal;

use super::kept::{Fetched, Kept};
use super::source::{self, InstrumentSource};
use crate::endpoint::{Call, Endpoint};
use crate::error::Error;
use crate::fields::{Fields, Value, kept_text};
use crate::item::{field, wire_text};
use crate::value::Text;

/// The call that lists what has a grid, by name.
#[derive(Clone, Copy)]
pub struct ListedBy {
    call: &'static Call,
    what: &'static str,
    name: &'static str,
    load: Load,
}

/// Makes the call.
type Load = for<'a> fn(&'a ListedBy, &'a dyn InstrumentSource) -> Loading<'a>;

type Loading<'a> = Pin<Box<dyn Future<Output = Result<Fetched<Other>, Error>> + Send + 'a>>;

impl ListedBy {
    /// Things that this request lists: how one is called, and the field of each row that names it, by wire name.
    pub const fn of<E: Endpoint + Default + 'static>(what: &'static str, name: &'static str) -> Self {
        Self { call: E::CALL, what, name, load: load::<E> }
    }
}

fn load<'a, E: Endpoint + Default + 'static>(by: &'a ListedBy, source: &'a dyn InstrumentSource) -> Loading<'a> {
    Box::pin(async move {
        let mut held = Fetched::default();
        for row in source::list(source, &E::default()).await? {
            match row {
                Ok(row) => held.all.extend(Other::new(*by, &row).map(|other| (other.name.clone(), Arc::new(other)))),
                Err(error) => held.unread.add(error, by.name),
            }
        }
        Ok(held)
    })
}

/// Calls of one name are one call.
impl PartialEq for ListedBy {
    fn eq(&self, other: &Self) -> bool {
        (self.call.name, self.name) == (other.call.name, other.name)
    }
}

impl Eq for ListedBy {}

impl Hash for ListedBy {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (self.call.name, self.name).hash(state);
    }
}

impl fmt::Display for ListedBy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.what)
    }
}

impl fmt::Debug for ListedBy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ListedBy({} of {})", self.name, self.call.name)
    }
}

/// One of them, with its figures.
#[derive(Debug)]
pub(crate) struct Other {
    listed_by: ListedBy,
    name: Text,
    figures: Box<[(&'static str, Decimal)]>,
    /// The names on the wire of figures that could not be read.
    unread: Box<[&'static str]>,
}

impl Other {
    /// Keeps a row, unless it has no name.
    fn new(listed_by: ListedBy, row: &dyn Fields) -> Option<Self> {
        let name = wire_text(field(row, listed_by.name)).filter(|name| !name.is_empty())?.as_ref().into();
        let figure = |(place, wire): (usize, &&'static str)| match row.value(place) {
            Value::Decimal(figure) => Some((*wire, figure)),
            _ => None,
        };
        let wire = row.shape().wire;
        let unread = |(place, _): &(usize, &&'static str)| kept_text(row, *place).is_some();
        Some(Self {
            listed_by,
            name,
            figures: wire.iter().enumerate().filter_map(figure).collect(),
            unread: wire.iter().enumerate().filter(unread).map(|(_, name)| *name).collect(),
        })
    }

    /// Which call lists it.
    pub(crate) fn listed_by(&self) -> ListedBy {
        self.listed_by
    }

    /// Its name.
    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// Whether a figure could not be read exactly, by its name on the wire.
    pub(crate) fn is_unread(&self, wire: &str) -> bool {
        self.unread.contains(&wire)
    }

    /// A figure by its name on the wire.
    pub(crate) fn figure(&self, wire: &str) -> Option<Decimal> {
        self.figures.iter().find(|(name, _)| *name == wire).map(|(_, figure)| *figure)
    }
}

impl Kept for Other {
    type Group = ListedBy;

    async fn fetch(group: &ListedBy, source: &dyn InstrumentSource) -> Result<Fetched<Self>, Error> {
        (group.load)(group, source).await
    }

    fn has_grid(&self) -> bool {
        !self.figures.is_empty()
    }
}
