//! Calls and channels by name, with JSON in and out, through the same typed requests and rows as everything else.
//!
//! [`Client::call`] makes a call. [`reread()`] and [`reread_push`] read a reply or a push that was kept.
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
use crate::judge::record::Record;
use crate::value::Json;

pub use channel::{DescribedChannel, channels, subscription};
pub use pages::JsonPageStream;
pub use reread::{Reread, RereadPart, RereadPush, reread, reread_push};
pub use undescribed_names::UndescribedName;

/// A described call that can be made by its name.
pub struct Described {
    operation: &'static Operation,
    route: &'static RestRoute,
    read: fn(&str) -> Result<Box<dyn Fields>, Error>,
    rows: NewRows,
    row: fn() -> Box<dyn Fields>,
    pages: Option<ReadPages>,
}

/// Every described call.
#[okx_api(calls)]
pub mod calls {}

/// Every described channel.
#[okx_api(channels)]
pub mod channels {}

/// The described calls, chapter by chapter.
pub fn calls() -> impl Iterator<Item = &'static Described> {
    ALL.iter()
}

impl Client {
    /// Makes a call by its name, `chapter.endpoint`, or by its method and path. The parameters are an object, or for a batch an array of
    /// objects; they are checked, limited, signed, sent and judged as those of a typed request, and each row comes back as JSON.
    ///
    /// # Errors
    ///
    /// There is no such call, the parameters do not fit it, or whatever `send` answers.
    pub async fn call(&self, name: &str, parameters: &Json, options: SendOptions) -> Result<Rows<Json>, Error> {
        self.exchange_call(name, parameters, options).await.reply
    }

    /// [`call`](Self::call), keeping beside the reply what else is known, as [`exchange`](Self::exchange) does.
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
            Err(error) => return Exchange::new(Err(error), Record::default()),
        };
        let mut rows = (described.rows)();
        let exchange = self.engine().exchange(described.sent(&*request), options, &mut *rows).await;
        exchange.and_then(|()| Ok(written(&*rows)))
    }

    /// A call named as for [`call`](Self::call) as it would go out now, encoded and signed, for looking at. It is held to the rules of the
    /// call, but to no grid; it is not sent, and draws on no limit.
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
    /// There is no such call, the parameters do not fit it, or it must be signed and the client has no credentials.
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

/// Reads the parameters of a call, named as for [`Client::call`], into its typed request, and writes them again.
///
/// # Errors
///
/// There is no such call, or the parameters do not fit it.
pub fn rewrite(name: &str, parameters: &Json) -> Result<Json, Error> {
    let request = find(name)?.request(parameters)?;
    let body = fields::body(Items::of(&*request));
    Json::parse(str::from_utf8(&body).map_err(|_| Error::invalid("the parameters are no text"))?)
}

/// The values among the parameters of a call, named as for [`Client::call`], that are not known today, as
/// [`unknown_values`](Endpoint::unknown_values) finds them in a typed request.
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
/// There is no such call, or the parameters do not fit it.
pub fn unknown_values(name: &str, parameters: &Json) -> Result<Vec<UnknownValue>, Error> {
    let request = find(name)?.request(parameters)?;
    Ok(unknown_values::of(Items::of(&*request)))
}

/// The names among the parameters of a call, named as for [`Client::call`], that its description does not have, in the request and in the
/// objects in it. They are sent as they are, and OKX decides.
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
/// There is no such call, or the parameters do not fit it.
pub fn undescribed_names(name: &str, parameters: &Json) -> Result<Vec<UndescribedName>, Error> {
    let request = find(name)?.request(parameters)?;
    Ok(undescribed_names::of(Items::of(&*request)))
}

/// How the list that a call gives is read.
fn paged(name: &str) -> Result<(&'static Described, ReadPages), Error> {
    let described = find(name)?;
    let read = described
        .pages
        .ok_or_else(|| Error::invalid("what it gives is no paged list").in_call(described.operation.name));
    Ok((described, read?))
}

fn find(name: &str) -> Result<&'static Described, Error> {
    let is_it = |described: &&Described| {
        let Described { operation, route, .. } = described;
        operation.name == name || name.split_once(' ') == Some((route.method.as_str(), route.path))
    };
    ALL.iter().find(is_it).ok_or_else(|| {
        Error::invalid(format!(
            "there is no call `{name}`; name it as in `trade.place_order`, or by its method and path"
        ))
    })
}

fn written(rows: &dyn RowSink) -> Rows<Json> {
    let row = |place| match rows.row(place) {
        Ok(fields) => Ok(Json::of(fields)),
        Err(error) => Err(error.clone()),
    };
    (0..rows.len()).map(row).collect()
}

impl Described {
    /// A call whose request stands alone.
    pub const fn one<E: Endpoint + Default + 'static>() -> Self {
        Self {
            operation: E::OPERATION,
            route: E::ROUTE,
            read: read::<E>,
            rows: new_rows::<E>,
            row: new_fields::<E::Row>,
            pages: None,
        }
    }

    /// A call whose request stands alone and whose reply is a paged list.
    pub const fn paged<E: Paged + Default>() -> Self {
        Self { pages: Some(pages::read::<E>), ..Self::one::<E>() }
    }

    /// A call whose request is a list.
    pub const fn batch<B: Endpoint + From<Vec<E>> + 'static, E: FieldType + Default + Send + Sync>() -> Self {
        Self {
            operation: B::OPERATION,
            route: B::ROUTE,
            read: read_batch::<B, E>,
            rows: new_rows::<B>,
            row: new_fields::<B::Row>,
            pages: None,
        }
    }

    /// What is constant about the call.
    pub fn operation(&self) -> &'static Operation {
        self.operation
    }

    /// Where the REST API takes it.
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

fn read<E: Endpoint + Default + 'static>(text: &str) -> Result<Box<dyn Fields>, Error> {
    let mut request = E::default();
    decode::decode(text, &mut request)?;
    Ok(Box::new(request))
}

fn read_batch<B: Endpoint + From<Vec<E>> + 'static, E: FieldType + Default + Send + Sync>(
    text: &str,
) -> Result<Box<dyn Fields>, Error> {
    let mut items = Vec::<E>::new();
    decode::decode_list(text, &mut items)?;
    Ok(Box::new(B::from(items)))
}
