//! A typed stream of a channel.

use std::fmt;
use std::future::poll_fn;
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;

use super::pages::{Pages, Part};
use super::reader::Reader;
use super::update::Update;
use crate::api::{Channel, Rows};
use crate::error::Error;

/// A stream of what OKX pushes for one channel with its arguments. Created by [`Client::subscribe`](crate::Client::subscribe).
///
/// The stream goes on when connections are lost or replaced; an [`Update`] with a [`gap`](Update::gap) says for which time updates may be
/// missing, and what was done about it. While one connection replaces another one, both push for some seconds. Rows that can be told apart
/// arrive once: order books, trades, fills and orders. In all other channels a row may then arrive twice.
///
/// An error ends the stream, for example if OKX refuses the subscription or the API key has expired. Dropping the stream unsubscribes, unless
/// others read the same channel with the same arguments. The stream keeps its connection open, even after the client was dropped.
///
/// ```
/// use okx_client::ws::public::Tickers;
/// # use okx_client::{Client, Environment, Region};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), okx_client::Error> {
/// # let sim = okx_sim::Sim::start().await;
/// # let okx = Client::builder().environment(Environment::live(Region::Global)).base_url(sim.url()).build()?;
/// let mut tickers = okx.subscribe(&Tickers::new("BTC-USDT")).await?;
/// while let Some(update) = tickers.try_next().await? {
///     if let Some(gap) = &update.gap {
///         println!("updates may be missing between {} and {}: {:?}", gap.from, gap.until, gap.action);
///     }
///     for ticker in update.rows.all()? {
///         println!("last trade at {:?}", ticker.last);
///     }
/// #   break;
/// }
/// # Ok(())
/// # }
/// ```
#[must_use = "dropping a subscription ends it"]
pub struct Subscription<C: Channel> {
    reader: Reader,
    /// The pages of snapshots that are not complete.
    pages: Pages<C::Push>,
    channel: PhantomData<fn() -> C>,
}

impl<C: Channel> Subscription<C> {
    pub(super) fn new(reader: Reader) -> Self {
        Self { reader, pages: Pages::default(), channel: PhantomData }
    }

    /// The next update; `None` once the stream has ended.
    ///
    /// # Errors
    ///
    /// The subscription ended with an error. After that, the stream returns `None`.
    pub async fn next(&mut self) -> Option<Result<Update<C>, Error>> {
        poll_fn(|context| self.poll_update(context)).await
    }

    /// The next update, in the form that suits `while let Some(update) = stream.try_next().await?`.
    ///
    /// # Errors
    ///
    /// As for [`next`](Self::next).
    pub async fn try_next(&mut self) -> Result<Option<Update<C>>, Error> {
        self.next().await.transpose()
    }

    /// The rows of the next update that has any, for programs to which gaps do not matter.
    ///
    /// # Errors
    ///
    /// As for [`next`](Self::next).
    pub async fn next_rows(&mut self) -> Result<Option<Rows<C::Push>>, Error> {
        while let Some(update) = self.try_next().await? {
            if !update.rows.is_empty() {
                return Ok(Some(update.rows));
            }
        }
        Ok(None)
    }

    fn poll_update(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Update<C>, Error>>> {
        loop {
            let (mut rows, mut beside) = (Rows::<C::Push>::default(), C::Beside::default());
            let head = match ready!(self.reader.poll_next(context, &mut rows, &mut beside)) {
                Some(Ok(head)) => head,
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None => return Poll::Ready(None),
            };
            let is_snapshot = head.part != Part::Change;
            let Some(rows) = self.pages.join(head.part, rows) else { continue };
            let (gap, received, source) = (head.gap, head.received, head.source);
            return Poll::Ready(Some(Ok(Update { rows, beside, gap, received, source, is_snapshot })));
        }
    }
}

impl<C: Channel> Stream for Subscription<C> {
    type Item = Result<Update<C>, Error>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.get_mut().poll_update(context)
    }
}

impl<C: Channel> Unpin for Subscription<C> {}

impl<C: Channel> fmt::Debug for Subscription<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Subscription({})", self.reader.facts().name)
    }
}
