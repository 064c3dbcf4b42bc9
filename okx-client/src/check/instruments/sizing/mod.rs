//! From a size in any unit to the one that goes out, by exact arithmetic: what does not come out even goes into the rest.

use rust_decimal::Decimal;

use super::counting::Counting;
use super::instrument::Instrument;
use super::quantity::{Size, Unit, WireSize};
use crate::api::enums::InstType;
use crate::check::precision::exact;
use crate::error::Error;

/// An amount that is asked for, and how it is brought to the currency in which lots are counted off.
struct Asked {
    /// In the unit that was asked in.
    amount: Decimal,
    /// What the amount is multiplied with to be in `unit`.
    factor: Decimal,
    unit: Unit,
    /// What one unit of size comes to, in `unit`.
    worth: Decimal,
    /// What the amount counts, for the person who asked.
    named: &'static str,
}

/// What is needed of an instrument, and the price that was given.
struct Terms<'a> {
    instrument: &'a Instrument,
    counting: Counting,
    /// What one contract stands for; 1 for spot and margin.
    value: Decimal,
    lot: Decimal,
    price: Option<Decimal>,
}

impl Instrument {
    /// The size that goes out for a size in any unit, at a price where it takes one: for [`Size::Quote`] and [`Size::Margin`], and for
    /// [`Size::Base`] of inverse contracts. It is the largest that comes to no more than was asked for and lies on the instrument's lot;
    /// what is left over is told. How large it may be depends on the type of the order and is checked when the order is sent.
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
    /// assert_eq!(swap.floor_px(dec!(60_000.19)), Some(dec!(60_000.1)), "prices and sizes are rounded on request alone");
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
    /// The amount or the price is not above zero; a price is needed; the amount comes to less than the smallest order, and then the error
    /// says how much it must be; or what OKX says of the instrument does not tell what its sizes count.
    pub fn size(&self, size: Size, at_price: impl Into<Option<Decimal>>) -> Result<WireSize, Error> {
        let terms = Terms::of(self, size, at_price.into())?;
        let asked = terms.asked(size)?;
        let too_long = || self.cannot_size("the amount has more digits than can be counted exactly");
        let amount = exact::product(asked.amount, asked.factor).ok_or_else(too_long)?;
        let lot = exact::product(asked.worth, terms.lot).ok_or_else(too_long)?;
        let (lots, left_over) = exact::steps(amount, lot).ok_or_else(too_long)?;
        let sz = exact::product(lots, terms.lot).ok_or_else(too_long)?;
        let min = self.min_sz().unwrap_or(terms.lot).max(terms.lot);
        if sz < min {
            return Err(self.too_small(&asked, min));
        }
        let (base, quote) = terms.amounts(sz).ok_or_else(too_long)?;
        let unit = if terms.counting == Counting::Base { Unit::Base } else { Unit::Contracts };
        Ok(WireSize { inst_id: self.inst_id().clone(), sz, unit, base, quote, left_over, left_over_unit: asked.unit })
    }

