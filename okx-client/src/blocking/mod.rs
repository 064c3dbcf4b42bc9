//! The client for programs without async: the same names, and every call waits for its answer.
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

mod builder;
mod cancel_all_after;
mod instruments;
mod pages;
mod resolve;
mod runtime;

use std::fmt;

pub use cancel_all_after::{CancelAllAfter, DeadManSwitch};
pub use instruments::Instruments;
#[cfg(feature = "dynamic")]
pub use pages::JsonPages;
pub use pages::{Pages, Rows};
pub use resolve::Resolve;

use self::runtime::Runtime;
use crate::api::{Endpoint, Environment};
use crate::auth::server_time::ClockOffset;
use crate::carriers::rest::HttpRequest;
use crate::client::ClientBuilder;
use crate::client::raw::RawRequest;
use crate::engine::SendOptions;
use crate::engine::exchange::Exchange;
use crate::error::Error;
use crate::judge::record::Record;
use crate::limits::Limits;
use crate::trading::doctor::Diagnosis;
use crate::value::{Json, Timestamp};
use crate::{api, client};

/// A client of OKX's REST API whose calls wait for their answers. It is cheap to clone, clones share everything, and any number of threads
/// can use it at once.
///
/// Each call does what the one of the same name of [`okx_client::Client`](crate::Client) does. The network is served by a thread of
/// the client's own, which ends with its last clone. Inside an async runtime every call is refused with an error, because it would
/// hold up a thread that others need: use the asynchronous client there.
#[derive(Clone)]
pub struct Client {
    inner: client::Client,
    runtime: Runtime,
}

impl Client {
    /// A client in the making.
    pub fn builder() -> ClientBuilder<Self> {
        ClientBuilder::new()
    }

    /// The asynchronous client within: what is done with it counts here as well.
    pub fn inner(&self) -> &client::Client {
        &self.inner
    }

    /// Waits for a future, such as one of [`inner`](Self::inner) that has no counterpart here.
    ///
    /// # Errors
    ///
    /// It is called inside an async runtime.
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

    /// Sends a request and waits for what comes back; see [`Client::send`](crate::Client::send).
    ///
    /// # Errors
    ///
    /// As there, and inside an async runtime.
    pub fn send<E: Endpoint>(&self, request: &E) -> Result<E::Reply, Error> {
        self.wait(self.inner.send(request))?
    }

    /// [`send`](Self::send) in another way than usual; see [`Client::send_with`](crate::Client::send_with).
    ///
    /// # Errors
    ///
    /// As there, and inside an async runtime.
    pub fn send_with<E: Endpoint>(&self, request: &E, options: SendOptions) -> Result<E::Reply, Error> {
        self.wait(self.inner.send_with(request, options))?
    }

    /// [`send_with`](Self::send_with), keeping what else is known; see [`Client::exchange`](crate::Client::exchange).
    pub fn exchange<E: Endpoint>(&self, request: &E, options: SendOptions) -> Exchange<E::Reply> {
        self.wait(self.inner.exchange(request, options)).unwrap_or_else(refused)
    }

    /// Sends a request that nobody described; see [`Client::send_raw`](crate::Client::send_raw).
    ///
    /// # Errors
    ///
    /// As there, and inside an async runtime.
    pub fn send_raw(&self, request: &RawRequest) -> Result<api::Rows<Json>, Error> {
        self.wait(self.inner.send_raw(request))?
    }

    /// [`send_raw`](Self::send_raw), keeping what else is known; see [`Client::exchange_raw`](crate::Client::exchange_raw).
    pub fn exchange_raw(&self, request: &RawRequest, options: SendOptions) -> Exchange<api::Rows<Json>> {
        self.wait(self.inner.exchange_raw(request, options)).unwrap_or_else(refused)
    }

    /// Makes a call by its name; see [`Client::call`](crate::Client::call).
    ///
    /// # Errors
    ///
    /// As there, and inside an async runtime.
    #[cfg(feature = "dynamic")]
    pub fn call(&self, name: &str, parameters: &Json, options: SendOptions) -> Result<api::Rows<Json>, Error> {
        self.wait(self.inner.call(name, parameters, options))?
    }

    /// Checks a request as [`send`](Self::send) does before it sends; see [`Client::check`](crate::Client::check).
    ///
    /// # Errors
    ///
    /// As there, and inside an async runtime.
    pub fn check<E: Endpoint>(&self, request: &E) -> Result<(), Error> {
        self.wait(self.inner.check(request))?
    }

    /// A request as it would go out now; see [`Client::preview`](crate::Client::preview).
    ///
    /// # Errors
    ///
    /// As there, and inside an async runtime.
    pub fn preview<E: Endpoint>(&self, request: &E, options: SendOptions) -> Result<HttpRequest, Error> {
        self.wait(self.inner.preview(request, options))?
    }

    /// A request that nobody described as it would go out now; see [`Client::preview_raw`](crate::Client::preview_raw).
    ///
    /// # Errors
    ///
    /// As there, and inside an async runtime.
    pub fn preview_raw(&self, request: &RawRequest, options: SendOptions) -> Result<HttpRequest, Error> {
        self.wait(self.inner.preview_raw(request, options))?
    }

    /// Looks at everything the client's work depends on; see [`Client::doctor`](crate::Client::doctor).
    ///
    /// # Errors
    ///
    /// Only inside an async runtime.
    pub fn doctor(&self) -> Result<Diagnosis, Error> {
        self.wait(self.inner.doctor())
    }

    /// Measures how far this machine's clock is from OKX's; see [`Client::sync_clock`](crate::Client::sync_clock).
    ///
    /// # Errors
    ///
    /// As there, and inside an async runtime.
    pub fn sync_clock(&self) -> Result<ClockOffset, Error> {
        self.wait(self.inner.sync_clock())?
    }

    /// How far this machine's clock was from OKX's when it was measured last; see [`Client::clock_offset`](crate::Client::clock_offset).
    pub fn clock_offset(&self) -> Option<ClockOffset> {
        self.inner.clock_offset()
    }

    /// The time at OKX, as far as it is known.
    pub fn server_time(&self) -> Timestamp {
        self.inner.server_time()
    }

    /// The instruments, with their grids and bounds.
    pub fn instruments(&self) -> Instruments<'_> {
        Instruments(self)
    }

    /// The limits the client keeps to; give them to other clients of the same account or address.
    pub fn limits(&self) -> &Limits {
        self.inner.limits()
    }

    /// Tells how many new and amended orders OKX grants the account; see [`Client::set_order_limit`](crate::Client::set_order_limit).
    pub fn set_order_limit(&self, orders: u32) {
        self.inner.set_order_limit(orders);
    }

    /// Which OKX it talks to.
    pub fn environment(&self) -> Environment {
        self.inner.environment()
    }
}

/// A request that was not made because nobody could wait for it.
fn refused<T>(error: Error) -> Exchange<T> {
    Exchange::new(Err(error), Record::default())
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "blocking::{:?}", self.inner)
    }
}
