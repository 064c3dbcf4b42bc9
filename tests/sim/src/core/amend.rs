//! Amending and canceling a resting order.

use rust_decimal::Decimal;
use serde_json::{Value, json};

use super::account::AccountId;
use super::book::{Quantity, Taker};
use super::event::{AmendResult, OrderChange};
use super::exchange::Exchange;
use super::grid;
use super::order::{Order, OrderId, State};
use super::parameters::Parameters;
use super::place::cancel_source;
use crate::number::TooLarge;
use crate::refusal::{
    AMEND_NO_BALANCE, AMEND_POST_ONLY, CANNOT_AMEND, CANNOT_CANCEL, NEITHER_ORDER_ID, NOTHING_TO_AMEND, Refusal,
    TOO_MANY_AMENDMENTS, UNKNOWN_INSTRUMENT, UNKNOWN_ORDER,
};

/// How many amendments of one order may be under way.
const MAX_AMENDMENTS: usize = 3;

/// The new price and total size of an order.
#[derive(Clone, Copy)]
struct Change {
    price: Decimal,
    size: Decimal,
}

/// A request to amend an order.
#[derive(Clone, Debug)]
struct Amendment {
    order: OrderId,
    price: Option<Decimal>,
    size: Option<Decimal>,
    cancels_on_failure: bool,
    request_id: String,
}

/// Amendments that are acknowledged but not processed yet, in order of arrival.
#[derive(Clone, Debug, Default)]
pub(crate) struct DelayedAmendments {
    delay_ms: i64,
    waiting: Vec<(i64, Amendment)>,
}

impl DelayedAmendments {
    /// When the next one is processed.
    pub(super) fn next_due(&self) -> Option<i64> {
        self.waiting.iter().map(|(due, _)| *due).min()
    }

    fn count_of(&self, order: OrderId) -> usize {
        self.waiting.iter().filter(|(_, amendment)| amendment.order == order).count()
    }
}

impl Exchange {
    /// Sets how long after its acknowledgement an amendment is processed. The default is zero: an amendment is
    /// processed before it is acknowledged.
    pub fn set_amend_delay(&mut self, delay_ms: i64) {
        self.delayed_amendments.delay_ms = delay_ms.max(0);
    }

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
        let id = self.find(owner, parameters)?.ok_or_else(|| UNKNOWN_ORDER.refusal())?.id;
        let amendment = Amendment {
            order: id,
            price: parameters.positive("newPx")?,
            size: parameters.positive("newSz")?,
            cancels_on_failure: parameters.is_true("cxlOnFail"),
            request_id: parameters.text("reqId").unwrap_or_default().to_owned(),
        };
        if amendment.size.is_none() && amendment.price.is_none() {
            return Err(NOTHING_TO_AMEND.refusal());
        }
        let request_id = amendment.request_id.clone();
        if self.delayed_amendments.delay_ms > 0 {
            self.delay_amendment(amendment, now)?;
        } else if let Err(refusal) = self.process_amendment(&amendment, now) {
            if amendment.cancels_on_failure && self.is_open(id) {
                self.end_order(id, cancel_source::USER, now)?;
            }
            return Err(refusal);
        }
        let mut row = self.acknowledgement(id, now);
        row["reqId"] = json!(request_id);
        Ok(vec![row])
    }

    fn delay_amendment(&mut self, amendment: Amendment, now: i64) -> Result<(), Refusal> {
        if !self.is_open(amendment.order) {
            return Err(CANNOT_AMEND.refusal());
        }
        let delayed = &mut self.delayed_amendments;
        if delayed.count_of(amendment.order) >= MAX_AMENDMENTS {
            return Err(TOO_MANY_AMENDMENTS.about(MAX_AMENDMENTS));
        }
        delayed.waiting.push((now + delayed.delay_ms, amendment));
        Ok(())
    }

    /// Processes the delayed amendments that are due, and tells their results as events.
    pub(super) fn process_delayed_amendments(&mut self, now: i64) {
        let waiting = std::mem::take(&mut self.delayed_amendments.waiting);
        let (due, later): (Vec<_>, Vec<_>) = waiting.into_iter().partition(|(due, _)| *due <= now);
        self.delayed_amendments.waiting = later;
        for (_, amendment) in due {
            if let Err(refusal) = self.process_amendment(&amendment, now) {
                self.fail_amendment(amendment, refusal, now);
            }
        }
    }

    fn fail_amendment(&mut self, amendment: Amendment, refusal: Refusal, now: i64) {
        let (id, code, message) = (amendment.order, refusal.code, refusal.message);
        let result = if amendment.cancels_on_failure && self.is_open(id) {
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
        self.push_order(id, OrderChange::Amended { request_id: amendment.request_id, result }, now);
    }

    fn is_open(&self, id: OrderId) -> bool {
        self.orders.get(&id).is_some_and(|order| !order.state.is_final())
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

    fn process_amendment(&mut self, amendment: &Amendment, now: i64) -> Result<(), Refusal> {
        let id = amendment.order;
        let order = self.orders.get(&id).ok_or_else(|| UNKNOWN_ORDER.refusal())?;
        let Some(old_price) = order.price.filter(|_| !order.state.is_final()) else {
            return Err(CANNOT_AMEND.refusal());
        };
        let change = Change { price: amendment.price.unwrap_or(old_price), size: amendment.size.unwrap_or(order.size) };
        if change.size <= order.filled {
            return Ok(self.end_as_filled(amendment, change.size, now)?);
        }
        self.check_change(order, change)?;
        let keeps_its_place = order.price == Some(change.price) && change.size <= order.size;
        if keeps_its_place { self.shrink(amendment, change, now) } else { self.requeue(amendment, change, now) }
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
    fn end_as_filled(&mut self, amendment: &Amendment, size: Decimal, now: i64) -> Result<(), TooLarge> {
        let id = amendment.order;
        self.take_from_book(id);
        if let Some(order) = self.orders.get_mut(&id) {
            order.state = State::Filled;
            order.size = size.max(order.filled);
            order.updated = now;
        }
        self.renew_hold(id)?;
        self.push_amended(amendment, now);
        Ok(())
    }

    fn shrink(&mut self, amendment: &Amendment, change: Change, now: i64) -> Result<(), Refusal> {
        if let Some(order) = self.orders.get_mut(&amendment.order) {
            order.size = change.size;
            order.updated = now;
            self.markets[order.instrument].resize(order.side, change.price, order.id, order.remaining());
        }
        self.renew_hold(amendment.order)?;
        self.push_amended(amendment, now);
        Ok(())
    }

    /// An order with a new price or a larger size loses its queue position and trades with the orders it now matches.
    fn requeue(&mut self, amendment: &Amendment, change: Change, now: i64) -> Result<(), Refusal> {
        let id = amendment.order;
        self.take_from_book(id);
        let Some(order) = self.orders.get_mut(&id) else { return Ok(()) };
        order.price = Some(change.price);
        order.size = change.size;
        order.updated = now;
        let taker = Taker {
            owner: order.owner,
            side: order.side,
            worst: order.price,
            wanted: Quantity::Size(order.remaining()),
            self_trade: order.self_trade,
            takes_background: false,
        };
        let matching = self.markets[order.instrument].book.match_taker(&taker)?;
        self.push_amended(amendment, now);
        self.execute(id, &taker, &matching, now)
    }

    fn push_amended(&mut self, amendment: &Amendment, now: i64) {
        let change = OrderChange::Amended { request_id: amendment.request_id.clone(), result: AmendResult::Done };
        self.push_order(amendment.order, change, now);
    }
}
