//! Adds up bills, each once.

use std::collections::{BTreeMap, HashSet};

use rust_decimal::Decimal;

use super::figures::ProfitFigures;
use crate::api::account::Bill;
use crate::api::ids::{BillId, Ccy, InstId};
use crate::error::Error;
use crate::value::Timestamp;

/// No amount of a bill is as large as this. Sums of any number of smaller amounts stay in the range of a decimal.
const TOO_LARGE: Decimal = Decimal::from_parts(0xA4C6_8000, 0x0003_8D7E, 0, false, 0);

/// The fields that are added up.
const ADDED: [&str; 3] = ["pnl", "fee", "interest"];

/// The sums of the bills of a period so far.
pub(super) struct Ledger {
    since: Timestamp,
    until: Timestamp,
    counted: HashSet<BillId>,
    by_line: BTreeMap<(Ccy, Option<InstId>), ProfitFigures>,
}

impl Ledger {
    pub(super) fn new(since: Timestamp, until: Timestamp) -> Self {
        Self { since, until, counted: HashSet::new(), by_line: BTreeMap::new() }
    }

    /// Counts a bill, unless it was counted before or lies outside of the period. A bill that cannot be placed is an error, because leaving
    /// it out would make the sum wrong.
    pub(super) fn add(&mut self, bill: &Bill) -> Result<(), Error> {
        let ts = bill.ts.ok_or_else(|| incomplete(bill, "ts"))?;
        let ccy = bill.ccy.clone().ok_or_else(|| incomplete(bill, "ccy"))?;
        if ts < self.since || ts >= self.until || !self.counted.insert(bill.bill_id.clone()) {
            return Ok(());
        }
        check_amounts(bill)?;
        *self.by_line.entry((ccy, bill.inst_id.clone())).or_default() += ProfitFigures::of(bill);
        Ok(())
    }

    pub(super) fn finish(self) -> BTreeMap<(Ccy, Option<InstId>), ProfitFigures> {
        self.by_line
    }
}

/// An amount that could not be read would otherwise count as zero.
fn check_amounts(bill: &Bill) -> Result<(), Error> {
    let unread = bill.kept_texts().into_iter().find(|kept| ADDED.contains(&&*kept.path));
    if let Some(unread) = unread {
        let (id, field) = (&bill.bill_id, unread.path);
        return Err(Error::unreadable(format!(
            "`{field}` of the bill {id} cannot be read exactly, so the sum would be wrong"
        )));
    }
    let amounts = [bill.pnl, bill.fee, bill.interest];
    if amounts.into_iter().flatten().any(|amount| amount.abs() >= TOO_LARGE) {
        return Err(Error::unreadable(format!(
            "the bill {} has an amount that is too large to be added up",
            bill.bill_id
        )));
    }
    Ok(())
}

fn incomplete(bill: &Bill, field: &str) -> Error {
    Error::unreadable(format!("the bill {} has no `{field}`, so the sum would be wrong without it", bill.bill_id))
}
