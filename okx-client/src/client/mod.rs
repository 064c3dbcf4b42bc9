//! The client: the entry point of this crate.

mod builder;
pub(crate) mod raw;

use std::fmt;
use std::sync::Arc;

pub use builder::ClientBuilder;

use crate::api::{Endpoint, Environment, FromRows, Request, Rows};
use crate::auth::server_time::ClockOffset;
use crate::carriers::rest::{HttpRequest, Rest};
use crate::check::instruments::Instruments;
use crate::engine::exchange::Exchange;
use crate::engine::{Engine, SendOptions};
use crate::error::Error;
use crate::limits::Limits;
use crate::value::Timestamp;

/// A client of OKX's REST API. It is cheap to clone, and clones share connections, limits, clock, instruments and
/// what is [unresolved](Self::unresolved).
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
/// match okx.send(&order).await {
///     Ok(ack) => println!("placed {:?}", ack.ord_id),
///     Err(error) if error.outcome_unknown() => println!("ask for {:?}: {error}", error.client_order_id()),
///     Err(error) => println!("not placed: {error}"),
/// }
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Client {
    engine: Arc<Engine>,
    rest: Arc<Rest>,
}

impl Client {
    /// A client in the making.
    pub fn builder() -> ClientBuilder {
        ClientBuilder::new()
    }

    /// Sends a request and gives what came back: one row, or [`crate::Rows`], each of which says whether it was done.
    ///
    /// The request is checked against the rules of the call and the grids of its instruments, waits for its limits, is signed, sent,
    /// judged, and sent again where that is safe. Orders without a `clOrdId` are given one, so that an unknown outcome can be cleared up.
    /// Dropping the future gives up the reply, not the request: it may have been sent, and may be done. Then it is listed in
    /// [`unresolved`](Self::unresolved); an order that was [`named`](Self::named) beforehand is [resolved](Self::resolve) by itself.
    ///
    /// # Errors
    ///
    /// The error says whether the request was refused here, refused by OKX, could not be sent, or may have been done.
    pub async fn send<E: Endpoint>(&self, request: &E) -> Result<E::Reply, Error> {
        self.send_with(request, SendOptions::default()).await
    }

    /// [`send`](Self::send) in another way than usual.
    ///
    /// # Errors
    ///
    /// As for `send`, and when the call does not take such options.
    pub async fn send_with<E: Endpoint>(&self, request: &E, options: SendOptions) -> Result<E::Reply, Error> {
        self.exchange(request, options).await.reply
    }

    /// [`send_with`](Self::send_with), keeping beside the reply what else is known: its text as it came, the times at which OKX took the
    /// request in and answered it, the HTTP status, and how often it was sent.
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
    /// let exchange = okx.exchange(&GetTicker::new("BTC-USDT"), SendOptions::default()).await;
    /// assert!(exchange.text().is_some_and(|text| text.contains(r#""instId":"BTC-USDT""#)));
    /// assert_eq!((exchange.http_status(), exchange.attempts()), (Some(200), 1));
    /// assert_eq!(exchange.reply?.inst_id, "BTC-USDT");
    /// # Ok(())
    /// # }
    /// ```
    pub async fn exchange<E: Endpoint>(&self, request: &E, options: SendOptions) -> Exchange<E::Reply> {
        let mut rows = Rows::<E::Row>::default();
        let exchange = self.engine.exchange(Request::rest(request), options, &mut rows).await;
        exchange.and_then(|()| E::Reply::from_rows(rows).map_err(|error| self.engine.located(E::OPERATION, error)))
    }

    /// Checks a request as [`send`](Self::send) does before it sends: against the rules of the call and the grids of its instruments,
    /// which are asked for where they are not known yet. Nothing of the request itself is sent.
    ///
    /// # Errors
    ///
    /// What `send` would refuse, and instruments that cannot be asked for.
    pub async fn check<E: Endpoint>(&self, request: &E) -> Result<(), Error> {
        self.engine.check(Request::rest(request)).await
    }

    /// A request as it would go out now, encoded and signed, for looking at. It is neither checked nor sent, and draws on no limit.
    ///
    /// # Errors
    ///
    /// The request cannot be written, or must be signed and the client has no credentials.
    pub async fn preview<E: Endpoint>(&self, request: &E, options: SendOptions) -> Result<HttpRequest, Error> {
        self.preview_request(Request::rest(request), options).await
    }

    /// How far this machine's clock is from OKX's: as it was measured last, and corrected since by every reply that tells OKX's time;
    /// `None` before the first measurement.
    pub fn clock_offset(&self) -> Option<ClockOffset> {
        self.engine.time().offset()
    }

    /// Measures how far this machine's clock is from OKX's. The client does so by itself before its first signed request, when OKX
    /// refuses a request for its time, and before the next signed request after this machine slept, its clock was set, or a reply told a
    /// time that does not fit. Requests that only reduce risk, such as cancellations, do not wait for that.
    ///
    /// # Errors
    ///
    /// OKX did not tell its time.
    pub async fn sync_clock(&self) -> Result<ClockOffset, Error> {
        self.engine.sync_clock().await
    }

    /// The time at OKX, as far as it is known.
    pub fn server_time(&self) -> Timestamp {
        self.engine.time().now()
    }

    /// The instruments that are known, with their grids and bounds.
    pub fn instruments(&self) -> &Instruments {
        self.engine.instruments()
    }

    /// The limits the client keeps to; give them to other clients of the same account or address.
    pub fn limits(&self) -> &Limits {
        self.engine.limits()
    }

    /// Tells how many new and amended orders in two seconds OKX grants the account, where it is not the usual number. OKX answers it to
    /// [`GetAccountRateLimit`](crate::api::trade::GetAccountRateLimit).
    pub fn set_order_limit(&self, orders: u32) {
        self.engine.limits().set_figure(self.engine.account(), orders);
    }

    /// Which OKX it talks to.
    pub fn environment(&self) -> Environment {
        self.engine.environment()
    }
}

impl Client {
    pub(crate) fn engine(&self) -> &Engine {
        &self.engine
    }

    /// A request as it would go out now over the REST API.
    pub(crate) async fn preview_request(
        &self,
        request: Request<'_>,
        options: SendOptions,
    ) -> Result<HttpRequest, Error> {
        let written = self.engine.preview(request, options, |attempt| self.rest.write(attempt)).await?;
        written.map_err(|error| Error::invalid(error.to_string()).in_call(request.operation.name))
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Client({})", self.environment())
    }
}
