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
mod reread;

use std::fmt;

use crate::api::calls::ALL;
use crate::client::{Client, SendOptions};
use crate::endpoint::{self, Call, Endpoint, Request};
use crate::envelope::{RowSink, Rows};
use crate::error::Error;
use crate::exchange::{Exchange, Record};
use crate::fields::{self, FieldType, Fields, decode};
use crate::page::{self, PageOptions, Paged, Readable};
use crate::rules;
use crate::transport::HttpRequest;
use crate::undescribed_names::{self, UndescribedName};
use crate::unknown_values::{self, UnknownValue};
use crate::value::Json;

pub use channel::{DescribedChannel, channels, subscription};
pub use reread::{Reread, RereadPart, RereadPush, reread, reread_push};

/// A described call that can be made by its name.
pub struct Described {
    call: &'static Call,
    read: fn(&str) -> Result<Box<dyn Request>, Error>,
    row: fn() -> Box<dyn Fields>,
    pages: Option<ReadPages>,
}

/// Makes a list that can be read out of the parameters of its call.
type ReadPages = fn(&str, &PageOptions) -> Result<Readable, Error>;

/// The described calls, chapter by chapter.
pub fn calls() -> impl Iterator<Item = &'static Call> {
    ALL.iter().map(|described| described.call)
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
        let mut rows = request.rows();
        let exchange = self.core().exchange(described.call, request.items(), options, &mut *rows).await;
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
        let checked =
            rules::check(described.call, request.items(), self.instruments(), self.core().safeguards(options));
        checked.map_err(|error| error.in_call(described.call))?;
        let previewed = self.core().preview(described.call, request.items(), options).await;
        previewed.map_err(|error| self.core().located(described.call, error))
    }
}

/// Reads the parameters of a call, named as for [`Client::call`], into its typed request, and writes them again.
///
/// # Errors
///
/// There is no such call, or the parameters do not fit it.
pub fn rewrite(name: &str, parameters: &Json) -> Result<Json, Error> {
    let request = find(name)?.request(parameters)?;
    let body = fields::body(request.items());
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
    Ok(unknown_values::of(find(name)?.request(parameters)?.items()))
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
    Ok(undescribed_names::of(find(name)?.request(parameters)?.items()))
}

/// How the list that a call gives is read.
pub(crate) fn paged(name: &str) -> Result<(&'static Call, ReadPages), Error> {
    let described = find(name)?;
    let read = described.pages.ok_or_else(|| Error::invalid("what it gives is no paged list").in_call(described.call));
    Ok((described.call, read?))
}

fn find(name: &str) -> Result<&'static Described, Error> {
    let is_it = |call: &Call| call.name == name || name.split_once(' ') == Some((call.method.as_str(), call.path));
    ALL.iter().find(|described| is_it(described.call)).ok_or_else(|| {
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
        Self { call: E::CALL, read: endpoint::read::<E>, row: boxed::<E::Row>, pages: None }
    }

    /// A call whose request stands alone and whose reply is a paged list.
    pub const fn paged<E: Paged + Default>() -> Self {
        Self { pages: Some(page::read::<E>), ..Self::one::<E>() }
    }

    /// A call whose request is a list.
    pub const fn batch<B: Endpoint + From<Vec<E>> + 'static, E: FieldType + Default + Send + Sync>() -> Self {
        Self { call: B::CALL, read: read_batch::<B, E>, row: boxed::<B::Row>, pages: None }
    }

    /// The facts of the call.
    pub fn call(&self) -> &'static Call {
        self.call
    }

    fn request(&self, parameters: &Json) -> Result<Box<dyn Request>, Error> {
        (self.read)(parameters.get()).map_err(|error| error.before_sending().in_call(self.call))
    }
}

impl fmt::Debug for Described {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Described({})", self.call.name)
    }
}

/// Room for a value of a type.
fn boxed<T: Fields + Default + 'static>() -> Box<dyn Fields> {
    Box::new(T::default())
}

fn read_batch<B: Endpoint + From<Vec<E>> + 'static, E: FieldType + Default + Send + Sync>(
    text: &str,
) -> Result<Box<dyn Request>, Error> {
    let mut items = Vec::<E>::new();
    decode::decode_list(text, &mut items)?;
    Ok(Box::new(B::from(items)))
}
