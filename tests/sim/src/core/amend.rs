//! Amending and canceling a resting order.

use rust_decimal::Decimal;

use super::account::AccountId;
use super::book::{Quantity, Taker};
use super::command::{AmendOrder, CancelOrder, Done, OrderName};
use super::event::{AmendResult, OrderChange};
use super::exchange::Exchange;
use super::grid;
use super::order::{Order, OrderId, State};
use super::place::cancel_source;
use crate::number::TooLarge;
use crate::refusal::{
    AMEND_NO_BALANCE, AMEND_POST_ONLY, CANNOT_AMEND, CANNOT_CANCEL, NOTHING_TO_AMEND, Refusal, TOO_MANY_AMENDMENTS,
    UNKNOWN_ORDER,
};

/// How many amendments of one order may be under way.
const MAX_AMENDMENTS: usize = 3;

/// The new price and total size of an order.
#[derive(Clone, Copy)]
struct Change<'a> {
    order: OrderId,
    price: Decimal,
    size: Decimal,
    request_id: &'a str,
    now: i64,
}

/// Amendments that are acknowledged but not processed yet, in order of arrival.
#[derive(Clone, Debug, Default)]
pub(crate) struct DelayedAmendments {
    delay_ms: i64,
    waiting: Vec<Waiting>,
}

#[derive(Clone, Debug)]
struct Waiting {
    due: i64,
    order: OrderId,
    change: AmendOrder,
}

impl DelayedAmendments {
    /// When the next one is processed.
    pub(super) fn next_due(&self) -> Option<i64> {
        self.waiting.iter().map(|waiting| waiting.due).min()
    }

    fn count_of(&self, order: OrderId) -> usize {
        self.waiting.iter().filter(|waiting| waiting.order == order).count()
    }
}

impl Exchange {
    /// Sets how long after its acknowledgement an amendment is processed. The default is zero: an amendment is
    /// processed before it is acknowledged.
    pub fn set_amend_delay(&mut self, delay_ms: i64) {
        self.delayed_amendments.delay_ms = delay_ms.max(0);
    }

    pub(super) fn cancel_order(&mut self, owner: AccountId, cancel: &CancelOrder, now: i64) -> Result<Done, Refusal> {
        let order = self.find_order(owner, cancel.instrument, &cancel.order).filter(|order| !order.state.is_final());
        let id = order.ok_or_else(|| CANNOT_CANCEL.refusal())?.id;
        self.end_order(id, cancel_source::USER, now)?;
        Ok(Done::Order(id))
    }

    pub(super) fn amend_order(&mut self, owner: AccountId, change: &AmendOrder, now: i64) -> Result<Done, Refusal> {
        let order = self.find_order(owner, change.instrument, &change.order);
        let id = order.ok_or_else(|| UNKNOWN_ORDER.refusal())?.id;
        if change.size.is_none() && change.price.is_none() {
            return Err(NOTHING_TO_AMEND.refusal());
        }
        if self.delayed_amendments.delay_ms > 0 {
            self.delay_amendment(id, change, now)?;
        } else if let Err(refusal) = self.process_amendment(id, change, now) {
            if change.cancel_on_failure && self.is_open(id) {
                self.end_order(id, cancel_source::USER, now)?;
            }
            return Err(refusal);
        }
        Ok(Done::Order(id))
    }

    fn delay_amendment(&mut self, id: OrderId, change: &AmendOrder, now: i64) -> Result<(), Refusal> {
        if !self.is_open(id) {
            return Err(CANNOT_AMEND.refusal());
        }
        let delayed = &mut self.delayed_amendments;
        if delayed.count_of(id) >= MAX_AMENDMENTS {
            return Err(TOO_MANY_AMENDMENTS.about(MAX_AMENDMENTS));
        }
        delayed.waiting.push(Waiting { due: now + delayed.delay_ms, order: id, change: change.clone() });
        Ok(())
    }

    /// Processes the delayed amendments that are due, and tells their results as events.
    pub(super) fn process_delayed_amendments(&mut self, now: i64) {
        let waiting = std::mem::take(&mut self.delayed_amendments.waiting);
        let (due, later): (Vec<_>, Vec<_>) = waiting.into_iter().partition(|waiting| waiting.due <= now);
        self.delayed_amendments.waiting = later;
        for Waiting { order, change, .. } in due {
            if let Err(refusal) = self.process_amendment(order, &change, now) {
                self.fail_amendment(order, change, refusal, now);
            }
        }
    }

