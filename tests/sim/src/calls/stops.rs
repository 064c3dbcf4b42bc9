//! Placing, amending, canceling and reading stops: conditional, OCO and trigger orders. Other algo orders are samples.

use rust_decimal::Decimal;
use serde_json::{Value, json};

use super::Behavior::{Command as Commanding, Private};
use super::orders::{page, side, size_unit, trade_mode};
use super::{Entry, Parameters, Rows, instrument, text};
use crate::core::{
    AccountId, AmendStop, ChangedCondition, Command, Condition, Done, Exchange, OrderId, OrderName, PlaceStop, Purpose,
    Stop, StopPrice, StopState, StopType,
};
use crate::refusal::{MISSING_PARAMETER, NEITHER_ORDER_ID, PARAMETER, Refusal, UNKNOWN_ORDER};
use crate::rows::stop_row;

pub(super) const CALLS: &[Entry] = &[
    ("algo.place_algo_order", Commanding(place, acknowledge)),
    ("algo.amend_algo_order", Commanding(amend, acknowledge)),
    ("algo.cancel_algo_orders", Commanding(cancel, acknowledge)),
    ("algo.get_algo_order", Private(stop)),
    (
        "algo.get_algo_orders_pending",
        Private(|exchange, owner, parameters, _| stops(exchange, owner, parameters, true)),
    ),
    (
        "algo.get_algo_orders_history",
        Private(|exchange, owner, parameters, _| stops(exchange, owner, parameters, false)),
    ),
];

/// The order price that means a market order.
const AT_MARKET: Decimal = Decimal::NEGATIVE_ONE;

/// Whether a request is about algo orders that are not stops, such as `twap`.
pub(super) fn is_about_others(parameters: &Parameters) -> bool {
    parameters.text("ordType").is_some_and(|types| types.split(',').all(|name| stop_type(name).is_none()))
}

fn place(exchange: &Exchange, parameters: &Parameters) -> Result<Command, Refusal> {
    let instrument = instrument(exchange, parameters)?;
    let name = parameters.required("ordType")?;
    let stop_type = stop_type(name).ok_or_else(|| PARAMETER.about("ordType"))?;
    let mut conditions = match stop_type {
        StopType::Trigger => condition(parameters, Purpose::Trigger, "triggerPx", "orderPx")?.into_iter().collect(),
        StopType::Conditional | StopType::OneCancelsOther => closing_conditions(parameters)?,
    };
    // OKX uses only the stop-loss if a conditional order has both.
    if stop_type == StopType::Conditional && conditions.len() > 1 {
        conditions.retain(|condition| condition.purpose == Purpose::StopLoss);
    }
    let size = parameters.positive("sz")?;
    if size.is_none() && parameters.text("closeFraction").is_none() {
        return Err(MISSING_PARAMETER.about("sz"));
    }
    Ok(Command::PlaceStop(PlaceStop {
        instrument,
        trade_mode: trade_mode(exchange, instrument, parameters)?,
        side: side(parameters)?,
        stop_type,
        conditions,
        size,
        size_unit: size_unit(parameters)?,
        client_id: text(parameters, "algoClOrdId"),
        tag: text(parameters, "tag"),
        reduce_only: parameters.is_true("reduceOnly"),
    }))
}

/// The take-profit and the stop-loss of an order that closes a position.
pub(super) fn closing_conditions(parameters: &Parameters) -> Result<Vec<Condition>, Refusal> {
    let take_profit = condition(parameters, Purpose::TakeProfit, "tpTriggerPx", "tpOrdPx")?;
    let stop_loss = condition(parameters, Purpose::StopLoss, "slTriggerPx", "slOrdPx")?;
    Ok(take_profit.into_iter().chain(stop_loss).collect())
}

fn condition(
    parameters: &Parameters,
    purpose: Purpose,
    trigger: &str,
    price: &str,
) -> Result<Option<Condition>, Refusal> {
    let price = order_price(parameters, price)?.unwrap_or(StopPrice::Market);
    Ok(parameters.positive(trigger)?.map(|trigger| Condition { purpose, trigger, price }))
}

