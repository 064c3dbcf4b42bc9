//! Orders and fills.

use serde_json::{Value, json};

use crate::core::{
    AccountFill, AmendResult, AttachedStop, Exchange, Fill, Instrument, Order, OrderChange, OrderId, OrderUpdate, Role,
};
use crate::number::{multiply, write};
use crate::rows::stop::add_conditions;

/// An order in a reply.
pub fn order_row(exchange: &Exchange, order: &Order) -> Value {
    let instrument = &exchange.markets()[order.instrument].instrument;
    let fill = order.last_fill;
    let size_unit = order.size_unit.map_or("", |unit| unit.name());
    let mut row = json!({
        "instType": instrument.type_name(),
        "instId": instrument.id,
        "ordId": order.id.0.to_string(),
        "clOrdId": order.client_id,
        "tag": order.tag,
        "px": order.price.map(write).unwrap_or_default(),
        "sz": write(order.size),
        "side": order.side.name(),
        "posSide": if instrument.is_spot() { "" } else { "net" },
        "ordType": order.order_type.name(),
        "tdMode": order.trade_mode.name(),
        "tgtCcy": if order.in_quote { "quote_ccy" } else { size_unit },
        "accFillSz": write(order.filled),
        "avgPx": order.average_price().map(write).unwrap_or_default(),
        "fillPx": fill.map(|fill| write(fill.price)).unwrap_or_default(),
        "fillSz": fill.map_or_else(|| "0".into(), |fill| write(fill.size)),
        "fillTime": fill.map(|fill| fill.at.to_string()).unwrap_or_default(),
        "tradeId": fill.map(|fill| fill.trade.to_string()).unwrap_or_default(),
        "fee": write(-order.fee),
        "feeCcy": order.fee_currency,
        "rebate": "0",
        "rebateCcy": order.fee_currency,
        "pnl": write(order.profit),
        "state": order.state.name(),
        "category": "normal",
        "reduceOnly": order.reduce_only.to_string(),
        "stpMode": order.self_trade.name(),
        "cancelSource": order.cancel_source,
        "isTpLimit": "false",
        "attachAlgoOrds": order.attached.iter().map(attached_row).collect::<Vec<_>>(),
        "tradeQuoteCcy": quote_of_spot(instrument),
        "cTime": order.created.to_string(),
        "uTime": order.updated.to_string(),
    });
    if instrument.max_leverage().is_some() {
        row["lever"] = json!(write(exchange.account(order.owner).leverage_of(order.instrument, instrument)));
    }
    row
}

/// A stop that an order carries.
fn attached_row(stop: &AttachedStop) -> Value {
    let mut row = json!({"attachAlgoClOrdId": stop.client_id});
    add_conditions(&mut row, &stop.conditions);
    row
}

/// An order in a push. Fields named after a fill describe only this update.
pub fn order_update_row(exchange: &Exchange, update: &OrderUpdate) -> Value {
    let OrderUpdate { order, change, last_price, .. } = update;
    let mut row = order_row(exchange, order);
    let fill = match change {
        OrderChange::Filled(fill) => Some(*fill),
        OrderChange::Live | OrderChange::Canceled | OrderChange::Amended { .. } => None,
    };
    let (request_id, amended, code, message) = amendment(change);
    let more = json!({
        "fillPx": fill.map(|fill| write(fill.price)).unwrap_or_default(),
        "fillSz": fill.map_or_else(|| "0".into(), |fill| write(fill.size)),
        "fillTime": fill.map(|fill| fill.at.to_string()).unwrap_or_default(),
        "tradeId": fill.map(|fill| fill.trade.to_string()).unwrap_or_default(),
        "fillFee": fill.map_or_else(|| "0".into(), |fill| write(-fill.fee)),
        "fillFeeCcy": fill.map_or("", |_| order.fee_currency.as_str()),
        "fillPnl": fill.map_or_else(|| "0".into(), |fill| write(fill.profit)),
        "fillNotionalUsd": fill.map(|fill| notional(exchange, order, fill)).unwrap_or_default(),
        "execType": fill.map_or("", |fill| role_code(fill.role)),
        "lastPx": write(*last_price),
        "reqId": request_id,
        "amendResult": amended,
        "amendSource": if amended.is_empty() { "" } else { "1" },
        "code": code,
        "msg": message,
    });
    if let (Value::Object(row), Value::Object(more)) = (&mut row, more) {
        row.extend(more);
    }
    row
}

