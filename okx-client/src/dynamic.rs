//! Calls by name, with JSON in and out, through the same typed requests and rows as every other call.
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

mod decoded;

use std::fmt;

pub use decoded::Decoded;

use crate::api::calls::ALL;
use crate::client::{Client, SendOptions};
use crate::endpoint::{Call, Endpoint, Items};
use crate::envelope::{RowSink, Rows};
use crate::error::Error;
use crate::fields::decode as reading;
use crate::fields::undescribed::undescribed;
use crate::fields::{self, FieldType, Fields};
use crate::rules;
use crate::transport::HttpRequest;
use crate::value::Json;

/// A described call that can be made by its name.
pub struct Described {
    call: &'static Call,
    read: fn(&str) -> Result<Box<dyn Request>, Error>,
    reread: fn(&str) -> Result<Reread, Error>,
    row: fn() -> Box<dyn Fields>,
}

/// A request of whatever type.
trait Request: Send + Sync {
    fn items(&self) -> Items<'_>;

    /// Where the rows of its reply go.
    fn rows(&self) -> Box<dyn RowSink>;
}

impl<E: Endpoint> Request for E {
    fn items(&self) -> Items<'_> {
        Endpoint::items(self)
    }

    fn rows(&self) -> Box<dyn RowSink> {
        Box::new(Rows::<E::Row>::default())
    }
}

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
        let described = find(name)?;
        let request = described.request(parameters)?;
        let mut rows = request.rows();
        self.core().round_trip(described.call, request.items(), options, &mut *rows).await?;
        Ok(written(&*rows))
    }

    /// A call named as for [`call`](Self::call) as it would go out now, encoded and signed, for looking at. It is held to the rules of the
    /// call, but to no grid; it is not sent, and draws on no limit.
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
        let checked = rules::check(described.call, request.items(), self.instruments());
        checked.map_err(|error| error.in_call(described.call))?;
        let previewed = self.core().preview(described.call, request.items(), options).await;
        previewed.map_err(|error| self.core().located(described.call, error))
    }
}

/// A reply that was kept, read through the typed rows.
#[derive(Debug)]
pub struct Reread {
    /// The rows, written again.
    pub rows: Rows<Json>,
    /// Members that the description does not know, as in `[0].details[1].newMember`. They are in the rows all the same.
    pub undescribed: Vec<String>,
}

/// Reads the text of a reply to a call, named as for [`Client::call`], and writes its rows again.
///
/// # Errors
///
/// There is no such call, or this is no reply of OKX, or one that refuses the request as a whole.
pub fn reread(name: &str, reply: &str) -> Result<Reread, Error> {
    let described = find(name)?;
    (described.reread)(reply).map_err(|error| error.in_call(described.call))
}

/// Reads a whole reply to a call, named as for [`Client::call`], through the typed rows, and writes it again. What its code says does not
/// matter: that OKX refused something is no mistake of the reply.
///
/// ```
/// use okx_client::dynamic::decode;
///
/// let reply = r#"{"code":"0","msg":"","data":[{"ts":1597026383085,"new":[1]}]}"#;
/// let decoded = decode("public.get_time", reply)?;
/// assert_eq!(decoded.value.get(), r#"{"code":"0","msg":"","data":[{"ts":"1597026383085","new":[1]}]}"#);
/// assert_eq!(decoded.undescribed, ["data[0].new"]);
/// assert!(decoded.errors.is_empty());
/// # Ok::<(), okx_client::Error>(())
/// ```
///
/// # Errors
///
/// There is no such call, or this is no reply of OKX. A row that cannot be read is one of [`Decoded::errors`].
pub fn decode(name: &str, reply: &str) -> Result<Decoded, Error> {
    let described = find(name)?;
    decoded::decode(reply, described.row).map_err(|error| error.in_call(described.call))
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
    pub const fn one<E: Endpoint + Fields + Default + 'static>() -> Self {
        Self { call: E::CALL, read: read_one::<E>, reread: reread_rows::<E::Row>, row: empty::<E::Row> }
    }

    /// A call whose request is a list.
    pub const fn batch<B: Endpoint + From<Vec<E>> + 'static, E: FieldType + Default + Send + Sync>() -> Self {
        Self { call: B::CALL, read: read_batch::<B, E>, reread: reread_rows::<B::Row>, row: empty::<B::Row> }
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

fn empty<T: Fields + Default + 'static>() -> Box<dyn Fields> {
    Box::new(T::default())
}

fn reread_rows<T: Fields + Default + 'static>(reply: &str) -> Result<Reread, Error> {
    let typed = Rows::<T>::from_reply(reply)?;
    let row = |(place, row): (usize, &Result<T, Error>)| match row {
        Ok(row) => undescribed(row, &format!("[{place}]")),
        Err(_) => Vec::new(),
    };
    let undescribed = typed.iter().enumerate().flat_map(row).collect();
    Ok(Reread { rows: written(&typed), undescribed })
}

fn read_one<E: Endpoint + Fields + Default + 'static>(text: &str) -> Result<Box<dyn Request>, Error> {
    let mut request = E::default();
    reading::decode(text, &mut request)?;
    Ok(Box::new(request))
}

fn read_batch<B: Endpoint + From<Vec<E>> + 'static, E: FieldType + Default + Send + Sync>(
    text: &str,
) -> Result<Box<dyn Request>, Error> {
    let mut items = Vec::<E>::new();
    reading::decode_list(text, &mut items)?;
    Ok(Box::new(B::from(items)))
}
