//! Lists that are longer than one reply.

mod bound;
mod options;
pub(crate) mod paging;
mod place;
mod seen;
pub(crate) mod source;
mod streams;
#[cfg(test)]
mod tests;
pub(crate) mod turning;
pub(crate) mod walk;
mod windows;

pub use crate::api::Paged;
pub use crate::facts::{PageCursor, PageOrder, Pages};
pub use options::PageOptions;
pub use place::Bookmark;
pub use streams::{PageStream, RowStream};

use crate::api::Rows;
use crate::client::Client;

/// One page of a list.
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
    /// Reads a list to its end: every row once, the newest first, asked for page by page as the rows are needed.
    ///
    /// The request's own fields say what is wanted, bounds among them: with `after` set the list begins there, with `before` it ends there.
    /// Every page is a request like any other: checked, limited, signed, and sent again where that is safe.
    ///
    /// Where pages are turned by a time, rows that share the time at which a page ends are neither lost nor given twice: the next page is
    /// asked for so that they come again, and those that were given are dropped. When more rows share one time than a page can hold, OKX
    /// gives no way to the rest, and the stream says so with an error. Rows that are made while a list is read back in time change
    /// nothing about the older ones. Lists that are paged by number are another matter: a row that moves from one page to the next comes
    /// twice and is dropped, but one that moves to a page that was read already is missed, as it would be by anybody.
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
    /// let mut candles = okx.rows_with(&GetHistoryCandles::new("BTC-USDT"), PageOptions::default().max_rows(500));
    /// while let Some(candle) = candles.next().await {
    ///     let candle = candle?;
    ///     println!("{}: {}", candle.ts, candle.c);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn rows<R: Paged>(&self, request: &R) -> RowStream<R> {
        self.rows_with(request, PageOptions::default())
    }

    /// [`rows`](Self::rows) in another way than usual: forward, in smaller pages, on from a bookmark.
    #[allow(clippy::needless_pass_by_value, reason = "options are given by value, as for `send_with`")]
    pub fn rows_with<R: Paged>(&self, request: &R, options: PageOptions) -> RowStream<R> {
        RowStream::new(PageStream::new(self, request, &options))
    }

    /// Reads a list as [`rows`](Self::rows) does, page by page. Each page tells the place behind it, from which the list can be read on
    /// after a break.
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
    ///     // Perhaps much later:
    ///     let mut rest = okx.pages_with(&request, PageOptions::default().resume(page.bookmark().clone()));
    ///     let second = rest.next().await;
    /// #   drop(second);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn pages<R: Paged>(&self, request: &R) -> PageStream<R> {
        self.pages_with(request, PageOptions::default())
    }

    /// [`pages`](Self::pages) in another way than usual: forward, in smaller pages, on from a bookmark.
    #[allow(clippy::needless_pass_by_value, reason = "options are given by value, as for `send_with`")]
    pub fn pages_with<R: Paged>(&self, request: &R, options: PageOptions) -> PageStream<R> {
        PageStream::new(self, request, &options)
    }
}
