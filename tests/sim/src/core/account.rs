//! What an account has: cash, what is set aside for its orders, positions, leverage.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::instrument::Instrument;
use super::order::Side;
use super::profile::Profile;
use crate::number::{TooLarge, add, divide, multiply};

/// An account's place in the exchange.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AccountId(pub(crate) usize);

impl AccountId {
    /// The exchange's own account: it gives the market its background of resting orders.
    pub const HOUSE: Self = Self(0);

    /// Whether it is the exchange's own.
    pub fn is_house(self) -> bool {
        self == Self::HOUSE
    }
}

/// One account.
#[derive(Clone, Debug)]
pub struct Account {
    /// What was fixed when it was opened.
    pub profile: Profile,
    /// Cash in the trading account, by currency, with what is set aside.
    pub cash: BTreeMap<String, Decimal>,
    /// Cash in the funding account, by currency.
    pub funding: BTreeMap<String, Decimal>,
    /// What is set aside for live orders, by currency.
    pub held: BTreeMap<String, Decimal>,
    /// Positions, by the place of the instrument in the listing.
    pub positions: BTreeMap<usize, Position>,
    /// Leverage that was set, by the place of the instrument in the listing.
    pub leverage: BTreeMap<usize, Decimal>,
    /// Until when no order of a family may be under market maker protection, in milliseconds since the epoch.
    pub(crate) protection_locked: BTreeMap<String, i64>,
}

/// How much of a derivative an account holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Position {
    /// Contracts; negative when short.
    pub size: Decimal,
    /// What it was worth when it was entered, in the settlement currency; negative when short.
    pub entry: Decimal,
    /// What is set aside for it, in the settlement currency.
    pub margin: Decimal,
}

impl Position {
    /// Takes a trade in: the signed size and what it is worth, signed alike. Gives the profit of the part that was
    /// closed.
    pub(crate) fn trade(&mut self, size: Decimal, worth: Decimal) -> Result<Decimal, TooLarge> {
        let opposite = (self.size.is_sign_negative() != size.is_sign_negative()) && !self.size.is_zero();
        if !opposite {
            self.size = add(self.size, size)?;
            self.entry = add(self.entry, worth)?;
            return Ok(Decimal::ZERO);
        }
        let closed = size.abs().min(self.size.abs());
        let released = part(self.entry, closed, self.size.abs())?;
        let closing_worth = part(worth, closed, size.abs())?;
        self.size = add(self.size, size)?;
        self.entry = add(add(self.entry, -released)?, add(worth, -closing_worth)?)?;
        Ok(-add(closing_worth, released)?)
    }
}

/// So much of an amount as `some` is of `all`; the whole amount without a division when they are equal.
fn part(amount: Decimal, some: Decimal, all: Decimal) -> Result<Decimal, TooLarge> {
    if some == all { Ok(amount) } else { divide(multiply(amount, some)?, all) }
}

impl Account {
    pub(crate) fn open(profile: Profile) -> Self {
        Self {
            cash: profile.cash.clone(),
            funding: profile.cash.clone(),
            held: BTreeMap::new(),
            positions: BTreeMap::new(),
            leverage: BTreeMap::new(),
            protection_locked: BTreeMap::new(),
            profile,
        }
    }

    /// Cash that is not set aside for orders or positions.
    pub fn available(&self, currency: &str) -> Decimal {
        amount_of(&self.cash, currency) - amount_of(&self.held, currency)
    }

    /// How much of a trade would add to a position rather than reduce one.
    pub(crate) fn opening_part(&self, instrument: usize, side: Side, size: Decimal) -> Decimal {
        let position = self.positions.get(&instrument).map_or(Decimal::ZERO, |position| position.size);
        let reducible = (-side.signed(position)).max(Decimal::ZERO);
        (size - reducible).max(Decimal::ZERO)
    }

    pub(crate) fn leverage_of(&self, place: usize, instrument: &Instrument) -> Decimal {
        self.leverage.get(&place).copied().unwrap_or_else(|| instrument.default_leverage())
    }

    pub(crate) fn pay_in(&mut self, currency: &str, amount: Decimal) -> Result<(), TooLarge> {
        change(&mut self.cash, currency, amount)
    }

    pub(crate) fn hold(&mut self, currency: &str, amount: Decimal) -> Result<(), TooLarge> {
        change(&mut self.held, currency, amount)
    }
}

/// The amount of a currency, zero where there is none.
pub(crate) fn amount_of(amounts: &BTreeMap<String, Decimal>, currency: &str) -> Decimal {
    amounts.get(currency).copied().unwrap_or_default()
}

/// Adds an amount, which may be negative, to what there is of a currency.
pub(crate) fn change(amounts: &mut BTreeMap<String, Decimal>, currency: &str, by: Decimal) -> Result<(), TooLarge> {
    let entry = amounts.entry(currency.to_owned()).or_default();
    *entry = add(*entry, by)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::number;

    fn number(text: &str) -> Decimal {
        number::read(text).expect("a number")
    }

    #[test]
    fn closing_a_part_gives_its_profit_and_keeps_the_entry_of_the_rest() {
        let mut position = Position::default();
        assert_eq!(position.trade(number("4"), number("400")), Ok(Decimal::ZERO));
        assert_eq!(position.trade(number("-1"), number("-150")), Ok(number("50")));
        assert_eq!((position.size, position.entry), (number("3"), number("300")));
    }

    #[test]
    fn a_trade_through_zero_closes_and_opens() {
        let mut position = Position::default();
        position.trade(number("-2"), number("-200")).expect("a small trade");
        assert_eq!(position.trade(number("5"), number("400")), Ok(number("40")));
        assert_eq!((position.size, position.entry), (number("3"), number("240")));
    }
}
