//! Cancels all open orders, or a selection of them.

mod filter;
mod report;
mod run;
#[cfg(test)]
mod tests;
mod venue;

use std::fmt;
use std::pin::Pin;
use std::time::Duration;

pub use filter::CancelFilter;
pub use report::{CancelReport, CanceledOrder};

use crate::client::Client;
use crate::error::Error;
use venue::ClientVenue;

/// How long cancelling takes at most, unless [`CancelAll::within`] says otherwise.
const WITHIN: Duration = Duration::from_secs(60);

/// Orders that are about to be cancelled; returned by [`Client::cancel_all`]. `.await` it.
#[must_use = "nothing is cancelled before it is awaited"]
pub struct CancelAll {
    client: Client,
    filter: CancelFilter,
    within: Duration,
}

impl Client {
    /// Cancels all open orders that match the filter: lists them, cancels them in batches within the rate limits, and repeats that until OKX lists
    /// none. That includes orders that are placed in the meantime, so stop what places them first. Cancellations travel by the client's
    /// [`send_route`](crate::ClientBuilder::send_route).
    ///
    /// Algo orders are included on [request](CancelFilter::with_algo_orders). Spread orders, block trading quotes and the orders of trading bots
    /// are not; they have operations of their own.
    ///
    /// ```
    /// # use okx_client::enums::{OrdType, Side, TdMode};
    /// # use okx_client::trade::PlaceOrder;
    /// # use okx_client::{Client, Credentials, Environment, Region, dec};
    /// use okx_client::CancelFilter;
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
    /// # let order = PlaceOrder::new("BTC-USDT", TdMode::Cash, Side::Buy, OrdType::Limit, dec!(0.01)).px(dec!(1_000));
    /// # okx.send(&order).await?;
    /// let report = okx.cancel_all(CancelFilter::all().inst_id("BTC-USDT")).await?;
    /// println!("{report}");
    /// assert!(report.is_complete());
    /// # assert_eq!(report.canceled.len(), 1);
    /// # Ok(())
    /// # }
    /// ```
    pub fn cancel_all(&self, filter: CancelFilter) -> CancelAll {
        CancelAll { client: self.clone(), filter, within: WITHIN }
    }
}

impl CancelAll {
    /// Stops repeating after this time; a minute by default. What is open then is reported as failed.
    pub fn within(self, time: Duration) -> Self {
        Self { within: time, ..self }
    }

    async fn run(self) -> Result<CancelReport, Error> {
        let mut venue = ClientVenue::new(&self.client, &self.filter, self.within);
        run::cancel_all(&mut venue).await
    }
}

impl IntoFuture for CancelAll {
    type Output = Result<CancelReport, Error>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send>>;

    /// The error is that the open orders could not be listed. Then nothing was cancelled.
    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.run())
    }
}

impl fmt::Debug for CancelAll {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CancelAll").field("filter", &self.filter).field("within", &self.within).finish_non_exhaustive()
    }
}
