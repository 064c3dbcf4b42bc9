//! Placing, amending, canceling and triggering stops.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::account::AccountId;
use super::command::{Done, OrderName, PlaceOrder};
use super::event::Event;
use super::exchange::Exchange;
use super::order::{OrderId, OrderType, SelfTrade, Side, SizeUnit, State};
use super::query::Page;
use super::stop::{AmendStop, AttachedStop, Condition, PlaceStop, Purpose, Stop, StopPrice, StopState, StopType};
use crate::number::floor_to;
use crate::refusal::{
    CANNOT_AMEND, CANNOT_CANCEL, Code, DUPLICATE_CLIENT_ID, NO_TRIGGER, NOTHING_TO_AMEND, NOTHING_TO_REDUCE, Refusal,
    STOP_ABOVE_LAST, STOP_BELOW_LAST, TAKE_ABOVE_LAST, TAKE_BELOW_LAST,
};

/// How many stops are stored, waiting and final.
const MAX_STOPS: usize = 10_000;

/// The stops of all accounts, oldest first.
#[derive(Clone, Debug, Default)]
pub(crate) struct Stops(BTreeMap<OrderId, Stop>);

impl Stops {
    /// Stores a new stop. If there are too many, the oldest final one is dropped.
    fn store(&mut self, stop: Stop) {
        if self.0.len() >= MAX_STOPS {
            let oldest = self.0.values().find(|stop| stop.state != StopState::Live).map(|stop| stop.id);
            oldest.and_then(|id| self.0.remove(&id));
        }
        self.0.insert(stop.id, stop);
    }
}

impl Exchange {
    /// The stop of an account that is named by its ID, or the latest one with a client-assigned ID.
    pub fn find_stop(&self, owner: AccountId, name: &OrderName) -> Option<&Stop> {
        let is_named = |stop: &&Stop| match name {
            OrderName::Id(id) => stop.id == *id,
            OrderName::ClientId(client_id) => stop.request.client_id == *client_id,
        };
        self.stops.0.values().rev().filter(|stop| stop.owner == owner).find(is_named)
    }

    /// A stop by its ID.
    pub fn stop(&self, id: OrderId) -> Option<&Stop> {
        self.stops.0.get(&id)
    }

