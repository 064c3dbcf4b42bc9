//! Lists by the name of their call, with JSON in and out, through the same typed requests and rows.

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
use crate::trading::page::paging::Paging;
use crate::trading::page::source::{Source, Typed};
use crate::trading::page::turning::Turning;
use crate::trading::page::walk::Came;
use crate::trading::page::{Page, PageOptions};
use crate::value::Json;

/// A list whose rows come out as JSON.
pub(crate) trait JsonSource: Source {
    /// The page that was made.
    fn take_json(&mut self) -> Rows<Json>;
}

impl<R: Paged> JsonSource for Typed<R> {
    fn take_json(&mut self) -> Rows<Json> {
        self.take_page().into_iter().map(|row| row.map(|row| Json::of(&row))).collect()
    }
}

/// A list that can be read.
pub(super) struct Readable {
    paging: Paging,
    source: Box<dyn JsonSource>,
}

/// Makes a list that can be read out of the parameters of its call.
pub(super) type ReadPages = fn(&str, &PageOptions) -> Result<Readable, Error>;

/// A list, from the parameters of its call.
///
/// # Errors
/// The parameters do not fit the call, or the options do not.
pub(super) fn read<R: Paged + Default>(parameters: &str, options: &PageOptions) -> Result<Readable, Error> {
    let mut request = R::default();
    decode::decode(parameters, &mut request)?;
    let paging = Paging::new(R::OPERATION, R::PAGES, &request, options)?;
    Ok(Readable { paging, source: Box::new(Typed::new(request)) })
}

/// The pages of a list as JSON, one after the other; otherwise as [`PageStream`](crate::PageStream).
pub struct JsonPageStream {
    operation: &'static Operation,
    turning: Turning<Box<dyn JsonSource>>,
}

impl Client {
    /// Reads a list as [`pages`](Self::pages) does, by the name of its call and with its parameters as an object, as for
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
    /// There is no such call, its reply is no paged list, or the parameters or options do not fit it.
    #[allow(clippy::needless_pass_by_value, reason = "options are given by value, as for `pages_with`")]
    pub fn call_pages(&self, name: &str, parameters: &Json, options: PageOptions) -> Result<JsonPageStream, Error> {
        let (described, read) = super::paged(name)?;
        let (operation, route) = (described.operation, described.route);
        let Readable { paging, source } =
            read(parameters.get(), &options).map_err(|error| error.in_call(operation.name))?;
        Ok(JsonPageStream { operation, turning: Turning::new(self, operation, route, Ok(paging), &options, source) })
    }
}

impl JsonPageStream {
    /// The next page; `None` behind the last one. Dropping the future loses nothing.
    pub async fn next(&mut self) -> Option<Result<Page<Json>, Error>> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }
}

impl Stream for JsonPageStream {
    type Item = Result<Page<Json>, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let page = ready!(self.turning.poll(context, |source| source.take_json()));
        Poll::Ready(page.map(|page| page.map(|(rows, bookmark)| Page::new(rows, bookmark))))
    }
}

impl fmt::Debug for JsonPageStream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "JsonPageStream({})", self.operation.name)
    }
}

impl Source for Box<dyn JsonSource> {
    fn begin(&mut self) -> &mut dyn Fields {
        (**self).begin()
    }

    fn wire(&mut self) -> (Items<'_>, &mut dyn RowSink) {
        (**self).wire()
    }

    fn arrived(&mut self) {
        (**self).arrived();
    }

    fn came(&self) -> &dyn Came {
        (**self).came()
    }

    fn hold(&mut self, keep: &[bool]) {
        (**self).hold(keep);
    }

    fn held(&self) -> usize {
        (**self).held()
    }

    fn held_entry(&self, index: usize) -> Option<&dyn Fields> {
        (**self).held_entry(index)
    }

    fn turn_round(&mut self) {
        (**self).turn_round();
    }

    fn give(&mut self, count: usize) {
        (**self).give(count);
    }
}
