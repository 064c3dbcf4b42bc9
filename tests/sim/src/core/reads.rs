//! Account data: orders, balance, settings.

use rust_decimal::Decimal;
use serde_json::{Value, json};

use super::account::{Account, AccountId, amount_of};
use super::exchange::Exchange;
use super::order::{Order, OrderId};
use super::parameters::Parameters;
use crate::number::{add, multiply, write};
use crate::refusal::{PARAMETER, Refusal, UNKNOWN_ORDER};

/// The maximum and default number of orders on a page.
const PAGE: i64 = 100;

impl Exchange {
    pub(crate) fn read_order_row(&self, owner: AccountId, parameters: &Parameters) -> Result<Vec<Value>, Refusal> {
        let order = self.find(owner, parameters)?.ok_or_else(|| UNKNOWN_ORDER.refusal())?;
        Ok(vec![self.order_row(order)])
    }

    /// A page of the account's live orders, or of its final ones, newest first.
    pub(crate) fn list_orders(
        &self,
        owner: AccountId,
        parameters: &Parameters,
        want_final: bool,
    ) -> Result<Vec<Value>, Refusal> {
        let bound = |name| {
            parameters.integer(name).and_then(|id| id.map(u64::try_from).transpose().map_err(|_| PARAMETER.about(name)))
        };
        let (after, before) = (bound("after")?.map(OrderId), bound("before")?.map(OrderId));
        let (begin, end) = (parameters.integer("begin")?, parameters.integer("end")?);
        let wanted = |order: &&Order| {
            order.owner == owner
                && order.state.is_final() == want_final
                && after.is_none_or(|after| order.id < after)
                && before.is_none_or(|before| order.id > before)
                && begin.is_none_or(|begin| order.created >= begin)
                && end.is_none_or(|end| order.created <= end)
                && self.fits_filters(order, parameters)
        };
        let newest_first = self.orders.values().rev().filter(wanted);
        Ok(newest_first.take(page_size(parameters, PAGE)?).map(|order| self.order_row(order)).collect())
    }

    fn fits_filters(&self, order: &Order, parameters: &Parameters) -> bool {
        let row = self.order_row(order);
        let family = &self.markets[order.instrument].instrument.family;
        let one_of = |wanted: &str, value: &str| wanted.split(',').any(|wanted| wanted == value);
        let fits = |name: &str| {
            let value = row.get(name).and_then(Value::as_str).unwrap_or_default();
            parameters.text(name).is_none_or(|wanted| one_of(wanted, value))
        };
        ["instType", "instId", "ordType", "state", "category"].into_iter().all(fits)
            && parameters.text("instFamily").is_none_or(|wanted| wanted == family)
    }

    fn order_row(&self, order: &Order) -> Value {
        let market = &self.markets[order.instrument];
        let mut row = order.row(&market.instrument);
        if market.instrument.max_leverage().is_some() {
            let leverage = self.account(order.owner).leverage_of(order.instrument, &market.instrument);
            row["lever"] = json!(write(leverage));
        }
        row
    }

    pub(crate) fn balance(&self, owner: AccountId, parameters: &Parameters, now: i64) -> Result<Vec<Value>, Refusal> {
        let account = self.account(owner);
        let wanted: Option<Vec<&str>> = parameters.text("ccy").map(|list| list.split(',').collect());
        let mut total = Decimal::ZERO;
        let mut details = Vec::new();
        for (currency, cash) in account.cash.iter().filter(|(_, cash)| !cash.is_zero()) {
            let value = multiply(*cash, self.dollars(currency))?;
            total = add(total, value)?;
            if wanted.as_ref().is_none_or(|wanted| wanted.contains(&currency.as_str())) {
                details.push(balance_row(account, currency, *cash, value, now));
            }
        }
        let dollars = write(total.round_dp(8));
        Ok(vec![json!({
            "uTime": now.to_string(),
            "totalEq": dollars,
            "adjEq": dollars,
            "availEq": dollars,
            "details": details,
        })])
    }

    /// The price of a currency in US dollars in its spot market, or one if there is no such market.
    fn dollars(&self, currency: &str) -> Decimal {
        self.market(&format!("{currency}-USDT")).map_or(Decimal::ONE, |market| market.last)
    }

    pub(crate) fn config(&self, owner: AccountId) -> Vec<Value> {
        let profile = &self.account(owner).profile;
        let number = profile.user_id.clone().unwrap_or_else(|| user_id(owner));
        vec![json!({
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
        })]
    }

    pub(crate) fn account_rate_limit(&self, owner: AccountId, now: i64) -> Vec<Value> {
        vec![json!({"accRateLimit": self.account(owner).profile.order_rate.to_string(), "ts": now.to_string()})]
    }
}

fn balance_row(account: &Account, currency: &str, cash: Decimal, value: Decimal, now: i64) -> Value {
    let held = amount_of(&account.held, currency);
    json!({
        "ccy": currency,
        "eq": write(cash),
        "cashBal": write(cash),
        "availBal": write(cash - held),
        "availEq": write(cash - held),
        "frozenBal": write(held),
        "ordFrozen": write(held),
        "eqUsd": write(value.round_dp(8)),
        "disEq": write(value.round_dp(8)),
        "isoEq": "0",
        "upl": "0",
        "uTime": now.to_string(),
    })
}

/// The user ID of an account in OKX's format.
fn user_id(owner: AccountId) -> String {
    format!("{}", 44_705_892_343_619_584_u64 + owner.0 as u64)
}

/// The requested number of rows: `limit`, which must not exceed `most`.
pub(crate) fn page_size(parameters: &Parameters, most: i64) -> Result<usize, Refusal> {
    match parameters.integer("limit")? {
        None => Ok(100),
        Some(limit) if (1..=most).contains(&limit) => Ok(usize::try_from(limit).unwrap_or_default()),
        Some(_) => Err(PARAMETER.about("limit")),
    }
}
