//! Subscriptions to channels as iterators.

use std::fmt;

use super::Client;
use crate::api::{Channel, IntoChannel};
use crate::carriers::ws::Connections;
use crate::error::Error;
use crate::streams::{self, Subscribe, Update};

/// What OKX pushes for one channel, as an iterator that waits for the next update; see [`okx_client::Subscription`](crate::Subscription).
/// Created by [`Client::subscribe`].
#[must_use = "dropping a subscription ends it"]
pub struct Subscription<C: Channel> {
    client: Client,
    /// `None` after a call inside an async runtime, so that the error is returned once and not endlessly.
    stream: Option<streams::Subscription<C>>,
}

impl Client {
    /// Subscribes to a channel; see [`Client::subscribe`](crate::Client::subscribe).
    ///
    /// ```
    /// use okx_client::ws::public::Tickers;
    /// use okx_client::{Environment, Region, blocking};
    ///
    /// # fn main() -> Result<(), okx_client::Error> {
    /// # let exchange = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    /// # let sim = exchange.block_on(okx_sim::Sim::start());
    /// let okx = blocking::Client::builder()
    ///     .environment(Environment::live(Region::Global))
    /// #   .base_url(sim.url())
    ///     .build()?;
    /// for update in okx.subscribe(Tickers::new("BTC-USDT"))? {
    ///     for ticker in update?.rows.all()? {
    ///         println!("last trade at {:?}", ticker.last);
    ///     }
    /// #   break;
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// As for the asynchronous client.
    pub fn subscribe<C: IntoChannel>(&self, channel: C) -> Result<Subscription<C::Channel>, Error> {
        self.subscribe_with(channel, |subscribe| subscribe)
    }

    /// Like [`subscribe`](Self::subscribe), with options: `|subscribe| subscribe.latest()`.
    ///
    /// # Errors
    ///
    /// As for the asynchronous client.
    pub fn subscribe_with<C: IntoChannel>(
        &self,
        channel: C,
        options: impl FnOnce(Subscribe<C::Channel>) -> Subscribe<C::Channel>,
    ) -> Result<Subscription<C::Channel>, Error> {
        let subscribe = options(self.inner().subscribe(channel));
        let stream = self.wait(subscribe.into_future())??;
        Ok(Subscription { client: self.clone(), stream: Some(stream) })
    }

    /// The connections to OKX's sockets; see [`Client::connections`](crate::Client::connections).
    pub fn connections(&self) -> Connections {
        self.inner().connections()
    }
}

impl<C: Channel> Iterator for Subscription<C> {
    type Item = Result<Update<C>, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        let waited = self.client.wait(self.stream.as_mut()?.next());
        waited.unwrap_or_else(|error| {
            self.stream = None;
            Some(Err(error))
        })
    }
}

impl<C: Channel> fmt::Debug for Subscription<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Subscription({})", C::FACTS.name)
    }
}
