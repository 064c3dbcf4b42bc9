//! The product whose grid a value has to be on.

use std::sync::Arc;

use super::checked_value::CheckedValue;
use super::grid::Grid;
use crate::check::instruments::{Instrument, Instruments, OtherProduct};
use crate::error::Error;
use crate::facts::{Precision, PrecisionCase};

/// The product whose grid a value has to be on.
pub(super) enum Product {
    Instrument(Instrument),
    Other(Arc<OtherProduct>),
}

impl Product {
    /// Looks up the product of a value, and loads it if it is not known yet.
    pub(super) async fn of(value: &CheckedValue<'_>, instruments: &Instruments) -> Result<Self, Error> {
        match value.rule.listed_by {
            None => instruments.get(value.product).await.map(Self::Instrument),
            Some(listed_by) => instruments.other_product(listed_by, value.product).await.map(Self::Other),
        }
    }

    /// Whether it is the product of this value.
    pub(super) fn is_of(&self, value: &CheckedValue<'_>) -> bool {
        let listed_by = match self {
            Self::Instrument(_) => None,
            Self::Other(product) => Some(product.listed_by()),
        };
        listed_by == value.rule.listed_by && self.name() == value.product
    }

    pub(super) fn name(&self) -> &str {
        match self {
            Self::Instrument(instrument) => instrument.inst_id().as_str(),
            Self::Other(product) => product.name(),
        }
    }

    /// Its instrument type; `None` for other products.
    pub(super) fn instrument_type(&self) -> Option<&str> {
        match self {
            Self::Instrument(instrument) => Some(instrument.inst_type().as_str()),
            Self::Other(_) => None,
        }
    }

    /// The wire name of the first figure of a case that prevents a check, because it could not be read exactly. A step must be exact; a
    /// bound may be rounded toward zero.
    pub(super) fn inexact_figure(&self, case: &PrecisionCase) -> Option<&'static str> {
        let is_inexact = |wire: &&'static str| match self {
            Self::Instrument(instrument) => instrument.is_inexact(wire),
            Self::Other(product) => product.is_inexact(wire),
        };
        let is_absent = |wire: &&'static str| match self {
            Self::Instrument(instrument) => instrument.figure(wire).is_none(),
            Self::Other(product) => product.figure(wire).is_none(),
        };
        let bounds = [case.min, case.max].into_iter().flatten();
        let step = case.step.into_iter().find(is_inexact);
        step.or_else(|| bounds.into_iter().find(|wire| is_inexact(wire) && is_absent(wire)))
    }

    /// Its grid under a case of a precision rule.
    pub(super) fn grid(&self, rule: &Precision, case: &PrecisionCase) -> Grid<'_> {
        match self {
            Self::Instrument(instrument) => instrument.grid(rule, case),
            Self::Other(product) => Grid::of(rule, case, |name| product.figure(name), &[]),
        }
    }
}
