//! Converts a size in any unit to the size of an order, by exact arithmetic.

use rust_decimal::Decimal;

use super::definition::SizeBasis;
use super::instrument::Instrument;
use super::size::{Size, Unit, WireSize};
use crate::api::enums::InstType;
use crate::check::precision::exact;
use crate::error::Error;

/// A requested amount, and how it is converted to the unit in which lots are counted.
struct Request {
    /// In the requested unit.
    amount: Decimal,
    /// Converts the amount to `unit` by multiplication.
    factor: Decimal,
    unit: Unit,
    /// The value of one unit of size, in `unit`.
    unit_value: Decimal,
    /// The name of the requested unit, for messages.
    unit_name: &'static str,
}

/// The properties of an instrument that sizing depends on, and the given price.
struct Terms<'a> {
    instrument: &'a Instrument,
    basis: SizeBasis,
    /// The value of one contract; 1 for spot and margin.
    contract_value: Decimal,
    lot: Decimal,
    price: Option<Decimal>,
}

impl Instrument {
    /// Converts a size in any unit to the size of an order: the largest multiple of the lot size that is not more than requested. The rest
    /// is returned in [`WireSize::left_over`].
    ///
    /// A price is needed for [`Size::Quote`] and [`Size::Margin`], and for [`Size::Base`] of inverse contracts. The maximum size depends
    /// on the order type; it is checked when the order is sent.
    ///
    /// ```
    /// use okx_client::enums::{OrdType, Side, TdMode};
    /// use okx_client::{Size, Unit, dec};
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), okx_client::Error> {
    /// # let sim = okx_sim::Sim::start().await;
    /// # let environment = okx_client::Environment::demo(okx_client::Region::Global);
    /// # let okx = okx_client::Client::builder().environment(environment).base_url(sim.url()).build()?;
    /// let swap = okx.instruments().get("BTC-USDT-SWAP").await?;
    /// assert_eq!(swap.floor_px(dec!(60_000.19)), Some(dec!(60_000.1)), "rounding is explicit");
    /// let price = dec!(60_000);
    /// let size = swap.size(Size::Quote(dec!(1_000)), price)?;
    /// // A contract is 0.01 BTC, worth 600 USDT, and a lot is 0.01 contracts.
    /// assert_eq!((size.sz, size.unit), (dec!(1.66), Unit::Contracts));
    /// assert_eq!((size.base, size.quote), (Some(dec!(0.0166)), Some(dec!(996))));
    /// assert_eq!((size.left_over, size.left_over_unit), (dec!(4), Unit::Quote));
    /// let order = size.order(TdMode::Cross, Side::Buy, OrdType::Limit)?.px(price);
    /// okx.check(&order).await?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// The amount or the price is not greater than zero; a price is needed and was not given; the amount is below the minimum order size,
    /// which the error names; or the contract value is not clear from OKX's definition of the instrument.
    pub fn size(&self, size: Size, at_price: impl Into<Option<Decimal>>) -> Result<WireSize, Error> {
        let terms = Terms::of(self, size, at_price.into())?;
        let request = terms.request(size)?;
        let too_long = || self.cannot_size("the amount has too many digits for an exact result");
        let amount = exact::product(request.amount, request.factor).ok_or_else(too_long)?;
        let lot = exact::product(request.unit_value, terms.lot).ok_or_else(too_long)?;
        let (lots, left_over) = exact::steps(amount, lot).ok_or_else(too_long)?;
        let sz = exact::product(lots, terms.lot).ok_or_else(too_long)?;
        let min = self.min_size().unwrap_or(terms.lot).max(terms.lot);
        if sz < min {
            return Err(self.too_small(&request, min));
        }
        let (base, quote) = terms.amounts(sz).ok_or_else(too_long)?;
        let unit = if terms.basis == SizeBasis::BaseCurrency { Unit::Base } else { Unit::Contracts };
        Ok(WireSize { inst_id: self.inst_id().clone(), sz, unit, base, quote, left_over, left_over_unit: request.unit })
    }

    /// The size of a spot or margin market order that spends or receives this amount of quote currency. It is not rounded to a lot, so
    /// nothing is left over. The minimum order size is checked by OKX alone, because there is no price.
    ///
    /// # Errors
    ///
    /// The amount is not greater than zero, or the instrument is not spot or margin.
    pub fn size_in_quote(&self, amount: Decimal) -> Result<WireSize, Error> {
        if self.definition.size_basis != SizeBasis::BaseCurrency {
            return Err(self.cannot_size(
                "only spot and margin market orders take a size in quote currency; use `size` with a price",
            ));
        }
        if amount <= Decimal::ZERO {
            return Err(self.cannot_size(&format!("{amount} quote currency is not greater than zero")));
        }
        let quote = Some(amount);
        let (inst_id, left_over) = (self.inst_id().clone(), Decimal::ZERO);
        Ok(WireSize {
            inst_id,
            sz: amount,
            unit: Unit::Quote,
            base: None,
            quote,
            left_over,
            left_over_unit: Unit::Quote,
        })
    }

    fn too_small(&self, request: &Request, min: Decimal) -> Error {
        let Request { amount, factor, unit_value, unit_name, .. } = request;
        let needed = exact::product(min, *unit_value).and_then(|needed| exact::quotient_above(needed, *factor));
        let advice =
            needed.map_or_else(String::new, |needed| format!("; use at least {} {unit_name}", needed.normalize()));
        let (amount, min) = (amount.normalize(), min.normalize());
        self.cannot_size(&format!("{amount} {unit_name} is below the minimum order size {min}{advice}"))
    }

    fn cannot_size(&self, why: &str) -> Error {
        Error::invalid(format!("cannot convert a size for {}: {why}", self.inst_id()))
    }
}

