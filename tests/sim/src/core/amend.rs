//! Amending and canceling a resting order.

use rust_decimal::Decimal;
use serde_json::{Value, json};

use super::account::AccountId;
use super::book::{Quantity, Taker};
use super::exchange::Exchange;
use super::grid;
use super::order::{Order, OrderId, State};
use super::parameters::Parameters;
use super::place::cancel_source;
use crate::refusal::{
    AMEND_NO_BALANCE, AMEND_POST_ONLY, CANNOT_AMEND, CANNOT_CANCEL, NEITHER_ORDER_ID, NOTHING_TO_AMEND, Refusal,
    UNKNOWN_INSTRUMENT, UNKNOWN_ORDER,
};

/// The new price and total size of an order.
#[derive(Clone, Copy)]
struct Change {
    price: Decimal,
    size: Decimal,
}

impl Exchange {
    pub(crate) fn cancel(
        &mut self,
        owner: AccountId,
        parameters: &Parameters,
        now: i64,
    ) -> Result<Vec<Value>, Refusal> {
        let order = self.find(owner, parameters)?.filter(|order| !order.state.is_final());
        let id = order.ok_or_else(|| CANNOT_CANCEL.refusal())?.id;
        self.end_order(id, cancel_source::USER, now)?;
        Ok(vec![self.acknowledgement(id, now)])
    }

    pub(crate) fn amend(&mut self, owner: AccountId, parameters: &Parameters, now: i64) -> Result<Vec<Value>, Refusal> {
        let order = self.find(owner, parameters)?.ok_or_else(|| UNKNOWN_ORDER.refusal())?;
        let id = order.id;
        let Some(old_price) = order.price.filter(|_| !order.state.is_final()) else {
            return Err(CANNOT_AMEND.refusal());
        };
        let (new_size, new_price) = (parameters.positive("newSz")?, parameters.positive("newPx")?);
        if new_size.is_none() && new_price.is_none() {
            return Err(NOTHING_TO_AMEND.refusal());
        }
        let change = Change { price: new_price.unwrap_or(old_price), size: new_size.unwrap_or(order.size) };
        if let Err(refusal) = self.change_order(id, change, now) {
            if parameters.is_true("cxlOnFail") {
                self.end_order(id, cancel_source::USER, now)?;
            }
            return Err(refusal);
        }
        let mut row = self.acknowledgement(id, now);
        row["reqId"] = json!(parameters.text("reqId").unwrap_or_default());
        Ok(vec![row])
    }

    /// Finds the account's order by `ordId` or else by `clOrdId`. A client order ID refers to the latest order that
    /// used it.
    pub(crate) fn find(&self, owner: AccountId, parameters: &Parameters) -> Result<Option<&Order>, Refusal> {
        let instrument = parameters.required("instId")?;
        let index = self.index_of(instrument).ok_or_else(|| UNKNOWN_INSTRUMENT.about(instrument))?;
        let found = match (parameters.text("ordId"), parameters.text("clOrdId")) {
            (Some(id), _) => id.parse().ok().and_then(|id| self.orders.get(&OrderId(id))),
            (None, Some(client_id)) => self.latest_of_client_id(owner, client_id),
            (None, None) => return Err(NEITHER_ORDER_ID.refusal()),
        };
        Ok(found.filter(|order| order.owner == owner && order.instrument == index))
    }

    fn change_order(&mut self, id: OrderId, change: Change, now: i64) -> Result<(), Refusal> {
        let Some(order) = self.orders.get(&id) else { return Ok(()) };
        if change.size <= order.filled {
            return self.end_as_filled(id, change.size, now);
        }
        self.check_change(order, change)?;
        let keeps_its_place = order.price == Some(change.price) && change.size <= order.size;
        if keeps_its_place { self.shrink(id, change, now) } else { self.requeue(id, change, now) }
    }

    fn check_change(&self, order: &Order, change: Change) -> Result<(), Refusal> {
        let market = &self.markets[order.instrument];
        grid::check_price(&market.instrument, order.side, change.price, market.last)?;
        grid::check_amended_size(&market.instrument, change.size)?;
        if order.order_type.only_rests() && market.book.would_take(order.side, change.price) {
            return Err(AMEND_POST_ONLY.refusal());
        }
        let cost = self.cost(order.owner, order.instrument, order.side, change.price, change.size - order.filled)?.1;
        let free = self.account(order.owner).available(&order.hold_currency) + order.hold;
        if free < cost { Err(AMEND_NO_BALANCE.about(&order.hold_currency)) } else { Ok(()) }
    }

    /// Finishes an order that was amended to a size it has already filled.
    fn end_as_filled(&mut self, id: OrderId, size: Decimal, now: i64) -> Result<(), Refusal> {
        self.end_order(id, "", now)?;
        if let Some(order) = self.orders.get_mut(&id) {
            order.state = State::Filled;
            order.size = size.max(order.filled);
        }
        Ok(())
    }

    fn shrink(&mut self, id: OrderId, change: Change, now: i64) -> Result<(), Refusal> {
        if let Some(order) = self.orders.get_mut(&id) {
            order.size = change.size;
            order.updated = now;
            let market = &mut self.markets[order.instrument];
            market.book.resize(order.side, change.price, id, order.remaining());
            market.sequence += 1;
        }
        Ok(self.renew_hold(id)?)
    }

    /// An order with a new price or a larger size loses its queue position and trades with the orders it now matches.
    fn requeue(&mut self, id: OrderId, change: Change, now: i64) -> Result<(), Refusal> {
        let Some(order) = self.orders.get_mut(&id) else { return Ok(()) };
        let market = &mut self.markets[order.instrument];
        if let Some(old_price) = order.price {
            market.book.remove(order.side, old_price, id);
        }
        order.price = Some(change.price);
        order.size = change.size;
        order.updated = now;
        let taker = Taker {
            owner: order.owner,
            side: order.side,
            worst: order.price,
            wanted: Quantity::Size(order.remaining()),
            self_trade: order.self_trade,
        };
        let matching = market.book.match_taker(&taker)?;
        self.execute(id, &taker, &matching, now)
    }
}
