//! Finding out what became of a request that nobody answered.
//!
//! A thing that OKX knows under the name of the request was made. That OKX does not know it says little at first: the request may still
//! be on its way. It says that nothing was made once OKX itself would refuse the request, and has had time to act on what it took in.

mod asking;
mod inquiry;
mod named;
mod subject;

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

use inquiry::Inquiry;
use subject::{Subject, subjects};

/// What a question for a request answers: the row that OKX has of what the request made.
pub type Found<R> = <<R as Resolvable>::Lookup as Endpoint>::Row;

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
    /// Finds out what became of a request: asks OKX for what it names, again and again, until that is certain or the time given to
    /// [`within`](Resolve::within) is over. It works after an error, and as well when the future that sent the request was dropped, or
    /// the program was ended and started again: all it takes is the request with its name, which [`named`](Self::named) gives it
    /// beforehand.
    ///
    /// That it was done is as a rule known at once. That it was not takes longer, because the request may still be on its way: up to 35
    /// seconds after it was signed, or 5 seconds after its own deadline when it was sent [`within`](crate::SendOptions::within) one. When
    /// this client sent it is looked up in what is [`unresolved`](Self::unresolved); of a request that is not listed there the 35 seconds
    /// are counted from now.
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
    /// let order = okx.named(order);
    /// // Whatever ends this, an error or the time, the order can be asked for.
    /// let sent = tokio::time::timeout(Duration::from_secs(5), okx.send(&order)).await;
    /// if !matches!(sent, Ok(Ok(_))) {
    ///     match okx.resolve(&order).within(Duration::from_secs(60)).await {
    ///         Resolved::Done(order) => println!("placed as {}", order.ord_id),
    ///         Resolved::NotDone => println!("not placed"),
    ///         Resolved::Unknown(reason) => println!("nobody knows: {reason}"),
    ///     }
    /// }
    /// # assert!(okx.unresolved().is_empty());
    /// # let pending = okx_client::trade::GetOrdersPending::new();
    /// # assert_eq!(okx.send(&pending).await?.len(), 1);
    /// # Ok(())
    /// # }
    /// ```
    pub fn resolve<'a, R: Resolvable>(&'a self, request: &'a R) -> Resolve<'a, R> {
        Resolve { client: self, request, error: None }
    }

    /// What this client and its clones sent to be done and of which it is not certain what became of it, in the order of sending:
    /// requests that are under way, that ended with an [unknown outcome](Error::outcome_unknown), and whose futures were dropped. An
    /// entry is made before the first byte goes out; a request that is only waiting for its limits has none. It goes when the reply, or
    /// [`resolve`](Self::resolve), says what became of it, and when it is told to be [forgotten](Self::forget).
    ///
    /// A call that may be sent again at any time, such as a cancellation, also settles the earlier entries of the same request when it is
    /// done. Where OKX cannot be asked what became of such a call, its entries leave the list by themselves about 35 seconds after it was
    /// signed, when it can no longer take effect: send it again if you need to be sure.
    ///
    /// Every call that changes something is listed, item by item: orders, amendments, cancellations, transfers, withdrawals. Calls that
    /// have no name are listed too, and OKX cannot be asked for them; only calls that can be made again without harm and are about nothing
    /// that has a name, such as settings, are not.
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

    /// Finds out what became of an entry of [`unresolved`](Self::unresolved), as [`resolve`](Self::resolve) does without needing the
    /// request; gives the row of OKX's answer as JSON. Calls for whose outcome OKX cannot be asked, such as amendments, stay unknown.
    pub async fn resolve_unresolved(&self, entry: &Unresolved, time: Duration) -> Resolved<Json> {
        let subject = match Subject::listed(entry) {
            Ok(subject) => subject,
            Err(error) => return Resolved::Unknown(error),
        };
        let known = Inquiry::of(self.engine(), vec![subject]).hold(time).await;
        let concluded = |subject: Subject| subject.concluded(self.engine(), |row| Ok(row.clone()));
        known.into_iter().next().map_or(Resolved::NotDone, concluded)
    }

    /// Strikes an entry out of [`unresolved`](Self::unresolved), because you know what became of it. Gives whether it was still there.
    pub fn forget(&self, entry: &Unresolved) -> bool {
        self.engine().unresolved().remove(entry.number)
    }
}

/// A request that is to be asked for; made by [`Client::resolve`].
#[must_use = "nothing is asked before `within` is awaited"]
pub struct Resolve<'a, R> {
    client: &'a Client,
    request: &'a R,
    error: Option<&'a Error>,
}

impl<'a, R: Resolvable> Resolve<'a, R> {
    /// The error that sending it ended with. It tells the name of a request that was sent without one, and which item of a batch is
    /// asked for. An error that says that nothing was done is believed, unless another sending of the same name is still
    /// [unresolved](Client::unresolved): then OKX is asked.
    pub fn with_error(self, error: &'a Error) -> Self {
        Self { error: Some(error), ..self }
    }

    /// Asks until it is known what became of the request, but not longer than this. For a batch of several items, only
    /// [`each_within`](Self::each_within) can tell.
    pub async fn within(self, time: Duration) -> Resolved<Found<R>> {
        let inquiry = self.inquiry();
        if inquiry.len() != 1 {
            let what = "this is a batch of several items; use `.each_within(time)` to get a result for each";
            let error = self.error.cloned().unwrap_or_else(|| Error::unknown("").in_call(R::OPERATION.name));
            return Resolved::Unknown(error.still_unknown(what));
        }
        let engine = self.client.engine();
        inquiry.hold(time).await.into_iter().next().map_or(Resolved::NotDone, |subject| typed(engine, subject))
    }

    /// Asks until it is known what became of each item, but not longer than this: of all items of a batch in their order, or of the one
    /// that an error of a row is about.
    pub async fn each_within(self, time: Duration) -> Vec<Resolved<Found<R>>> {
        let engine = self.client.engine();
        self.inquiry().hold(time).await.into_iter().map(|subject| typed(engine, subject)).collect()
    }

    fn inquiry(&self) -> Inquiry<'a> {
        let engine = self.client.engine();
        Inquiry::of(engine, subjects(engine, self.request, self.error))
    }
}

/// What became of it, with the row that was found read into its type. It was written from a reply, so it is read as one: a value that its
/// field cannot hold is kept as text.
fn typed<T: Fields + Default>(engine: &Engine, subject: Subject) -> Resolved<T> {
    subject.concluded(engine, |json| {
        let mut row = T::default();
        decode::decode_reply(json.get(), &mut row, engine.decode_policy())?;
        Ok(row)
    })
}

impl<R> fmt::Debug for Resolve<'_, R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Resolve").field("error", &self.error).finish_non_exhaustive()
    }
}
