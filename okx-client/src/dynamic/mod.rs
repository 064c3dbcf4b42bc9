//! Operations and channels by name, with JSON as input and output, based on the same types as everything else.
//!
//! [`Client::call`] calls an operation. [`reread()`] and [`reread_push`] parse a stored reply or push.
//!
//! ```
//! use okx_client::{Client, Environment, Region, SendOptions};
//! use okx_client::value::Json;
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), okx_client::Error> {
//! # let sim = okx_sim::Sim::start().await;
//! let okx = Client::builder()
//!     .environment(Environment::live(Region::Global))
//! #   .base_url(sim.url())
//!     .build()?;
//! let parameters = Json::parse(r#"{"instId":"BTC-USDT"}"#)?;
//! let ticker = okx.call("market.get_ticker", &parameters, SendOptions::default()).await?.one()?;
//! assert!(ticker.get().contains(r#""instId":"BTC-USDT""#));
//! # Ok(())
//! # }
//! ```

mod channel;
mod pages;
mod reread;
mod undescribed_names;

use std::fmt;

use okx_macros::okx_api;

use self::calls::ALL;
use self::pages::ReadPages;
use crate::api::{Endpoint, Paged, Request, Rows, new_fields, new_rows};
use crate::carriers::rest::HttpRequest;
use crate::client::Client;
use crate::engine::SendOptions;
use crate::engine::exchange::Exchange;
use crate::error::Error;
use crate::facts::{FieldType, Fields, NewRows, Operation, RestRoute, Route, RowSink};
use crate::fields::unknown_values::{self, UnknownValue};
use crate::fields::{self, Items, decode};
use crate::judge::record::ExchangeRecord;
use crate::value::Json;

pub use channel::{DescribedChannel, channels, subscription};
pub use pages::JsonPageStream;
pub use reread::{Reread, RereadPart, RereadPush, reread, reread_push};
pub use undescribed_names::UndescribedName;

/// A described operation that can be called by its name.
pub struct Described {
    operation: &'static Operation,
    route: &'static RestRoute,
    read: fn(&str) -> Result<Box<dyn Fields>, Error>,
    rows: NewRows,
    row: fn() -> Box<dyn Fields>,
    pages: Option<ReadPages>,
}

/// All described operations.
#[okx_api(calls)]
pub mod calls {}

/// All described channels.
#[okx_api(channels)]
pub mod channels {}

/// All described operations, grouped by chapter.
pub fn calls() -> impl Iterator<Item = &'static Described> {
    ALL.iter()
}

impl Client {
    /// Calls an operation by its name, `chapter.endpoint`, or by its method and path, such as `GET` followed by a space and the path. The
    /// parameters are an object, or an array of objects for a batch. They are checked, rate limited, signed, sent and judged like those of
    /// a typed request, and each row is returned as JSON.
    ///
    /// # Errors
    ///
    /// There is no such operation, the parameters are invalid, or the request fails as with [`send`](Self::send).
    pub async fn call(&self, name: &str, parameters: &Json, options: SendOptions) -> Result<Rows<Json>, Error> {
        self.exchange_call(name, parameters, options).await.reply
    }

    /// Like [`call`](Self::call), and returns the details of the exchange, as [`exchange`](Self::exchange) does.
    ///
    /// ```
    /// # use okx_client::{Client, Environment, Region, SendOptions};
    /// # use okx_client::value::Json;
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), okx_client::Error> {
    /// # let sim = okx_sim::Sim::start().await;
    /// # let okx = Client::builder().environment(Environment::live(Region::Global)).base_url(sim.url()).build()?;
    /// let parameters = Json::parse(r#"{"instId":"NONE-SUCH"}"#)?;
    /// let exchange = okx.exchange_call("market.get_ticker", &parameters, SendOptions::default()).await;
    /// assert!(exchange.reply.is_err());
    /// assert!(exchange.text().is_some_and(|text| text.contains(r#""code":"51001""#)));
    /// # Ok(())
    /// # }
    /// ```
    pub async fn exchange_call(&self, name: &str, parameters: &Json, options: SendOptions) -> Exchange<Rows<Json>> {
        let found = find(name).and_then(|described| Ok((described, described.request(parameters)?)));
        let (described, request) = match found {
            Ok(found) => found,
            Err(error) => return Exchange::new(Err(error), ExchangeRecord::default()),
        };
        let mut rows = (described.rows)();
        let exchange = self.engine().exchange(described.sent(&*request), options, &mut *rows).await;
        exchange.and_then(|()| Ok(to_json(&*rows)))
    }

    /// Encodes and signs a request as it would be sent now, for inspection; the operation is named as for [`call`](Self::call). The request
    /// is checked against the rules of the operation, but not against its instruments. It is not sent and does not count against rate
    /// limits.
    ///
    /// ```
    /// # use okx_client::{Client, Environment, Region, SendOptions};
    /// # use okx_client::value::Json;
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), okx_client::Error> {
    /// # let okx = Client::builder().environment(Environment::live(Region::Global)).build()?;
    /// let parameters = Json::parse(r#"{"instId":"BTC-USDT"}"#)?;
    /// let request = okx.preview_call("market.get_ticker", &parameters, SendOptions::default()).await?;
    /// assert!(request.target().ends_with("/market/ticker?instId=BTC-USDT"));
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// There is no such operation, the parameters are invalid, or the request must be signed and the client has no credentials.
    pub async fn preview_call(
        &self,
        name: &str,
        parameters: &Json,
        options: SendOptions,
    ) -> Result<HttpRequest, Error> {
        let described = find(name)?;
        let request = described.request(parameters)?;
        let request = described.sent(&*request);
        let checked = self.engine().check_rules(request, options);
        checked.map_err(|error| error.in_call(described.operation.name))?;
        self.preview_request(request, options).await
    }
}

