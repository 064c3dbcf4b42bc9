//! What a trader is told of a value that is not on its grid.

use rust_decimal::Decimal;

use super::grid::{Fault, Grid};
use crate::error::Error;
use crate::facts::{PrecisionCase, PrecisionKind};

/// A value, why it may not be sent, and what that was judged by.
pub(super) struct Told<'a> {
    pub(super) value: Decimal,
    pub(super) kind: PrecisionKind,
    pub(super) case: &'static PrecisionCase,
    /// What has the grid, by name.
    pub(super) owner: &'a str,
    pub(super) grid: &'a Grid<'a>,
    pub(super) fault: Fault,
}

impl Told<'_> {
    /// The error, with the nearest values that may be sent.
    pub(super) fn error(&self) -> Error {
        let what = format!("{} {}, in {}{}", self.value, self.broken(), self.case.unit, self.above());
        let nearest = if self.fault == Fault::NotPositive { None } else { self.grid.toward_zero(self.value) };
        let error = Error::invalid(what);
        match nearest {
            Some(nearest) if self.value < Decimal::ZERO => error.with_nearest_toward_zero(nearest),
            Some(nearest) => error.with_nearest(nearest),
            None => error,
        }
    }

    /// The attribute it breaks, with its value, and the instrument.
    fn broken(&self) -> String {
        let PrecisionCase { step, min, max, .. } = self.case;
        let [step, min, max] = [step, min, max].map(|name| name.unwrap_or("bound"));
        let owner = self.owner;
        match self.fault {
            Fault::NotPositive => format!("is no {} of {owner}: it is not above zero", self.kind_name()),
            Fault::AboveMax(bound) => format!("is more than `{max}` {bound} of {owner}"),
            Fault::BelowMin(bound) => format!("is less than `{min}` {bound} of {owner}"),
            Fault::AboveBands(bound) => format!("is more than the highest price {bound} of {owner}"),
            Fault::BelowBands(bound) => format!("is less than the lowest price {bound} of {owner}"),
            Fault::OffStep(size) if self.case.bands => {
                format!("is no multiple of `{step}` {size} of {owner} at this price")
            }
            Fault::OffStep(size) => format!("is no multiple of `{step}` {size} of {owner}"),
        }
    }

    /// The next value on the other side, away from zero; nothing where there is none.
    fn above(&self) -> String {
        let side = if self.grid.signed && self.value < Decimal::ZERO { "away from zero" } else { "above" };
        let above = self.grid.away_from_zero(self.value);
        above.map_or_else(String::new, |above| format!("; the nearest valid value {side} is {above}"))
    }

    fn kind_name(&self) -> &'static str {
        match self.kind {
            PrecisionKind::Price => "price",
            PrecisionKind::Size => "size",
        }
    }
}
