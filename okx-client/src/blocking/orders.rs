//! Orders that are followed to their end, and cancelling all of them.

use std::borrow::Borrow;
use std::time::Duration;

use super::Client;
use crate::api::objects::{AmendAck, CancelAck};
use crate::api::trade::{AmendOrder, PlaceOrder};
use crate::error::Error;
use crate::trading::cancel_all::{CancelAll, CancelFilter, CancelReport};
use crate::trading::order_handle::{self, Place, Waited};
use crate::trading::order_status::OrderStatus;

/// An order that is followed; see [`okx_client::OrderHandle`](crate::OrderHandle). The client's thread follows it.
#[derive(Clone, Debug)]
#[must_use = "dropping a handle does not cancel the order"]
#[doc(alias("track order"))]
pub struct OrderHandle {
    client: Client,
    handle: order_handle::OrderHandle,
}

/// The status of an order each time it changes, as an iterator that waits for the next change; see
/// [`okx_client::OrderChanges`](crate::OrderChanges).
#[derive(Debug)]
#[must_use = "iterators do nothing unless consumed"]
pub struct OrderChanges {
    client: Client,
    /// `None` after a call inside an async runtime, so that the error is returned once and not endlessly.
    changes: Option<order_handle::OrderChanges>,
}

impl Client {
    /// Places an order and returns a handle that follows it; see [`Client::place`](crate::Client::place).
    ///
    /// ```
    /// use std::time::Duration;
    /// use okx_client::enums::{OrdType, Side, TdMode};
    /// use okx_client::trade::PlaceOrder;
    /// use okx_client::{Credentials, Environment, Region, blocking, dec};
    ///
    /// # fn main() -> Result<(), okx_client::Error> {
    /// # let exchange = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    /// # let sim = exchange.block_on(okx_sim::Sim::start());
    /// # let [key, secret, passphrase] = [&sim.credentials().key, &sim.credentials().secret, &sim.credentials().passphrase];
    /// let okx = blocking::Client::builder()
    ///     .environment(Environment::demo(Region::Global))
    ///     .credentials(Credentials::new(key, secret, passphrase)?)
    /// #   .base_url(sim.url())
    ///     .build()?;
    /// let order = PlaceOrder::new("BTC-USDT", TdMode::Cash, Side::Buy, OrdType::Limit, dec!(0.01)).px(dec!(70_000));
    /// let handle = okx.place(&order)?;
    /// if !handle.filled_within(Duration::from_secs(5))?.is_reached() {
    ///     handle.cancel()?;
    /// }
    /// # assert!(handle.status().is_filled());
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// As for the asynchronous client, or the call is made inside an async runtime.
    pub fn place(&self, order: impl Borrow<PlaceOrder>) -> Result<OrderHandle, Error> {
        self.place_with(order, |place| place)
    }

    /// Like [`place`](Self::place), with options: `|place| place.resolve_within(time)`.
    ///
    /// # Errors
    ///
    /// As for [`place`](Self::place).
    pub fn place_with(
        &self,
        order: impl Borrow<PlaceOrder>,
        options: impl FnOnce(Place) -> Place,
    ) -> Result<OrderHandle, Error> {
        let handle = self.wait(options(self.inner().place(order)).into_future())??;
        Ok(OrderHandle { client: self.clone(), handle })
    }

    /// Cancels all open orders that match the filter; see [`Client::cancel_all`](crate::Client::cancel_all).
    ///
    /// # Errors
    ///
    /// As for the asynchronous client, or the call is made inside an async runtime.
    pub fn cancel_all(&self, filter: CancelFilter) -> Result<CancelReport, Error> {
        self.cancel_all_with(filter, |cancel_all| cancel_all)
    }

    /// Like [`cancel_all`](Self::cancel_all), with options: `|cancel_all| cancel_all.within(time)`.
    ///
    /// # Errors
    ///
    /// As for [`cancel_all`](Self::cancel_all).
    pub fn cancel_all_with(
        &self,
        filter: CancelFilter,
        options: impl FnOnce(CancelAll) -> CancelAll,
    ) -> Result<CancelReport, Error> {
        self.wait(options(self.inner().cancel_all(filter)).into_future())?
    }
}

impl OrderHandle {
    /// The asynchronous handle, for everything that does not wait, such as its IDs.
    pub fn inner(&self) -> &order_handle::OrderHandle {
        &self.handle
    }

    /// The order as it is known now.
    pub fn status(&self) -> OrderStatus {
        self.handle.status()
    }

    /// Waits at most this long until the order is filled completely; see [`OrderHandle::filled`](crate::OrderHandle::filled).
    ///
    /// # Errors
    ///
    /// The order cannot be followed any longer, or the call is made inside an async runtime.
    pub fn filled_within(&self, time: Duration) -> Result<Waited, Error> {
        self.client.wait(self.handle.filled().within(time))?
    }

    /// Waits at most this long until the order is cancelled; see [`OrderHandle::canceled`](crate::OrderHandle::canceled).
    ///
    /// # Errors
    ///
    /// As for [`filled_within`](Self::filled_within).
    pub fn canceled_within(&self, time: Duration) -> Result<Waited, Error> {
        self.client.wait(self.handle.canceled().within(time))?
    }

    /// Waits at most this long until the order has ended; see [`OrderHandle::ended`](crate::OrderHandle::ended).
    ///
    /// # Errors
    ///
    /// As for [`filled_within`](Self::filled_within).
    pub fn ended_within(&self, time: Duration) -> Result<Waited, Error> {
        self.client.wait(self.handle.ended().within(time))?
    }

    /// The status each time it changes, beginning with the current one.
    pub fn changes(&self) -> OrderChanges {
        OrderChanges { client: self.client.clone(), changes: Some(self.handle.changes()) }
    }

    /// Cancels the order; see [`OrderHandle::cancel`](crate::OrderHandle::cancel).
    ///
    /// # Errors
    ///
    /// As for the asynchronous handle, or the call is made inside an async runtime.
    pub fn cancel(&self) -> Result<CancelAck, Error> {
        self.client.wait(self.handle.cancel())?
    }

    /// Amends the order; see [`OrderHandle::amend`](crate::OrderHandle::amend).
    ///
    /// # Errors
    ///
    /// As for the asynchronous handle, or the call is made inside an async runtime.
    pub fn amend(&self, change: impl FnOnce(AmendOrder) -> AmendOrder) -> Result<AmendAck, Error> {
        self.client.wait(self.handle.amend(change))?
    }
}

impl Iterator for OrderChanges {
    type Item = Result<OrderStatus, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        let waited = self.client.wait(self.changes.as_mut()?.next());
        waited.unwrap_or_else(|error| {
            self.changes = None;
            Some(Err(error))
        })
    }
}
