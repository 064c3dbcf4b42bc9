//! The order book of one instrument with price-time priority. It knows sizes and queue positions but not balances.

use std::collections::{BTreeMap, VecDeque};

use rust_decimal::Decimal;

use super::account::AccountId;
use super::event::Level;
use super::order::{OrderId, SelfTrade, Side};
use crate::number::{TooLarge, floor_to, multiply};

/// A resting order in the book.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Resting {
    /// The ID of the order.
    pub order: OrderId,
    /// The account it belongs to.
    pub owner: AccountId,
    /// The remaining size.
    pub left: Decimal,
}

/// Resting orders by price, and in order of arrival at the same price.
#[derive(Clone, Debug, Default)]
pub struct Book {
    bids: BTreeMap<Decimal, VecDeque<Resting>>,
    asks: BTreeMap<Decimal, VecDeque<Resting>>,
}

/// An order that is matched against the book.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Taker {
    pub owner: AccountId,
    pub side: Side,
    /// The worst price it accepts; `None` accepts any price.
    pub worst: Option<Decimal>,
    pub wanted: Quantity,
    pub self_trade: SelfTrade,
    /// Whether an order of the exchange's own account trades with its background orders rather than passing them.
    pub takes_background: bool,
}

/// The quantity a taker wants.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Quantity {
    /// A size in the unit of the instrument.
    Size(Decimal),
    /// An amount of quote currency, converted to a multiple of the lot size.
    Value { amount: Decimal, lot: Decimal },
}

/// The result of matching a taker against the book. Computing it does not change the book.
#[derive(Clone, Debug, Default)]
pub(crate) struct Matching {
    /// Trades in order, each at the price of the resting order.
    pub trades: Vec<Match>,
    /// Orders of the taker's own account that are canceled by self-trade prevention.
    pub own_makers: Vec<OrderId>,
    /// The rest of the taker is canceled by self-trade prevention.
    pub taker_canceled: bool,
    /// The taker is filled completely.
    pub filled_completely: bool,
}

/// A trade between a resting order and a taker.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Match {
    pub maker: OrderId,
    pub maker_owner: AccountId,
    pub price: Decimal,
    pub size: Decimal,
    /// Whether it fills the taker completely.
    pub completes_taker: bool,
}

impl Book {
    /// The best price of a side.
    pub fn best(&self, side: Side) -> Option<Decimal> {
        match side {
            Side::Buy => self.bids.last_key_value().map(|(price, _)| *price),
            Side::Sell => self.asks.first_key_value().map(|(price, _)| *price),
        }
    }

