//! Bills of the trading account, made from its fills.

use super::Behavior::Private;
use super::orders::page;
use super::{Entry, Parameters, Rows};
use crate::core::{AccountId, Exchange, Page};
use crate::rows::bill_rows;

pub(super) const CALLS: &[Entry] =
    &[("account.get_bills", Private(bills)), ("account.get_bills_archive", Private(bills))];

/// A page of the account's bills, newest first.
fn bills(exchange: &Exchange, owner: AccountId, parameters: &Parameters, _: i64) -> Rows {
    let page = page(parameters, "after", "before")?;
    let everything = Page { below: None, above: None, begin: None, end: None, limit: usize::MAX };
    let mut found = Vec::new();
    for fill in exchange.fills_of(owner, everything, |_| true) {
        for (id, row) in bill_rows(exchange, fill)? {
            let fits = ["instType", "instId", "ccy", "type", "subType"]
                .into_iter()
                .all(|name| parameters.text(name).is_none_or(|wanted| row[name].as_str() == Some(wanted)));
            if fits && page.has(id, fill.fill.at) {
                found.push(row);
            }
        }
    }
    found.truncate(page.limit);
    Ok(found)
}
