//! The client: the entry point of this crate.

mod builder;
pub(crate) mod raw;
mod sockets;

use std::any::Any;
use std::fmt;
use std::sync::{Arc, OnceLock};

pub use builder::ClientBuilder;

use crate::api::{Endpoint, Environment, FromRows, Request, Rows};
use crate::auth::server_time::ClockOffset;
use crate::carriers::rest::{HttpRequest, Rest};
use crate::carriers::ws::Sockets;
use crate::check::instruments::Instruments;
use crate::engine::exchange::Exchange;
use crate::engine::{Engine, SendOptions};
use crate::error::Error;
use crate::limits::Limits;
use crate::value::Timestamp;

/// A client for OKX's REST API and its sockets. Cloning is cheap, and clones share connections, rate limits, clock, instruments, and the list of
/// [unresolved](Self::unresolved) requests.
///
/// ```
/// use okx_client::enums::{OrdType, Side, TdMode};
/// use okx_client::environments::Region;
/// use okx_client::trade::PlaceOrder;
/// use okx_client::{Client, Credentials, Decimal, Environment};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), okx_client::Error> {
/// # let sim = okx_sim::Sim::start().await;
/// # let [key, secret, passphrase] = [&sim.credentials().key, &sim.credentials().secret, &sim.credentials().passphrase];
/// let okx = Client::builder()
///     .environment(Environment::demo(Region::Global))
///     .credentials(Credentials::new(key, secret, passphrase)?)
/// #   .base_url(sim.url())
///     .build()?;
/// let (size, price) = (Decimal::new(1, 3), Decimal::from(20_000));
/// let order = PlaceOrder::new("BTC-USDT", TdMode::Cash, Side::Buy, OrdType::Limit, size).px(price);
/// match okx.send(order).await {
///     Ok(ack) => println!("placed {:?}", ack.ord_id),
///     Err(error) if error.outcome_unknown() => println!("outcome of {:?} unknown: {error}", error.client_order_id()),
///     Err(error) => println!("not placed: {error}"),
/// }
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Client {
    engine: Arc<Engine>,
    rest: Arc<Rest>,
    sockets: Sockets,
    attached: Attached,
}

/// What a higher layer keeps for a client and its clones.
type Attached = Arc<OnceLock<Arc<dyn Any + Send + Sync>>>;

impl Client {
    /// Returns a builder for clients.
    pub fn builder() -> ClientBuilder {
        ClientBuilder::new()
    }

    /// Sends a request and returns its result: a single row, or [`crate::Rows`], each of which reports whether its item was executed.
    ///
    /// The request is checked against the rules of the operation and the increments of its instruments, waits for the rate limits, is
    /// signed and sent, and is retried if that is safe. Orders without a `clOrdId` are given one, so that an unknown outcome can be
    /// resolved.
    ///
    /// The request is passed by value or by reference. The future of a request that is passed by value borrows nothing, so it can be joined
    /// with others, spawned, or put into a `JoinSet`:
    ///
    /// ```
    /// # use okx_client::{Client, Environment, Region};
    /// use okx_client::market::GetTicker;
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let sim = okx_sim::Sim::start().await;
    /// # let okx = Client::builder().environment(Environment::live(Region::Global)).base_url(sim.url()).build()?;
    /// let (bitcoin, ether) = tokio::try_join!(okx.send(GetTicker::new("BTC-USDT")), okx.send(GetTicker::new("ETH-USDT")))?;
    /// println!("{:?} {:?}", bitcoin.last, ether.last);
    ///
    /// let in_background = tokio::spawn(okx.send(GetTicker::new("BTC-USDT")));
    /// println!("{:?}", in_background.await??.last);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// Dropping the future abandons the reply, not the request: it may have been sent, and may be executed. It is then listed in
    /// [`unresolved`](Self::unresolved); an order that was [`named`](Self::named) beforehand can be [resolved](Self::resolve) without that
    /// list.
    ///
    /// # Errors
    ///
    /// The error says whether the request was rejected by the client, rejected by OKX, could not be sent, or may have been executed.
    pub fn send<E: Endpoint>(&self, request: E) -> impl Future<Output = Result<E::Reply, Error>> + Send + use<E> {
        self.send_with(request, SendOptions::default())
    }

    /// Like [`send`](Self::send), with options.
    ///
    /// # Errors
    ///
    /// As for `send`, and if the operation does not support the options.
    pub fn send_with<E: Endpoint>(
        &self,
        request: E,
        options: SendOptions,
    ) -> impl Future<Output = Result<E::Reply, Error>> + Send + use<E> {
        let engine = Arc::clone(&self.engine);
        async move { exchange(&engine, &request, options).await.reply }
    }

