//! Finding out what became of a request that nobody answered.
//!
//! A thing that OKX knows under the name of the request was made. That OKX does not know it says little at first: the request may still
//! be on its way. It says that nothing was made once OKX itself would refuse the request, and has had time to act on what it took in.

mod inquiry;
mod question;

use std::fmt;
use std::time::Duration;

use crate::client::Client;
use crate::endpoint::{Endpoint, Resolvable};
use crate::error::Error;

use inquiry::Inquiry;

/// What a question for a request answers: the row that OKX has of what the request made.
pub type Found<R> = <<R as Resolvable>::Question as Endpoint>::Row;

/// What became of a request.
#[derive(Clone, Debug)]
#[must_use = "it tells whether the request was done"]
pub enum Resolved<T> {
    /// It was done, and this is what OKX says of it now. An order that was placed may be filled or cancelled by now: the row tells.
    Done(T),
    /// It was not done, and will not be.
    NotDone,
    /// It is still not known; the error says what stood in the way last. It carries what is needed to go on asking.
    Unknown(Error),
}

impl<T> Resolved<T> {
    /// What OKX says of it, when it was done.
    pub fn done(self) -> Option<T> {
        match self {
            Self::Done(row) => Some(row),
            Self::NotDone | Self::Unknown(_) => None,
        }
    }

    /// Whether it was done.
    pub fn is_done(&self) -> bool {
        matches!(self, Self::Done(_))
    }

    /// Whether it was not done, and will not be.
    pub fn is_not_done(&self) -> bool {
        matches!(self, Self::NotDone)
    }

    /// Whether it is still not known.
    pub fn is_unknown(&self) -> bool {
        matches!(self, Self::Unknown(_))
    }
}

impl Client {
    /// Finds out what became of a request that ended with an error: asks OKX for what it names, again and again, until that is
    /// certain or the time given to [`within`](Resolve::within) is over.
    ///
    /// That it was done is as a rule known at once. That it was not takes longer, because the request may still be on its way: up to 35
    /// seconds after it was signed, or 5 seconds after its own deadline when it was sent [`within`](crate::SendOptions::within) one. An
    /// error that already says that nothing was done is believed.
    ///
    /// A name that is used a second time within a second of the first time can be taken for the first one, so do not give a name twice.
    ///
    /// ```
    /// # use std::time::Duration;
    /// # use okx_client::enums::{OrdType, Side, TdMode};
    /// # use okx_client::trade::PlaceOrder;
    /// # use okx_client::{Client, Credentials, Decimal, Environment, Region};
    /// use okx_client::Resolved;
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
    /// # sim.faults().once("trade.place_order", okx_sim::Fault::CutAfterActing);
    /// let order = PlaceOrder::new("BTC-USDT", TdMode::Cash, Side::Buy, OrdType::Limit, Decimal::new(1, 2))
    ///     .px(Decimal::from(1_000));
    /// if let Err(error) = okx.send(&order).await {
    ///     match okx.resolve(&order, &error).within(Duration::from_secs(60)).await {
    ///         Resolved::Done(order) => println!("placed as {}", order.ord_id),
    ///         Resolved::NotDone => println!("not placed: {error}"),
    ///         Resolved::Unknown(reason) => println!("nobody knows: {reason}"),
    ///     }
    /// }
    /// # let error = okx_client::trade::GetOrdersPending::new();
    /// # assert_eq!(okx.send(&error).await?.len(), 1);
    /// # Ok(())
    /// # }
    /// ```
    pub fn resolve<'a, R: Resolvable>(&'a self, request: &'a R, error: &'a Error) -> Resolve<'a, R> {
        Resolve { client: self, request, error }
    }
}

/// A request that is to be asked for; made by [`Client::resolve`].
#[must_use = "nothing is asked before `within` is awaited"]
pub struct Resolve<'a, R> {
    client: &'a Client,
    request: &'a R,
    error: &'a Error,
}

impl<R: Resolvable> Resolve<'_, R> {
    /// Asks until it is known what became of the request, but not longer than this. Where the error is about a whole batch of several
    /// items, only [`each_within`](Self::each_within) can tell.
    pub async fn within(self, time: Duration) -> Resolved<Found<R>> {
        let mut inquiry = Inquiry::of(self.client.core(), self.request, self.error);
        if inquiry.len() != 1 {
            let what =
                "the error is about a whole batch, whose items end each in its own way; say `.each_within(time)`";
            return Resolved::Unknown(self.error.clone().still_unknown(what));
        }
        inquiry.hold(time).await;
        inquiry.into_verdicts().next().unwrap_or_else(|| Resolved::Unknown(self.error.clone()))
    }

    /// Asks until it is known what became of each item that the error is about, but not longer than this: of all items of a batch in
    /// their order, or of the one that an error of a row is about.
    pub async fn each_within(self, time: Duration) -> Vec<Resolved<Found<R>>> {
        let mut inquiry = Inquiry::of(self.client.core(), self.request, self.error);
        inquiry.hold(time).await;
        inquiry.into_verdicts().collect()
    }
}

impl<R> fmt::Debug for Resolve<'_, R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Resolve").field("error", &self.error).finish_non_exhaustive()
    }
}
