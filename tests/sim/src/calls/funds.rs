//! The funding account of a user, and transfers between accounts.

use serde_json::{Value, json};

use super::Behavior::{Command as Commanding, Private};
use super::{Entry, Parameters};
use crate::core::{AccountId, Command, Done, Exchange, Pocket, Transfer};
use crate::number::write;
use crate::refusal::{MISSING_PARAMETER, PARAMETER, Refusal, UNKNOWN_SUB_ACCOUNT};
use crate::rows::funding_row;

pub(super) const CALLS: &[Entry] = &[
    ("funding.get_balances", Private(|exchange, owner, parameters, _| Ok(balances(exchange, owner, parameters)))),
    ("funding.transfer", Commanding(transfer, acknowledge_transfer)),
];

/// The balances of the funding account.
fn balances(exchange: &Exchange, owner: AccountId, parameters: &Parameters) -> Vec<Value> {
    let is_wanted =
        |currency: &str| parameters.text("ccy").is_none_or(|wanted| wanted.split(',').any(|wanted| wanted == currency));
    let held = exchange.account(owner).funding.iter();
    let found = held.filter(|(currency, amount)| !amount.is_zero() && is_wanted(currency));
    found.map(|(currency, amount)| funding_row(currency, *amount)).collect()
}

fn transfer(_: &Exchange, parameters: &Parameters) -> Result<Command, Refusal> {
    let currency = parameters.required("ccy")?.to_owned();
    let amount = parameters.decimal("amt")?.ok_or_else(|| MISSING_PARAMETER.about("amt"))?;
    let (from, to) = (pocket(parameters, "from")?, pocket(parameters, "to")?);
    // For transfers within an account OKX ignores a sub-account.
    if parameters.text("type").is_some_and(|kind| kind != "0") {
        return Err(UNKNOWN_SUB_ACCOUNT.refusal());
    }
    Ok(Command::Transfer(Transfer { currency, amount, from, to }))
}

fn pocket(parameters: &Parameters, name: &str) -> Result<Pocket, Refusal> {
    match parameters.required(name)? {
        "6" => Ok(Pocket::Funding),
        "18" => Ok(Pocket::Trading),
        _ => Err(PARAMETER.about(name)),
    }
}

fn acknowledge_transfer(_: &Exchange, done: &Done, parameters: &Parameters, _: i64) -> Value {
    let given = |name| parameters.text(name).unwrap_or_default();
    let id = match done {
        Done::Transfer(id) => id.to_string(),
        _ => String::new(),
    };
    json!({
        "transId": id,
        "ccy": given("ccy"),
        "clientId": given("clientId"),
        "from": given("from"),
        "amt": parameters.decimal("amt").ok().flatten().map(write),
        "to": given("to"),
    })
}
