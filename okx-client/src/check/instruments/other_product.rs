//! Products other than instruments that have a step of their own, such as spreads. The description says which call lists them.

use std::sync::Arc;

use rust_decimal::Decimal;

use super::cache::{CacheEntry, GroupRows, InstrumentSource};
use crate::api::Request;
use crate::error::Error;
use crate::facts::{Fields, ListedBy, Value};
use crate::fields::items::{field, wire_text};
use crate::fields::kept_text;
use crate::value::Text;

/// A product other than an instrument, with its decimal fields.
#[derive(Debug)]
pub(crate) struct OtherProduct {
    listed_by: ListedBy,
    name: Text,
    figures: Box<[(&'static str, Decimal)]>,
    /// The wire names of the figures that could not be read exactly.
    inexact: Box<[&'static str]>,
}

impl OtherProduct {
    /// What is stored of a row; `None` if it has no name.
    fn new(listed_by: ListedBy, row: &dyn Fields) -> Option<Self> {
        let name = wire_text(field(row, listed_by.name)).filter(|name| !name.is_empty())?.as_ref().into();
        let figure = |(place, wire): (usize, &&'static str)| match row.value(place) {
            Value::Decimal(figure) => Some((*wire, figure)),
            _ => None,
        };
        let wire = row.shape().wire;
        let inexact = |(place, _): &(usize, &&'static str)| kept_text(row, *place).is_some();
        Some(Self {
            listed_by,
            name,
            figures: wire.iter().enumerate().filter_map(figure).collect(),
            inexact: wire.iter().enumerate().filter(inexact).map(|(_, name)| *name).collect(),
        })
    }

    /// The call that lists it.
    pub(crate) fn listed_by(&self) -> ListedBy {
        self.listed_by
    }

    /// Its name.
    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// Whether the decimal field of this wire name could not be read exactly.
    pub(crate) fn is_inexact(&self, wire: &str) -> bool {
        self.inexact.contains(&wire)
    }

    /// The decimal field of this wire name.
    pub(crate) fn figure(&self, wire: &str) -> Option<Decimal> {
        self.figures.iter().find(|(name, _)| *name == wire).map(|(_, figure)| *figure)
    }
}

impl CacheEntry for OtherProduct {
    type Group = ListedBy;

    async fn fetch(group: &ListedBy, source: &dyn InstrumentSource) -> Result<GroupRows<Self>, Error> {
        let request = (group.list.request)();
        let mut rows = (group.list.rows)();
        source.fetch(Request::of(&group.list, &*request), &mut *rows).await?;
        let mut fetched = GroupRows::default();
        for place in 0..rows.len() {
            match rows.row(place) {
                Ok(row) => {
                    let named = Self::new(*group, row).map(|own| (own.name.clone(), Arc::new(own)));
                    fetched.by_name.extend(named);
                }
                Err(error) => fetched.unreadable.add(error.clone(), group.name),
            }
        }
        Ok(fetched)
    }

    fn has_step(&self) -> bool {
        !self.figures.is_empty()
    }
}