    fn fail_amendment(&mut self, id: OrderId, change: AmendOrder, refusal: Refusal, now: i64) {
        let Refusal { code, message, .. } = refusal;
        let result = if change.cancel_on_failure && self.is_open(id) {
            self.take_from_book(id);
            if let Some(order) = self.orders.get_mut(&id) {
                order.cancel(cancel_source::USER, now);
            }
            // Releasing a hold cannot overflow, because the held amount was added before.
            let _ = self.renew_hold(id);
            AmendResult::Canceled { code, message }
        } else {
            AmendResult::Failed { code, message }
        };
        self.push_order(id, OrderChange::Amended { request_id: change.request_id, result }, now);
    }

    fn is_open(&self, id: OrderId) -> bool {
        self.orders.get(&id).is_some_and(|order| !order.state.is_final())
    }

    /// The account's order with this name, live or final. A client order ID names the latest order that used it.
    pub fn find_order(&self, owner: AccountId, instrument: usize, name: &OrderName) -> Option<&Order> {
        let found = match name {
            OrderName::Id(id) => self.orders.get(id),
            OrderName::ClientId(client_id) => self.latest_of_client_id(owner, client_id),
        };
        found.filter(|order| order.owner == owner && order.instrument == instrument)
    }

    fn process_amendment(&mut self, id: OrderId, amendment: &AmendOrder, now: i64) -> Result<(), Refusal> {
        let order = self.orders.get(&id).ok_or_else(|| UNKNOWN_ORDER.refusal())?;
        let Some(old_price) = order.price.filter(|_| !order.state.is_final()) else {
            return Err(CANNOT_AMEND.refusal());
        };
        let change = Change {
            order: id,
            price: amendment.price.unwrap_or(old_price),
            size: amendment.size.unwrap_or(order.size),
            request_id: &amendment.request_id,
            now,
        };
        if change.size <= order.filled {
            return Ok(self.end_as_filled(change)?);
        }
        self.check_change(order, change)?;
        let keeps_its_place = order.price == Some(change.price) && change.size <= order.size;
        if keeps_its_place { Ok(self.shrink(change)?) } else { self.requeue(change) }
    }

    fn check_change(&self, order: &Order, change: Change<'_>) -> Result<(), Refusal> {
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
    fn end_as_filled(&mut self, change: Change<'_>) -> Result<(), TooLarge> {
        self.take_from_book(change.order);
        if let Some(order) = self.orders.get_mut(&change.order) {
            order.state = State::Filled;
            order.size = change.size.max(order.filled);
            order.updated = change.now;
        }
        self.renew_hold(change.order)?;
        self.push_amended(change);
        Ok(())
    }

    fn shrink(&mut self, change: Change<'_>) -> Result<(), TooLarge> {
        if let Some(order) = self.orders.get_mut(&change.order) {
            order.size = change.size;
            order.updated = change.now;
            self.markets[order.instrument].resize(order.side, change.price, order.id, order.remaining());
        }
        self.renew_hold(change.order)?;
        self.push_amended(change);
        Ok(())
    }

    /// An order with a new price or a larger size loses its queue position and trades with the orders it now matches.
    fn requeue(&mut self, change: Change<'_>) -> Result<(), Refusal> {
        self.take_from_book(change.order);
        let Some(order) = self.orders.get_mut(&change.order) else { return Ok(()) };
        order.price = Some(change.price);
        order.size = change.size;
        order.updated = change.now;
        let taker = Taker {
            owner: order.owner,
            side: order.side,
            worst: order.price,
            wanted: Quantity::Size(order.remaining()),
            self_trade: order.self_trade,
            takes_background: false,
        };
        let matching = self.markets[order.instrument].book.match_taker(&taker)?;
        self.push_amended(change);
        self.match_order(change.order, &taker, &matching, change.now)
    }

    fn push_amended(&mut self, change: Change<'_>) {
        self.push_order(change.order, OrderChange::amended(change.request_id), change.now);
    }
}
