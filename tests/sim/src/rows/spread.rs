//! Spreads and their orders.

use serde_json::{Value, json};

use crate::core::{OrderChange, OrderId, Spread, SpreadOrder, SpreadOrderUpdate, State};
use crate::number::write;

/// A spread in the list of spreads.
pub fn spread_row(spread: &Spread) -> Value {
    let [sold, bought] = spread.legs;
    json!({
        "sprdId": spread.name,
        "sprdType": "linear",
        "state": "live",
        "baseCcy": spread.base,
        "szCcy": spread.base,
        "quoteCcy": "USDT",
        "tickSz": spread.tick,
        "lotSz": spread.lot,
        "minSz": spread.min,
        "listTime": "1611907686000",
        "legs": [{"instId": sold, "side": "sell"}, {"instId": bought, "side": "buy"}],
    })
}

/// An order for a spread in a reply.
pub fn spread_order_row(order: &SpreadOrder) -> Value {
    let canceled = if order.state == State::Canceled { write(order.size) } else { "0".to_owned() };
    json!({
        "sprdId": order.spread.name,
        "ordId": order.id.0.to_string(),
        "clOrdId": order.client_id,
        "tag": order.tag,
        "px": order.price.map(write).unwrap_or_default(),
        "sz": write(order.size),
        "ordType": order.order_type.name(),
        "side": order.side.name(),
        "fillSz": "",
        "fillPx": "",
        "tradeId": "",
        "accFillSz": "0",
        "pendingFillSz": "0",
        "pendingSettleSz": "0",
        "canceledSz": canceled,
        "avgPx": "0",
        "state": order.state.name(),
        "cancelSource": order.cancel_source,
        "uTime": order.updated.to_string(),
        "cTime": order.created.to_string(),
    })
}

/// An order for a spread in a push.
pub fn spread_order_update_row(update: &SpreadOrderUpdate) -> Value {
    let mut row = spread_order_row(&update.order);
    let (request_id, amended) = match &update.change {
        OrderChange::Amended { request_id, .. } => (request_id.as_str(), "0"),
        OrderChange::Live | OrderChange::Filled(_) | OrderChange::Canceled => ("", ""),
    };
    row["reqId"] = json!(request_id);
    row["amendResult"] = json!(amended);
    row["code"] = json!("0");
    row["msg"] = json!("");
    row
}

/// The reply row of a request that placed, amended or canceled an order for a spread.
pub fn spread_acknowledgement(id: OrderId, client_id: &str) -> Value {
    json!({"ordId": id.0.to_string(), "clOrdId": client_id, "sCode": "0", "sMsg": ""})
}
