//! The order book of one instrument: who is first at which price. It knows sizes and places, nothing of money.

use std::collections::{BTreeMap, VecDeque};

use rust_decimal::Decimal;

use super::account::AccountId;
use super::order::{OrderId, SelfTrade, Side};
use crate::number::{TooLarge, floor_to, multiply};

/// One order's place in the book.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Resting {
    /// The order.
    pub order: OrderId,
    /// Whose it is.
    pub owner: AccountId,
    /// What is left of it.
    pub left: Decimal,
}

/// Resting orders by price, and at one price by the time they came.
#[derive(Clone, Debug, Default)]
pub struct Book {
    bids: BTreeMap<Decimal, VecDeque<Resting>>,
    asks: BTreeMap<Decimal, VecDeque<Resting>>,
}

/// An order on its way through the book.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Taker {
    pub owner: AccountId,
    pub side: Side,
    /// The worst price it takes; `None` takes any.
    pub worst: Option<Decimal>,
    pub wanted: Wanted,
    pub self_trade: SelfTrade,
}

/// How much a taker wants.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Wanted {
    /// So much of what is traded.
    Size(Decimal),
    /// As much as this amount of quote currency is worth, in steps of the lot.
    Worth { amount: Decimal, lot: Decimal },
}

/// What a taker would meet. Making it changes nothing.
#[derive(Clone, Debug, Default)]
pub(crate) struct Meeting {
    /// Trades, in order; each at the resting order's price.
    pub trades: Vec<Match>,
    /// Orders of the taker's own account that give way.
    pub own_makers: Vec<OrderId>,
    /// The taker gives way to an order of its own account: what is left of it does not rest.
    pub taker_gives_way: bool,
    /// The taker gets all it wanted.
    pub satisfied: bool,
}

/// A resting order and a taker meet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Match {
    pub maker: OrderId,
    pub maker_owner: AccountId,
    pub price: Decimal,
    pub size: Decimal,
}

impl Book {
    /// The best price of a side.
    pub fn best(&self, side: Side) -> Option<Decimal> {
        match side {
            Side::Buy => self.bids.last_key_value().map(|(price, _)| *price),
            Side::Sell => self.asks.first_key_value().map(|(price, _)| *price),
        }
    }

    /// The levels of a side from the best price on.
    pub fn levels(&self, side: Side) -> Box<dyn Iterator<Item = (Decimal, &VecDeque<Resting>)> + '_> {
        match side {
            Side::Buy => Box::new(self.bids.iter().rev().map(|(price, queue)| (*price, queue))),
            Side::Sell => Box::new(self.asks.iter().map(|(price, queue)| (*price, queue))),
        }
    }

    /// Whether an order of this side at this price would trade at once.
    pub fn would_take(&self, side: Side, price: Decimal) -> bool {
        self.best(side.other()).is_some_and(|best| reaches(side, price, best))
    }

    /// What is left of an order at this place; zero when it is not there.
    pub(crate) fn left_of(&self, side: Side, price: Decimal, order: OrderId) -> Decimal {
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

    /// Sets what is left of an order without moving it in its queue.
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

    /// What the taker would meet: best price first, at one price the oldest order first.
    pub(crate) fn meet(&self, taker: &Taker) -> Result<Meeting, TooLarge> {
        let mut meeting = Meeting::default();
        let mut wanted = taker.wanted;
        for (price, resting) in self.within_reach(taker) {
            let size = wanted.at(price).min(resting.left);
            if size <= Decimal::ZERO {
                break;
            }
            if resting.owner != taker.owner {
                wanted = wanted.less(price, size)?;
                meeting.trades.push(Match { maker: resting.order, maker_owner: resting.owner, price, size });
                meeting.satisfied = wanted.at(price).is_zero();
            } else if !taker.owner.is_house() {
                meeting.meet_own(resting.order, taker.self_trade);
            }
            if meeting.taker_gives_way || meeting.satisfied {
                break;
            }
        }
        Ok(meeting)
    }

    fn within_reach(&self, taker: &Taker) -> impl Iterator<Item = (Decimal, Resting)> + '_ {
        let (side, worst) = (taker.side, taker.worst);
        self.levels(side.other())
            .take_while(move |(price, _)| worst.is_none_or(|worst| reaches(side, worst, *price)))
            .flat_map(|(price, queue)| queue.iter().map(move |resting| (price, *resting)))
    }
}

impl Meeting {
    fn meet_own(&mut self, maker: OrderId, self_trade: SelfTrade) {
        if self_trade != SelfTrade::CancelTaker {
            self.own_makers.push(maker);
        }
        self.taker_gives_way = self_trade != SelfTrade::CancelMaker;
    }

    /// How much trades in all.
    pub(crate) fn size(&self) -> Decimal {
        self.trades.iter().map(|trade| trade.size).sum()
    }
}

impl Wanted {
    /// How much of it could be had at this price.
    fn at(self, price: Decimal) -> Decimal {
        match self {
            Self::Size(size) => size,
            Self::Worth { amount, lot } => amount.checked_div(price).map_or(Decimal::ZERO, |size| floor_to(size, lot)),
        }
    }

    fn less(self, price: Decimal, size: Decimal) -> Result<Self, TooLarge> {
        Ok(match self {
            Self::Size(wanted) => Self::Size(wanted - size),
            Self::Worth { amount, lot } => Self::Worth { amount: amount - multiply(price, size)?, lot },
        })
    }
}

/// Whether an order of this side and price trades with an order of the other side at that price.
fn reaches(side: Side, price: Decimal, other: Decimal) -> bool {
    match side {
        Side::Buy => other <= price,
        Side::Sell => other >= price,
    }
}
