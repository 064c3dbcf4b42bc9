//! Bills of a fill.

use rust_decimal::Decimal;
use serde_json::{Value, json};

use crate::core::{AccountFill, Exchange, Side};
use crate::number::{add, multiply, write};
use crate::refusal::Refusal;

/// The bills of a fill with their IDs, newest first. A spot trade has one for each of the two currencies, and any other trade has one. The
/// fee is in the bill that has the ID of the fill.
///
/// # Errors
/// If an amount exceeds the range of the exchange's numbers.
pub fn bill_rows(exchange: &Exchange, stored: &AccountFill) -> Result<Vec<(u64, Value)>, Refusal> {
    let instrument = &exchange.markets()[stored.instrument].instrument;
    let fill = stored.fill;
    if !instrument.is_spot() {
        let change = add(fill.profit, -fill.fee)?;
        return Ok(vec![bill_row(exchange, stored, stored.bill, &stored.fee_currency, [change, -fill.fee])]);
    }
    let value = multiply(fill.price, fill.size)?;
    let (received, paid, paid_currency) = match stored.side {
        Side::Buy => (fill.size, value, &instrument.quote),
        Side::Sell => (value, fill.size, &instrument.base),
    };
    let change = add(received, -fill.fee)?;
    Ok(vec![
        bill_row(exchange, stored, stored.bill, &stored.fee_currency, [change, -fill.fee]),
        bill_row(exchange, stored, stored.bill - 1, paid_currency, [-paid, Decimal::ZERO]),
    ])
}

fn bill_row(
    exchange: &Exchange,
    stored: &AccountFill,
    id: u64,
    currency: &str,
    [change, fee]: [Decimal; 2],
) -> (u64, Value) {
    let instrument = &exchange.markets()[stored.instrument].instrument;
    let fill = stored.fill;
    let row = json!({
        "instType": instrument.type_name(),
        "instId": instrument.id,
        "billId": id.to_string(),
        "type": "2",
        "subType": if stored.side == Side::Buy { "1" } else { "2" },
        "ts": fill.at.to_string(),
        "fillTime": fill.at.to_string(),
        "ccy": currency,
        "balChg": write(change),
        "sz": write(fill.size),
        "px": write(fill.price),
        "pnl": write(fill.profit),
        "fee": write(fee),
        "interest": "0",
        "ordId": stored.order.0.to_string(),
        "clOrdId": stored.client_id,
        "tradeId": fill.trade.to_string(),
        "tag": stored.tag,
    });
    (id, row)
}
