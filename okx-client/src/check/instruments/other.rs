//! What has a grid of its own and is no instrument: the description says which call lists it.

use std::sync::Arc;

use rust_decimal::Decimal;

use super::kept::{Fetched, Kept};
use super::source::InstrumentSource;
use crate::api::Request;
use crate::error::Error;
use crate::facts::{Fields, ListedBy, Value};
use crate::fields::items::{field, wire_text};
use crate::fields::kept_text;
use crate::value::Text;

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
        let request = (group.list.request)();
        let mut rows = (group.list.rows)();
        source.ask(Request::of(&group.list, &*request), &mut *rows).await?;
        let mut fetched = Fetched::default();
        for place in 0..rows.len() {
            match rows.row(place) {
                Ok(row) => {
                    fetched.all.extend(Self::new(*group, row).map(|other| (other.name.clone(), Arc::new(other))));
                }
                Err(error) => fetched.unread.add(error.clone(), group.name),
            }
        }
        Ok(fetched)
    }

    fn has_grid(&self) -> bool {
        !self.figures.is_empty()
    }
}
