//! Processing of one request, independent of the transport: validate, act, answer. It performs no I/O and takes the
//! time as an argument.

use std::sync::Arc;

use okx_spec::model::{Endpoint, EndpointId, Kind, Model, Operation};
use serde_json::{Map, Value};

use crate::calls::{self, Parameters};
use crate::core::{AccountId, Exchange};
use crate::histories::{Histories, page};
use crate::keys::{AccountOptions, Credentials, Key, KeyRing};
use crate::refusal::Refusal;
use crate::reply::{Reply, refused_row};
use crate::request::Request;
use crate::samples::{Sampler, complete};
use crate::validation::{Admitted, Item, RequestTime, Sender, Validator};

/// Validation and the exchange together.
#[derive(Debug)]
pub(crate) struct Service {
    pub(crate) model: Arc<Model>,
    pub(crate) exchange: Exchange,
    pub(crate) histories: Histories,
    validator: Validator,
}

/// A reply, how many items of the request the rate limits counted, and how many succeeded.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) reply: Reply,
    pub(crate) counted: usize,
    pub(crate) done: usize,
}

/// A call that was accepted, and what its reply is made from.
struct Call<'a> {
    endpoint: &'a Endpoint,
    name: String,
    account: Option<AccountId>,
    sampler: Sampler<'a>,
}

impl Service {
    pub(crate) fn new(model: Arc<Model>, seed: u64, limit_scale: u32) -> Self {
        let (validator, histories) =
            (Validator::new(Arc::clone(&model), limit_scale), Histories::new(Arc::clone(&model)));
        Self { validator, histories, exchange: Exchange::new(seed), model }
    }

    pub(crate) fn open_account(&mut self, options: AccountOptions) -> Credentials {
        let credentials = Credentials::numbered(self.validator.keys().len() + 1);
        let (rights, demo, addresses) = (options.rights, options.demo, options.addresses.clone());
        let account = self.exchange.open_account(options.profile());
        self.validator.keys_mut().add(Key { credentials: credentials.clone(), account, rights, demo, addresses });
        credentials
    }

    /// The account a key belongs to.
    pub(crate) fn account_of(&self, key: &str) -> Option<AccountId> {
        self.validator.keys().find(key).map(|key| key.account)
    }

    /// The call a request matches, `chapter.endpoint`, or empty if it matches none.
    pub(crate) fn call_name(&self, request: &Request) -> String {
        self.route(request).map(|index| call_name(&self.model, &self.model.endpoints[index])).unwrap_or_default()
    }

    /// The name of a call, `chapter.endpoint`.
    pub(crate) fn call_name_of(&self, call: EndpointId) -> String {
        call_name(&self.model, &self.model[call])
    }

    /// All keys.
    pub(crate) fn keys(&self) -> &KeyRing {
        self.validator.keys()
    }

    /// The index of the endpoint a request matches.
    pub(crate) fn route(&self, request: &Request) -> Result<usize, Refusal> {
        Validator::route(&self.model, request)
    }

    /// Validates a request, acts on it, and returns the reply.
    pub(crate) fn answer(&mut self, request: &Request, time: RequestTime) -> Answer {
        let model = Arc::clone(&self.model);
        let admitted = self.route(request).and_then(|index| {
            let endpoint = &model.endpoints[index];
            self.validator.admit(endpoint, request, &self.exchange, time).map(|admitted| (endpoint, admitted))
        });
        let (endpoint, admitted) = match admitted {
            Ok(admitted) => admitted,
            Err(refusal) => return Answer { reply: Reply::refused(&refusal), counted: 0, done: 0 },
        };
        self.perform(&model, endpoint, admitted, time)
    }

    /// Validates an order operation of a socket, acts on it, and returns the reply.
    pub(crate) fn operate(
        &mut self,
        operation: &Operation,
        sender: &Sender<'_>,
        items: Vec<Map<String, Value>>,
        deadline: Option<&str>,
        time: RequestTime,
    ) -> Answer {
        let model = Arc::clone(&self.model);
        match self.validator.admit_operation(operation, sender, items, deadline, &self.exchange, time) {
            Ok(admitted) => self.perform(&model, &model[operation.of], admitted, time),
            Err(refusal) => Answer { reply: Reply::refused(&refusal), counted: 0, done: 0 },
        }
    }