impl<'a> Terms<'a> {
    fn of(instrument: &'a Instrument, size: Size, price: Option<Decimal>) -> Result<Self, Error> {
        let figures = match size {
            Size::Base(amount) | Size::Quote(amount) | Size::Contracts(amount) => [amount, Decimal::ONE],
            Size::Margin { collateral, leverage } => [collateral, leverage],
        };
        if let Some(wrong) = figures.into_iter().chain(price).find(|figure| *figure <= Decimal::ZERO) {
            return Err(instrument.cannot_size(&format!("{wrong} is not greater than zero")));
        }
        let basis = instrument.definition.size_basis;
        let contract_value = match basis {
            SizeBasis::BaseCurrency => Some(Decimal::ONE),
            SizeBasis::Unknown if matches!(size, Size::Contracts(_)) => Some(Decimal::ONE),
            SizeBasis::Unknown => None,
            SizeBasis::BaseContracts | SizeBasis::QuoteContracts => instrument.contract_value(),
        };
        let unknown = "OKX does not say what one contract is worth; use `Size::Contracts`";
        let contract_value = contract_value.ok_or_else(|| instrument.cannot_size(unknown))?;
        let lot = instrument.lot_size().filter(|lot| *lot > Decimal::ZERO);
        let lot =
            lot.ok_or_else(|| instrument.cannot_size("OKX lists it without a lot size, so it cannot be traded yet"))?;
        Ok(Self { instrument, basis, contract_value, lot, price })
    }

    /// How the requested amount is converted to lots.
    fn request(&self, size: Size) -> Result<Request, Error> {
        let is_inverse = self.basis == SizeBasis::QuoteContracts;
        let (amount, factor, unit, unit_value, unit_name) = match size {
            Size::Contracts(_) if self.basis == SizeBasis::BaseCurrency => {
                return Err(self
                    .instrument
                    .cannot_size("spot and margin have no contracts; use `Size::Base` or `Size::Quote`"));
            }
            Size::Contracts(amount) => (amount, Decimal::ONE, Unit::Contracts, Decimal::ONE, "contracts"),
            Size::Base(amount) if is_inverse => {
                (amount, self.price()?, Unit::Quote, self.contract_value, "base currency")
            }
            Size::Base(amount) => (amount, Decimal::ONE, Unit::Base, self.contract_value, "base currency"),
            Size::Quote(amount) => (amount, Decimal::ONE, Unit::Quote, self.unit_value()?, "quote currency"),
            Size::Margin { collateral, leverage } => {
                let factor = self.leveraged(leverage, is_inverse)?;
                (collateral, factor, Unit::Quote, self.unit_value()?, "of collateral")
            }
        };
        Ok(Request { amount, factor, unit, unit_value, unit_name })
    }

    /// The value of the position for one unit of collateral, in quote currency.
    fn leveraged(&self, leverage: Decimal, is_inverse: bool) -> Result<Decimal, Error> {
        let is_leveraged = matches!(self.instrument.inst_type(), InstType::Swap | InstType::Futures);
        if !is_leveraged {
            return Err(self.instrument.cannot_size("`Size::Margin` is for futures and swaps only; use `Size::Quote`"));
        }
        let price = self.price()?;
        if !is_inverse {
            return Ok(leverage);
        }
        exact::product(leverage, price)
            .ok_or_else(|| self.instrument.cannot_size("the leverage has too many digits for an exact result"))
    }

    /// The value of one unit of size in quote currency.
    fn unit_value(&self) -> Result<Decimal, Error> {
        if self.basis == SizeBasis::QuoteContracts {
            return Ok(self.contract_value);
        }
        let value = exact::product(self.contract_value, self.price()?);
        value.ok_or_else(|| self.instrument.cannot_size("the price has too many digits for an exact result"))
    }

    fn price(&self) -> Result<Decimal, Error> {
        self.price.ok_or_else(|| {
            self.instrument.cannot_size("a price is needed; pass the order's price or the expected fill price")
        })
    }

    /// The value of a size in base and in quote currency, as far as it is known. The outer `None` means too many digits.
    fn amounts(&self, sz: Decimal) -> Option<(Option<Decimal>, Option<Decimal>)> {
        let value = exact::product(sz, self.contract_value)?;
        Some(match (self.basis, self.price) {
            (SizeBasis::Unknown, _) => (None, None),
            (SizeBasis::QuoteContracts, None) => (None, Some(value)),
            (SizeBasis::QuoteContracts, Some(price)) => (Some(exact::quotient_below(value, price)?), Some(value)),
            (SizeBasis::BaseCurrency | SizeBasis::BaseContracts, None) => (Some(value), None),
            (SizeBasis::BaseCurrency | SizeBasis::BaseContracts, Some(price)) => {
                (Some(value), Some(exact::product(value, price)?))
            }
        })
    }
}

#[cfg(test)]
mod tests;
