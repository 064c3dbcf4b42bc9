//! Resolves unknown outcomes.
//!
//! If OKX knows an item under the name of the request, the request was executed. If it does not, that is inconclusive at first, because the
//! request may still arrive. It is final once OKX would reject the request because it has expired, and has had time to process everything
//! it accepted.

mod lookup;
mod naming;
mod resolver;
mod target;

use std::fmt;
use std::time::Duration;

use crate::api::{Endpoint, Resolvable};
use crate::client::Client;
use crate::engine::Engine;
use crate::engine::unresolved::Unresolved;
use crate::error::Error;
use crate::facts::Fields;
use crate::fields::decode;
use crate::value::Json;

use resolver::Resolver;
use target::{LookupTarget, targets};

/// The row that a lookup for a request returns.
pub type Found<R> = <<R as Resolvable>::Lookup as Endpoint>::Row;

/// The outcome of a request.
#[derive(Clone, Debug)]
#[must_use = "check whether the request was executed"]
pub enum Resolved<T> {
    /// It was executed, and this is the current row at OKX. An order may have been filled or cancelled since.
    Done(T),
    /// It was not executed and will not be.
    NotDone,
    /// The outcome is still unknown. The error contains the reason, and what is needed to try again.
    Unknown(Error),
}

impl<T> Resolved<T> {
    /// The row, if it was executed.
    pub fn done(self) -> Option<T> {
        match self {
            Self::Done(row) => Some(row),
            Self::NotDone | Self::Unknown(_) => None,
        }
    }

    /// Whether it was executed.
    pub fn is_done(&self) -> bool {
        matches!(self, Self::Done(_))
    }

    /// Whether it was not executed and will not be.
    pub fn is_not_done(&self) -> bool {
        matches!(self, Self::NotDone)
    }

    /// Whether the outcome is still unknown.
    pub fn is_unknown(&self) -> bool {
        matches!(self, Self::Unknown(_))
    }
}

impl Client {
    /// Determines the outcome of a request: looks up at OKX what it created, repeatedly, until the outcome is certain or the time given to
    /// [`within`](Resolve::within) is over. It can be used after an error, and also if the future that sent the request was dropped, or the
    /// program was restarted: all it needs is the request with its name, which [`named`](Self::named) assigns beforehand.
    ///
    /// A request that was executed is usually found immediately. If it was not, certainty takes longer, because the request may still
    /// arrive: up to 35 seconds after it was signed, or over a socket, up to 35 seconds after the client stopped waiting for its reply. If it
    /// was sent [`within`](crate::SendOptions::within) a deadline, up to 5 seconds after that. If this client sent the request, these times are taken from
    /// [`unresolved`](Self::unresolved); otherwise the 35 seconds are counted from now.
    ///
    /// If a name is used twice within a second, the second request can be mistaken for the first, so use every name only once.
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
    /// let order = okx.named(order);
    /// // Whatever ends this, an error or the timeout, the order can be looked up.
    /// let sent = tokio::time::timeout(Duration::from_secs(5), okx.send(&order)).await;
    /// if !matches!(sent, Ok(Ok(_))) {
    ///     match okx.resolve(&order).within(Duration::from_secs(60)).await {
    ///         Resolved::Done(order) => println!("placed as {}", order.ord_id),
    ///         Resolved::NotDone => println!("not placed"),
    ///         Resolved::Unknown(reason) => println!("still unknown: {reason}"),
    ///     }
    /// }
    /// # assert!(okx.unresolved().is_empty());
    /// # let pending = okx_client::trade::GetOrdersPending::new();
    /// # assert_eq!(okx.send(&pending).await?.len(), 1);
    /// # Ok(())
    /// # }
    /// ```
    pub fn resolve<R: Resolvable>(&self, request: R) -> Resolve<R> {
        Resolve { client: self.clone(), request, error: None }
    }

