//! Spreads and their orders. Prices and sizes are checked against the tick and lot size of the spread. Orders for
//! spreads rest but never trade.

use std::collections::VecDeque;

use rust_decimal::Decimal;

use super::account::AccountId;
use super::command::{AmendSpreadOrder, Done, OrderName, PlaceSpreadOrder};
use super::event::OrderChange;
use super::exchange::Exchange;
use super::order::{OrderId, OrderType, Side, State};
use super::place::cancel_source;
use crate::number::{self, is_multiple, write};
use crate::refusal::{
    BELOW_MINIMUM, CANNOT_AMEND, CANNOT_CANCEL, LOT, NOTHING_TO_AMEND, Refusal, TICK, UNKNOWN_INSTRUMENT, UNKNOWN_ORDER,
};

/// How many spread orders are stored.
const MAX_ORDERS: usize = 10_000;

/// A spread of two instruments, with its own tick and lot size.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spread {
    /// Its name.
    pub name: &'static str,
    /// The base currency.
    pub base: &'static str,
    /// The instruments that a buyer of the spread sells and buys.
    pub legs: [&'static str; 2],
    /// The tick size, in quote currency.
    pub tick: &'static str,
    /// The lot size, in base currency.
    pub lot: &'static str,
    /// The minimum size of a new order, in base currency.
    pub min: &'static str,
}

/// Their tick and lot sizes differ from those of their instruments, so that a client cannot confuse them.
const SPREADS: &[Spread] = &[
    Spread {
        name: "BTC-USDT_BTC-USDT-SWAP",
        base: "BTC",
        legs: ["BTC-USDT", "BTC-USDT-SWAP"],
        tick: "0.25",
        lot: "0.005",
        min: "0.01",
    },
    Spread {
        name: "ETH-USDT_ETH-USDT-SWAP",
        base: "ETH",
        legs: ["ETH-USDT", "ETH-USDT-SWAP"],
        tick: "0.02",
        lot: "0.1",
        min: "0.1",
    },
];

/// An order for a spread. It rests but never trades.
#[derive(Clone, Debug)]
pub struct SpreadOrder {
    /// The order ID.
    pub id: OrderId,
    /// The account it belongs to.
    pub owner: AccountId,
    /// The spread.
    pub spread: &'static Spread,
    /// Buy or sell.
    pub side: Side,
    /// The order type.
    pub order_type: OrderType,
    /// The size.
    pub size: Decimal,
    /// The limit price.
    pub price: Option<Decimal>,
    /// The client order ID, empty if there is none.
    pub client_id: String,
    /// The tag, empty if there is none.
    pub tag: String,
    /// The state.
    pub state: State,
    /// The code of the cancel source.
    pub cancel_source: &'static str,
    /// When it was created, in milliseconds since the epoch.
    pub created: i64,
    /// When it was last updated, in milliseconds since the epoch.
    pub updated: i64,
}

/// The spread orders, newest last.
#[derive(Clone, Debug, Default)]
pub(crate) struct SpreadOrders(VecDeque<SpreadOrder>);

impl SpreadOrders {
    fn store(&mut self, order: SpreadOrder) {
        if self.0.len() == MAX_ORDERS {
            self.0.pop_front();
        }
        self.0.push_back(order);
    }

    fn get_mut(&mut self, id: OrderId) -> Option<&mut SpreadOrder> {
        self.0.iter_mut().rev().find(|order| order.id == id)
    }
}

