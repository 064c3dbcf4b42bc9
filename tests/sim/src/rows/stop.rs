//! Stops.

use rust_decimal::Decimal;
use serde_json::{Value, json};

use crate::core::{Condition, Exchange, Order, Purpose, Stop, StopState};
use crate::number::write;

/// A stop in a reply or in a push.
pub fn stop_row(exchange: &Exchange, stop: &Stop) -> Value {
    let (request, instrument) = (&stop.request, &exchange.markets()[stop.request.instrument].instrument);
    let order = stop.order.map(|order| order.0.to_string());
    let placed = stop.order.and_then(|order| exchange.order(order));
    let actual_side = match stop.triggered {
        Some((Purpose::TakeProfit, _)) => "tp",
        Some((Purpose::StopLoss, _)) => "sl",
        Some((Purpose::Trigger, _)) | None => "",
    };
    let mut row = json!({
        "instType": instrument.type_name(),
        "instId": instrument.id,
        "ordId": order.clone().unwrap_or_default(),
        "ordIdList": order.into_iter().collect::<Vec<_>>(),
        "algoId": stop.id.0.to_string(),
        "algoClOrdId": request.client_id,
        "sz": request.size.map(write).unwrap_or_default(),
        "closeFraction": if request.size.is_none() { "1" } else { "" },
        "ordType": request.stop_type.name(),
        "side": request.side.name(),
        "posSide": if instrument.is_spot() { "" } else { "net" },
        "tdMode": request.trade_mode.name(),
        "tgtCcy": request.size_unit.map_or("", |unit| unit.name()),
        "state": stop.state.name(),
        "actualSz": placed.map(|order| write(order.filled)).unwrap_or_default(),
        "actualPx": placed.and_then(Order::average_price).map(write).unwrap_or_default(),
        "actualSide": actual_side,
        "triggerTime": stop.triggered.map(|(_, at)| at.to_string()).unwrap_or_default(),
        "tag": request.tag,
        "last": write(stop.last),
        "reduceOnly": request.reduce_only.to_string(),
        "failCode": match stop.state { StopState::Failed(code) => code, _ => "" },
        "attachAlgoOrds": [],
        "cTime": stop.created.to_string(),
        "uTime": stop.updated.to_string(),
    });
    add_conditions(&mut row, &request.conditions);
    row
}

/// Adds the prices that a stop waits for, and those of its orders.
pub(super) fn add_conditions(row: &mut Value, conditions: &[Condition]) {
    for condition in conditions {
        let [trigger, trigger_type, price] = match condition.purpose {
            Purpose::TakeProfit => ["tpTriggerPx", "tpTriggerPxType", "tpOrdPx"],
            Purpose::StopLoss => ["slTriggerPx", "slTriggerPxType", "slOrdPx"],
            Purpose::Trigger => ["triggerPx", "triggerPxType", "ordPx"],
        };
        row[trigger] = json!(write(condition.trigger));
        row[trigger_type] = json!("last");
        row[price] = json!(write(condition.price.limit().unwrap_or(Decimal::NEGATIVE_ONE)));
    }
}
