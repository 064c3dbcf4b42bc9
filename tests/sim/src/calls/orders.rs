//! Placing, amending, canceling and reading orders.

use rust_decimal::Decimal;
use serde_json::{Value, json};

use super::Behavior::{Command as Commanding, Private};
use super::{Entry, Parameters, Rows, instrument, text};
use crate::core::{
    AccountId, AmendOrder, AttachedStop, CancelAllAfter, CancelOrder, Command, Done, Exchange, MassCancel, Order,
    OrderId, OrderName, OrderType, Page, PlaceOrder, SelfTrade, Side, SizeUnit, TradeMode,
};
use crate::refusal::{
    ACCOUNT_MODE, MISSING_PARAMETER, NEITHER_ORDER_ID, PARAMETER, Refusal, UNKNOWN_INSTRUMENT, UNKNOWN_ORDER,
};
use crate::rows::{acknowledgement, fill_row, order_row};

/// The maximum and default number of orders or fills on a page.
const PAGE: i64 = 100;

pub(super) const CALLS: &[Entry] = &[
    ("trade.place_order", Commanding(place, acknowledge_order)),
    ("trade.place_orders", Commanding(place, acknowledge_order)),
    ("trade.amend_order", Commanding(amend, acknowledge_amendment)),
    ("trade.amend_orders", Commanding(amend, acknowledge_amendment)),
    ("trade.cancel_order", Commanding(cancel, acknowledge_order)),
    ("trade.cancel_orders", Commanding(cancel, acknowledge_order)),
    ("trade.mass_cancel", Commanding(mass_cancel, |_, _, _, _| json!({"result": true}))),
    ("trade.cancel_all_after", Commanding(cancel_all_after, acknowledge_timer)),
    ("trade.get_order", Private(order)),
    ("trade.get_orders_pending", Private(|exchange, owner, parameters, _| orders(exchange, owner, parameters, false))),
    ("trade.get_orders_history", Private(|exchange, owner, parameters, _| orders(exchange, owner, parameters, true))),
    (
        "trade.get_orders_history_archive",
        Private(|exchange, owner, parameters, _| orders(exchange, owner, parameters, true)),
    ),
    ("trade.get_fills", Private(fills)),
    ("trade.get_fills_history", Private(fills)),
];

fn place(exchange: &Exchange, parameters: &Parameters) -> Result<Command, Refusal> {
    let instrument = instrument(exchange, parameters)?;
    let (side, order_type) = (side(parameters)?, order_type(parameters)?);
    let trade_mode = trade_mode(exchange, instrument, parameters)?;
    // Positions are in net mode.
    if parameters.text("posSide").is_some_and(|side| side != "net") {
        return Err(PARAMETER.about("posSide"));
    }
    Ok(Command::PlaceOrder(PlaceOrder {
        instrument,
        trade_mode,
        side,
        order_type,
        price: if order_type == OrderType::Market { None } else { Some(required_number(parameters, "px")?) },
        size: required_number(parameters, "sz")?,
        size_unit: size_unit(parameters)?,
        client_id: text(parameters, "clOrdId"),
        tag: text(parameters, "tag"),
        reduce_only: parameters.is_true("reduceOnly"),
        self_trade: self_trade(parameters)?,
        attached: attached(parameters)?,
    }))
}

fn amend(exchange: &Exchange, parameters: &Parameters) -> Result<Command, Refusal> {
    Ok(Command::AmendOrder(AmendOrder {
        instrument: instrument(exchange, parameters)?,
        order: order_name(parameters)?,
        price: parameters.positive("newPx")?,
        size: parameters.positive("newSz")?,
        cancel_on_failure: parameters.is_true("cxlOnFail"),
        request_id: text(parameters, "reqId"),
    }))
}

fn cancel(exchange: &Exchange, parameters: &Parameters) -> Result<Command, Refusal> {
    let instrument = instrument(exchange, parameters)?;
    Ok(Command::CancelOrder(CancelOrder { instrument, order: order_name(parameters)? }))
}