    /// The price levels of a side, starting at the best price.
    pub fn levels(&self, side: Side) -> Box<dyn Iterator<Item = (Decimal, &VecDeque<Resting>)> + '_> {
        match side {
            Side::Buy => Box::new(self.bids.iter().rev().map(|(price, queue)| (*price, queue))),
            Side::Sell => Box::new(self.asks.iter().map(|(price, queue)| (*price, queue))),
        }
    }

    /// The orders of a side at a price; its size is zero if there are none.
    pub(crate) fn level(&self, side: Side, price: Decimal) -> Level {
        let levels = match side {
            Side::Buy => &self.bids,
            Side::Sell => &self.asks,
        };
        let none = Level { price, size: Decimal::ZERO, orders: 0 };
        levels.get(&price).map_or(none, |queue| Level::of(price, queue))
    }

    /// Whether an order on this side at this price would trade immediately.
    pub fn would_take(&self, side: Side, price: Decimal) -> bool {
        self.best(side.other()).is_some_and(|best| crosses(side, price, best))
    }

    /// The remaining size of an order at this price; zero if it is not there.
    pub(crate) fn remaining_of(&self, side: Side, price: Decimal, order: OrderId) -> Decimal {
        let levels = match side {
            Side::Buy => &self.bids,
            Side::Sell => &self.asks,
        };
        let queue = levels.get(&price).into_iter().flatten();
        queue.filter(|resting| resting.order == order).map(|resting| resting.left).next().unwrap_or_default()
    }

    pub(crate) fn rest(&mut self, side: Side, price: Decimal, resting: Resting) {
        self.side_mut(side).entry(price).or_default().push_back(resting);
    }

    pub(crate) fn remove(&mut self, side: Side, price: Decimal, order: OrderId) {
        self.change(side, price, order, None);
    }

    /// Sets the remaining size of an order without changing its queue position.
    pub(crate) fn resize(&mut self, side: Side, price: Decimal, order: OrderId, left: Decimal) {
        self.change(side, price, order, Some(left));
    }

    fn change(&mut self, side: Side, price: Decimal, order: OrderId, left: Option<Decimal>) {
        let levels = self.side_mut(side);
        let Some(queue) = levels.get_mut(&price) else { return };
        match left.filter(|left| *left > Decimal::ZERO) {
            Some(left) => {
                for resting in queue.iter_mut().filter(|resting| resting.order == order) {
                    resting.left = left;
                }
            }
            None => queue.retain(|resting| resting.order != order),
        }
        if queue.is_empty() {
            levels.remove(&price);
        }
    }

    fn side_mut(&mut self, side: Side) -> &mut BTreeMap<Decimal, VecDeque<Resting>> {
        match side {
            Side::Buy => &mut self.bids,
            Side::Sell => &mut self.asks,
        }
    }

    /// Matches the taker: best price first, and the oldest order first at the same price.
    pub(crate) fn match_taker(&self, taker: &Taker) -> Result<Matching, TooLarge> {
        let mut matching = Matching::default();
        let mut wanted = taker.wanted;
        for (price, resting) in self.matching_orders(taker) {
            let size = wanted.at(price).min(resting.left);
            if size <= Decimal::ZERO {
                break;
            }
            if resting.owner != taker.owner || taker.takes_background {
                wanted = wanted.less(price, size)?;
                let completes_taker = wanted.at(price).is_zero();
                let (maker, maker_owner) = (resting.order, resting.owner);
                matching.trades.push(Match { maker, maker_owner, price, size, completes_taker });
                matching.filled_completely = completes_taker;
            } else if !taker.owner.is_house() {
                matching.prevent_self_trade(resting.order, taker.self_trade);
            }
            if matching.taker_canceled || matching.filled_completely {
                break;
            }
        }
        Ok(matching)
    }

    fn matching_orders(&self, taker: &Taker) -> impl Iterator<Item = (Decimal, Resting)> + '_ {
        let (side, worst) = (taker.side, taker.worst);
        self.levels(side.other())
            .take_while(move |(price, _)| worst.is_none_or(|worst| crosses(side, worst, *price)))
            .flat_map(|(price, queue)| queue.iter().map(move |resting| (price, *resting)))
    }
}

impl Matching {
    fn prevent_self_trade(&mut self, maker: OrderId, self_trade: SelfTrade) {
        if self_trade != SelfTrade::CancelTaker {
            self.own_makers.push(maker);
        }
        self.taker_canceled = self_trade != SelfTrade::CancelMaker;
    }

    /// The total traded size.
    pub(crate) fn size(&self) -> Decimal {
        self.trades.iter().map(|trade| trade.size).sum()
    }
}

impl Quantity {
    /// The remaining quantity at this price.
    fn at(self, price: Decimal) -> Decimal {
        match self {
            Self::Size(size) => size,
            Self::Value { amount, lot } => amount.checked_div(price).map_or(Decimal::ZERO, |size| floor_to(size, lot)),
        }
    }

    fn less(self, price: Decimal, size: Decimal) -> Result<Self, TooLarge> {
        Ok(match self {
            Self::Size(wanted) => Self::Size(wanted - size),
            Self::Value { amount, lot } => Self::Value { amount: amount - multiply(price, size)?, lot },
        })
    }
}

/// Whether an order on this side with this price trades with an order of the other side at that price.
fn crosses(side: Side, price: Decimal, other: Decimal) -> bool {
    match side {
        Side::Buy => other <= price,
        Side::Sell => other >= price,
    }
}