    /// Acts on a request that was accepted, and returns the reply.
    fn perform(&mut self, model: &Model, endpoint: &Endpoint, admitted: Admitted, time: RequestTime) -> Answer {
        let call = Call {
            endpoint,
            name: call_name(model, endpoint),
            account: admitted.key.map(|key| key.account),
            sampler: Sampler { model, now: time.clock_ms },
        };
        let counted = admitted.items.len();
        let (reply, done) = if model[endpoint.response.row].outcome.is_some() {
            self.act_on_each(&call, admitted.items)
        } else {
            self.act_on_whole(&call, admitted.items)
                .map_or_else(|refusal| (Reply::refused(&refusal), 0), |reply| (reply, 1))
        };
        Answer { reply, counted, done }
    }

    /// A call that succeeds or fails as a whole.
    fn act_on_whole(&mut self, call: &Call<'_>, items: Vec<Item>) -> Result<Reply, Refusal> {
        let mut rows = Vec::new();
        let mut is_sample = false;
        for item in items {
            is_sample |= self.is_sampled(call, &item);
            rows.extend(self.act(call, item)?);
        }
        // A call that is not described as returning many rows returns one row for all items.
        if !call.endpoint.response.many {
            rows.truncate(1);
        }
        Ok(Reply { is_sample, ..Reply::rows(&rows) })
    }

    /// A call whose rows each report success or failure. Returns the reply, and how many items succeeded.
    fn act_on_each(&mut self, call: &Call<'_>, items: Vec<Item>) -> (Reply, usize) {
        let mut rows = Vec::new();
        let (mut refused, mut is_sample) = (0, false);
        for item in items {
            is_sample |= self.is_sampled(call, &item);
            let given = item.parameters.clone();
            rows.extend(self.act(call, item).unwrap_or_else(|refusal| {
                refused += 1;
                vec![call.complete(refused_row(&refusal, &given, call.sampler.now))]
            }));
        }
        (Reply { is_sample, ..Reply::outcomes(&rows, refused, call.sampler.now) }, rows.len() - refused)
    }

    /// Whether an item is answered with samples.
    fn is_sampled(&self, call: &Call<'_>, item: &Item) -> bool {
        item.validity.is_ok()
            && self.histories.of(call.endpoint).is_none()
            && !calls::is_simulated(&call.name, &item.parameters)
    }

    /// Acts on one item and completes its rows. A call with seeded rows is answered from them, and a call without
    /// behavior with samples.
    fn act(&mut self, call: &Call<'_>, item: Item) -> Result<Vec<Value>, Refusal> {
        item.validity?;
        if let Some(rows) = self.histories.of(call.endpoint) {
            let rows = page(call.sampler.model, call.endpoint, &rows, &item.parameters)?;
            return Ok(rows.into_iter().map(|known| call.complete(known)).collect());
        }
        match calls::act(&mut self.exchange, &call.name, call.account, &item.parameters, call.sampler.now) {
            Some(known) => Ok(known?.into_iter().map(|known| call.complete(known)).collect()),
            None => Ok(call.sample_rows(&item.parameters)),
        }
    }
}

impl Call<'_> {
    /// Sample rows for a call without behavior. They repeat the identifiers of the request.
    fn sample_rows(&self, given: &Parameters) -> Vec<Value> {
        let model = self.sampler.model;
        let mut rows = self.sampler.rows(self.endpoint);
        for field in &model[self.endpoint.request].fields {
            let is_identity = matches!(field.kind, Kind::Id(id) if model[id].identity) && !field.list;
            if let Some(value) = given.members().get(&field.wire).filter(|_| is_identity) {
                for own in rows.iter_mut().filter_map(|row| row.get_mut(&field.wire)) {
                    *own = value.clone();
                }
            }
        }
        rows
    }

    /// The row with all fields that the description lists.
    fn complete(&self, known: Value) -> Value {
        complete(&self.sampler, self.endpoint.response.row, known)
    }
}

/// `chapter.endpoint`.
fn call_name(model: &Model, endpoint: &Endpoint) -> String {
    format!("{}.{}", model[endpoint.chapter].name, endpoint.name)
}
