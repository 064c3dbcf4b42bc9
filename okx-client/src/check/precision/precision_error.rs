//! The error for a value that is not on its grid.

use rust_decimal::Decimal;

use super::grid::{Grid, GridViolation};
use crate::error::Error;
use crate::facts::{PrecisionCase, PrecisionKind};

/// A value that must not be sent, why, and the grid that it was checked against.
pub(super) struct PrecisionError<'a> {
    pub(super) value: Decimal,
    pub(super) kind: PrecisionKind,
    pub(super) case: &'static PrecisionCase,
    /// The name of the product that has the grid.
    pub(super) product: &'a str,
    pub(super) grid: &'a Grid<'a>,
    pub(super) violation: GridViolation,
}

impl PrecisionError<'_> {
    /// The error, with the nearest valid values.
    pub(super) fn error(&self) -> Error {
        let what = format!("{} {} (in {}){}", self.value, self.what(), self.case.unit, self.nearest_away_from_zero());
        let is_not_positive = self.violation == GridViolation::NotPositive;
        let nearest = if is_not_positive { None } else { self.grid.toward_zero(self.value) };
        let error = Error::invalid(what);
        match nearest {
            Some(nearest) if self.value < Decimal::ZERO => error.with_nearest_toward_zero(nearest),
            Some(nearest) => error.with_nearest(nearest),
            None => error,
        }
    }

    /// Which bound or step is violated, and of which product.
    fn what(&self) -> String {
        let PrecisionCase { step, min, max, .. } = self.case;
        let [step, min, max] = [step, min, max].map(|name| name.unwrap_or("bound"));
        let product = self.product;
        match self.violation {
            GridViolation::NotPositive => {
                format!("is not a valid {} for {product}: it must be greater than zero", self.kind_name())
            }
            GridViolation::AboveMax(bound) => format!("is more than `{max}` {bound} of {product}"),
            GridViolation::BelowMin(bound) => format!("is less than `{min}` {bound} of {product}"),
            GridViolation::AboveBands(bound) => format!("is more than the highest price {bound} of {product}"),
            GridViolation::BelowBands(bound) => format!("is less than the lowest price {bound} of {product}"),
            GridViolation::OffStep(size) if self.case.bands => {
                format!("is not a multiple of `{step}` {size} of {product} at this price")
            }
            GridViolation::OffStep(size) => format!("is not a multiple of `{step}` {size} of {product}"),
        }
    }

    /// A clause that names the nearest valid value away from zero; empty if there is none.
    fn nearest_away_from_zero(&self) -> String {
        let direction = if self.grid.signed && self.value < Decimal::ZERO { "away from zero" } else { "above" };
        let nearest = self.grid.away_from_zero(self.value);
        nearest.map_or_else(String::new, |nearest| format!("; the nearest valid value {direction} is {nearest}"))
    }

    fn kind_name(&self) -> &'static str {
        match self.kind {
            PrecisionKind::Price => "price",
            PrecisionKind::Size => "size",
        }
    }
}
