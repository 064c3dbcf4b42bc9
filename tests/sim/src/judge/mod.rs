//! The judge: whether a request may be acted on. Keys, signatures, time, rights, limits and parameters are checked with
//! code of its own, so that it can find a client wrong.

mod condition;
mod headers;
mod items;
mod limits;
mod listing;
mod parameters;
mod signature;
mod window;

use std::sync::Arc;

use okx_spec::model::{Endpoint, Method, Model};

use crate::core::{Exchange, Parameters};
use crate::keys::{Key, KeyRing};
use crate::refusal::{Refusal, UNKNOWN_PATH, WRONG_METHOD};
use crate::request::Request;

pub(crate) use headers::given_signature;
use limits::{Drawer, Limits};
use listing::Listing;
use parameters::Writing;

/// What the judge remembers: the description, the keys, and what has arrived lately.
#[derive(Debug)]
pub(crate) struct Judge {
    model: Arc<Model>,
    keys: KeyRing,
    limits: Limits,
}

/// The time a request is judged by.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Moment {
    /// When it arrived, in microseconds since the epoch; limits count by this.
    pub(crate) arrived_micros: i64,
    /// What the exchange's clock shows, in milliseconds since the epoch; timestamps are held against this.
    pub(crate) clock_ms: i64,
}

/// A request that may be acted on.
#[derive(Debug)]
pub(crate) struct Admitted {
    /// Who signed it.
    pub(crate) key: Option<Key>,
    /// Its items, each judged by itself.
    pub(crate) items: Vec<Item>,
}

/// One item of a request.
#[derive(Debug)]
pub(crate) struct Item {
    /// What was given.
    pub(crate) parameters: Parameters,
    /// Whether it is as described.
    pub(crate) verdict: Result<(), Refusal>,
}

impl Judge {
    pub(crate) fn new(model: Arc<Model>, limit_scale: u32) -> Self {
        Self { model, keys: KeyRing::default(), limits: Limits::new(limit_scale) }
    }

    pub(crate) fn keys(&self) -> &KeyRing {
        &self.keys
    }

    pub(crate) fn keys_mut(&mut self) -> &mut KeyRing {
        &mut self.keys
    }

    /// The call a method and path stand for.
    pub(crate) fn route(model: &Model, request: &Request) -> Result<usize, Refusal> {
        let here = |endpoint: &&Endpoint| endpoint.path == request.path();
        let other = model.endpoints.iter().find(here).ok_or_else(|| UNKNOWN_PATH.about(request.path()))?;
        let place = model
            .endpoints
            .iter()
            .position(|endpoint| here(&endpoint) && endpoint.method.to_string() == request.method);
        place.ok_or_else(|| WRONG_METHOD.about(other.method))
    }

    /// Decides over a request: who sent it, whether they may, whether there is room for it, and what its parameters are
    /// worth.
    pub(crate) fn admit(
        &mut self,
        endpoint: &Endpoint,
        request: &Request,
        exchange: &Exchange,
        moment: Moment,
    ) -> Result<Admitted, Refusal> {
        let model = Arc::clone(&self.model);
        let key = headers::admit(&self.keys, endpoint.access, request, moment.clock_ms)?.cloned();
        let items = items::read(endpoint, request)?;
        let drawer =
            Drawer { account: key.as_ref().map(|key| (key.account, exchange.account(key.account))), ip: request.ip };
        self.limits.draw(&model, endpoint, &items, drawer, exchange, moment.arrived_micros)?;
        if endpoint.deadline {
            headers::check_deadline(request, moment.clock_ms)?;
        }
        let writing = match endpoint.method {
            Method::Get => Writing::Query,
            Method::Post => Writing::Json,
        };
        let judged = |item| {
            let verdict = parameters::check(&model, endpoint, writing, &item, exchange);
            Item { parameters: Parameters::from(item), verdict }
        };
        Ok(Admitted { key, items: items.into_iter().map(judged).collect() })
    }
}

impl Listing for Exchange {
    fn type_of(&self, instrument: &str) -> Option<&str> {
        self.market(instrument).map(|market| market.instrument.type_name())
    }

    fn symbol_of<'a>(&'a self, instrument: &'a str) -> &'a str {
        self.symbol(instrument)
    }
}