impl Exchange {
    /// The listed spreads.
    pub fn spreads(&self) -> &'static [Spread] {
        SPREADS
    }

    /// The account's orders for spreads, newest first.
    pub fn spread_orders(&self, owner: AccountId) -> impl Iterator<Item = &SpreadOrder> {
        self.spread_orders.0.iter().rev().filter(move |order| order.owner == owner)
    }

    /// The account's order for a spread with this name.
    pub fn find_spread_order(&self, owner: AccountId, name: &OrderName) -> Option<&SpreadOrder> {
        self.spread_orders(owner).find(|order| match name {
            OrderName::Id(id) => order.id == *id,
            OrderName::ClientId(client_id) => order.client_id == *client_id,
        })
    }

    /// Accepts a spread order. What would have to trade at once is canceled.
    pub(super) fn place_spread_order(
        &mut self,
        owner: AccountId,
        request: &PlaceSpreadOrder,
        now: i64,
    ) -> Result<Done, Refusal> {
        let found = SPREADS.iter().find(|spread| spread.name == request.spread);
        let spread = found.ok_or_else(|| UNKNOWN_INSTRUMENT.about(&request.spread))?;
        if request.size < constant(spread.min) {
            return Err(BELOW_MINIMUM.about(spread.min));
        }
        spread.check(Some(request.size), request.price)?;
        let rests = request.order_type.rests();
        let order = SpreadOrder {
            id: self.new_order_id(),
            owner,
            spread,
            side: request.side,
            order_type: request.order_type,
            size: request.size,
            price: request.price,
            client_id: request.client_id.clone(),
            tag: request.tag.clone(),
            state: if rests { State::Live } else { State::Canceled },
            cancel_source: if rests { "" } else { cancel_source::REST_NOT_FILLED },
            created: now,
            updated: now,
        };
        let done = order.done();
        self.push_spread_order(&order, if rests { OrderChange::Live } else { OrderChange::Canceled }, now);
        self.spread_orders.store(order);
        Ok(done)
    }

    /// Amends a spread order. There is no minimum for its new size, because part of it may have been filled.
    pub(super) fn amend_spread_order(
        &mut self,
        owner: AccountId,
        change: &AmendSpreadOrder,
        now: i64,
    ) -> Result<Done, Refusal> {
        let order = self.find_spread_order(owner, &change.order).ok_or_else(|| UNKNOWN_ORDER.refusal())?;
        if change.size.is_none() && change.price.is_none() {
            return Err(NOTHING_TO_AMEND.refusal());
        }
        order.spread.check(change.size, change.price)?;
        if order.state.is_final() {
            return Err(CANNOT_AMEND.refusal());
        }
        let (id, done) = (order.id, order.done());
        self.update_spread_order(id, OrderChange::amended(&change.request_id), now, |order| {
            order.size = change.size.unwrap_or(order.size);
            order.price = change.price.or(order.price);
        });
        Ok(done)
    }

    pub(super) fn cancel_spread_order(
        &mut self,
        owner: AccountId,
        name: &OrderName,
        now: i64,
    ) -> Result<Done, Refusal> {
        let order = self.find_spread_order(owner, name).filter(|order| !order.state.is_final());
        let order = order.ok_or_else(|| CANNOT_CANCEL.refusal())?;
        let (id, done) = (order.id, order.done());
        self.end_spread_order(id, now);
        Ok(done)
    }

    pub(super) fn cancel_spread_orders(&mut self, owner: AccountId, spread: Option<&str>, now: i64) -> Done {
        let is_selected =
            |order: &&SpreadOrder| !order.state.is_final() && spread.is_none_or(|spread| spread == order.spread.name);
        let orders: Vec<OrderId> = self.spread_orders(owner).filter(is_selected).map(|order| order.id).collect();
        for id in orders {
            self.end_spread_order(id, now);
        }
        Done::MassCancel
    }

    fn end_spread_order(&mut self, id: OrderId, now: i64) {
        self.update_spread_order(id, OrderChange::Canceled, now, |order| {
            order.state = State::Canceled;
            order.cancel_source = cancel_source::USER;
        });
    }

    fn update_spread_order(
        &mut self,
        id: OrderId,
        change: OrderChange,
        now: i64,
        update: impl FnOnce(&mut SpreadOrder),
    ) {
        if let Some(order) = self.spread_orders.get_mut(id) {
            update(order);
            order.updated = now;
            let order = order.clone();
            self.push_spread_order(&order, change, now);
        }
    }
}

impl SpreadOrder {
    fn done(&self) -> Done {
        Done::SpreadOrder { id: self.id, client_id: self.client_id.clone() }
    }
}

impl Spread {
    /// Rejects a size or a price that is not a multiple of its step. A price may be zero or negative.
    fn check(&self, size: Option<Decimal>, price: Option<Decimal>) -> Result<(), Refusal> {
        let (lot, tick) = (constant(self.lot), constant(self.tick));
        if size.is_some_and(|size| !is_multiple(size, lot)) {
            return Err(LOT.about(write(lot)));
        }
        if price.is_some_and(|price| !is_multiple(price, tick)) { Err(TICK.about(write(tick))) } else { Ok(()) }
    }
}

/// Parses a number constant of this file.
fn constant(text: &str) -> Decimal {
    number::read(text).expect("all constants in this file are plain decimal numbers")
}
