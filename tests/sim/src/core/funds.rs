//! Transfers between an account's funding and trading accounts, and setting leverage.

use rust_decimal::Decimal;
use serde_json::{Value, json};

use super::account::{AccountId, amount_of, change};
use super::event::BalanceCause;
use super::exchange::Exchange;
use super::parameters::Parameters;
use crate::number::write;
use crate::refusal::{
    ACCOUNT_MODE, LEVERAGE, MISSING_PARAMETER, PARAMETER, Refusal, TRANSFER_AMOUNT, TRANSFER_BALANCE,
    TRANSFER_TO_ITSELF, UNKNOWN_CURRENCY, UNKNOWN_INSTRUMENT, UNKNOWN_SUB_ACCOUNT,
};

/// The two accounts between which funds can be transferred.
const FUNDING: &str = "6";
const TRADING: &str = "18";

impl Exchange {
    pub(crate) fn transfer(&mut self, owner: AccountId, parameters: &Parameters) -> Result<Vec<Value>, Refusal> {
        let currency = parameters.required("ccy")?;
        let amount = parameters.decimal("amt")?.ok_or_else(|| MISSING_PARAMETER.about("amt"))?;
        let (from, to) = (pocket(parameters, "from")?, pocket(parameters, "to")?);
        // For transfers within an account OKX ignores a sub-account.
        if parameters.text("type").is_some_and(|kind| kind != "0") {
            return Err(UNKNOWN_SUB_ACCOUNT.refusal());
        }
        if amount <= Decimal::ZERO {
            return Err(TRANSFER_AMOUNT.refusal());
        }
        if from == to {
            return Err(TRANSFER_TO_ITSELF.refusal());
        }
        if !self.knows_currency(currency) {
            return Err(UNKNOWN_CURRENCY.about(currency));
        }
        self.move_funds(owner, currency, if to == TRADING { amount } else { -amount })?;
        let number = self.new_transfer().to_string();
        let client_id = parameters.text("clientId").unwrap_or_default();
        Ok(vec![json!({
            "transId": number,
            "ccy": currency,
            "clientId": client_id,
            "from": from,
            "amt": write(amount),
            "to": to,
        })])
    }

    /// Moves an amount from the funding to the trading account, or back if it is negative.
    fn move_funds(&mut self, owner: AccountId, currency: &str, to_trading: Decimal) -> Result<(), Refusal> {
        let account = &mut self.accounts[owner.0];
        let there = if to_trading.is_sign_negative() {
            account.available(currency)
        } else {
            amount_of(&account.funding, currency)
        };
        if there < to_trading.abs() {
            return Err(TRANSFER_BALANCE.refusal());
        }
        change(&mut account.funding, currency, -to_trading)?;
        Ok(self.credit(owner, currency, to_trading, BalanceCause::Transfer)?)
    }

    pub(crate) fn set_leverage(&mut self, owner: AccountId, parameters: &Parameters) -> Result<Vec<Value>, Refusal> {
        let leverage = parameters.positive("lever")?.ok_or_else(|| MISSING_PARAMETER.about("lever"))?;
        let mode = parameters.required("mgnMode")?;
        let name = parameters.required("instId")?;
        let index = self.index_of(name).ok_or_else(|| UNKNOWN_INSTRUMENT.about(name))?;
        let most = self.markets[index].instrument.max_leverage();
        let most = most.ok_or_else(|| ACCOUNT_MODE.about(format!("{name} is traded without leverage")))?;
        if leverage > most {
            return Err(LEVERAGE.about(write(most)));
        }
        if self.live_orders(owner).any(|order| order.instrument == index) {
            return Err(ACCOUNT_MODE.about("the leverage cannot be changed while the instrument has live orders"));
        }
        self.accounts[owner.0].leverage.insert(index, leverage);
        let side = parameters.text("posSide").unwrap_or_default();
        Ok(vec![json!({"lever": write(leverage), "mgnMode": mode, "instId": name, "posSide": side})])
    }
}

fn pocket<'a>(parameters: &'a Parameters, name: &str) -> Result<&'a str, Refusal> {
    match parameters.required(name)? {
        pocket @ (FUNDING | TRADING) => Ok(pocket),
        _ => Err(PARAMETER.about(name)),
    }
}
