//! Profit, fees, funding fees and interest of a period.

mod figures;
mod ledger;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::time::Duration;

pub use figures::ProfitFigures;

use crate::api::account::{GetBills, GetBillsArchive};
use crate::api::ids::{Ccy, InstId};
use crate::client::Client;
use crate::error::Error;
use crate::trading::page::PageOptions;
use crate::value::Timestamp;
use ledger::Ledger;

/// How far back a period may begin. OKX keeps bills for three months, which are at least 89 days.
const KEPT: Duration = Duration::from_secs(89 * 24 * 60 * 60);

/// How far back the list of recent bills is used. OKX keeps seven days of them; the archive has the rest.
const RECENT: Duration = Duration::from_secs(6 * 24 * 60 * 60);

/// Profit, fees, funding fees and interest of a period, by currency and instrument. Returned by [`Client::profit`].
///
/// All figures are exact sums of the bills of the trading account, in the currency of each bill. Amounts in different currencies are never
/// added.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Profit {
    since: Timestamp,
    until: Timestamp,
    by_line: BTreeMap<(Ccy, Option<InstId>), ProfitFigures>,
}

impl Client {
    /// Adds up the bills of the trading account from `since` until before `until`: realized profit, fees, rebates, funding fees and interest.
    ///
    /// The sources are `GET account/bills-archive` and, for the newest days, `GET account/bills` as well. A bill that both lists contain is
    /// counted once, by its `billId`. There is a bill for every fill, so fills are not read again: their fees would be counted twice.
    ///
    /// OKX books a realized profit for derivatives and margin positions only. For spot trades its `pnl` is zero, and so is the profit here;
    /// their fees are included.
    ///
    /// ```
    /// use std::time::Duration;
    /// # use okx_client::{Client, Credentials, Environment, Region, dec};
    /// # use okx_client::enums::{OrdType, Side, TdMode};
    /// # use okx_client::trade::PlaceOrder;
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), okx_client::Error> {
    /// # let sim = okx_sim::Sim::start().await;
    /// # let [key, secret, passphrase] = [&sim.credentials().key, &sim.credentials().secret, &sim.credentials().passphrase];
    /// # let okx = Client::builder()
    /// #     .environment(Environment::demo(Region::Global))
    /// #     .credentials(Credentials::new(key, secret, passphrase)?)
    /// #     .base_url(sim.url())
    /// #     .build()?;
    /// # okx.send(PlaceOrder::new("BTC-USDT-SWAP", TdMode::Cross, Side::Buy, OrdType::Market, dec!(1))).await?;
    /// let now = okx.server_time();
    /// let profit = okx.profit(now - Duration::from_secs(24 * 60 * 60), now + Duration::from_secs(60)).await?;
    /// for (ccy, figures) in profit.by_currency() {
    ///     println!("{ccy}: {} after {} of fees", figures.net(), figures.fees_paid);
    /// }
    /// assert!(profit.by_currency()["USDT"].fees_paid < dec!(0));
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// The period ends before it begins, or begins earlier than OKX certainly keeps bills, which is 89 days ago: the sum would lack bills
    /// without anything to show it. Or the bills cannot be read, or one of them lacks its time or currency, or has an
    /// amount that cannot be read exactly.
    pub async fn profit(&self, since: Timestamp, until: Timestamp) -> Result<Profit, Error> {
        let now = self.server_time();
        check_period(since, until, now)?;
        let options = PageOptions::default().since(since).until(until);
        let mut ledger = Ledger::new(since, until);
        let mut archive = self.rows_with(GetBillsArchive::new(), options.clone());
        while let Some(bill) = archive.try_next().await? {
            ledger.add(&bill)?;
        }
        let recent = now - RECENT;
        if until > recent {
            let mut bills = self.rows_with(GetBills::new(), options.since(since.max(recent)));
            while let Some(bill) = bills.try_next().await? {
                ledger.add(&bill)?;
            }
        }
        Ok(Profit { since, until, by_line: ledger.finish() })
    }
}

/// Rejects a period whose sum could not be complete.
fn check_period(since: Timestamp, until: Timestamp, now: Timestamp) -> Result<(), Error> {
    if until < since {
        return Err(Error::invalid(format!("the period ends at {until}, before it begins at {since}")));
    }
    let oldest = now - KEPT;
    if since < oldest {
        return Err(Error::invalid(format!(
            "the period begins at {since}, but OKX keeps bills for three months only, so the sum could lack bills. \
             Begin at {oldest} or later, and use `account.apply_bills_history_archive` for older bills"
        )));
    }
    Ok(())
}

impl Profit {
    /// The figures by currency, over all instruments and what belongs to none.
    pub fn by_currency(&self) -> BTreeMap<Ccy, ProfitFigures> {
        let mut sums = BTreeMap::<Ccy, ProfitFigures>::new();
        for ((ccy, _), figures) in &self.by_line {
            *sums.entry(ccy.clone()).or_default() += *figures;
        }
        sums
    }

    /// The figures of one instrument by currency. They can have several: a spot fee is in the currency that was received.
    pub fn of_instrument(&self, inst_id: impl Into<InstId>) -> BTreeMap<Ccy, ProfitFigures> {
        let inst_id = Some(inst_id.into());
        let lines = self.by_line.iter().filter(|((_, id), _)| *id == inst_id);
        lines.map(|((ccy, _), figures)| (ccy.clone(), *figures)).collect()
    }

    /// The figures by currency and instrument. The instrument is `None` for bills without one, such as interest.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (&Ccy, Option<&InstId>, &ProfitFigures)> {
        self.by_line.iter().map(|((ccy, inst_id), figures)| (ccy, inst_id.as_ref(), figures))
    }

    /// The beginning of the period.
    pub fn since(&self) -> Timestamp {
        self.since
    }

    /// The end of the period, which is not part of it.
    pub fn until(&self) -> Timestamp {
        self.until
    }
}
