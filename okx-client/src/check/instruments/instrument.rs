//! One instrument.

use std::fmt;
use std::ops::Deref;
use std::sync::{Arc, OnceLock};

use rust_decimal::Decimal;

use super::definition::Definition;
use super::places::{PLACES, place_of};
use crate::api::enums::InstType;
use crate::api::ids::{InstId, InstIdCode};
use crate::api::objects::InstrumentDetails;
use crate::check::precision::{Grid, exact};
use crate::facts::{Precision, PrecisionCase};
use crate::value::Timestamp;

/// An instrument at the point in time at which it was requested from [`Instruments::get`](crate::Instruments::get).
///
/// It has all fields of [`InstrumentDetails`], the row in which OKX lists it: `instrument.ct_val`, `instrument.max_lmt_sz`,
/// `instrument.state`. Prices and sizes are rounded by [`floor_px`](Self::floor_px), [`ceil_sz`](Self::ceil_sz) and their like, moved by
/// whole ticks and lots with [`add_ticks`](Self::add_ticks) and [`add_lots`](Self::add_lots), and converted from other units with
/// [`size`](Self::size). Tick bands of options and event contracts are respected.
///
/// Announced changes are applied from the moment they take effect, so get the instrument again before each use instead of keeping it.
///
/// ```
/// use okx_client::dec;
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), okx_client::Error> {
/// # let sim = okx_sim::Sim::start().await;
/// # let environment = okx_client::Environment::demo(okx_client::Region::Global);
/// # let okx = okx_client::Client::builder().environment(environment).base_url(sim.url()).build()?;
/// let swap = okx.instruments().get("BTC-USDT-SWAP").await?;
/// assert_eq!((swap.ct_val, swap.tick_sz), (Some(dec!(0.01)), Some(dec!(0.1))));
///
/// assert_eq!(swap.floor_px(dec!(60_000.19)), Some(dec!(60_000.1)));
/// assert_eq!(swap.ceil_px(dec!(60_000.11)), Some(dec!(60_000.2)));
/// assert_eq!(swap.round_px(dec!(60_000.19)), Some(dec!(60_000.2)));
/// // Three ticks below the best bid.
/// assert_eq!(swap.add_ticks(dec!(60_000), -3), Some(dec!(59_999.7)));
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Instrument {
    pub(super) definition: Arc<Definition>,
    at: Timestamp,
    /// Created on first use, because it takes much more memory than the definition.
    details: OnceLock<Box<InstrumentDetails>>,
}

impl Instrument {
    pub(super) fn new(definition: Arc<Definition>, at: Timestamp) -> Self {
        Self { definition, at, details: OnceLock::new() }
    }

    /// Its name. Unlike the field `inst_id`, it is never absent.
    pub fn inst_id(&self) -> &InstId {
        &self.definition.inst_id
    }

    /// Its type, such as spot or swap. Unlike the field `inst_type`, it is never absent.
    pub fn inst_type(&self) -> &InstType {
        &self.definition.inst_type
    }

    /// The row in which OKX lists it, with announced changes applied. Its fields are fields of the instrument as well, by `Deref`.
    #[doc(alias = "row")]
    pub fn details(&self) -> &InstrumentDetails {
        self.details.get_or_init(|| Box::new(self.definition.details(self.at)))
    }

    /// Its numeric code, read without the whole row.
    pub(crate) fn numeric_code(&self) -> Option<InstIdCode> {
        self.definition.inst_id_code()
    }

    /// The lot size, read without the whole row.
    pub(super) fn lot_size(&self) -> Option<Decimal> {
        self.definition.figure(PLACES.lot_sz, self.at)
    }

    /// The minimum order size, read without the whole row.
    pub(super) fn min_size(&self) -> Option<Decimal> {
        self.definition.figure(PLACES.min_sz, self.at)
    }

    /// The value of one contract, with its multiplier; `None` for spot and margin.
    pub(super) fn contract_value(&self) -> Option<Decimal> {
        let figure = |place| self.definition.figure(place, self.at).filter(|figure| *figure > Decimal::ZERO);
        exact::product(figure(PLACES.ct_val)?, figure(PLACES.ct_mult)?)
    }

    /// The decimal field of this wire name, read without the whole row.
    pub(crate) fn figure(&self, wire: &str) -> Option<Decimal> {
        place_of(wire).and_then(|place| self.definition.figure(place, self.at))
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

impl Deref for Instrument {
    type Target = InstrumentDetails;

    fn deref(&self) -> &InstrumentDetails {
        self.details()
    }
}

impl fmt::Debug for Instrument {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.details().fmt(f)
    }
}
