//! Spreads and their orders.

use serde_json::{Value, json};

use super::Behavior::{Command as Commanding, Private, Public};
use super::orders::{order_name, order_type, page, side};
use super::{Entry, Parameters, Rows, text};
use crate::core::{AccountId, AmendSpreadOrder, Command, Done, Exchange, PlaceSpreadOrder, Spread, SpreadOrder};
use crate::refusal::{PARAMETER, Refusal, UNKNOWN_ORDER};
use crate::rows::{spread_acknowledgement, spread_order_row, spread_row};

pub(super) const CALLS: &[Entry] = &[
    ("spread.get_spreads", Public(|exchange, parameters, _| Ok(spreads(exchange, parameters)))),
    ("spread.place_order", Commanding(place, acknowledge_placement)),
    ("spread.amend_order", Commanding(amend, acknowledge_amendment)),
    ("spread.cancel_order", Commanding(cancel, acknowledge)),
    (
        "spread.mass_cancel",
        Commanding(|_, parameters| Ok(mass_cancel(parameters)), |_, _, _, _| json!({"result": true})),
    ),
    ("spread.get_order", Private(order)),
    ("spread.get_orders_pending", Private(|exchange, owner, parameters, _| orders(exchange, owner, parameters, false))),
    ("spread.get_orders_history", Private(|exchange, owner, parameters, _| orders(exchange, owner, parameters, true))),
    (
        "spread.get_orders_history_archive",
        Private(|exchange, owner, parameters, _| orders(exchange, owner, parameters, true)),
    ),
];

fn spreads(exchange: &Exchange, parameters: &Parameters) -> Vec<Value> {
    let is = |name, value: &str| parameters.text(name).is_none_or(|wanted| wanted == value);
    let has_leg = |spread: &Spread| parameters.text("instId").is_none_or(|wanted| spread.legs.contains(&wanted));
    let wanted = |spread: &&Spread| {
        is("sprdId", spread.name) && is("baseCcy", spread.base) && is("state", "live") && has_leg(spread)
    };
    exchange.spreads().iter().filter(wanted).map(spread_row).collect()
}

fn place(_: &Exchange, parameters: &Parameters) -> Result<Command, Refusal> {
    Ok(Command::PlaceSpreadOrder(PlaceSpreadOrder {
        spread: parameters.required("sprdId")?.to_owned(),
        side: side(parameters)?,
        order_type: order_type(parameters)?,
        size: parameters.positive("sz")?.ok_or_else(|| PARAMETER.about("sz"))?,
        price: parameters.decimal("px")?,
        client_id: text(parameters, "clOrdId"),
        tag: text(parameters, "tag"),
    }))
}

fn amend(_: &Exchange, parameters: &Parameters) -> Result<Command, Refusal> {
    Ok(Command::AmendSpreadOrder(AmendSpreadOrder {
        order: order_name(parameters)?,
        size: parameters.positive("newSz")?,
        price: parameters.decimal("newPx")?,
        request_id: text(parameters, "reqId"),
    }))
}

fn cancel(_: &Exchange, parameters: &Parameters) -> Result<Command, Refusal> {
    order_name(parameters).map(Command::CancelSpreadOrder)
}

fn mass_cancel(parameters: &Parameters) -> Command {
    Command::CancelSpreadOrders { spread: parameters.text("sprdId").map(str::to_owned) }
}

fn acknowledge(_: &Exchange, done: &Done, _: &Parameters, _: i64) -> Value {
    match done {
        Done::SpreadOrder { id, client_id } => spread_acknowledgement(*id, client_id),
        _ => Value::Null,
    }
}

fn acknowledge_placement(exchange: &Exchange, done: &Done, parameters: &Parameters, now: i64) -> Value {
    let mut row = acknowledge(exchange, done, parameters, now);
    row["tag"] = json!(text(parameters, "tag"));
    row
}

fn acknowledge_amendment(exchange: &Exchange, done: &Done, parameters: &Parameters, now: i64) -> Value {
    let mut row = acknowledge(exchange, done, parameters, now);
    row["reqId"] = json!(text(parameters, "reqId"));
    row
}

fn order(exchange: &Exchange, owner: AccountId, parameters: &Parameters, _: i64) -> Rows {
    let order = exchange.find_spread_order(owner, &order_name(parameters)?).ok_or_else(|| UNKNOWN_ORDER.refusal())?;
    Ok(vec![spread_order_row(order)])
}

/// A page of the account's live orders for spreads, or of its final ones, newest first.
fn orders(exchange: &Exchange, owner: AccountId, parameters: &Parameters, want_final: bool) -> Rows {
    let page = page(parameters, "endId", "beginId")?;
    let is = |name: &str, value: &str| parameters.text(name).is_none_or(|wanted| wanted == value);
    let fits = |order: &&SpreadOrder| {
        order.state.is_final() == want_final
            && page.has(order.id.0, order.created)
            && is("sprdId", order.spread.name)
            && is("ordType", order.order_type.name())
            && is("state", order.state.name())
    };
    Ok(exchange.spread_orders(owner).filter(fits).take(page.limit).map(spread_order_row).collect())
}
