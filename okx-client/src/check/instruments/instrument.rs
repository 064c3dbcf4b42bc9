//! One instrument.

use std::fmt;
use std::sync::Arc;

use rust_decimal::Decimal;

use super::listed::Listed;
use super::places::{self, PLACES};
use crate::api::enums::InstType;
use crate::api::ids::{InstFamily, InstId, InstIdCode};
use crate::api::precision::{ORDER_PRICE, ORDER_SIZE};
use crate::check::condition::all_hold;
use crate::check::precision::{Grid, exact};
use crate::facts::{Precision, PrecisionCase};
use crate::value::Timestamp;

/// One instrument as it was when it was asked for: changes that OKX announced count from the moment they take effect, so ask again
/// before each use rather than keep it for long.
#[derive(Clone)]
pub struct Instrument {
    pub(super) listed: Arc<Listed>,
    at: Timestamp,
}

impl Instrument {
    pub(super) fn new(listed: Arc<Listed>, at: Timestamp) -> Self {
        Self { listed, at }
    }

    /// Its name.
    pub fn inst_id(&self) -> &InstId {
        &self.listed.inst_id
    }

    /// What kind it is.
    pub fn inst_type(&self) -> &InstType {
        &self.listed.inst_type
    }

    /// The family it belongs to; not for spot.
    pub fn inst_family(&self) -> Option<&InstFamily> {
        self.listed.inst_family.as_ref()
    }

    /// Its number, where OKX has given it one.
    pub fn inst_id_code(&self) -> Option<InstIdCode> {
        self.listed.inst_id_code
    }

    /// The step of its prices; where the step depends on the price, the smallest there is.
    pub fn tick_sz(&self) -> Option<Decimal> {
        self.listed.figure(PLACES.tick_sz, self.at)
    }

    /// The step of its sizes: in contracts, or for spot and margin in base currency.
    pub fn lot_sz(&self) -> Option<Decimal> {
        self.listed.figure(PLACES.lot_sz, self.at)
    }

    /// The smallest size of an order: in contracts, or for spot and margin in base currency.
    pub fn min_sz(&self) -> Option<Decimal> {
        self.listed.figure(PLACES.min_sz, self.at)
    }

    /// What one contract stands for, all multipliers in; not for spot and margin.
    pub(super) fn contract_value(&self) -> Option<Decimal> {
        let figure = |place| self.listed.figure(place, self.at).filter(|figure| *figure > Decimal::ZERO);
        exact::product(figure(PLACES.ct_val)?, figure(PLACES.ct_mult)?)
    }

    /// Any other figure of [`objects::Instrument`](crate::api::objects::Instrument), by its name on the wire: `figure("ctVal")`.
    pub fn figure(&self, wire: &str) -> Option<Decimal> {
        places::named(wire).and_then(|place| self.listed.figure(place, self.at))
    }

    /// The nearest price of an order that is not above this one. `None` where there is none, for example when no price is as low, and
    /// where the step could not be read.
    ///
    /// Prices are never rounded unless this is asked for.
    pub fn floor_px(&self, px: Decimal) -> Option<Decimal> {
        self.floor(&ORDER_PRICE, px)
    }

    /// The nearest size of an order that is not above this one, in contracts, or for spot and margin in base currency. `None` where
    /// there is none: when this is less than the smallest size of an order. How large a size may be depends on the type of the order,
    /// so there is no upper bound here.
    ///
    /// Sizes are never rounded unless this is asked for.
    pub fn floor_sz(&self, sz: Decimal) -> Option<Decimal> {
        self.floor(&ORDER_SIZE, sz)
    }

    fn floor(&self, rule: &Precision, value: Decimal) -> Option<Decimal> {
        let usual = rule.cases.iter().find(|case| all_hold(case.when, None, Some(self.inst_type().as_str())))?;
        if [usual.step, usual.min].into_iter().flatten().any(|wire| self.is_unread(wire)) {
            return None;
        }
        let grid = Grid { max: None, ..self.grid(rule, usual) };
        grid.steps.reaches(value).then(|| grid.at_or_below(value)).flatten()
    }

    /// Whether a figure could not be read exactly, by its name on the wire.
    pub(crate) fn is_unread(&self, wire: &str) -> bool {
        places::named(wire).is_some_and(|place| self.listed.is_unread(place))
    }

    /// The grid that a case of a precision rule means for this instrument.
    pub(crate) fn grid(&self, rule: &Precision, case: &PrecisionCase) -> Grid<'_> {
        Grid::of(rule, case, |name| self.figure(name), &self.listed.bands)
    }
}

impl fmt::Debug for Instrument {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.listed.fmt(f)
    }
}
