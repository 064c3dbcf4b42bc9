//! Paged lists as iterators.

use std::fmt;

use super::Client;
use crate::api::{IntoPaged, Paged};
#[cfg(feature = "dynamic")]
use crate::dynamic::JsonPageStream;
use crate::error::Error;
use crate::trading::page::{Page, PageOptions, PageStream, RowStream};
#[cfg(feature = "dynamic")]
use crate::value::Json;

/// The rows of a list; returned by [`Client::rows`]. See [`RowStream`] for its errors.
pub struct Rows<R: Paged>(Waiting<RowStream<R>>);

/// The pages of a list; returned by [`Client::pages`]. See [`PageStream`] for its errors.
pub struct Pages<R: Paged>(Waiting<PageStream<R>>);

/// The pages of a list as JSON; returned by [`Client::call_pages`].
#[cfg(feature = "dynamic")]
pub struct JsonPages(Waiting<JsonPageStream>);

/// A stream and the client that waits for it.
struct Waiting<S> {
    client: Client,
    /// `None` after a call inside an async runtime, so that the error is returned once and not endlessly.
    stream: Option<S>,
}

impl Client {
    /// Reads a whole list, row by row; see [`Client::rows`](crate::Client::rows).
    ///
    /// ```
    /// use okx_client::market::GetHistoryCandles;
    /// use okx_client::{Environment, PageOptions, Region, blocking};
    ///
    /// # fn main() -> Result<(), okx_client::Error> {
    /// # let exchange = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    /// # let sim = exchange.block_on(okx_sim::Sim::start());
    /// let okx = blocking::Client::builder()
    ///     .environment(Environment::live(Region::Global))
    /// #   .base_url(sim.url())
    ///     .build()?;
    /// for candle in okx.rows_with(GetHistoryCandles::new("BTC-USDT"), PageOptions::default().max_rows(200)) {
    ///     println!("{}", candle?.c);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn rows<R: IntoPaged>(&self, request: R) -> Rows<R::Request> {
        self.rows_with(request, PageOptions::default())
    }

    /// Like [`rows`](Self::rows), with options.
    pub fn rows_with<R: IntoPaged>(&self, request: R, options: PageOptions) -> Rows<R::Request> {
        Rows(Waiting::new(self, self.inner().rows_with(request, options)))
    }

    /// Reads a whole list, page by page; see [`Client::pages`](crate::Client::pages).
    pub fn pages<R: IntoPaged>(&self, request: R) -> Pages<R::Request> {
        self.pages_with(request, PageOptions::default())
    }

    /// Like [`pages`](Self::pages), with options.
    pub fn pages_with<R: IntoPaged>(&self, request: R, options: PageOptions) -> Pages<R::Request> {
        Pages(Waiting::new(self, self.inner().pages_with(request, options)))
    }
}

#[cfg(feature = "dynamic")]
impl Client {
    /// Reads a list by the name of its operation, page by page; see [`Client::call_pages`](crate::Client::call_pages).
    ///
    /// # Errors
    ///
    /// As for the asynchronous client.
    pub fn call_pages(&self, name: &str, parameters: &Json, options: PageOptions) -> Result<JsonPages, Error> {
        Ok(JsonPages(Waiting::new(self, self.inner().call_pages(name, parameters, options)?)))
    }
}

#[cfg(feature = "dynamic")]
impl Iterator for JsonPages {
    type Item = Result<Page<Json>, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        self.0.next(JsonPageStream::next)
    }
}

#[cfg(feature = "dynamic")]
impl fmt::Debug for JsonPages {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JsonPages")
    }
}

impl<S> Waiting<S> {
    fn new(client: &Client, stream: S) -> Self {
        Self { client: client.clone(), stream: Some(stream) }
    }

    fn next<T>(&mut self, next: impl AsyncFnOnce(&mut S) -> Option<Result<T, Error>>) -> Option<Result<T, Error>> {
        let waited = self.client.wait(next(self.stream.as_mut()?));
        waited.unwrap_or_else(|error| {
            self.stream = None;
            Some(Err(error))
        })
    }
}

impl<R: Paged> Iterator for Rows<R> {
    type Item = Result<R::Entry, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        self.0.next(RowStream::next)
    }
}

impl<R: Paged> Iterator for Pages<R> {
    type Item = Result<Page<R::Entry>, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        self.0.next(PageStream::next)
    }
}

impl<R: Paged> fmt::Debug for Rows<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Rows({})", R::OPERATION.name)
    }
}

impl<R: Paged> fmt::Debug for Pages<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Pages({})", R::OPERATION.name)
    }
}