    /// Like [`send_with`](Self::send_with), and returns the details of the exchange as well: the body of the reply, when OKX's gateway
    /// received the request and replied, the HTTP status, and the number of attempts.
    ///
    /// ```
    /// # use okx_client::{Client, Environment, Region};
    /// use okx_client::SendOptions;
    /// use okx_client::market::GetTicker;
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), okx_client::Error> {
    /// # let sim = okx_sim::Sim::start().await;
    /// # let okx = Client::builder().environment(Environment::live(Region::Global)).base_url(sim.url()).build()?;
    /// let exchange = okx.exchange(GetTicker::new("BTC-USDT"), SendOptions::default()).await;
    /// assert!(exchange.text().is_some_and(|text| text.contains(r#""instId":"BTC-USDT""#)));
    /// assert_eq!((exchange.http_status(), exchange.attempts()), (Some(200), 1));
    /// assert_eq!(exchange.reply?.inst_id, "BTC-USDT");
    /// # Ok(())
    /// # }
    /// ```
    pub fn exchange<E: Endpoint>(
        &self,
        request: E,
        options: SendOptions,
    ) -> impl Future<Output = Exchange<E::Reply>> + Send + use<E> {
        let engine = Arc::clone(&self.engine);
        async move { exchange(&engine, &request, options).await }
    }

    /// Checks a request as [`send`](Self::send) does before sending: against the rules of the operation and the increments of its
    /// instruments, which are loaded if necessary. The request itself is not sent.
    ///
    /// # Errors
    ///
    /// The request violates a rule, or its instruments cannot be loaded.
    pub fn check<E: Endpoint>(&self, request: E) -> impl Future<Output = Result<(), Error>> + Send + use<E> {
        let engine = Arc::clone(&self.engine);
        async move { engine.check(Request::rest(&request)).await }
    }

    /// Encodes and signs a request as it would be sent now, for inspection. It is neither checked nor sent, and does not count against rate
    /// limits.
    ///
    /// # Errors
    ///
    /// The request cannot be encoded, or must be signed and the client has no credentials.
    pub fn preview<E: Endpoint>(
        &self,
        request: E,
        options: SendOptions,
    ) -> impl Future<Output = Result<HttpRequest, Error>> + Send + use<E> {
        let client = self.clone();
        async move { client.preview_request(Request::rest(&request), options).await }
    }

    /// The offset of this machine's clock from OKX's: as last measured, and corrected by every reply that reports OKX's time. `None` before
    /// the first measurement.
    pub fn clock_offset(&self) -> Option<ClockOffset> {
        self.engine.time().offset()
    }

    /// Measures the offset of this machine's clock from OKX's. The client does so automatically before its first signed request, after OKX
    /// rejected the timestamp of a request, and before the next signed request after this machine slept, its clock was changed, or a reply
    /// reported an unexpected time. Requests that only reduce risk, such as cancellations, do not wait for that.
    ///
    /// # Errors
    ///
    /// OKX's time could not be requested.
    pub async fn sync_clock(&self) -> Result<ClockOffset, Error> {
        self.engine.sync_clock().await
    }

    /// The current time by OKX's clock: this machine's time, corrected by the measured offset. Until an offset is
    /// [known](Self::clock_offset), it is this machine's time.
    #[doc(alias = "now")]
    #[doc(alias = "time")]
    pub fn server_time(&self) -> Timestamp {
        self.engine.time().now()
    }

    /// The known instruments, with their increments and bounds.
    pub fn instruments(&self) -> &Instruments {
        self.engine.instruments()
    }

    /// The rate limits of this client, to share them with other clients of the same account or IP address.
    pub fn limits(&self) -> &Limits {
        self.engine.limits()
    }

    /// Sets how many new and amended orders per two seconds OKX grants the account, if it is not the default.
    /// [`GetAccountRateLimit`](crate::api::trade::GetAccountRateLimit) returns the number.
    pub fn set_order_limit(&self, orders: u32) {
        self.engine.limits().set_account_count(self.engine.account(), orders);
    }

    /// The environment of this client.
    pub fn environment(&self) -> Environment {
        self.engine.environment()
    }
}

impl Client {
    pub(crate) fn engine(&self) -> &Engine {
        &self.engine
    }

    /// What a higher layer keeps for this client and its clones. It is created on first use, and dropped with the last clone.
    pub(crate) fn attached<T: Any + Default + Send + Sync>(&self) -> Arc<T> {
        let attached = self.attached.get_or_init(|| Arc::new(T::default()));
        // Only one type is ever attached, so the alternative is never used.
        Arc::clone(attached).downcast().unwrap_or_default()
    }

    /// A clone that does not own what is attached. What is attached holds such a clone, because otherwise neither would ever be dropped.
    pub(crate) fn without_attached(&self) -> Self {
        Self { attached: Attached::default(), ..self.clone() }
    }

    /// Encodes a request as it would be sent now over the REST API.
    pub(crate) async fn preview_request(
        &self,
        request: Request<'_>,
        options: SendOptions,
    ) -> Result<HttpRequest, Error> {
        let written = self.engine.preview(request, options, |attempt| self.rest.write(attempt)).await?;
        written.map_err(|error| Error::invalid(error.to_string()).in_call(request.operation.name))
    }
}

/// Sends a request. The futures of the client await this directly: a future that is moved into another one takes its space twice.
async fn exchange<E: Endpoint>(engine: &Engine, request: &E, options: SendOptions) -> Exchange<E::Reply> {
    let mut rows = Rows::<E::Row>::default();
    let exchange = engine.exchange(Request::rest(request), options, &mut rows).await;
    exchange.and_then(|()| E::Reply::from_rows(rows).map_err(|error| engine.explain(Request::rest(request), error)))
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Client({})", self.environment())
    }
}
