//! Validation of requests: API keys, signatures, time, permissions, rate limits and parameters. The code is
//! independent of the client, so that it detects the client's mistakes.

mod condition;
mod headers;
mod items;
mod limits;
mod operations;
mod parameters;
mod signature;
mod window;

use std::sync::Arc;

use okx_spec::model::{Endpoint, Method, Model};

use crate::calls::Parameters;
use crate::core::Exchange;
use crate::keys::{Key, KeyRing};
use crate::refusal::{Refusal, UNKNOWN_PATH, WRONG_METHOD};
use crate::request::Request;

use condition::Listing;
pub(crate) use headers::given_signature;
use limits::{CountedFor, Limits};
pub(crate) use operations::Sender;
use parameters::Writing;
pub(crate) use signature::{is_valid as is_valid_signature, same};
pub(crate) use window::Window;

/// The state of validation: the description, the keys, and recent requests.
#[derive(Debug)]
pub(crate) struct Validator {
    model: Arc<Model>,
    keys: KeyRing,
    limits: Limits,
}

/// The time of a request.
#[derive(Clone, Copy, Debug)]
pub(crate) struct RequestTime {
    /// When it arrived, in microseconds since the epoch. Rate limits use this time.
    pub(crate) arrived_micros: i64,
    /// The time of the exchange's clock, in milliseconds since the epoch. Timestamps are compared with this time.
    pub(crate) clock_ms: i64,
}

/// A request that was accepted.
#[derive(Debug)]
pub(crate) struct Admitted {
    /// The key that signed it.
    pub(crate) key: Option<Key>,
    /// Its items, each validated on its own.
    pub(crate) items: Vec<Item>,
}

/// An item of a request.
#[derive(Debug)]
pub(crate) struct Item {
    /// The parameters.
    pub(crate) parameters: Parameters,
    /// Whether the parameters are valid.
    pub(crate) validity: Result<(), Refusal>,
}

impl Validator {
    pub(crate) fn new(model: Arc<Model>, limit_scale: u32) -> Self {
        Self { model, keys: KeyRing::default(), limits: Limits::new(limit_scale) }
    }

    pub(crate) fn keys(&self) -> &KeyRing {
        &self.keys
    }

    pub(crate) fn keys_mut(&mut self) -> &mut KeyRing {
        &mut self.keys
    }

    /// Returns the index of the endpoint with this method and path.
    pub(crate) fn route(model: &Model, request: &Request) -> Result<usize, Refusal> {
        let here = |endpoint: &&Endpoint| endpoint.path == request.path();
        let other = model.endpoints.iter().find(here).ok_or_else(|| UNKNOWN_PATH.about(request.path()))?;
        let index = model
            .endpoints
            .iter()
            .position(|endpoint| here(&endpoint) && endpoint.method.to_string() == request.method);
        index.ok_or_else(|| WRONG_METHOD.about(other.method))
    }

    /// Accepts or rejects a request: checks authentication, permissions, rate limits and parameters.
    pub(crate) fn admit(
        &mut self,
        endpoint: &Endpoint,
        request: &Request,
        exchange: &Exchange,
        time: RequestTime,
    ) -> Result<Admitted, Refusal> {
        let model = Arc::clone(&self.model);
        let key = headers::admit(&self.keys, endpoint.access, request, time.clock_ms)?.cloned();
        let items = items::read(endpoint, request)?;
        let counted_for = CountedFor {
            account: key.as_ref().map(|key| (key.account, exchange.account(key.account))),
            ip: request.ip,
        };
        let draws = limits::draws(&model, endpoint, &items);
        self.limits.count(&model, draws, &items, counted_for, exchange, time.arrived_micros)?;
        if endpoint.deadline {
            headers::check_deadline(headers::deadline(request), time.clock_ms)?;
        }
        let writing = match endpoint.method {
            Method::Get => Writing::Query,
            Method::Post => Writing::Json,
        };
        let validated = |item| {
            let validity = parameters::check(&model, endpoint, writing, &item, exchange);
            Item { parameters: Parameters::from(item), validity }
        };
        Ok(Admitted { key, items: items.into_iter().map(validated).collect() })
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
