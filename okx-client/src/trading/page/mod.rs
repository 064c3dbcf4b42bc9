//! Reads lists that span several pages.

pub(crate) mod backward_scan;
mod bookmark;
pub(crate) mod buffer;
mod cursor_value;
pub(crate) mod fetcher;
mod options;
pub(crate) mod pagination;
mod row_filter;
mod seen_entries;
mod streams;
#[cfg(test)]
mod tests;
mod time_windows;

pub use crate::api::Paged;
pub use crate::facts::{PageCursor, PageOrder, Pages};
pub use bookmark::Bookmark;
pub use options::PageOptions;
pub use streams::{PageStream, RowStream};

use crate::api::{IntoPaged, Rows};
use crate::client::Client;

/// A page of a list.
#[derive(Clone, Debug)]
pub struct Page<T> {
    rows: Rows<T>,
    bookmark: Bookmark,
}

impl<T> Page<T> {
    #[cfg(feature = "dynamic")]
    pub(crate) fn new(rows: Rows<T>, bookmark: Bookmark) -> Self {
        Self { rows, bookmark }
    }
}

impl Client {
    /// Reads a whole list: every row once, newest first. Pages are requested as the rows are needed.
    ///
    /// For the rows between two times, use [`PageOptions::since`] and [`PageOptions::until`], which work for every list whose rows have a time;
    /// for candles without the open one, [`PageOptions::closed_only`]. The request's own fields select the rows as well, including OKX's bounds:
    /// with `after` the list begins there, and with `before` it ends there.
    /// Every page is a request like any other: checked, rate limited, signed, and retried if that is safe.
    ///
    /// If pages are ordered by time, rows with the same time at the end of a page are neither lost nor duplicated: the next page includes
    /// that time again, and rows that were already returned are dropped. If more rows share one time than fit on a page, OKX offers no way
    /// to request the rest, and the stream returns an error. Rows that are created while the list is read do not affect older ones. Lists
    /// that are paged by number are different: a row that moves to the next page appears twice and is dropped, but one that moves to an
    /// earlier page is missed.
    ///
    /// ```
    /// use okx_client::market::GetHistoryCandles;
    /// use okx_client::{Client, Environment, PageOptions, Region};
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), okx_client::Error> {
    /// # let sim = okx_sim::Sim::start().await;
    /// let okx = Client::builder()
    ///     .environment(Environment::live(Region::Global))
    /// #   .base_url(sim.url())
    ///     .build()?;
    /// let mut candles = okx.rows_with(GetHistoryCandles::new("BTC-USDT"), PageOptions::default().max_rows(500));
    /// while let Some(candle) = candles.try_next().await? {
    ///     println!("{}: {}", candle.ts, candle.c);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn rows<R: IntoPaged>(&self, request: R) -> RowStream<R::Request> {
        self.rows_with(request, PageOptions::default())
    }

    /// Like [`rows`](Self::rows), with options: oldest first, with another page size, or from a bookmark.
    #[allow(clippy::needless_pass_by_value, reason = "options are given by value, as for `send_with`")]
    pub fn rows_with<R: IntoPaged>(&self, request: R, options: PageOptions) -> RowStream<R::Request> {
        RowStream::new(PageStream::new(self, request.into_paged(), &options))
    }

    /// Reads a list like [`rows`](Self::rows), page by page. Each page has a bookmark from which reading can be resumed later.
    ///
    /// ```
    /// # use okx_client::{Client, Environment, Region};
    /// use okx_client::PageOptions;
    /// use okx_client::market::GetHistoryCandles;
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), okx_client::Error> {
    /// # let sim = okx_sim::Sim::start().await;
    /// # let okx = Client::builder().environment(Environment::live(Region::Global)).base_url(sim.url()).build()?;
    /// let request = GetHistoryCandles::new("BTC-USDT");
    /// if let Some(page) = okx.pages(&request).next().await {
    ///     let page = page?;
    ///     println!("{} candles", page.rows().len());
    ///     // Possibly much later:
    ///     let mut rest = okx.pages_with(&request, PageOptions::default().resume(page.bookmark().clone()));
    ///     let second = rest.next().await;
    /// #   drop(second);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn pages<R: IntoPaged>(&self, request: R) -> PageStream<R::Request> {
        self.pages_with(request, PageOptions::default())
    }

    /// Like [`pages`](Self::pages), with options: oldest first, with another page size, or from a bookmark.
    #[allow(clippy::needless_pass_by_value, reason = "options are given by value, as for `send_with`")]
    pub fn pages_with<R: IntoPaged>(&self, request: R, options: PageOptions) -> PageStream<R::Request> {
        PageStream::new(self, request.into_paged(), &options)
    }
}