fn amend(exchange: &Exchange, parameters: &Parameters) -> Result<Command, Refusal> {
    instrument(exchange, parameters)?;
    let mut change = AmendStop { size: parameters.positive("newSz")?, conditions: Vec::new() };
    let names = [
        (Purpose::TakeProfit, "newTpTriggerPx", "newTpOrdPx"),
        (Purpose::StopLoss, "newSlTriggerPx", "newSlOrdPx"),
        (Purpose::Trigger, "newTriggerPx", "newOrdPx"),
    ];
    for (purpose, trigger, price) in names {
        let (trigger, price) = (parameters.positive(trigger)?, order_price(parameters, price)?);
        if trigger.is_some() || price.is_some() {
            change.conditions.push(ChangedCondition { purpose, trigger, price });
        }
    }
    Ok(Command::AmendStop(name_of(parameters)?, change))
}

fn cancel(exchange: &Exchange, parameters: &Parameters) -> Result<Command, Refusal> {
    instrument(exchange, parameters)?;
    Ok(Command::CancelStop(name_of(parameters)?))
}

fn acknowledge(exchange: &Exchange, done: &Done, parameters: &Parameters, _: i64) -> Value {
    let Done::Stop(id) = done else { return Value::Null };
    let stop = exchange.stop(*id);
    json!({
        "algoId": id.0.to_string(),
        "algoClOrdId": stop.map_or("", |stop| stop.request.client_id.as_str()),
        "tag": stop.map_or("", |stop| stop.request.tag.as_str()),
        "reqId": text(parameters, "reqId"),
        "sCode": "0",
        "sMsg": "",
    })
}

fn stop(exchange: &Exchange, owner: AccountId, parameters: &Parameters, _: i64) -> Rows {
    let found = exchange.find_stop(owner, &name_of(parameters)?).ok_or_else(|| UNKNOWN_ORDER.refusal())?;
    Ok(vec![stop_row(exchange, found)])
}

/// A page of the account's stops that wait, or of the others, newest first.
fn stops(exchange: &Exchange, owner: AccountId, parameters: &Parameters, want_waiting: bool) -> Rows {
    let is_among = |name: &str, value: &str| {
        parameters.text(name).is_none_or(|wanted| wanted.split(',').any(|wanted| wanted == value))
    };
    let is_wanted = |stop: &Stop| {
        let instrument = &exchange.markets()[stop.request.instrument].instrument;
        (stop.state == StopState::Live) == want_waiting
            && is_among("ordType", stop.request.stop_type.name())
            && is_among("instType", instrument.type_name())
            && is_among("instId", &instrument.id)
            && is_among("algoId", &stop.id.0.to_string())
            && is_among("state", stop.state.name())
    };
    let found = exchange.stops_of(owner, page(parameters, "after", "before")?, is_wanted);
    Ok(found.map(|stop| stop_row(exchange, stop)).collect())
}

fn name_of(parameters: &Parameters) -> Result<OrderName, Refusal> {
    match (parameters.text("algoId"), parameters.text("algoClOrdId")) {
        (Some(id), _) => Ok(OrderName::Id(OrderId(id.parse().unwrap_or_default()))),
        (None, Some(client_id)) => Ok(OrderName::ClientId(client_id.to_owned())),
        (None, None) => Err(NEITHER_ORDER_ID.refusal()),
    }
}

fn stop_type(name: &str) -> Option<StopType> {
    [StopType::Conditional, StopType::OneCancelsOther, StopType::Trigger].into_iter().find(|known| known.name() == name)
}

/// The price of the order, if the parameter is present.
fn order_price(parameters: &Parameters, name: &str) -> Result<Option<StopPrice>, Refusal> {
    match parameters.decimal(name)? {
        None => Ok(None),
        Some(price) if price == AT_MARKET => Ok(Some(StopPrice::Market)),
        Some(price) if price > Decimal::ZERO => Ok(Some(StopPrice::Limit(price))),
        Some(_) => Err(PARAMETER.about(name)),
    }
}
