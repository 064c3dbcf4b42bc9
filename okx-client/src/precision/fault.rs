//! What a trader is told of a value that is not on its grid.

use rust_decimal::Decimal;

use super::grid::{Fault, Grid};
use crate::endpoint::{PrecisionCase, PrecisionKind};
use crate::error::Error;
use crate::instruments::Instrument;

/// A value, why it may not be sent, and what that was judged by.
pub(super) struct Told<'a> {
    pub(super) value: Decimal,
    pub(super) kind: PrecisionKind,
    pub(super) case: &'static PrecisionCase,
    pub(super) instrument: &'a Instrument,
    pub(super) grid: &'a Grid<'a>,
    pub(super) fault: Fault,
}

impl Told<'_> {
    /// The error, with the nearest values that may be sent.
    pub(super) fn error(&self) -> Error {
        let what = format!("{} {}, in {}{}", self.value, self.broken(), self.case.unit, self.above());
        let nearest = if self.fault == Fault::NotPositive { None } else { self.grid.at_or_below(self.value) };
        let error = Error::invalid(what);
        match nearest {
            Some(nearest) => error.with_nearest(nearest),
            None => error,
        }
    }

    /// The attribute it breaks, with its value, and the instrument.
    fn broken(&self) -> String {
        let PrecisionCase { step, min, max, .. } = self.case;
        let [step, min, max] = [step, min, max].map(|name| name.unwrap_or("bound"));
        let inst_id = self.instrument.inst_id();
        match self.fault {
            Fault::NotPositive => format!("is no {} of {inst_id}: it is not above zero", self.kind_name()),
            Fault::AboveMax(bound) => format!("is more than `{max}` {bound} of {inst_id}"),
            Fault::BelowMin(bound) => format!("is less than `{min}` {bound} of {inst_id}"),
            Fault::AboveBands(bound) => format!("is more than the highest price {bound} of {inst_id}"),
            Fault::BelowBands(bound) => format!("is less than the lowest price {bound} of {inst_id}"),
            Fault::OffStep(size) if self.case.bands => {
                format!("is no multiple of `{step}` {size} of {inst_id} at this price")
            }
            Fault::OffStep(size) => format!("is no multiple of `{step}` {size} of {inst_id}"),
        }
    }

    /// The next value above; nothing where there is none.
    fn above(&self) -> String {
        let above = self.grid.at_or_above(self.value);
        above.map_or_else(String::new, |above| format!("; the nearest valid value above is {above}"))
    }

    fn kind_name(&self) -> &'static str {
        match self.kind {
            PrecisionKind::Price => "price",
            PrecisionKind::Size => "size",
        }
    }
}
