//! Sizes as people think of them, and as they go out.

use std::fmt;

use rust_decimal::Decimal;

use crate::api::enums::{OrdType, Side, TdMode, TgtCcy};
use crate::api::ids::InstId;
use crate::api::trade::PlaceOrder;
use crate::error::Error;

/// How much to trade, in the unit it is thought of in; [`Instrument::size`](crate::Instrument::size) turns it into what goes out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Size {
    /// An amount of base currency: of BTC for `BTC-USDT`, `BTC-USDT-SWAP` and `BTC-USD-SWAP` alike.
    Base(Decimal),
    /// What it is worth at the price, in the currency of the price: USDT for `BTC-USDT`, USD for `BTC-USD-SWAP`. Of an option it is the
    /// premium, in the currency it is paid in.
    Quote(Decimal),
    /// A number of contracts; not for spot and margin.
    Contracts(Decimal),
    /// What is put up for a position of futures or swaps at a leverage, fees not counted: in quote currency for linear contracts, in base
    /// currency for inverse ones.
    Margin {
        /// The amount that is put up.
        collateral: Decimal,
        /// How many times as much the position is worth.
        leverage: Decimal,
    },
}

/// What an amount is counted in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Base currency.
    Base,
    /// Quote currency; of an option the currency the premium is paid in.
    Quote,
    /// Contracts.
    Contracts,
}

impl fmt::Display for Unit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Base => "base currency",
            Self::Quote => "quote currency",
            Self::Contracts => "contracts",
        })
    }
}

/// A size as it goes out in an order of one instrument, and what it comes to. It is on the instrument's lot, and never more than was
/// asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct WireSize {
    /// The instrument.
    pub inst_id: InstId,
    /// The order's size.
    pub sz: Decimal,
    /// What `sz` counts.
    pub unit: Unit,
    /// How much base currency it is. Of an inverse contract it is a quotient by the price, cut after 18 places at the latest; `None`
    /// where it would take a price and none was given.
    pub base: Option<Decimal>,
    /// What it is worth, in quote currency, exactly; of an option the premium. `None` where it would take a price and none was given.
    pub quote: Option<Decimal>,
    /// What is left of the amount that was asked for, exactly, since the rest is less than a lot.
    pub left_over: Decimal,
    /// What `left_over` counts: what was asked for, but of collateral, and of base currency in inverse contracts, what the rest would be
    /// worth in quote currency.
    pub left_over_unit: Unit,
}

impl WireSize {
    /// What `tgtCcy` of a spot market order of this size must be; `None` for contracts, which have none.
    pub fn tgt_ccy(&self) -> Option<TgtCcy> {
        match self.unit {
            Unit::Base => Some(TgtCcy::BaseCcy),
            Unit::Quote => Some(TgtCcy::QuoteCcy),
            Unit::Contracts => None,
        }
    }

    /// An order of this size. A spot market order says what its size counts, so that OKX takes it as it is meant; add the price of one
    /// that has one.
    ///
    /// # Errors
    ///
    /// OKX would count the size in another unit: only market orders of spot and margin count quote currency, and a market order that buys
    /// on margin counts nothing else.
    pub fn order(
        &self,
        td_mode: impl Into<TdMode>,
        side: impl Into<Side>,
        ord_type: impl Into<OrdType>,
    ) -> Result<PlaceOrder, Error> {
        let (td_mode, side, ord_type) = (td_mode.into(), side.into(), ord_type.into());
        let is_market = ord_type == OrdType::Market;
        let is_on_margin = matches!(td_mode, TdMode::Cross | TdMode::Isolated);
        let counted = match self.unit {
            Unit::Contracts => Unit::Contracts,
            _ if is_market && is_on_margin && side == Side::Buy => Unit::Quote,
            _ if is_market && !is_on_margin => self.unit,
            _ => Unit::Base,
        };
        if counted != self.unit {
            let (sz, unit) = (self.sz.normalize(), self.unit);
            let (side, ord_type, td_mode) = (side.as_str(), ord_type.as_str(), td_mode.as_str());
            return Err(Error::invalid(format!(
                "the size {sz} counts {unit}, and OKX counts {counted} in an order of {} to {side} of type {ord_type} in mode {td_mode}; \
                 ask for a size in {counted}",
                self.inst_id
            )));
        }
        let order = PlaceOrder::new(self.inst_id.clone(), td_mode, side, ord_type, self.sz);
        Ok(match self.tgt_ccy().filter(|_| is_market && !is_on_margin) {
            Some(tgt_ccy) => order.tgt_ccy(tgt_ccy),
            None => order,
        })
    }
}

impl fmt::Display for WireSize {
    /// `1.66 contracts of BTC-USDT-SWAP (0.0166 base currency, 996 quote currency)`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} of {}", self.sz.normalize(), self.unit, self.inst_id)?;
        let amounts = [(self.base, Unit::Base), (self.quote, Unit::Quote)];
        let told = amounts.into_iter().filter_map(|(amount, unit)| Some((amount?, unit)));
        let told: Vec<String> = told
            .filter(|(_, unit)| *unit != self.unit)
            .map(|(amount, unit)| format!("{} {unit}", amount.normalize()))
            .collect();
        if told.is_empty() { Ok(()) } else { write!(f, " ({})", told.join(", ")) }
    }
}
