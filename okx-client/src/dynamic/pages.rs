//! Paged lists by the name of their operation, with JSON as input and output.

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;

use crate::api::{Paged, Rows};
use crate::client::Client;
use crate::error::Error;
use crate::facts::{Fields, Operation, RowSink};
use crate::fields::{Items, decode};
use crate::trading::page::backward_scan::ReceivedPage;
use crate::trading::page::buffer::{PageBuffer, TypedBuffer};
use crate::trading::page::fetcher::PageFetcher;
use crate::trading::page::pagination::Pagination;
use crate::trading::page::{Page, PageOptions};
use crate::value::Json;

/// A page buffer whose rows can be taken as JSON.
pub(crate) trait JsonBuffer: PageBuffer {
    /// The page that was made.
    fn take_json(&mut self) -> Rows<Json>;
}

impl<R: Paged> JsonBuffer for TypedBuffer<R> {
    fn take_json(&mut self) -> Rows<Json> {
        self.take_page().into_iter().map(|row| row.map(|row| Json::of(&row))).collect()
    }
}

/// A list that can be read.
pub(super) struct Readable {
    pagination: Pagination,
    buffer: Box<dyn JsonBuffer>,
}

/// Creates a readable list from the parameters of its operation.
pub(super) type ReadPages = fn(&str, &PageOptions) -> Result<Readable, Error>;

/// Creates a readable list from the parameters of its operation.
///
/// # Errors
///
/// The parameters or the options are invalid.
pub(super) fn read<R: Paged + Default>(parameters: &str, options: &PageOptions) -> Result<Readable, Error> {
    let mut request = R::default();
    decode::decode(parameters, &mut request)?;
    let pagination = Pagination::new(R::OPERATION, R::PAGES, &request, options)?;
    Ok(Readable { pagination, buffer: Box::new(TypedBuffer::new(request)) })
}

/// The pages of a list as JSON; otherwise like [`PageStream`](crate::PageStream).
pub struct JsonPageStream {
    operation: &'static Operation,
    fetcher: PageFetcher<Box<dyn JsonBuffer>>,
}

impl Client {
    /// Reads a list like [`pages`](Self::pages), by the name of its operation and with its parameters as a JSON object, as for
    /// [`call`](Self::call).
    ///
    /// ```
    /// use okx_client::value::Json;
    /// use okx_client::{Client, Environment, PageOptions, Region};
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), okx_client::Error> {
    /// # let sim = okx_sim::Sim::start().await;
    /// let okx = Client::builder()
    ///     .environment(Environment::live(Region::Global))
    /// #   .base_url(sim.url())
    ///     .build()?;
    /// let parameters = Json::parse(r#"{"instId":"BTC-USDT"}"#)?;
    /// let mut pages = okx.call_pages("market.get_candles", &parameters, PageOptions::default().max_rows(10))?;
    /// while let Some(page) = pages.next().await {
    ///     for candle in page?.into_rows() {
    ///         println!("{}", candle?);
    ///     }
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// There is no such operation, it does not return a paged list, or the parameters or options are invalid.
    #[allow(clippy::needless_pass_by_value, reason = "options are given by value, as for `pages_with`")]
    pub fn call_pages(&self, name: &str, parameters: &Json, options: PageOptions) -> Result<JsonPageStream, Error> {
        let (described, read) = super::paged(name)?;
        let (operation, route) = (described.operation, described.route);
        let Readable { pagination, buffer } =
            read(parameters.get(), &options).map_err(|error| error.in_call(operation.name))?;
        Ok(JsonPageStream {
            operation,
            fetcher: PageFetcher::new(self, operation, route, Ok(pagination), &options, buffer),
        })
    }
}

impl JsonPageStream {
    /// The next page; `None` after the last one. This is cancel safe: dropping the future loses nothing.
    pub async fn next(&mut self) -> Option<Result<Page<Json>, Error>> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }
}

impl Stream for JsonPageStream {
    type Item = Result<Page<Json>, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let page = ready!(self.fetcher.poll(context, |buffer| buffer.take_json()));
        Poll::Ready(page.map(|page| page.map(|(rows, bookmark)| Page::new(rows, bookmark))))
    }
}

impl fmt::Debug for JsonPageStream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "JsonPageStream({})", self.operation.name)
    }
}

impl PageBuffer for Box<dyn JsonBuffer> {
    fn new_request(&mut self) -> &mut dyn Fields {
        (**self).new_request()
    }

    fn request_and_sink(&mut self) -> (Items<'_>, &mut dyn RowSink) {
        (**self).request_and_sink()
    }

    fn receive(&mut self) {
        (**self).receive();
    }

    fn received(&self) -> &dyn ReceivedPage {
        (**self).received()
    }

    fn keep(&mut self, keep: &[bool]) {
        (**self).keep(keep);
    }

    fn buffered(&self) -> usize {
        (**self).buffered()
    }

    fn buffered_entry(&self, index: usize) -> Option<&dyn Fields> {
        (**self).buffered_entry(index)
    }

    fn reverse(&mut self) {
        (**self).reverse();
    }

    fn emit(&mut self, count: usize) {
        (**self).emit(count);
    }
}
