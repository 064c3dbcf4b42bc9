//! Places an order that is followed.

use std::borrow::Borrow;
use std::fmt;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use super::OrderHandle;
use super::follower::Shared;
use super::hub::OrderHub;
use super::tracker::Tracker;
use crate::api::ids::{ClOrdId, OrdId};
use crate::api::trade::PlaceOrder;
use crate::api::{Endpoint, objects::Order};
use crate::client::Client;
use crate::engine::SendOptions;
use crate::error::Error;
use crate::trading::order_status::{RowSource, as_update};
use crate::trading::resolve::Resolved;

/// How long an unknown outcome is resolved, by default.
const RESOLVE_WITHIN: Duration = Duration::from_secs(60);

/// An order that is about to be placed; returned by [`Client::place`]. `.await` it.
#[must_use = "the order is not placed before this is awaited"]
pub struct Place {
    client: Client,
    order: PlaceOrder,
    options: SendOptions,
    resolve_within: Duration,
}

/// Follows an order as long as this exists.
pub(super) struct FollowGuard {
    shared: Arc<Shared>,
    pub(super) tracker: Arc<Tracker>,
}

impl Client {
    /// Places an order and returns a handle that follows it: its state, its fills, and how it ends.
    ///
    /// Before the order is sent, the client subscribes to the channel `orders`, once for all orders, and stays subscribed. The order is named, and
    /// sent by the client's [`send_route`](crate::ClientBuilder::send_route). If its outcome is unknown, it is [resolved](Self::resolve): the handle
    /// is only returned if the order exists.
    ///
    /// ```
    /// # use std::time::Duration;
    /// # use okx_client::{Client, Credentials, Environment, Region};
    /// use okx_client::enums::{OrdType, Side, TdMode};
    /// use okx_client::trade::PlaceOrder;
    /// use okx_client::{Waited, dec};
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
    /// let order = PlaceOrder::new("BTC-USDT", TdMode::Cash, Side::Buy, OrdType::Limit, dec!(0.01)).px(dec!(70_000));
    /// let handle = okx.place(order).await?;
    /// match handle.filled().within(Duration::from_secs(5)).await? {
    ///     Waited::Reached(order) => println!("{} filled at {:?}", order.filled_size(), order.average_price()),
    ///     Waited::Ended(order) => println!("ended as {:?}", order.state()),
    ///     Waited::TimedOut(_) => {
    ///         handle.cancel().await?;
    ///         println!("{:?}", handle.ended().within(Duration::from_secs(5)).await?);
    ///     }
    /// }
    /// # assert!(handle.status().is_filled());
    /// # Ok(())
    /// # }
    /// ```
    pub fn place(&self, order: impl Borrow<PlaceOrder>) -> Place {
        Place {
            client: self.clone(),
            order: order.borrow().clone(),
            options: SendOptions::default(),
            resolve_within: RESOLVE_WITHIN,
        }
    }
}

impl Place {
    /// Sends the order with these options.
    pub fn options(self, options: SendOptions) -> Self {
        Self { options, ..self }
    }

    /// How long an unknown outcome is resolved; a minute by default. Up to 35 seconds are needed to be certain that an order was not placed, and
    /// up to 45 if it was sent over a socket.
    pub fn resolve_within(self, time: Duration) -> Self {
        Self { resolve_within: time, ..self }
    }

    async fn place(self) -> Result<OrderHandle, Error> {
        let order = self.client.named(self.order.clone());
        let follower = OrderHub::follower(&self.client).await?;
        let guard = FollowGuard::new(Arc::clone(follower.shared()), &order)?;
        let (id, found) = match self.client.send_with(&order, self.options).await {
            Ok(ack) => match ack.ord_id {
                Some(id) => (id, None),
                None => self.resolve(&order, None).await?,
            },
            Err(error) if error.outcome_unknown() => self.resolve(&order, Some(error)).await?,
            Err(error) => return Err(error),
        };
        guard.accepted(&id, found);
        Ok(OrderHandle::new(self.client, guard, follower))
    }

    /// Finds out whether the order was placed.
    async fn resolve(&self, order: &PlaceOrder, error: Option<Error>) -> Result<(OrdId, Option<Order>), Error> {
        let resolve = self.client.resolve(order);
        let resolve = match &error {
            Some(error) => resolve.with_error(error),
            None => resolve,
        };
        match resolve.within(self.resolve_within).await {
            Resolved::Done(found) => Ok((found.ord_id.clone(), Some(found))),
            Resolved::Unknown(error) => Err(error),
            Resolved::NotDone => {
                let not_placed = Error::unreachable("the reply was lost, and the order was not placed");
                let names = order.cl_ord_id.as_ref().map(ClOrdId::as_str);
                let not_placed = not_placed.in_call(PlaceOrder::OPERATION.name).with_client_order_ids(names);
                Err(match error {
                    Some(error) => not_placed.caused_by(error),
                    None => not_placed,
                })
            }
        }
    }
}

impl IntoFuture for Place {
    type Output = Result<OrderHandle, Error>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send>>;

    /// The error is why the order was not placed, or that its outcome is still unknown, or that it cannot be followed, in which case it was not
    /// sent.
    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.place())
    }
}

impl FollowGuard {
    fn new(shared: Arc<Shared>, order: &PlaceOrder) -> Result<Self, Error> {
        let tracker = Arc::new(Tracker::new(order));
        let expected = shared.update(|routes, _| routes.expect(Arc::clone(&tracker)));
        expected.map_err(|error| error.in_call(PlaceOrder::OPERATION.name))?;
        Ok(Self { shared, tracker })
    }

    fn accepted(&self, id: &OrdId, found: Option<Order>) {
        let row = found.and_then(|order| as_update(&order).ok());
        self.shared.update(|routes, now| {
            routes.accept(self.tracker.name(), id, now);
            if let Some(row) = row {
                routes.apply(row, RowSource::Rest, now);
            }
        });
    }

    /// A cancellation was sent, so the order should end soon.
    pub(super) fn expect_end(&self) {
        let status = self.tracker.status();
        self.shared.update(|routes, now| routes.expect_end(status.ord_id(), now));
    }

    /// OKX is asked about the order at once.
    pub(super) fn ask_now(&self) {
        let status = self.tracker.status();
        self.shared.update(|routes, now| routes.ask_now(status.ord_id(), now));
    }
}

impl Drop for FollowGuard {
    fn drop(&mut self) {
        self.shared.update(|routes, _| routes.forget(&self.tracker));
    }
}

impl fmt::Debug for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Place").field("order", &self.order).field("options", &self.options).finish_non_exhaustive()
    }
}
