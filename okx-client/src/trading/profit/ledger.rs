//! Adds up bills, each once.

use std::collections::{BTreeMap, HashSet};

use super::figures::ProfitFigures;
use crate::api::account::Bill;
use crate::api::ids::{BillId, Ccy, InstId};
use crate::error::Error;
use crate::value::Timestamp;

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
        *self.by_line.entry((ccy, bill.inst_id.clone())).or_default() += ProfitFigures::of(bill);
        Ok(())
    }

    pub(super) fn finish(self) -> BTreeMap<(Ccy, Option<InstId>), ProfitFigures> {
        self.by_line
    }
}

fn incomplete(bill: &Bill, field: &str) -> Error {
    Error::unreadable(format!("the bill {} has no `{field}`, so the sum would be wrong without it", bill.bill_id))
}
