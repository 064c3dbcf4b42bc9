//! A blocking client, for programs without async. Its methods have the same names as those of the asynchronous client.
//!
//! ```
//! use okx_client::{Environment, Region, blocking, market};
//!
//! # fn main() -> Result<(), okx_client::Error> {
//! # let exchange = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
//! # let sim = exchange.block_on(okx_sim::Sim::start());
//! let okx = blocking::Client::builder()
//!     .environment(Environment::live(Region::Global))
//! #   .base_url(sim.url())
//!     .build()?;
//! let ticker = okx.send(&market::GetTicker::new("BTC-USDT"))?;
//! println!("last trade at {:?}", ticker.last);
//! # Ok(())
//! # }
//! ```

mod account;
mod account_view;
mod dead_man_switch;
mod instruments;
mod orders;
mod pages;
mod resolve;
mod runtime;
mod streams;

use std::borrow::Borrow;
use std::fmt;

pub use account_view::AccountView;
pub use dead_man_switch::{DeadManSwitch, DeadManSwitchBuilder};
pub use instruments::Instruments;
pub use orders::{OrderChanges, OrderHandle};
#[cfg(feature = "dynamic")]
pub use pages::JsonPages;
pub use pages::{Pages, Rows};
pub use resolve::Resolve;
pub use streams::Subscription;

use self::runtime::Runtime;
use crate::api::{Endpoint, Environment};
use crate::auth::server_time::ClockOffset;
use crate::carriers::rest::HttpRequest;
use crate::client::ClientBuilder;
use crate::client::raw::RawRequest;
use crate::engine::SendOptions;
use crate::engine::exchange::Exchange;
use crate::error::Error;
use crate::judge::record::ExchangeRecord;
use crate::limits::Limits;
use crate::trading::doctor::Diagnosis;
use crate::value::{Json, Timestamp};
use crate::{api, client};

/// A blocking client for OKX's REST API. Cloning is cheap, clones share everything, and any number of threads can use it at the same time.
///
/// Each method does the same as the one of [`okx_client::Client`](crate::Client) with the same name. The network is served by a thread of
/// the client's own, which ends with its last clone. Inside an async runtime every call returns an error, because it would block a thread
/// of the runtime: use the asynchronous client there.
#[derive(Clone)]
pub struct Client {
    inner: client::Client,
    runtime: Runtime,
}

impl Client {
    /// Returns a builder for clients.
    pub fn builder() -> ClientBuilder<Self> {
        ClientBuilder::new()
    }

    /// Creates a client from environment variables; see [`ClientBuilder::with_env`](crate::ClientBuilder::with_env).
    ///
    /// # Errors
    ///
    /// As for [`ClientBuilder::with_env`](crate::ClientBuilder::with_env) and [`ClientBuilder::build`](crate::ClientBuilder::build).
    pub fn from_env() -> Result<Self, Error> {
        Self::builder().with_env()?.build()
    }

    /// The asynchronous client that this one uses. They share all state.
    pub fn inner(&self) -> &client::Client {
        &self.inner
    }

