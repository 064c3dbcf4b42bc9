//! Raw requests, to endpoints that are not described: signed, rate limited, judged and retried like all others.

mod interned;
mod rows;

use std::borrow::Borrow;
use std::time::Duration;

use crate::api::{Request, Rows};
use crate::carriers::rest::HttpRequest;
use crate::client::Client;
use crate::engine::exchange::Exchange;
use crate::engine::{Engine, SendOptions};
use crate::error::Error;
use crate::facts::{Access, Form, Method, Repeat, Route, Shape, Slot, Table, Value};
use crate::fields::{Items, decode, write};
use crate::judge::record::ExchangeRecord;
use crate::value::{Extra, Json};

use interned::{RawCall, RawDescription};
use rows::RawRows;

/// A request to an endpoint that is not described by this crate. What the description would contain must be specified with it: who may call
/// it, its rate limit, and whether it can safely be repeated.
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
/// // Twenty requests per two seconds, counted for this path alone.
/// let request = RawRequest::get(path, 20, Duration::from_secs(2)).parameter("instId", "BTC-USDT");
/// let rows = okx.send_raw(&request).await?.all()?;
/// assert!(rows[0].get().contains(r#""instId":"BTC-USDT""#));
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
#[must_use = "send it with `Client::send_raw`"]
pub struct RawRequest {
    description: RawDescription,
    parameters: Parameters,
}

/// The parameters or the body.
#[derive(Clone, Debug)]
enum Parameters {
    Query(Query),
    Body(Body),
}

/// The parameters of a GET, in the order they were added.
#[derive(Clone, Debug, Default)]
struct Query(Extra);

/// The body of a POST, and whether a parameter was added although the body is not an object.
#[derive(Clone, Debug)]
struct Body {
    json: Json,
    cannot_add: bool,
}

/// A body that is an object.
#[derive(Default)]
struct Object(Extra);

impl RawRequest {
    /// A GET, sent without credentials and at most `count` times per `window`. The limit is counted per path; if OKX counts per instrument
    /// or another parameter, the client sends fewer requests than possible.
    pub fn get(path: impl Into<String>, count: u32, window: Duration) -> Self {
        let description = RawDescription::new(Method::Get, path.into(), Access::Public, Repeat::Always, count, window);
        Self { description, parameters: Parameters::Query(Query::default()) }
    }

    /// A POST, signed, with the body `{}`, and sent at most `count` times per `window`. It is not retried if it may have been executed.
    pub fn post(path: impl Into<String>, count: u32, window: Duration) -> Self {
        let description = RawDescription::new(Method::Post, path.into(), Access::Trade, Repeat::Never, count, window);
        Self { description, parameters: Parameters::Body(Body::new(Json::from_valid("{}"))) }
    }

    /// Sets who may call it. Public requests are sent without credentials, and counted by IP address; all others are signed, and counted by
    /// account.
    pub fn access(mut self, access: Access) -> Self {
        self.description.access = access;
        self
    }

    /// Sets a parameter, and replaces one of the same name. A GET adds it to its query, encoded exactly as it is signed and sent. A POST
    /// adds it to its body if that is an object; otherwise sending it fails.
    pub fn parameter(mut self, name: &str, value: impl Into<Json>) -> Self {
        match &mut self.parameters {
            Parameters::Query(Query(members)) => members.insert(name, value),
            Parameters::Body(body) => body.add(name, value.into()),
        }
        self
    }

    /// Sets the whole body of a POST. Sending a GET with a body fails.
    pub fn body(mut self, body: Json) -> Self {
        self.parameters = Parameters::Body(Body::new(body));
        self
    }

    /// Declares that executing it twice has the same effect as once, so that it is retried even if it may have been executed.
    pub fn repeatable(mut self) -> Self {
        self.description.repeat = Repeat::Always;
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
            Parameters::Body(_) if self.description.method == Method::Get => {
                Err(Error::invalid("a GET has no body; use `.parameter(name, value)`"))
            }
            Parameters::Body(body) if body.cannot_add => Err(Error::invalid(
                "parameters can only be added to a body that is an object; include them in the body",
            )),
            Parameters::Body(body) if !body.json.get().starts_with(['{', '[']) => {
                Err(Error::invalid("the body must be an object or an array; use `.body(Json::parse(text)?)`"))
            }
            _ => Ok(()),
        }
    }
}

impl Client {
    /// Sends a raw request and returns its rows as JSON. A row that reports failure with `sCode` is an error in its position.
    ///
    /// # Errors
    ///
    /// As for [`send`](Self::send), or the request is invalid.
    pub fn send_raw<R: Borrow<RawRequest> + Send>(
        &self,
        request: R,
    ) -> impl Future<Output = Result<Rows<Json>, Error>> + Send + use<R> {
        let client = self.clone();
        async move { exchange(client.engine(), request.borrow(), SendOptions::default()).await.reply }
    }

    /// Like [`send_raw`](Self::send_raw), with options, and returns the details of the exchange, as [`exchange`](Self::exchange) does.
    pub fn exchange_raw<R: Borrow<RawRequest> + Send>(
        &self,
        request: R,
        options: SendOptions,
    ) -> impl Future<Output = Exchange<Rows<Json>>> + Send + use<R> {
        let client = self.clone();
        async move { exchange(client.engine(), request.borrow(), options).await }
    }

    /// Encodes and signs a raw request as it would be sent now, as [`preview`](Self::preview) does.
    ///
    /// # Errors
    ///
    /// The request is invalid, or must be signed and the client has no credentials.
    pub fn preview_raw<R: Borrow<RawRequest> + Send>(
        &self,
        request: R,
        options: SendOptions,
    ) -> impl Future<Output = Result<HttpRequest, Error>> + Send + use<R> {
        let client = self.clone();
        async move {
            let request: &RawRequest = request.borrow();
            request.checked()?;
            let call = request.description.interned()?;
            client.preview_request(request.request(call), options).await
        }
    }
}

async fn exchange(engine: &Engine, request: &RawRequest, options: SendOptions) -> Exchange<Rows<Json>> {
    let call = match request.checked().and_then(|()| request.description.interned()) {
        Ok(call) => call,
        Err(error) => return Exchange::new(Err(error), ExchangeRecord::default()),
    };
    let mut rows = RawRows::default();
    let exchange = engine.exchange(request.request(call), options, &mut rows).await;
    exchange.and_then(|()| Ok(rows.into_rows()))
}

impl Body {
    fn new(json: Json) -> Self {
        Self { json, cannot_add: false }
    }

    /// Sets a member of an object.
    fn add(&mut self, name: &str, value: Json) {
        let mut object = Object::default();
        let is_object = self.json.get().starts_with('{');
        if !is_object || decode::decode(self.json.get(), &mut object).is_err() {
            self.cannot_add = true;
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