    /// Requests that this client and its clones have sent and whose outcome is not certain, in the order they were sent: requests in
    /// flight, requests that ended with an [unknown outcome](Error::outcome_unknown), and requests whose futures were dropped. An entry is
    /// added before the first byte is sent; requests that wait for rate limits have none. It is removed when the reply or
    /// [`resolve`](Self::resolve) determines the outcome, or by [`forget`](Self::forget).
    ///
    /// An operation that can safely be repeated, such as a cancellation, also removes earlier entries of the same request when it succeeds.
    /// If OKX provides no lookup for such an operation, its entries are removed when it can no longer take effect: about 35 seconds after it was
    /// signed, or about 45 seconds after it was sent over a socket; send it again if you need certainty.
    ///
    /// Every operation that changes something is listed, item by item: orders, amendments, cancellations, transfers, withdrawals. That
    /// includes operations without a name, which cannot be looked up. Only operations that can safely be repeated and have no name, such as
    /// settings, are not listed.
    ///
    /// ```
    /// # use std::time::Duration;
    /// # use okx_client::Client;
    /// # async fn at_the_end(okx: Client) {
    /// for entry in okx.unresolved() {
    ///     let found = okx.resolve_unresolved(&entry, Duration::from_secs(60)).await;
    ///     println!("{entry}: {found:?}");
    /// }
    /// # }
    /// ```
    pub fn unresolved(&self) -> Vec<Unresolved> {
        let engine = self.engine();
        engine.unresolved().all(engine.time().earliest())
    }

    /// Determines the outcome of an entry of [`unresolved`](Self::unresolved), like [`resolve`](Self::resolve) but without the request.
    /// Returns the row of OKX's reply as JSON. Operations that OKX provides no lookup for, such as amendments, stay unknown.
    pub async fn resolve_unresolved(&self, entry: &Unresolved, time: Duration) -> Resolved<Json> {
        let target = match LookupTarget::of_entry(entry) {
            Ok(target) => target,
            Err(error) => return Resolved::Unknown(error),
        };
        let results = Resolver::of(self.engine(), vec![target]).run(time).await;
        let finished = |target: LookupTarget| target.finish(self.engine(), |row| Ok(row.clone()));
        results.into_iter().next().map_or(Resolved::NotDone, finished)
    }

    /// Removes an entry from [`unresolved`](Self::unresolved), for example because you determined its outcome yourself. Returns whether it
    /// was present.
    pub fn forget(&self, entry: &Unresolved) -> bool {
        self.engine().unresolved().remove(entry.number)
    }
}

/// A request whose outcome is to be determined; returned by [`Client::resolve`].
#[must_use = "nothing is looked up before `within` is awaited"]
pub struct Resolve<R> {
    client: Client,
    request: R,
    error: Option<Error>,
}

impl<R: Resolvable> Resolve<R> {
    /// Sets the error that the request ended with. It contains the generated name of a request that was sent without one, and which item of
    /// a batch to look up. An error that reports that nothing was executed is final, unless another attempt with the same name is still
    /// [unresolved](Client::unresolved): then it is looked up.
    pub fn with_error(self, error: &Error) -> Self {
        Self { error: Some(error.clone()), ..self }
    }

    /// Repeats lookups until the outcome is certain, for at most this long. For a batch of several items use
    /// [`each_within`](Self::each_within).
    pub async fn within(self, time: Duration) -> Resolved<Found<R>> {
        let resolver = self.resolver();
        if resolver.len() != 1 {
            let what = "this is a batch of several items; use `each_within` to get a result for each";
            let error = self.error.clone().unwrap_or_else(|| Error::unknown("").in_call(R::OPERATION.name));
            return Resolved::Unknown(error.still_unknown(what));
        }
        let engine = self.client.engine();
        resolver.run(time).await.into_iter().next().map_or(Resolved::NotDone, |target| typed(engine, target))
    }

    /// Repeats lookups until the outcome of each item is certain, for at most this long: of all items of a batch in order, or of the one
    /// that the error of a row is about.
    pub async fn each_within(self, time: Duration) -> Vec<Resolved<Found<R>>> {
        let engine = self.client.engine();
        self.resolver().run(time).await.into_iter().map(|target| typed(engine, target)).collect()
    }

    fn resolver(&self) -> Resolver<'_> {
        let engine = self.client.engine();
        Resolver::of(engine, targets(engine, &self.request, self.error.as_ref()))
    }
}

/// The result, with its row decoded. The JSON was written from a reply, so it is decoded like one: a value that its field cannot hold is
/// kept as text.
fn typed<T: Fields + Default>(engine: &Engine, target: LookupTarget) -> Resolved<T> {
    target.finish(engine, |json| {
        let mut row = T::default();
        decode::decode_reply(json.get(), &mut row, engine.decode_policy())?;
        Ok(row)
    })
}

impl<R> fmt::Debug for Resolve<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Resolve").field("error", &self.error).finish_non_exhaustive()
    }
}