    /// The size of a spot or margin market order that is to spend or bring so much quote currency. It has no lot, so nothing is left over,
    /// and no price, so OKX alone knows whether it is large enough.
    ///
    /// # Errors
    ///
    /// The amount is not above zero, or it is no spot or margin instrument.
    pub fn size_in_quote(&self, amount: Decimal) -> Result<WireSize, Error> {
        if self.listed.counting != Counting::Base {
            return Err(
                self.cannot_size("only spot and margin market orders count quote currency; ask `size` with a price")
            );
        }
        if amount <= Decimal::ZERO {
            return Err(self.cannot_size(&format!("{amount} quote currency is not above zero")));
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

    fn too_small(&self, asked: &Asked, min: Decimal) -> Error {
        let needed = exact::product(min, asked.worth).and_then(|needed| exact::quotient_above(needed, asked.factor));
        let at_least = needed
            .map_or_else(String::new, |needed| format!("; it takes at least {} {}", needed.normalize(), asked.named));
        let (amount, named) = (asked.amount.normalize(), asked.named);
        self.cannot_size(&format!("{amount} {named} is less than the smallest order of {}{at_least}", min.normalize()))
    }

    fn cannot_size(&self, why: &str) -> Error {
        Error::invalid(format!("no size of {}: {why}", self.inst_id()))
    }
}

impl<'a> Terms<'a> {
    fn of(instrument: &'a Instrument, size: Size, price: Option<Decimal>) -> Result<Self, Error> {
        let figures = match size {
            Size::Base(amount) | Size::Quote(amount) | Size::Contracts(amount) => [amount, Decimal::ONE],
            Size::Margin { collateral, leverage } => [collateral, leverage],
        };
        if let Some(wrong) = figures.into_iter().chain(price).find(|figure| *figure <= Decimal::ZERO) {
            return Err(instrument.cannot_size(&format!("{wrong} is not above zero")));
        }
        let counting = instrument.listed.counting;
        let value = match counting {
            Counting::Base => Some(Decimal::ONE),
            Counting::Untold if matches!(size, Size::Contracts(_)) => Some(Decimal::ONE),
            Counting::Untold => None,
            Counting::BaseContracts | Counting::QuoteContracts => instrument.contract_value(),
        };
        let untold = "OKX does not tell what one contract stands for; give a number of contracts";
        let value = value.ok_or_else(|| instrument.cannot_size(untold))?;
        let lot = instrument.lot_sz().filter(|lot| *lot > Decimal::ZERO);
        let lot =
            lot.ok_or_else(|| instrument.cannot_size("OKX lists it without a lot size; it cannot be traded yet"))?;
        Ok(Self { instrument, counting, value, lot, price })
    }

    /// How the asked amount is counted off in lots.
    fn asked(&self, size: Size) -> Result<Asked, Error> {
        let is_inverse = self.counting == Counting::QuoteContracts;
        Ok(match size {
            Size::Contracts(_) if self.counting == Counting::Base => {
                return Err(self
                    .instrument
                    .cannot_size("spot and margin have no contracts; give base or quote currency"));
            }
            Size::Contracts(amount) => {
                Asked { amount, factor: Decimal::ONE, unit: Unit::Contracts, worth: Decimal::ONE, named: "contracts" }
            }
            Size::Base(amount) if is_inverse => {
                Asked { amount, factor: self.price()?, unit: Unit::Quote, worth: self.value, named: "base currency" }
            }
            Size::Base(amount) => {
                Asked { amount, factor: Decimal::ONE, unit: Unit::Base, worth: self.value, named: "base currency" }
            }
            Size::Quote(amount) => {
                Asked { amount, factor: Decimal::ONE, unit: Unit::Quote, worth: self.worth()?, named: "quote currency" }
            }
            Size::Margin { collateral, leverage } => {
                let factor = self.leveraged(leverage, is_inverse)?;
                Asked { amount: collateral, factor, unit: Unit::Quote, worth: self.worth()?, named: "of collateral" }
            }
        })
    }

    /// What one unit of collateral moves, in quote currency.
    fn leveraged(&self, leverage: Decimal, is_inverse: bool) -> Result<Decimal, Error> {
        let is_leveraged = matches!(self.instrument.inst_type(), InstType::Swap | InstType::Futures);
        if !is_leveraged {
            return Err(self
                .instrument
                .cannot_size("collateral at a leverage tells a size of futures and swaps only; give quote currency"));
        }
        let price = self.price()?;
        if !is_inverse {
            return Ok(leverage);
        }
        exact::product(leverage, price)
            .ok_or_else(|| self.instrument.cannot_size("the leverage has more digits than can be counted exactly"))
    }

    /// What one unit of size is worth in quote currency.
    fn worth(&self) -> Result<Decimal, Error> {
        if self.counting == Counting::QuoteContracts {
            return Ok(self.value);
        }
        let worth = exact::product(self.value, self.price()?);
        worth.ok_or_else(|| self.instrument.cannot_size("the price has more digits than can be counted exactly"))
    }

    fn price(&self) -> Result<Decimal, Error> {
        self.price.ok_or_else(|| {
            self.instrument.cannot_size("this takes a price; give the one the order is to have, or about to fill at")
        })
    }

    /// What a size comes to in base and in quote currency, as far as it can be told. `None` when it has too many digits.
    fn amounts(&self, sz: Decimal) -> Option<(Option<Decimal>, Option<Decimal>)> {
        let held = exact::product(sz, self.value)?;
        Some(match (self.counting, self.price) {
            (Counting::Untold, _) => (None, None),
            (Counting::QuoteContracts, None) => (None, Some(held)),
            (Counting::QuoteContracts, Some(price)) => (Some(exact::quotient_below(held, price)?), Some(held)),
            (Counting::Base | Counting::BaseContracts, None) => (Some(held), None),
            (Counting::Base | Counting::BaseContracts, Some(price)) => (Some(held), Some(exact::product(held, price)?)),
        })
    }
}

#[cfg(test)]
mod tests;