/// The request ID, the result, the code and the message of an amendment.
fn amendment(change: &OrderChange) -> (&str, &'static str, &'static str, &str) {
    let OrderChange::Amended { request_id, result } = change else { return ("", "", "0", "") };
    match result {
        AmendResult::Done => (request_id, "0", "0", ""),
        AmendResult::Failed { code, message } => (request_id, "-1", code, message),
        AmendResult::Canceled { code, message } => (request_id, "1", code, message),
    }
}

/// The value of a fill in US dollars.
fn notional(exchange: &Exchange, order: &Order, fill: Fill) -> String {
    let instrument = &exchange.markets()[order.instrument].instrument;
    let value = multiply(multiply(fill.price, fill.size).unwrap_or_default(), instrument.face).unwrap_or_default();
    write(multiply(value, exchange.dollars(&instrument.quote)).unwrap_or_default())
}

/// A fill of an account in a reply.
pub fn fill_row(exchange: &Exchange, stored: &AccountFill) -> Value {
    let instrument = &exchange.markets()[stored.instrument].instrument;
    let fill = stored.fill;
    json!({
        "instType": instrument.type_name(),
        "instId": instrument.id,
        "tradeId": fill.trade.to_string(),
        "ordId": stored.order.0.to_string(),
        "clOrdId": stored.client_id,
        "billId": stored.bill.to_string(),
        "subType": if stored.side == crate::core::Side::Buy { "1" } else { "2" },
        "tag": stored.tag,
        "fillPx": write(fill.price),
        "fillSz": write(fill.size),
        "fillPnl": write(fill.profit),
        "side": stored.side.name(),
        "posSide": if instrument.is_spot() { "" } else { "net" },
        "execType": role_code(fill.role),
        "feeCcy": stored.fee_currency,
        "fee": write(-fill.fee),
        "ts": fill.at.to_string(),
        "fillTime": fill.at.to_string(),
        "tradeQuoteCcy": quote_of_spot(instrument),
    })
}

/// A fill of an account in a push of the channel `fills`.
pub fn fill_update_row(exchange: &Exchange, order: &Order, fill: Fill) -> Value {
    // The channel has a client order ID only if it is a number.
    let client_id = order.client_id.parse::<u64>().unwrap_or_default();
    json!({
        "instId": exchange.markets()[order.instrument].instrument.id,
        "fillSz": write(fill.size),
        "fillPx": write(fill.price),
        "side": order.side.name(),
        "ts": fill.at.to_string(),
        "ordId": order.id.0.to_string(),
        "clOrdId": client_id.to_string(),
        "tradeId": fill.trade.to_string(),
        "execType": role_code(fill.role),
        "count": "1",
    })
}

/// The reply row of a request that placed, amended or canceled an order.
pub fn acknowledgement(exchange: &Exchange, id: OrderId, now: i64) -> Value {
    let (client_id, tag) = exchange.order(id).map_or(("", ""), |order| (order.client_id.as_str(), order.tag.as_str()));
    json!({
        "ordId": id.0.to_string(),
        "clOrdId": client_id,
        "tag": tag,
        "ts": now.to_string(),
        "sCode": "0",
        "sMsg": "",
    })
}

fn role_code(role: Role) -> &'static str {
    match role {
        Role::Taker => "T",
        Role::Maker => "M",
    }
}

fn quote_of_spot(instrument: &Instrument) -> &str {
    if instrument.is_spot() { &instrument.quote } else { "" }
}
