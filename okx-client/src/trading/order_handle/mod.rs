//! Orders that are followed from placing to their end.

mod changes;
mod follower;
mod hub;
mod lookup;
mod place;
mod routes;
mod tracker;
mod wait;

use std::fmt;
use std::sync::Arc;

use rust_decimal::Decimal;

pub use changes::OrderChanges;
pub use place::Place;
pub use wait::{OrderWait, Waited};

use crate::api::enums::OrdState;
use crate::api::ids::{ClOrdId, InstId, OrdId};
use crate::api::objects::{AmendAck, CancelAck};
use crate::api::trade::{AmendOrder, CancelOrder};
use crate::client::Client;
use crate::error::Error;
use crate::trading::order_status::{OrderFill, OrderStatus};
use follower::Follower;
use place::FollowGuard;
use tracker::Tracker;
use wait::Goal;

/// An order that is followed; returned by [`Client::place`]. Cloning is cheap. Dropping all clones stops following; it does not cancel the order.
///
/// What it knows comes from the channel `orders`. Where that may lack something, OKX is asked over the REST API: while there is no connection,
/// after a gap that could not be filled, if a change is not pushed within some seconds, and every 30 seconds for the list of open orders. The
/// channel `fills` is not used: it is reserved for some fee tiers, and combines trades, so that its rows cannot be matched with those of `orders`.
#[derive(Clone)]
#[must_use = "dropping a handle does not cancel the order"]
#[doc(alias("track order"))]
pub struct OrderHandle {
    client: Client,
    guard: Arc<FollowGuard>,
    /// Keeps the orders followed, even if the subscription is started again for others.
    _follower: Arc<Follower>,
}

impl OrderHandle {
    /// The order ID assigned by OKX.
    pub fn ord_id(&self) -> OrdId {
        self.status().ord_id().clone()
    }

    /// The client order ID.
    pub fn cl_ord_id(&self) -> &ClOrdId {
        self.tracker().name()
    }

    /// The instrument.
    pub fn inst_id(&self) -> &InstId {
        self.tracker().inst_id()
    }

    /// The order as it is known now.
    pub fn status(&self) -> OrderStatus {
        self.tracker().status()
    }

    /// The state; `None` as long as OKX has only acknowledged the order.
    pub fn state(&self) -> Option<OrdState> {
        self.status().state().copied()
    }

    /// How much was filled; see [`OrderStatus::filled_size`].
    pub fn filled_size(&self) -> Decimal {
        self.status().filled_size()
    }

    /// The average price of all fills; see [`OrderStatus::average_price`].
    pub fn average_price(&self) -> Option<Decimal> {
        self.status().average_price()
    }

    /// The known fills, oldest first.
    pub fn fills(&self) -> Vec<OrderFill> {
        self.status().fills().to_vec()
    }

    /// Why the order is not followed any longer; `None` while it is, or if it has ended.
    pub fn error(&self) -> Option<Error> {
        self.tracker().known().error
    }

    /// The status each time it changes, beginning with the current one.
    ///
    /// ```
    /// # async fn follow(handle: okx_client::OrderHandle) -> Result<(), okx_client::Error> {
    /// let mut changes = handle.changes();
    /// while let Some(order) = changes.next().await {
    ///     let order = order?;
    ///     println!("{:?}: {} filled in {} trades", order.state(), order.filled_size(), order.fills().len());
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn changes(&self) -> OrderChanges {
        OrderChanges::new(self.clone())
    }

    /// Waits until the order is filled completely.
    pub fn filled(&self) -> OrderWait<'_> {
        OrderWait::new(self, Goal::Filled)
    }

    /// Waits until the order is cancelled, by you or by OKX.
    pub fn canceled(&self) -> OrderWait<'_> {
        OrderWait::new(self, Goal::Canceled)
    }

    /// Waits until the order has ended, in whichever way.
    pub fn ended(&self) -> OrderWait<'_> {
        OrderWait::new(self, Goal::Ended)
    }

    /// Cancels the order. Success means that OKX accepted the cancellation; [`ended`](Self::ended) waits until it is done, or the order turns out
    /// to have been filled before.
    ///
    /// # Errors
    ///
    /// The cancellation failed. If the order has ended already, OKX rejects the cancellation. Unless nothing was sent, OKX is asked about the order
    /// in any case, so that its status is soon correct.
    pub async fn cancel(&self) -> Result<CancelAck, Error> {
        let request = CancelOrder::new(self.inst_id().clone()).ord_id(self.ord_id());
        let result = self.client.send(&request).await;
        match &result {
            Ok(_) => self.guard.expect_end(),
            Err(error) if error.is_refused() || error.outcome_unknown() => self.guard.ask_now(),
            Err(_) => {}
        }
        result
    }

    /// Amends the order. `change` adds what is to change to a request that names the order. Success means that OKX accepted the amendment;
    /// the status shows the new values once it is done, and the row's `amend_result` if it failed.
    ///
    /// ```
    /// # async fn move_quote(handle: &okx_client::OrderHandle) -> Result<(), okx_client::Error> {
    /// use okx_client::dec;
    ///
    /// handle.amend(|amendment| amendment.new_px(dec!(60_000))).await?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// The amendment failed, or its outcome is unknown; then OKX is asked about the order.
    pub async fn amend(&self, change: impl FnOnce(AmendOrder) -> AmendOrder) -> Result<AmendAck, Error> {
        let request = change(AmendOrder::new(self.inst_id().clone()).ord_id(self.ord_id()));
        let result = self.client.send(&request).await;
        if let Err(error) = &result
            && (error.is_refused() || error.outcome_unknown())
        {
            self.guard.ask_now();
        }
        result
    }

    /// Lets the client ask OKX about the order now, without waiting for the answer.
    pub fn refresh(&self) {
        self.guard.ask_now();
    }
}

impl OrderHandle {
    fn new(client: Client, guard: FollowGuard, follower: Arc<Follower>) -> Self {
        Self { client, guard: Arc::new(guard), _follower: follower }
    }

    fn tracker(&self) -> &Arc<Tracker> {
        &self.guard.tracker
    }

    fn client(&self) -> &Client {
        &self.client
    }
}

impl fmt::Debug for OrderHandle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OrderHandle").field("status", &self.status()).finish_non_exhaustive()
    }
}