    /// Blocks until a future completes, for example one of [`inner`](Self::inner) that has no blocking counterpart.
    ///
    /// # Errors
    ///
    /// The call is made inside an async runtime.
    ///
    /// ```
    /// # use okx_client::{Environment, Region, blocking};
    /// # fn main() -> Result<(), okx_client::Error> {
    /// # let okx = blocking::Client::builder().environment(Environment::live(Region::Global)).build()?;
    /// let done = okx.wait(async { "done" })?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn wait<F: Future>(&self, future: F) -> Result<F::Output, Error> {
        self.runtime.wait(future)
    }

    /// Sends a request and returns its result; see [`Client::send`](crate::Client::send).
    ///
    /// # Errors
    ///
    /// As for the asynchronous client, or the call is made inside an async runtime.
    pub fn send<E: Endpoint>(&self, request: E) -> Result<E::Reply, Error> {
        self.wait(self.inner.send(request))?
    }

    /// Like [`send`](Self::send), with options; see [`Client::send_with`](crate::Client::send_with).
    ///
    /// # Errors
    ///
    /// As for the asynchronous client, or the call is made inside an async runtime.
    pub fn send_with<E: Endpoint>(&self, request: E, options: SendOptions) -> Result<E::Reply, Error> {
        self.wait(self.inner.send_with(request, options))?
    }

    /// Like [`send_with`](Self::send_with), and returns the details of the exchange; see [`Client::exchange`](crate::Client::exchange).
    pub fn exchange<E: Endpoint>(&self, request: E, options: SendOptions) -> Exchange<E::Reply> {
        self.wait(self.inner.exchange(request, options)).unwrap_or_else(refused)
    }

    /// Sends a raw request; see [`Client::send_raw`](crate::Client::send_raw).
    ///
    /// # Errors
    ///
    /// As for the asynchronous client, or the call is made inside an async runtime.
    pub fn send_raw(&self, request: impl Borrow<RawRequest> + Send) -> Result<api::Rows<Json>, Error> {
        self.wait(self.inner.send_raw(request))?
    }

    /// Like [`send_raw`](Self::send_raw), and returns the details of the exchange; see
    /// [`Client::exchange_raw`](crate::Client::exchange_raw).
    pub fn exchange_raw(
        &self,
        request: impl Borrow<RawRequest> + Send,
        options: SendOptions,
    ) -> Exchange<api::Rows<Json>> {
        self.wait(self.inner.exchange_raw(request, options)).unwrap_or_else(refused)
    }

    /// Calls an operation by its name; see [`Client::call`](crate::Client::call).
    ///
    /// # Errors
    ///
    /// As for the asynchronous client, or the call is made inside an async runtime.
    #[cfg(feature = "dynamic")]
    pub fn call(&self, name: &str, parameters: &Json, options: SendOptions) -> Result<api::Rows<Json>, Error> {
        self.wait(self.inner.call(name, parameters, options))?
    }

    /// Checks a request as [`send`](Self::send) does before sending; see [`Client::check`](crate::Client::check).
    ///
    /// # Errors
    ///
    /// As for the asynchronous client, or the call is made inside an async runtime.
    pub fn check<E: Endpoint>(&self, request: E) -> Result<(), Error> {
        self.wait(self.inner.check(request))?
    }

    /// Encodes and signs a request as it would be sent now; see [`Client::preview`](crate::Client::preview).
    ///
    /// # Errors
    ///
    /// As for the asynchronous client, or the call is made inside an async runtime.
    pub fn preview<E: Endpoint>(&self, request: E, options: SendOptions) -> Result<HttpRequest, Error> {
        self.wait(self.inner.preview(request, options))?
    }

    /// Encodes and signs a raw request as it would be sent now; see [`Client::preview_raw`](crate::Client::preview_raw).
    ///
    /// # Errors
    ///
    /// As for the asynchronous client, or the call is made inside an async runtime.
    pub fn preview_raw(
        &self,
        request: impl Borrow<RawRequest> + Send,
        options: SendOptions,
    ) -> Result<HttpRequest, Error> {
        self.wait(self.inner.preview_raw(request, options))?
    }

    /// Checks everything the client depends on; see [`Client::doctor`](crate::Client::doctor).
    ///
    /// # Errors
    ///
    /// The call is made inside an async runtime.
    pub fn doctor(&self) -> Result<Diagnosis, Error> {
        self.wait(self.inner.doctor())
    }

    /// Measures the offset of this machine's clock from OKX's; see [`Client::sync_clock`](crate::Client::sync_clock).
    ///
    /// # Errors
    ///
    /// As for the asynchronous client, or the call is made inside an async runtime.
    pub fn sync_clock(&self) -> Result<ClockOffset, Error> {
        self.wait(self.inner.sync_clock())?
    }

    /// The last known offset of this machine's clock from OKX's; see [`Client::clock_offset`](crate::Client::clock_offset).
    pub fn clock_offset(&self) -> Option<ClockOffset> {
        self.inner.clock_offset()
    }

    /// The current time by OKX's clock; see [`Client::server_time`](crate::Client::server_time).
    #[doc(alias = "now")]
    #[doc(alias = "time")]
    pub fn server_time(&self) -> Timestamp {
        self.inner.server_time()
    }

    /// The known instruments, with their increments and bounds.
    pub fn instruments(&self) -> Instruments<'_> {
        Instruments(self)
    }

    /// The rate limits of this client, to share them with other clients of the same account or IP address.
    pub fn limits(&self) -> &Limits {
        self.inner.limits()
    }

    /// Sets how many new and amended orders OKX grants the account; see [`Client::set_order_limit`](crate::Client::set_order_limit).
    pub fn set_order_limit(&self, orders: u32) {
        self.inner.set_order_limit(orders);
    }

    /// The environment of this client.
    pub fn environment(&self) -> Environment {
        self.inner.environment()
    }
}

impl ClientBuilder<Client> {
    /// Creates the client and starts its thread. Nothing is sent yet.
    ///
    /// # Errors
    ///
    /// As for the asynchronous client, or the thread cannot be started.
    pub fn build(self) -> Result<Client, Error> {
        Ok(Client { inner: self.client()?, runtime: Runtime::start()? })
    }
}

/// The exchange of a request that was not sent, because the call was made inside an async runtime.
fn refused<T>(error: Error) -> Exchange<T> {
    Exchange::new(Err(error), ExchangeRecord::default())
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "blocking::{:?}", self.inner)
    }
}