/// Parses the parameters of an operation into its typed request, and serializes them again. The operation is named as for [`Client::call`].
///
/// # Errors
///
/// There is no such operation, or the parameters are invalid.
pub fn rewrite(name: &str, parameters: &Json) -> Result<Json, Error> {
    let request = find(name)?.request(parameters)?;
    let body = fields::body(Items::of(&*request));
    Json::parse(str::from_utf8(&body).map_err(|_| Error::invalid("the parameters are not valid UTF-8"))?)
}

/// The parameter values that are not among the known values of their fields, as [`unknown_values`](Endpoint::unknown_values) finds them in
/// a typed request. The operation is named as for [`Client::call`].
///
/// ```
/// use okx_client::dynamic::unknown_values;
/// use okx_client::value::Json;
///
/// let parameters = Json::parse(r#"{"instId":"BTC-USDT","bar":"1d"}"#)?;
/// assert_eq!(unknown_values("market.get_candles", &parameters)?[0].nearest, Some("1D"));
/// # Ok::<(), okx_client::Error>(())
/// ```
///
/// # Errors
///
/// There is no such operation, or the parameters are invalid.
pub fn unknown_values(name: &str, parameters: &Json) -> Result<Vec<UnknownValue>, Error> {
    let request = find(name)?.request(parameters)?;
    Ok(unknown_values::of(Items::of(&*request)))
}

/// The parameter names that are not described, in the request and in its nested objects. They are sent unchanged, and OKX decides. The
/// operation is named as for [`Client::call`].
///
/// ```
/// use okx_client::dynamic::undescribed_names;
/// use okx_client::value::Json;
///
/// let parameters = Json::parse(r#"{"instId":"BTC-USDT","instid":"x"}"#)?;
/// assert_eq!(undescribed_names("market.get_ticker", &parameters)?[0].nearest(), Some("instId"));
/// # Ok::<(), okx_client::Error>(())
/// ```
///
/// # Errors
///
/// There is no such operation, or the parameters are invalid.
pub fn undescribed_names(name: &str, parameters: &Json) -> Result<Vec<UndescribedName>, Error> {
    let request = find(name)?.request(parameters)?;
    Ok(undescribed_names::of(Items::of(&*request)))
}

/// An operation that returns a paged list.
fn paged(name: &str) -> Result<(&'static Described, ReadPages), Error> {
    let described = find(name)?;
    let read = described
        .pages
        .ok_or_else(|| Error::invalid("this operation does not return a paged list").in_call(described.operation.name));
    Ok((described, read?))
}

fn find(name: &str) -> Result<&'static Described, Error> {
    let matches = |described: &&Described| {
        let Described { operation, route, .. } = described;
        let is_route =
            |(method, path): (&str, &str)| route.method.as_str().eq_ignore_ascii_case(method) && route.path == path;
        operation.name == name || name.split_once(' ').is_some_and(is_route)
    };
    ALL.iter().find(matches).ok_or_else(|| {
        Error::invalid(format!(
            "unknown operation `{name}`; use a name such as `trade.place_order`, or the method and path"
        ))
    })
}

fn to_json(rows: &dyn RowSink) -> Rows<Json> {
    let row = |place| match rows.row(place) {
        Ok(fields) => Ok(Json::of(fields)),
        Err(error) => Err(error.clone()),
    };
    (0..rows.len()).map(row).collect()
}

impl Described {
    /// An operation with a single request.
    pub const fn one<E: Endpoint + Fields + Default + 'static>() -> Self {
        Self {
            operation: E::OPERATION,
            route: E::ROUTE,
            read: read::<E>,
            rows: new_rows::<E>,
            row: new_fields::<E::Row>,
            pages: None,
        }
    }

    /// An operation with a single request that returns a paged list.
    pub const fn paged<E: Paged + Default>() -> Self {
        Self { pages: Some(pages::read::<E>), ..Self::one::<E>() }
    }

    /// An operation whose request is a list.
    pub const fn batch<B: Endpoint + Fields + From<Vec<E>> + 'static, E: FieldType + Default + Send + Sync>() -> Self {
        Self {
            operation: B::OPERATION,
            route: B::ROUTE,
            read: read_batch::<B, E>,
            rows: new_rows::<B>,
            row: new_fields::<B::Row>,
            pages: None,
        }
    }

    /// The description of the operation.
    pub fn operation(&self) -> &'static Operation {
        self.operation
    }

    /// The method and path in the REST API.
    pub fn route(&self) -> &'static RestRoute {
        self.route
    }

    fn sent<'a>(&self, request: &'a dyn Fields) -> Request<'a> {
        Request { operation: self.operation, route: Route::Rest(self.route), items: Items::of(request) }
    }

    fn request(&self, parameters: &Json) -> Result<Box<dyn Fields>, Error> {
        (self.read)(parameters.get()).map_err(|error| error.into_invalid().in_call(self.operation.name))
    }
}

impl fmt::Debug for Described {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Described({})", self.operation.name)
    }
}

fn read<E: Endpoint + Fields + Default + 'static>(text: &str) -> Result<Box<dyn Fields>, Error> {
    let mut request = E::default();
    decode::decode(text, &mut request)?;
    Ok(Box::new(request))
}

fn read_batch<B: Endpoint + Fields + From<Vec<E>> + 'static, E: FieldType + Default + Send + Sync>(
    text: &str,
) -> Result<Box<dyn Fields>, Error> {
    let mut items = Vec::<E>::new();
    decode::decode_list(text, &mut items)?;
    Ok(Box::new(B::from(items)))
}
