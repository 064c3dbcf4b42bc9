//! Balances, positions and settings of an account.

use rust_decimal::Decimal;
use serde_json::{Value, json};

use crate::core::{Account, AccountId, Exchange, Position};
use crate::number::{add, divide, multiply, write};
use crate::refusal::Refusal;

/// The balances of an account, of all currencies or only of some. The totals are always over all currencies.
///
/// # Errors
/// If an amount exceeds the range of the exchange's numbers.
pub fn account_row(
    exchange: &Exchange,
    owner: AccountId,
    currencies: Option<&[&str]>,
    now: i64,
) -> Result<Value, Refusal> {
    let account = exchange.account(owner);
    let mut total = Decimal::ZERO;
    let mut details = Vec::new();
    for (currency, cash) in &account.cash {
        let value = multiply(*cash, exchange.dollars(currency))?;
        total = add(total, value)?;
        let is_wanted = match currencies {
            Some(currencies) => currencies.contains(&currency.as_str()),
            None => !cash.is_zero(),
        };
        if is_wanted {
            details.push(balance_row(account, currency, *cash, value, now));
        }
    }
    let dollars = write(total.round_dp(8));
    Ok(json!({
        "uTime": now.to_string(),
        "totalEq": dollars,
        "adjEq": dollars,
        "availEq": dollars,
        "details": details,
    }))
}

/// The balance of one currency. The value is in US dollars.
fn balance_row(account: &Account, currency: &str, cash: Decimal, value: Decimal, now: i64) -> Value {
    let available = account.available(currency);
    json!({
        "ccy": currency,
        "eq": write(cash),
        "cashBal": write(cash),
        "availBal": write(available),
        "availEq": write(available),
        "frozenBal": write(cash - available),
        "ordFrozen": write(cash - available),
        "eqUsd": write(value.round_dp(8)),
        "disEq": write(value.round_dp(8)),
        "isoEq": "0",
        "upl": "0",
        "uTime": now.to_string(),
    })
}

/// The balance of the funding account in one currency. Nothing of it is ever held.
pub fn funding_row(currency: &str, amount: Decimal) -> Value {
    json!({"ccy": currency, "bal": write(amount), "availBal": write(amount), "frozenBal": "0"})
}

/// The position of an account in an instrument with this index. Its size is zero if it was closed.
///
/// # Errors
/// If an amount exceeds the range of the exchange's numbers.
pub fn position_row(
    exchange: &Exchange,
    owner: AccountId,
    instrument: usize,
    position: &Position,
    now: i64,
) -> Result<Value, Refusal> {
    let market = &exchange.markets()[instrument];
    let listed = &market.instrument;
    let profit = market.unrealized_profit(position)?;
    let ratio = if position.margin.is_zero() { Decimal::ZERO } else { divide(profit, position.margin)? };
    let units = multiply(position.size.abs(), listed.face)?;
    let value = multiply(multiply(units, market.last)?, exchange.dollars(&listed.settle))?;
    let mut row = json!({
        "instType": listed.type_name(),
        "instId": listed.id,
        "mgnMode": "cross",
        "posId": position.id.to_string(),
        "posSide": "net",
        "pos": write(position.size),
        "avgPx": market.average_price(position).map(write).unwrap_or_default(),
        "markPx": write(market.last),
        "last": write(market.last),
        "idxPx": write(market.last),
        "upl": write(profit),
        "uplRatio": write(ratio),
        "uplLastPx": write(profit),
        "uplRatioLastPx": write(ratio),
        "imr": write(position.margin),
        "notionalUsd": write(value),
        "ccy": listed.settle,
        "tradeId": position.last_trade.to_string(),
        "adl": "1",
        "cTime": position.opened.to_string(),
        "uTime": position.updated.to_string(),
        "pTime": now.to_string(),
    });
    if listed.max_leverage().is_some() {
        row["lever"] = json!(write(exchange.account(owner).leverage_of(instrument, listed)));
    }
    Ok(row)
}

/// The settings of an account.
pub fn config_row(exchange: &Exchange, owner: AccountId) -> Value {
    let profile = &exchange.account(owner).profile;
    let number = exchange.user_id(owner);
    json!({
        "uid": number,
        "mainUid": number,
        "acctLv": profile.mode.level(),
        "acctStpMode": "cancel_maker",
        "posMode": profile.position_mode.name(),
        "autoLoan": false,
        "greeksType": "BS",
        "feeType": "0",
        "level": "Lv1",
        "ctIsoMode": "automatic",
        "mgnIsoMode": "automatic",
        "roleType": if profile.lead_instruments.is_empty() { "0" } else { "1" },
        "traderInsts": profile.lead_instruments,
        "spotRoleType": "0",
        "opAuth": "1",
        "kycLv": "3",
        "label": profile.label,
        "ip": profile.addresses,
        "perm": profile.permissions,
        "enableSpotBorrow": false,
        "spotBorrowAutoRepay": false,
        "type": "0",
    })
}
