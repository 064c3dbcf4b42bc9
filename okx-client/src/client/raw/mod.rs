//! Requests to endpoints nobody described yet: signed, limited, judged and sent again like all others.

mod interned;
mod rows;

use std::time::Duration;

use crate::api::{Request, Rows};
use crate::carriers::rest::HttpRequest;
use crate::client::Client;
use crate::engine::SendOptions;
use crate::engine::exchange::Exchange;
use crate::error::Error;
use crate::facts::{Access, Form, Method, Repeat, Route, Shape, Slot, Table, Value};
use crate::fields::{Items, decode, write};
use crate::judge::record::Record;
use crate::value::{Extra, Json};

use interned::{Facts, RawCall};
use rows::RawRows;

/// A request to an endpoint nobody described yet. What the description says of others has to be said with it: who may call it, its
/// limit, and whether it may be sent twice.
///
/// ```
/// use std::time::Duration;
/// # use okx_client::{Client, Environment, Region};
/// # use okx_client::endpoint::Endpoint;
/// use okx_client::RawRequest;
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), okx_client::Error> {
/// # let sim = okx_sim::Sim::start().await;
/// # let okx = Client::builder().environment(Environment::live(Region::Global)).base_url(sim.url()).build()?;
/// # let path = okx_client::market::GetTicker::ROUTE.path;
/// // Twenty requests in two seconds, counted for this path alone.
/// let request = RawRequest::get(path, 20, Duration::from_secs(2)).parameter("instId", "BTC-USDT");
/// let rows = okx.send_raw(&request).await?.all()?;
/// assert!(rows[0].get().contains(r#""instId":"BTC-USDT""#));
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
#[must_use = "it is sent by `Client::send_raw`"]
pub struct RawRequest {
    facts: Facts,
    parameters: Parameters,
}

/// What is asked for.
#[derive(Clone, Debug)]
enum Parameters {
    Query(Query),
    Body(Body),
}

/// The parameters of a GET, in the order they were given.
#[derive(Clone, Debug, Default)]
struct Query(Extra);

/// The body of a POST, and whether something was to be added to it that only an object can take.
#[derive(Clone, Debug)]
struct Body {
    json: Json,
    is_beyond_adding: bool,
}

/// A body that is an object.
#[derive(Default)]
struct Object(Extra);

impl RawRequest {
    /// A GET, sent without keys and at most so many times within this window. The limit is counted for the path: where OKX counts by
    /// instrument or another parameter, it is kept to all the more.
    pub fn get(path: impl Into<String>, count: u32, window: Duration) -> Self {
        let facts = Facts::new(Method::Get, path.into(), Access::Public, Repeat::Always, count, window);
        Self { facts, parameters: Parameters::Query(Query::default()) }
    }

    /// A POST, signed, with the body `{}`, and sent at most so many times within this window. When it may have been done it is not
    /// sent again.
    pub fn post(path: impl Into<String>, count: u32, window: Duration) -> Self {
        let facts = Facts::new(Method::Post, path.into(), Access::Trade, Repeat::Never, count, window);
        Self { facts, parameters: Parameters::Body(Body::new(Json::from_valid("{}"))) }
    }

    /// Who may call it. What anyone may call is sent without keys, and counted by address; all else is signed, and counted by account.
    pub fn access(mut self, access: Access) -> Self {
        self.facts.access = access;
        self
    }

    /// Sets a parameter, in the place of one of the same name. A GET takes it into its query, which is encoded here exactly as it is signed and sent; a POST into its body
    /// as long as that is an object, and otherwise refuses it when it is sent.
    pub fn parameter(mut self, name: &str, value: impl Into<Json>) -> Self {
        match &mut self.parameters {
            Parameters::Query(Query(members)) => members.insert(name, value),
            Parameters::Body(body) => body.add(name, value.into()),
        }
        self
    }

    /// The whole body of a POST. A GET has none, and refuses it when it is sent.
    pub fn body(mut self, body: Json) -> Self {
        self.parameters = Parameters::Body(Body::new(body));
        self
    }

    /// Says that doing it twice is the same as doing it once, so that it is sent again when it may have been done.
    pub fn repeatable(mut self) -> Self {
        self.facts.repeat = Repeat::Always;
        self
    }

    fn items(&self) -> Items<'_> {
        match &self.parameters {
            Parameters::Query(query) => Items::One(query),
            Parameters::Body(body) => Items::One(body),
        }
    }

    fn request(&self, call: &'static RawCall) -> Request<'_> {
        Request { operation: &call.operation, route: Route::Rest(&call.route), items: self.items() }
    }

    fn checked(&self) -> Result<(), Error> {
        match &self.parameters {
            Parameters::Body(_) if self.facts.method == Method::Get => {
                Err(Error::invalid("a GET has no body; say `.parameter(name, value)`"))
            }
            Parameters::Body(body) if body.is_beyond_adding => Err(Error::invalid(
                "parameters can only be added to a body that is an object; write them into the body",
            )),
            Parameters::Body(body) if !body.json.get().starts_with(['{', '[']) => {
                Err(Error::invalid("the body must be an object or an array; say `.body(Json::parse(text)?)`"))
            }
            _ => Ok(()),
        }
    }
}

impl Client {
    /// Sends a request that nobody described, and gives its rows as JSON. A row that says itself that it was not done, with `sCode`, is an
    /// error in its place.
    ///
    /// # Errors
    ///
    /// As for [`send`](Self::send), and when the request cannot be sent so.
    pub async fn send_raw(&self, request: &RawRequest) -> Result<Rows<Json>, Error> {
        self.exchange_raw(request, SendOptions::default()).await.reply
    }

    /// [`send_raw`](Self::send_raw) in another way than usual, keeping beside the reply what else is known, as
    /// [`exchange`](Self::exchange) does.
    pub async fn exchange_raw(&self, request: &RawRequest, options: SendOptions) -> Exchange<Rows<Json>> {
        let call = match request.checked().and_then(|()| request.facts.interned()) {
            Ok(call) => call,
            Err(error) => return Exchange::new(Err(error), Record::default()),
        };
        let mut rows = RawRows::default();
        let exchange = self.engine().exchange(request.request(call), options, &mut rows).await;
        exchange.and_then(|()| Ok(rows.into_rows()))
    }

    /// A request that nobody described as it would go out now, as [`preview`](Self::preview) shows described ones.
    ///
    /// # Errors
    ///
    /// The request cannot be sent so, or must be signed and the client has no credentials.
    pub async fn preview_raw(&self, request: &RawRequest, options: SendOptions) -> Result<HttpRequest, Error> {
        request.checked()?;
        let call = request.facts.interned()?;
        self.preview_request(request.request(call), options).await
    }
}

impl Body {
    fn new(json: Json) -> Self {
        Self { json, is_beyond_adding: false }
    }

    /// Sets a member of an object.
    fn add(&mut self, name: &str, value: Json) {
        let mut object = Object::default();
        let is_object = self.json.get().starts_with('{');
        if !is_object || decode::decode(self.json.get(), &mut object).is_err() {
            self.is_beyond_adding = true;
            return;
        }
        object.0.insert(name, value);
        self.json = Json::from_valid(&write::to_text(&object));
    }
}

impl Table for Object {
    const SHAPE: Shape = Shape { name: "RawObject", form: Form::Bare, wire: &["members"], ..Shape::PLAIN };

    fn field_mut(&mut self, _place: usize) -> Slot<'_> {
        Slot::Extra(&mut self.0)
    }

    fn field(&self, _place: usize) -> Value<'_> {
        Value::Extra(&self.0)
    }
}

impl Table for Query {
    const SHAPE: Shape = Shape { name: "RawQuery", keeps_extra: true, ..Shape::PLAIN };

    fn field_mut(&mut self, _place: usize) -> Slot<'_> {
        Slot::Extra(&mut self.0)
    }

    fn field(&self, _place: usize) -> Value<'_> {
        Value::Extra(&self.0)
    }
}

impl Table for Body {
    const SHAPE: Shape = Shape { name: "RawBody", form: Form::Bare, wire: &["body"], required: &[0], ..Shape::PLAIN };

    fn field_mut(&mut self, _place: usize) -> Slot<'_> {
        Slot::Json(&mut self.json)
    }

    fn field(&self, _place: usize) -> Value<'_> {
        Value::Json(&self.json)
    }
}