fn mass_cancel(_: &Exchange, parameters: &Parameters) -> Result<Command, Refusal> {
    let family = parameters.required("instFamily")?.to_owned();
    if parameters.required("instType")? != "OPTION" {
        return Err(UNKNOWN_INSTRUMENT.about(format!("family {family} of options")));
    }
    Ok(Command::MassCancel(MassCancel { family, pause_ms: parameters.integer("lockInterval")?.unwrap_or(0) }))
}

fn cancel_all_after(_: &Exchange, parameters: &Parameters) -> Result<Command, Refusal> {
    let seconds = parameters.integer("timeOut")?.ok_or_else(|| MISSING_PARAMETER.about("timeOut"))?;
    Ok(Command::CancelAllAfter(CancelAllAfter { seconds, tag: text(parameters, "tag") }))
}

fn acknowledge_order(exchange: &Exchange, done: &Done, _: &Parameters, now: i64) -> Value {
    match done {
        Done::Order(id) => acknowledgement(exchange, *id, now),
        _ => Value::Null,
    }
}

fn acknowledge_amendment(exchange: &Exchange, done: &Done, parameters: &Parameters, now: i64) -> Value {
    let mut row = acknowledge_order(exchange, done, parameters, now);
    row["reqId"] = json!(text(parameters, "reqId"));
    row
}

fn acknowledge_timer(_: &Exchange, done: &Done, parameters: &Parameters, now: i64) -> Value {
    let expires = match done {
        Done::Timer(expires) => expires.unwrap_or(0),
        _ => 0,
    };
    let (trigger, received) = ((expires / 1000).to_string(), (now / 1000).to_string());
    json!({"triggerTime": trigger, "tag": text(parameters, "tag"), "ts": received})
}

fn order(exchange: &Exchange, owner: AccountId, parameters: &Parameters, _: i64) -> Rows {
    let (instrument, name) = (instrument(exchange, parameters)?, order_name(parameters)?);
    let order = exchange.find_order(owner, instrument, &name).ok_or_else(|| UNKNOWN_ORDER.refusal())?;
    Ok(vec![order_row(exchange, order)])
}

/// A page of the account's live orders, or of its final ones, newest first.
fn orders(exchange: &Exchange, owner: AccountId, parameters: &Parameters, want_final: bool) -> Rows {
    let is_wanted = |order: &Order| fits_filters(exchange, order, parameters);
    let found = exchange.orders_of(owner, want_final, page(parameters, "after", "before")?, is_wanted);
    Ok(found.map(|order| order_row(exchange, order)).collect())
}

fn fits_filters(exchange: &Exchange, order: &Order, parameters: &Parameters) -> bool {
    let instrument = &exchange.markets()[order.instrument].instrument;
    let is_among = |name: &str, value: &str| {
        parameters.text(name).is_none_or(|wanted| wanted.split(',').any(|wanted| wanted == value))
    };
    is_among("instType", instrument.type_name())
        && is_among("instId", &instrument.id)
        && is_among("instFamily", &instrument.family)
        && is_among("ordType", order.order_type.name())
        && is_among("state", order.state.name())
        && is_among("category", "normal")
}

/// A page of the account's fills, newest first.
fn fills(exchange: &Exchange, owner: AccountId, parameters: &Parameters, _: i64) -> Rows {
    let is_wanted = |name: &str, value: &str| parameters.text(name).is_none_or(|wanted| wanted == value);
    let found = exchange.fills_of(owner, page(parameters, "after", "before")?, |fill| {
        let instrument = &exchange.markets()[fill.instrument].instrument;
        is_wanted("instType", instrument.type_name())
            && is_wanted("instId", &instrument.id)
            && is_wanted("instFamily", &instrument.family)
            && is_wanted("ordId", &fill.order.0.to_string())
            && is_wanted("subType", if fill.side == Side::Buy { "1" } else { "2" })
    });
    Ok(found.map(|fill| fill_row(exchange, fill)).collect())
}

/// The page that the parameters ask for. The bounds are IDs, and exclusive.
pub(super) fn page(parameters: &Parameters, below: &str, above: &str) -> Result<Page, Refusal> {
    let bound = |name| {
        parameters.integer(name).and_then(|id| id.map(u64::try_from).transpose().map_err(|_| PARAMETER.about(name)))
    };
    Ok(Page {
        below: bound(below)?,
        above: bound(above)?,
        begin: parameters.integer("begin")?,
        end: parameters.integer("end")?,
        limit: parameters.page_size(PAGE)?,
    })
}

