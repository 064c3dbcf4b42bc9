//! One instrument.

use std::fmt;
use std::sync::Arc;

use rust_decimal::Decimal;

use super::definition::Definition;
use super::figures::{PLACES, place_of};
use crate::api::enums::InstType;
use crate::api::ids::{InstFamily, InstId, InstIdCode};
use crate::api::precision::{ORDER_PRICE, ORDER_SIZE};
use crate::check::condition::all_hold;
use crate::check::precision::{Grid, exact};
use crate::facts::{Precision, PrecisionCase};
use crate::value::Timestamp;

/// An instrument at the point in time at which it was requested from [`Instruments::get`](crate::Instruments::get).
///
/// Announced changes are applied from the moment they take effect, so get the instrument again before each use instead of keeping it.
#[derive(Clone)]
pub struct Instrument {
    pub(super) definition: Arc<Definition>,
    at: Timestamp,
}

impl Instrument {
    pub(super) fn new(definition: Arc<Definition>, at: Timestamp) -> Self {
        Self { definition, at }
    }

    /// Its name.
    pub fn inst_id(&self) -> &InstId {
        &self.definition.inst_id
    }

    /// Its type, such as spot or swap.
    pub fn inst_type(&self) -> &InstType {
        &self.definition.inst_type
    }

    /// The family it belongs to; `None` for spot.
    pub fn inst_family(&self) -> Option<&InstFamily> {
        self.definition.inst_family.as_ref()
    }

    /// Its numeric code, if OKX gave it one.
    pub fn inst_id_code(&self) -> Option<InstIdCode> {
        self.definition.inst_id_code
    }

    /// The tick size: prices are multiples of it. If the tick size depends on the price, this is the smallest one.
    pub fn tick_sz(&self) -> Option<Decimal> {
        self.definition.figure(PLACES.tick_sz, self.at)
    }

    /// The lot size: sizes are multiples of it. In contracts, or in base currency for spot and margin.
    pub fn lot_sz(&self) -> Option<Decimal> {
        self.definition.figure(PLACES.lot_sz, self.at)
    }

    /// The minimum order size, in contracts, or in base currency for spot and margin.
    pub fn min_sz(&self) -> Option<Decimal> {
        self.definition.figure(PLACES.min_sz, self.at)
    }

    /// The value of one contract, with its multiplier; `None` for spot and margin.
    pub(super) fn contract_value(&self) -> Option<Decimal> {
        let figure = |place| self.definition.figure(place, self.at).filter(|figure| *figure > Decimal::ZERO);
        exact::product(figure(PLACES.ct_val)?, figure(PLACES.ct_mult)?)
    }

    /// Any decimal field of [`objects::Instrument`](crate::api::objects::Instrument) by its wire name, such as `figure("ctVal")`.
    pub fn figure(&self, wire: &str) -> Option<Decimal> {
        place_of(wire).and_then(|place| self.definition.figure(place, self.at))
    }

    /// Rounds a price down to the nearest valid order price. `None` if there is none, for example because the price is below the smallest
    /// one, or if the tick size could not be read.
    ///
    /// The client itself never rounds a price.
    pub fn floor_px(&self, px: Decimal) -> Option<Decimal> {
        self.floor(&ORDER_PRICE, px)
    }

    /// Rounds a size down to the nearest valid order size, in contracts, or in base currency for spot and margin. `None` if that is below
    /// the minimum order size. The maximum size depends on the order type and is not applied here.
    ///
    /// The client itself never rounds a size.
    pub fn floor_sz(&self, sz: Decimal) -> Option<Decimal> {
        self.floor(&ORDER_SIZE, sz)
    }

    fn floor(&self, rule: &Precision, value: Decimal) -> Option<Decimal> {
        let usual = rule.cases.iter().find(|case| all_hold(case.when, None, Some(self.inst_type().as_str())))?;
        if [usual.step, usual.min].into_iter().flatten().any(|wire| self.is_inexact(wire)) {
            return None;
        }
        let grid = Grid { max: None, ..self.grid(rule, usual) };
        grid.steps.reaches(value).then(|| grid.at_or_below(value)).flatten()
    }

    /// Whether the decimal field of this wire name could not be read exactly.
    pub(crate) fn is_inexact(&self, wire: &str) -> bool {
        place_of(wire).is_some_and(|place| self.definition.is_inexact(place))
    }

    /// The grid of this instrument under a case of a precision rule.
    pub(crate) fn grid(&self, rule: &Precision, case: &PrecisionCase) -> Grid<'_> {
        Grid::of(rule, case, |name| self.figure(name), &self.definition.bands)
    }
}

impl fmt::Debug for Instrument {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.definition.fmt(f)
    }
}
