//! The state of an account: balances, amounts held for orders, positions, leverage.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::instrument::Instrument;
use super::order::Side;
use super::profile::Profile;
use crate::number::{TooLarge, add, divide, multiply};

/// The identifier of an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AccountId(pub(crate) usize);

impl AccountId {
    /// The exchange's own account: the owner of the background orders of every market.
    pub const HOUSE: Self = Self(0);

    /// Whether it is the exchange's own account.
    pub fn is_house(self) -> bool {
        self == Self::HOUSE
    }
}

/// An account.
#[derive(Clone, Debug)]
pub struct Account {
    /// The settings it was opened with.
    pub profile: Profile,
    /// Balances of the trading account by currency, including held amounts.
    pub cash: BTreeMap<String, Decimal>,
    /// Balances of the funding account by currency.
    pub funding: BTreeMap<String, Decimal>,
    /// Amounts held for live orders, by currency.
    pub held: BTreeMap<String, Decimal>,
    /// Open positions, by the index of the instrument in the listing.
    pub positions: BTreeMap<usize, Position>,
    /// Leverage that was set, by the index of the instrument in the listing.
    pub leverage: BTreeMap<usize, Decimal>,
    /// Until when new orders under market maker protection are rejected, by instrument family, in milliseconds since
    /// the epoch.
    pub(crate) protection_locked: BTreeMap<String, i64>,
}

/// The position of an account in a derivative.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Position {
    /// The position ID.
    pub id: u64,
    /// Number of contracts; negative if short.
    pub size: Decimal,
    /// The notional value at entry, in the settlement currency; negative if short.
    pub entry: Decimal,
    /// The margin held for it, in the settlement currency.
    pub margin: Decimal,
    /// The ID of its last trade.
    pub last_trade: u64,
    /// When it was opened, in milliseconds since the epoch.
    pub opened: i64,
    /// When it was last updated, in milliseconds since the epoch.
    pub updated: i64,
}

impl Position {
    /// Applies a trade with its signed size and signed notional value. Returns the realized profit of the closed
    /// part.
    pub(crate) fn trade(&mut self, size: Decimal, value: Decimal) -> Result<Decimal, TooLarge> {
        let opposite = (self.size.is_sign_negative() != size.is_sign_negative()) && !self.size.is_zero();
        if !opposite {
            self.size = add(self.size, size)?;
            self.entry = add(self.entry, value)?;
            return Ok(Decimal::ZERO);
        }
        let closed = size.abs().min(self.size.abs());
        let released = part(self.entry, closed, self.size.abs())?;
        let closing_value = part(value, closed, size.abs())?;
        self.size = add(self.size, size)?;
        self.entry = add(add(self.entry, -released)?, add(value, -closing_value)?)?;
        Ok(-add(closing_value, released)?)
    }
}

/// The share of an amount that `some` is of `all`. Avoids a division, and so rounding, if they are equal.
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

    /// The balance that is not held for orders or positions.
    pub fn available(&self, currency: &str) -> Decimal {
        amount_of(&self.cash, currency) - amount_of(&self.held, currency)
    }

    /// How much of a trade would open or increase a position rather than reduce one.
    pub(crate) fn opening_part(&self, instrument: usize, side: Side, size: Decimal) -> Decimal {
        let position = self.positions.get(&instrument).map_or(Decimal::ZERO, |position| position.size);
        let reducible = (-side.signed(position)).max(Decimal::ZERO);
        (size - reducible).max(Decimal::ZERO)
    }

    /// The leverage of an instrument with this index in the listing.
    pub fn leverage_of(&self, index: usize, instrument: &Instrument) -> Decimal {
        self.leverage.get(&index).copied().unwrap_or_else(|| instrument.default_leverage())
    }
}

/// The amount of a currency, or zero if there is none.
pub(crate) fn amount_of(amounts: &BTreeMap<String, Decimal>, currency: &str) -> Decimal {
    amounts.get(currency).copied().unwrap_or_default()
}

/// Adds an amount, which may be negative, to the amount of a currency.
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
    fn a_partial_close_realizes_its_profit_and_keeps_the_entry_value_of_the_rest() {
        let mut position = Position::default();
        assert_eq!(position.trade(number("4"), number("400")), Ok(Decimal::ZERO));
        assert_eq!(position.trade(number("-1"), number("-150")), Ok(number("50")));
        assert_eq!((position.size, position.entry), (number("3"), number("300")));
    }

    #[test]
    fn a_trade_that_reverses_a_position_closes_it_and_opens_a_new_one() {
        let mut position = Position::default();
        position.trade(number("-2"), number("-200")).expect("a small trade");
        assert_eq!(position.trade(number("5"), number("400")), Ok(number("40")));
        assert_eq!((position.size, position.entry), (number("3"), number("240")));
    }
}