/// The order that the parameters name by `ordId` or else by `clOrdId`.
pub(super) fn order_name(parameters: &Parameters) -> Result<OrderName, Refusal> {
    match (parameters.text("ordId"), parameters.text("clOrdId")) {
        // No order has the ID zero.
        (Some(id), _) => Ok(OrderName::Id(OrderId(id.parse().unwrap_or_default()))),
        (None, Some(client_id)) => Ok(OrderName::ClientId(client_id.to_owned())),
        (None, None) => Err(NEITHER_ORDER_ID.refusal()),
    }
}

pub(super) fn side(parameters: &Parameters) -> Result<Side, Refusal> {
    match parameters.required("side")? {
        "buy" => Ok(Side::Buy),
        "sell" => Ok(Side::Sell),
        _ => Err(PARAMETER.about("side")),
    }
}

/// Reads the order type. Types that the simulator does not support are rejected.
pub(super) fn order_type(parameters: &Parameters) -> Result<OrderType, Refusal> {
    match parameters.required("ordType")? {
        "market" => Ok(OrderType::Market),
        "limit" => Ok(OrderType::Limit),
        "post_only" => Ok(OrderType::PostOnly),
        "fok" => Ok(OrderType::FillOrKill),
        "ioc" => Ok(OrderType::ImmediateOrCancel),
        "mmp" => Ok(OrderType::Protected),
        "mmp_and_post_only" => Ok(OrderType::ProtectedPostOnly),
        _ => Err(PARAMETER.about("ordType")),
    }
}

/// The stops that an order carries. Those with ratios and trailing stops are ignored.
fn attached(parameters: &Parameters) -> Result<Vec<AttachedStop>, Refusal> {
    let Some(Value::Array(list)) = parameters.get("attachAlgoOrds") else { return Ok(Vec::new()) };
    let mut found = Vec::new();
    for entry in list {
        let Value::Object(members) = entry else { return Err(PARAMETER.about("attachAlgoOrds")) };
        let entry = Parameters::from(members.clone());
        let conditions = super::stops::closing_conditions(&entry)?;
        if !conditions.is_empty() {
            found.push(AttachedStop { conditions, client_id: text(&entry, "attachAlgoClOrdId") });
        }
    }
    Ok(found)
}

pub(super) fn trade_mode(
    exchange: &Exchange,
    instrument: usize,
    parameters: &Parameters,
) -> Result<TradeMode, Refusal> {
    match parameters.required("tdMode")? {
        "cash" => Ok(TradeMode::Cash),
        "cross" => Ok(TradeMode::Cross),
        "isolated" => Ok(TradeMode::Isolated),
        other => {
            Err(ACCOUNT_MODE.about(format!("tdMode {other} for {}", exchange.markets()[instrument].instrument.id)))
        }
    }
}

pub(super) fn size_unit(parameters: &Parameters) -> Result<Option<SizeUnit>, Refusal> {
    match parameters.text("tgtCcy") {
        None => Ok(None),
        Some("base_ccy") => Ok(Some(SizeUnit::Base)),
        Some("quote_ccy") => Ok(Some(SizeUnit::Quote)),
        Some(_) => Err(PARAMETER.about("tgtCcy")),
    }
}

fn self_trade(parameters: &Parameters) -> Result<SelfTrade, Refusal> {
    match parameters.text("stpMode") {
        None | Some("cancel_maker") => Ok(SelfTrade::CancelMaker),
        Some("cancel_taker") => Ok(SelfTrade::CancelTaker),
        Some("cancel_both") => Ok(SelfTrade::CancelBoth),
        Some(_) => Err(PARAMETER.about("stpMode")),
    }
}

fn required_number(parameters: &Parameters, name: &str) -> Result<Decimal, Refusal> {
    parameters.positive(name)?.ok_or_else(|| MISSING_PARAMETER.about(name))
}
