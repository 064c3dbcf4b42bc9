//! Funding of perpetual swaps: the rate follows the prices, and positions pay it every eight hours.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::account::AccountId;
use super::bar::EIGHT_HOURS_MS;
use super::event::BalanceCause;
use super::exchange::Exchange;
use super::instrument::Kind;
use super::market::Market;
use crate::number::{TooLarge, divide, multiply, share};

/// The rate if a swap costs as much as its index: 0.01 percent.
const INTEREST: Decimal = Decimal::from_parts(1, 0, 0, false, 4);

/// The highest rate, and the lowest one without its sign: 0.375 percent.
const MOST: Decimal = Decimal::from_parts(375, 0, 0, false, 5);

/// The funding rate of a swap.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FundingRate {
    /// The rate as a ratio: if positive, long positions pay short positions.
    pub rate: Decimal,
    /// By how much the swap is dearer than its index, as a ratio.
    pub premium: Decimal,
    /// The part of the rate that does not depend on prices.
    pub interest: Decimal,
    /// The highest rate, and the lowest one without its sign.
    pub most: Decimal,
    /// When it is charged, in milliseconds since the epoch.
    pub charged_at: i64,
    /// How long after that the next one is charged, in milliseconds.
    pub period: i64,
}

/// When positions pay next, and the rates they have paid.
#[derive(Clone, Debug, Default)]
pub(crate) struct Funding {
    next: Option<i64>,
    charged: BTreeMap<(usize, i64), Decimal>,
}

impl Funding {
    pub(super) fn next_due(&self) -> Option<i64> {
        self.next
    }
}

impl Exchange {
    /// The price of the index of a contract: that of the spot market of its base currency.
    pub fn index_price(&self, market: &Market) -> Decimal {
        let spot = self.market(&format!("{}-USDT", market.instrument.base));
        spot.map_or(market.last, |spot| spot.last)
    }

    /// The current funding rate of an instrument, or `None` if it is not a swap. It is the premium of the swap over its
    /// index plus 0.01 percent, within 0.375 percent.
    pub fn funding_rate(&self, instrument: usize, now: i64) -> Option<FundingRate> {
        let market = self.markets.get(instrument).filter(|market| is_swap(market))?;
        let index = self.index_price(market);
        let premium = divide(market.last - index, index).unwrap_or_default();
        let rate = (premium + INTEREST).clamp(-MOST, MOST);
        let charged_at = charge_after(now);
        Some(FundingRate { rate, premium, interest: INTEREST, most: MOST, charged_at, period: EIGHT_HOURS_MS })
    }

    /// The funding rates that an instrument had between two times, both exclusive, newest first: those that positions
    /// paid, and otherwise rates that are computed from the seed.
    pub fn past_funding_rates(&self, instrument: usize, after: i64, before: i64, limit: usize) -> Vec<(i64, Decimal)> {
        let Some(market) = self.markets.get(instrument).filter(|market| is_swap(market)) else { return Vec::new() };
        let newest = (before - 1).div_euclid(EIGHT_HOURS_MS) * EIGHT_HOURS_MS;
        let times = (0..).map(|count| newest - count * EIGHT_HOURS_MS).take_while(|at| *at > after);
        let rate = |at| {
            let made_up = || {
                Decimal::new(
                    i64::try_from(self.chance_of(&market.instrument.id, at).between(0, 600)).unwrap_or(0) - 200,
                    6,
                )
            };
            self.funding.charged.get(&(instrument, at)).copied().unwrap_or_else(made_up)
        };
        times.take(limit).map(|at| (at, rate(at))).collect()
    }

    /// Decides when funding is due: only while there is a position in a swap.
    pub(super) fn plan_funding(&mut self, now: i64) {
        let has_positions = self
            .accounts
            .iter()
            .skip(1)
            .any(|account| account.positions.keys().any(|index| self.markets.get(*index).is_some_and(is_swap)));
        self.funding.next = has_positions.then(|| self.funding.next.unwrap_or_else(|| charge_after(now)));
    }

    /// Charges the positions in swaps if it is time.
    pub(super) fn charge_funding(&mut self, due: i64) {
        if self.funding.next.is_none_or(|next| next > due) {
            return;
        }
        self.funding.next = Some(due + EIGHT_HOURS_MS);
        for index in 0..self.markets.len() {
            let Some(funding) = self.funding_rate(index, due) else { continue };
            self.funding.charged.insert((index, due), funding.rate);
            for account in 1..self.accounts.len() {
                // An amount that exceeds the range of the numbers is not charged.
                let _ = self.charge_position(AccountId(account), index, funding.rate, due);
            }
        }
    }

    fn charge_position(&mut self, owner: AccountId, index: usize, rate: Decimal, due: i64) -> Result<(), TooLarge> {
        let Some(position) = self.account(owner).positions.get(&index).cloned() else { return Ok(()) };
        let market = &self.markets[index];
        let settle = market.instrument.settle.clone();
        let value = multiply(multiply(market.last, position.size)?, market.instrument.face)?;
        let paid = share(value, rate)?;
        self.credit(owner, &settle, -paid, BalanceCause::Funding)?;
        self.credit(AccountId::HOUSE, &settle, paid, BalanceCause::Funding)?;
        if let Some(stored) = self.accounts[owner.0].positions.get_mut(&index) {
            stored.updated = due;
        }
        self.push_position(owner, index, position);
        Ok(())
    }
}

fn is_swap(market: &Market) -> bool {
    matches!(market.instrument.kind, Kind::Swap { .. })
}

/// When funding is charged next after this time: at 00:00, 08:00 and 16:00 UTC.
fn charge_after(now: i64) -> i64 {
    (now.div_euclid(EIGHT_HOURS_MS) + 1) * EIGHT_HOURS_MS
}
