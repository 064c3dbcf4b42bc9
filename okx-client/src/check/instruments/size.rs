//! Sizes in any unit, and sizes as orders carry them.

use std::fmt;

use rust_decimal::Decimal;

use crate::api::enums::{OrdType, Side, TdMode, TgtCcy};
use crate::api::ids::InstId;
use crate::api::trade::PlaceOrder;
use crate::error::Error;

/// How much to trade, in any unit. [`Instrument::size`](crate::Instrument::size) converts it to the size of an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Size {
    /// An amount of base currency: of BTC for `BTC-USDT`, `BTC-USDT-SWAP` and `BTC-USD-SWAP` alike.
    Base(Decimal),
    /// The value at the price, in quote currency: USDT for `BTC-USDT`, USD for `BTC-USD-SWAP`. For an option, the premium in the currency
    /// in which it is paid.
    Quote(Decimal),
    /// A number of contracts. Not for spot and margin.
    Contracts(Decimal),
    /// The collateral for a position in futures or swaps at a leverage, without fees: in quote currency for linear contracts, in base
    /// currency for inverse ones.
    Margin {
        /// The amount of collateral.
        collateral: Decimal,
        /// The value of the position divided by its collateral.
        leverage: Decimal,
    },
}

/// The unit of an amount.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Base currency.
    Base,
    /// Quote currency; for an option, the currency in which the premium is paid.
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

/// The size of an order for one instrument, and its value. It is a multiple of the lot size, and never more than requested.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct WireSize {
    /// The instrument.
    pub inst_id: InstId,
    /// The order's size.
    pub sz: Decimal,
    /// The unit of `sz`.
    pub unit: Unit,
    /// The amount of base currency. For an inverse contract it is a quotient by the price, truncated to at most 18 decimal places. `None`
    /// if a price is needed and none was given.
    pub base: Option<Decimal>,
    /// The exact value in quote currency; for an option, the premium. `None` if a price is needed and none was given.
    pub quote: Option<Decimal>,
    /// The exact rest of the requested amount, which is less than one lot.
    pub left_over: Decimal,
    /// The unit of `left_over`: the requested one, except that the rest of collateral, and of base currency in inverse contracts, is given
    /// as its value in quote currency.
    pub left_over_unit: Unit,
}

impl WireSize {
    /// The `tgtCcy` of a spot market order of this size; `None` for contracts, which have none.
    pub fn tgt_ccy(&self) -> Option<TgtCcy> {
        match self.unit {
            Unit::Base => Some(TgtCcy::BaseCcy),
            Unit::Quote => Some(TgtCcy::QuoteCcy),
            Unit::Contracts => None,
        }
    }

    /// An order of this size. `tgtCcy` is set for spot market orders, so that OKX reads the size in the right unit. Add a price to orders
    /// that need one.
    ///
    /// # Errors
    ///
    /// OKX would read the size in another unit: only market orders of spot and margin take quote currency, and a market order that buys on
    /// margin takes nothing else.
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
                "the size {sz} is in {unit}, but OKX reads it as {counted} in a {side} order for {} of type {ord_type} in mode {td_mode}; \
                 use a size in {counted}",
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
        let known = amounts.into_iter().filter_map(|(amount, unit)| Some((amount?, unit)));
        let known: Vec<String> = known
            .filter(|(_, unit)| *unit != self.unit)
            .map(|(amount, unit)| format!("{} {unit}", amount.normalize()))
            .collect();
        if known.is_empty() { Ok(()) } else { write!(f, " ({})", known.join(", ")) }
    }
}
