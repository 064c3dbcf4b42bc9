//! Prices of currencies, found over as few steps as possible.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use crate::api::ids::{Ccy, InstId};
use crate::value::Timestamp;

/// Currencies that a price may go through if there is no direct one, in the order in which they are tried.
pub(super) const BRIDGES: [&str; 4] = ["USDT", "USD", "USDC", "BTC"];

/// What a price comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum PriceSource {
    /// The price of an index.
    Index,
    /// The last trade of a spot market.
    LastTrade,
}

/// One step of the conversion of an amount into another currency.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct PriceStep {
    /// The index or spot market, such as `BTC-USDT`.
    pub inst_id: InstId,
    /// What the price comes from.
    pub source: PriceSource,
    /// The price: how much of the second currency one unit of the first is worth.
    pub price: Decimal,
    /// When OKX recorded the price.
    pub ts: Timestamp,
    /// Whether amounts are divided by the price, because the pair is quoted the other way round.
    pub is_inverse: bool,
}

impl PriceStep {
    /// An amount after this step; `None` if it exceeds what a [`Decimal`] can hold.
    fn convert(&self, amount: Decimal) -> Option<Decimal> {
        if self.is_inverse { amount.checked_div(self.price) } else { amount.checked_mul(self.price) }
    }
}

/// An amount after all steps; `None` if it exceeds what a [`Decimal`] can hold.
pub(super) fn convert(amount: Decimal, steps: &[PriceStep]) -> Option<Decimal> {
    steps.iter().try_fold(amount, |amount, step| step.convert(amount))
}

/// All known prices, by pair.
#[derive(Debug, Default)]
pub(super) struct Prices(BTreeMap<(Ccy, Ccy), PriceStep>);

impl Prices {
    /// Adds the price of a pair such as `BTC-USDT`. The first one of a pair counts, so better sources are added first. A price that is not
    /// positive says nothing.
    pub(super) fn add(&mut self, inst_id: &InstId, source: PriceSource, price: Option<Decimal>, ts: Timestamp) {
        let Some((base, quote)) = inst_id.as_str().split_once('-') else { return };
        let Some(price) = price.filter(|price| *price > Decimal::ZERO) else { return };
        let step = PriceStep { inst_id: inst_id.clone(), source, price, ts, is_inverse: false };
        self.0.entry((base.into(), quote.into())).or_insert(step);
    }

    /// How to convert amounts of one currency into another: no step if they are the same, and `None` if there is no price.
    pub(super) fn steps(&self, from: &Ccy, to: &Ccy) -> Option<Vec<PriceStep>> {
        if from == to {
            return Some(Vec::new());
        }
        if let Some(step) = self.step(from, to) {
            return Some(vec![step]);
        }
        BRIDGES
            .into_iter()
            .map(Ccy::from)
            .find_map(|bridge| Some(vec![self.step(from, &bridge)?, self.step(&bridge, to)?]))
    }

    fn step(&self, from: &Ccy, to: &Ccy) -> Option<PriceStep> {
        if let Some(step) = self.0.get(&(from.clone(), to.clone())) {
            return Some(step.clone());
        }
        let step = self.0.get(&(to.clone(), from.clone()))?;
        Some(PriceStep { is_inverse: true, ..step.clone() })
    }
}