    /// A page of the account's stops, newest first.
    pub fn stops_of<'a>(
        &'a self,
        owner: AccountId,
        page: Page,
        is_wanted: impl Fn(&Stop) -> bool + 'a,
    ) -> impl Iterator<Item = &'a Stop> {
        let fits = move |stop: &&Stop| stop.owner == owner && page.has(stop.id.0, stop.created) && is_wanted(stop);
        self.stops.0.values().rev().filter(fits).take(page.limit)
    }

    pub(super) fn place_stop(&mut self, owner: AccountId, request: &PlaceStop, now: i64) -> Result<Done, Refusal> {
        if request.conditions.is_empty() {
            return Err(NO_TRIGGER.refusal());
        }
        for condition in &request.conditions {
            // Whether its order may be placed at all; funds and positions are checked when it is triggered.
            let size = request.size.unwrap_or(self.markets[request.instrument].instrument.min);
            self.check_order(owner, &order_of(request, condition, size), now)?;
            self.check_direction(request, condition)?;
        }
        let same_name = OrderName::ClientId(request.client_id.clone());
        let latest = self.find_stop(owner, &same_name).filter(|_| !request.client_id.is_empty());
        if latest.is_some_and(|stop| stop.state == StopState::Live) {
            return Err(DUPLICATE_CLIENT_ID.about(&request.client_id));
        }
        Ok(Done::Stop(self.store_stop(owner, request.clone(), now)))
    }

    fn store_stop(&mut self, owner: AccountId, request: PlaceStop, now: i64) -> OrderId {
        let id = self.new_order_id();
        let last = self.markets[request.instrument].last;
        let stop = Stop {
            id,
            owner,
            request,
            last,
            state: StopState::Live,
            triggered: None,
            order: None,
            created: now,
            updated: now,
        };
        self.stops.store(stop);
        self.push_stop(id);
        id
    }

    /// Places the stops that an order carries if it is filled now.
    pub(super) fn place_attached_stops(&mut self, id: OrderId, now: i64) {
        let Some(order) = self.orders.get_mut(&id).filter(|order| order.state == State::Filled) else { return };
        let attached = std::mem::take(&mut order.attached);
        let (owner, order) = (order.owner, order.clone());
        let instrument = &self.markets[order.instrument].instrument;
        // What was paid as a fee cannot be sold again.
        let fee = if instrument.is_spot() && order.side == Side::Buy { order.fee } else { Decimal::ZERO };
        let (size, is_contract) = (floor_to(order.filled - fee, instrument.lot), !instrument.is_spot());
        for AttachedStop { conditions, client_id } in attached {
            let request = PlaceStop {
                instrument: order.instrument,
                trade_mode: order.trade_mode,
                side: order.side.other(),
                stop_type: if conditions.len() > 1 { StopType::OneCancelsOther } else { StopType::Conditional },
                conditions,
                size: Some(size),
                size_unit: Some(SizeUnit::Base),
                client_id,
                tag: order.tag.clone(),
                reduce_only: is_contract,
            };
            self.store_stop(owner, request, now);
        }
    }

    /// A take-profit must be better than the last price, and a stop-loss worse.
    fn check_direction(&self, request: &PlaceStop, condition: &Condition) -> Result<(), Refusal> {
        let last = self.markets[request.instrument].last;
        let (is_wrong, code): (bool, &Code) = match (condition.purpose, request.side) {
            (Purpose::TakeProfit, Side::Sell) => (condition.trigger < last, &TAKE_BELOW_LAST),
            (Purpose::TakeProfit, Side::Buy) => (condition.trigger > last, &TAKE_ABOVE_LAST),
            (Purpose::StopLoss, Side::Sell) => (condition.trigger > last, &STOP_ABOVE_LAST),
            (Purpose::StopLoss, Side::Buy) => (condition.trigger < last, &STOP_BELOW_LAST),
            (Purpose::Trigger, _) => return Ok(()),
        };
        if is_wrong { Err(code.refusal()) } else { Ok(()) }
    }

    pub(super) fn cancel_stop(&mut self, owner: AccountId, name: &OrderName, now: i64) -> Result<Done, Refusal> {
        let id = self.waiting_stop(owner, name).ok_or_else(|| CANNOT_CANCEL.refusal())?;
        self.change_stop(id, now, |stop| stop.state = StopState::Canceled);
        Ok(Done::Stop(id))
    }

    pub(super) fn amend_stop(
        &mut self,
        owner: AccountId,
        name: &OrderName,
        change: &AmendStop,
        now: i64,
    ) -> Result<Done, Refusal> {
        let id = self.waiting_stop(owner, name).ok_or_else(|| CANNOT_AMEND.refusal())?;
        if *change == AmendStop::default() {
            return Err(NOTHING_TO_AMEND.refusal());
        }
        let Some(mut request) = self.stops.0.get(&id).map(|stop| stop.request.clone()) else {
            return Err(CANNOT_AMEND.refusal());
        };
        request.size = change.size.or(request.size);
        for changed in &change.conditions {
            let found = request.conditions.iter_mut().find(|condition| condition.purpose == changed.purpose);
            let condition = found.ok_or_else(|| CANNOT_AMEND.refusal())?;
            condition.trigger = changed.trigger.unwrap_or(condition.trigger);
            condition.price = changed.price.unwrap_or(condition.price);
        }
        for condition in &request.conditions {
            self.check_direction(&request, condition)?;
        }
        self.change_stop(id, now, |stop| stop.request = request);
        Ok(Done::Stop(id))
    }

    fn waiting_stop(&self, owner: AccountId, name: &OrderName) -> Option<OrderId> {
        self.find_stop(owner, name).filter(|stop| stop.state == StopState::Live).map(|stop| stop.id)
    }

    /// Triggers the stops whose prices are reached. Their orders may move the price and trigger others; each is
    /// triggered once.
    pub(super) fn run_stops(&mut self, now: i64) {
        while let Some((id, condition)) = self.reached_stop() {
            self.trigger_stop(id, &condition, now);
        }
    }

    fn reached_stop(&self) -> Option<(OrderId, Condition)> {
        let reached = |stop: &Stop| stop.reached(self.markets[stop.request.instrument].last);
        self.stops.0.values().find_map(|stop| reached(stop).map(|condition| (stop.id, condition)))
    }

    fn trigger_stop(&mut self, id: OrderId, condition: &Condition, now: i64) {
        let Some(stop) = self.stops.0.get(&id) else { return };
        let (owner, request) = (stop.owner, stop.request.clone());
        let position = self.account(owner).positions.get(&request.instrument).map(|position| position.size.abs());
        let placed = match request.size.or(position) {
            Some(size) => self.place_order(owner, &order_of(&request, condition, size), now),
            None => Err(NOTHING_TO_REDUCE.refusal()),
        };
        self.change_stop(id, now, |stop| {
            stop.triggered = Some((condition.purpose, now));
            match placed {
                Ok(Done::Order(order)) => (stop.state, stop.order) = (StopState::Effective, Some(order)),
                Ok(_) => stop.state = StopState::Effective,
                Err(refusal) => stop.state = StopState::Failed(refusal.code),
            }
        });
    }

    fn change_stop(&mut self, id: OrderId, now: i64, change: impl FnOnce(&mut Stop)) {
        if let Some(stop) = self.stops.0.get_mut(&id) {
            change(stop);
            stop.updated = now;
            self.push_stop(id);
        }
    }

    fn push_stop(&mut self, id: OrderId) {
        if let Some(stop) = self.stops.0.get(&id) {
            self.outbox.push(Event::Stop(Box::new(stop.clone())));
        }
    }
}

/// The order that a stop places.
fn order_of(stop: &PlaceStop, condition: &Condition, size: Decimal) -> PlaceOrder {
    // The size of a trigger order is never in quote currency.
    let size_unit = if condition.purpose == Purpose::Trigger { Some(SizeUnit::Base) } else { stop.size_unit };
    PlaceOrder {
        instrument: stop.instrument,
        trade_mode: stop.trade_mode,
        side: stop.side,
        order_type: if condition.price == StopPrice::Market { OrderType::Market } else { OrderType::Limit },
        price: condition.price.limit(),
        size,
        size_unit,
        client_id: String::new(),
        tag: stop.tag.clone(),
        reduce_only: stop.reduce_only,
        self_trade: SelfTrade::CancelMaker,
        attached: Vec::new(),
    }
}
