//! Balances, positions and settings of an account.

use serde_json::{Value, json};

use super::Behavior::{Command as Commanding, Private};
use super::{Entry, Parameters, Rows, instrument};
use crate::core::{AccountId, Command, Done, Exchange, Position, SetLeverage};
use crate::number::write;
use crate::refusal::{MISSING_PARAMETER, Refusal};
use crate::rows::{account_row, config_row, position_row};

pub(super) const CALLS: &[Entry] = &[
    ("account.get_balance", Private(balance)),
    ("account.get_positions", Private(positions)),
    ("account.get_config", Private(|exchange, owner, _, _| Ok(vec![config_row(exchange, owner)]))),
    ("account.set_leverage", Commanding(set_leverage, acknowledge_leverage)),
    ("trade.get_account_rate_limit", Private(|exchange, owner, _, now| Ok(vec![order_rate(exchange, owner, now)]))),
];

fn balance(exchange: &Exchange, owner: AccountId, parameters: &Parameters, now: i64) -> Rows {
    let wanted: Option<Vec<&str>> = parameters.text("ccy").map(|list| list.split(',').collect());
    let mut row = account_row(exchange, owner, wanted.as_deref(), now)?;
    // A currency without a balance is left out even if the request names it.
    if let Some(details) = row["details"].as_array_mut() {
        details.retain(|detail| detail["cashBal"] != "0");
    }
    Ok(vec![row])
}

/// The open positions, newest first.
fn positions(exchange: &Exchange, owner: AccountId, parameters: &Parameters, now: i64) -> Rows {
    let is_among = |name: &str, value: &str| {
        parameters.text(name).is_none_or(|wanted| wanted.split(',').any(|wanted| wanted == value))
    };
    let is_wanted = |index: usize, position: &Position| {
        let instrument = &exchange.markets()[index].instrument;
        is_among("instType", instrument.type_name())
            && is_among("instId", &instrument.id)
            && is_among("posId", &position.id.to_string())
    };
    let open = exchange.account(owner).positions.iter();
    let mut found: Vec<_> = open.filter(|(index, position)| is_wanted(**index, position)).collect();
    found.sort_by_key(|(_, position)| std::cmp::Reverse(position.id));
    found.into_iter().map(|(index, position)| position_row(exchange, owner, *index, position, now)).collect()
}

fn order_rate(exchange: &Exchange, owner: AccountId, now: i64) -> Value {
    let rate = exchange.account(owner).profile.order_rate;
    json!({"accRateLimit": rate.to_string(), "ts": now.to_string()})
}

fn set_leverage(exchange: &Exchange, parameters: &Parameters) -> Result<Command, Refusal> {
    let leverage = parameters.positive("lever")?.ok_or_else(|| MISSING_PARAMETER.about("lever"))?;
    parameters.required("mgnMode")?;
    Ok(Command::SetLeverage(SetLeverage { instrument: instrument(exchange, parameters)?, leverage }))
}

fn acknowledge_leverage(_: &Exchange, _: &Done, parameters: &Parameters, _: i64) -> Value {
    let given = |name| parameters.text(name).unwrap_or_default();
    let leverage = parameters.decimal("lever").ok().flatten().map(write);
    json!({"lever": leverage, "mgnMode": given("mgnMode"), "instId": given("instId"), "posSide": given("posSide")})
}
