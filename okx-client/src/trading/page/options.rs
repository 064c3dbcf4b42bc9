//! Options for reading lists.

use super::bookmark::Bookmark;
use crate::engine::SendOptions;
use crate::value::Timestamp;

/// Options for reading a list. The default is newest first, with the largest pages that OKX returns.
///
/// ```
/// use okx_client::PageOptions;
///
/// # fn main() -> Result<(), okx_client::Error> {
/// let march: [okx_client::Timestamp; 2] = ["2026-03-01".parse()?, "2026-04-01".parse()?];
/// let all_of_march = PageOptions::default().since(march[0]).until(march[1]).forward();
/// let a_few = PageOptions::default().page_size(20).max_rows(50);
/// # let _ = (all_of_march, a_few);
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug, Default)]
pub struct PageOptions {
    pub(super) forward: bool,
    pub(super) size: Option<usize>,
    pub(super) most: Option<usize>,
    pub(super) resume: Option<Bookmark>,
    pub(super) since: Option<Timestamp>,
    pub(super) until: Option<Timestamp>,
    pub(super) closed_only: bool,
    pub(super) send: SendOptions,
}

impl PageOptions {
    /// Returns the oldest row first.
    ///
    /// OKX can only return rows that are older than a cursor, so rows are collected before the first is returned. If pages are ordered by
    /// time and the request has a start time, that happens in time windows of a few pages each, which takes little memory and about half as
    /// many requests again. Otherwise *all* rows of the request are collected in memory first. Rows that are created after reading began
    /// are not returned.
    ///
    /// Lists that are paged by number can only be read in one direction; this option is then an error.
    #[must_use]
    pub fn forward(self) -> Self {
        Self { forward: true, ..self }
    }

    /// Returns only rows of this time and later.
    ///
    /// This works for every list whose rows have a time, whatever its pages are ordered by. It is the time at which a row came into being,
    /// such as `cTime` of an order, `ts` of a bill or the opening time of a candle. Where OKX can select by it, only these rows are
    /// requested. Otherwise rows outside of the bounds are left out after they arrived, and reading stops as soon as all others are older.
    /// A row in which OKX left out the time is returned. For a list whose rows have no time, such as the ranks of lead traders, the
    /// stream returns an error.
    ///
    /// ```
    /// use std::time::Duration;
    /// # use okx_client::{Client, Environment, Region};
    /// use okx_client::PageOptions;
    /// use okx_client::market::GetHistoryTrades;
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), okx_client::Error> {
    /// # let sim = okx_sim::Sim::start().await;
    /// # let okx = Client::builder().environment(Environment::live(Region::Global)).base_url(sim.url()).build()?;
    /// // OKX pages trades by their ID. These are the trades of the last hour.
    /// let last_hour = PageOptions::default().since(okx.server_time() - Duration::from_secs(3_600));
    /// let trades = okx.rows_with(&GetHistoryTrades::new("BTC-USDT"), last_hour).all().await?;
    /// # drop(trades);
    /// # Ok(())
    /// # }
    /// ```
    #[doc(alias = "start")]
    #[doc(alias = "begin")]
    #[doc(alias = "from")]
    #[must_use]
    pub fn since(self, time: impl Into<Timestamp>) -> Self {
        Self { since: Some(time.into()), ..self }
    }

    /// Returns only rows before this time, which is exclusive; see [`since`](Self::since). Two ranges that meet share no row.
    #[doc(alias = "end")]
    #[doc(alias = "to")]
    #[must_use]
    pub fn until(self, time: impl Into<Timestamp>) -> Self {
        Self { until: Some(time.into()), ..self }
    }

    /// Leaves out rows that still change: the open candle, whose period has not ended. For a list without such rows, the stream returns an
    /// error. [`Candle::is_closed`](crate::objects::Candle::is_closed) tells them apart one by one.
    #[doc(alias = "confirm")]
    #[doc(alias = "open candle")]
    #[must_use]
    pub fn closed_only(self) -> Self {
        Self { closed_only: true, ..self }
    }

    /// The number of rows per page, instead of the request's own number or the most that OKX returns.
    #[must_use]
    pub fn page_size(self, rows: usize) -> Self {
        Self { size: Some(rows), ..self }
    }

    /// Ends the list after this many rows. Errors of rows that cannot be read may come in addition.
    #[must_use]
    pub fn max_rows(self, rows: usize) -> Self {
        Self { most: Some(rows), ..self }
    }

    /// Resumes after the page of this bookmark.
    #[must_use]
    pub fn resume(self, bookmark: Bookmark) -> Self {
        Self { resume: Some(bookmark), ..self }
    }

    /// How the request for each page is sent.
    #[must_use]
    pub fn send_options(self, send: SendOptions) -> Self {
        Self { send, ..self }
    }
}
