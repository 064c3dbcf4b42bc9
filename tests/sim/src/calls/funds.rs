//! Transfers between the accounts of a user.

use serde_json::{Value, json};

use super::Behavior::Command as Commanding;
use super::{Entry, Parameters};
use crate::core::{Command, Done, Exchange, Pocket, Transfer};
use crate::number::write;
use crate::refusal::{MISSING_PARAMETER, PARAMETER, Refusal, UNKNOWN_SUB_ACCOUNT};

pub(super) const CALLS: &[Entry] = &[("funding.transfer", Commanding(transfer, acknowledge_transfer))];

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
