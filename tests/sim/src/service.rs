//! One request's way through the simulator, whatever carried it: judged, acted on, answered. It does no input or output
//! and takes the time as an argument.

use std::sync::Arc;

use okx_spec::model::{Endpoint, Kind, Model};
use serde_json::Value;

use crate::core::{AccountId, Exchange, Parameters};
use crate::histories::{Histories, page};
use crate::judge::{Item, Judge, Moment};
use crate::keys::{AccountOptions, Credentials, Key};
use crate::refusal::Refusal;
use crate::reply::{Reply, refused_row};
use crate::request::Request;
use crate::samples::{Sampler, complete};

/// The judge and the exchange together.
#[derive(Debug)]
pub(crate) struct Service {
    pub(crate) model: Arc<Model>,
    pub(crate) exchange: Exchange,
    pub(crate) histories: Histories,
    judge: Judge,
}

/// A reply, how many items of the request the limits counted, and how many were taken on.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) reply: Reply,
    pub(crate) counted: usize,
    pub(crate) done: usize,
}

/// A call that was admitted, and what its answer is made from.
struct Asked<'a> {
    endpoint: &'a Endpoint,
    name: String,
    account: Option<AccountId>,
    sampler: Sampler<'a>,
}

impl Service {
    pub(crate) fn new(model: Arc<Model>, seed: u64, limit_scale: u32) -> Self {
        let (judge, histories) = (Judge::new(Arc::clone(&model), limit_scale), Histories::new(Arc::clone(&model)));
        Self { judge, histories, exchange: Exchange::new(seed), model }
    }

    pub(crate) fn open_account(&mut self, options: AccountOptions) -> Credentials {
        let credentials = Credentials::numbered(self.judge.keys().len() + 1);
        let (rights, demo, addresses) = (options.rights, options.demo, options.addresses.clone());
        let account = self.exchange.open_account(options.profile());
        self.judge.keys_mut().add(Key { credentials: credentials.clone(), account, rights, demo, addresses });
        credentials
    }

    /// The account a key belongs to.
    pub(crate) fn account_of(&self, key: &str) -> Option<AccountId> {
        self.judge.keys().find(key).map(|key| key.account)
    }

    /// The call a request stands for, `chapter.endpoint`; empty when there is none.
    pub(crate) fn call_name(&self, request: &Request) -> String {
        self.route(request).map(|place| call_name(&self.model, &self.model.endpoints[place])).unwrap_or_default()
    }

    /// The place of the call a request stands for.
    pub(crate) fn route(&self, request: &Request) -> Result<usize, Refusal> {
        Judge::route(&self.model, request)
    }

    /// Judges a request, acts on it, and answers.
    pub(crate) fn answer(&mut self, request: &Request, moment: Moment) -> Answer {
        let model = Arc::clone(&self.model);
        let admitted = self.route(request).and_then(|place| {
            let endpoint = &model.endpoints[place];
            self.judge.admit(endpoint, request, &self.exchange, moment).map(|admitted| (endpoint, admitted))
        });
        let (endpoint, admitted) = match admitted {
            Ok(admitted) => admitted,
            Err(refusal) => return Answer { reply: Reply::refused(&refusal), counted: 0, done: 0 },
        };
        let asked = Asked {
            endpoint,
            name: call_name(&model, endpoint),
            account: admitted.key.map(|key| key.account),
            sampler: Sampler { model: &model, now: moment.clock_ms },
        };
        let counted = admitted.items.len();
        let (reply, done) = if model[endpoint.response.row].outcome.is_some() {
            self.act_on_each(&asked, admitted.items)
        } else {
            self.act_on_whole(&asked, admitted.items)
                .map_or_else(|refusal| (Reply::refused(&refusal), 0), |reply| (reply, 1))
        };
        Answer { reply, counted, done }
    }

    /// A call that is done or not done as a whole.
    fn act_on_whole(&mut self, asked: &Asked<'_>, items: Vec<Item>) -> Result<Reply, Refusal> {
        let mut rows = Vec::new();
        for item in items {
            rows.extend(self.act(asked, item)?);
        }
        // What is not told of each item is told once.
        if !asked.endpoint.response.many {
            rows.truncate(1);
        }
        Ok(Reply::rows(&rows))
    }

    /// A call each of whose rows tells whether it was done. Gives the reply, and how many items were done.
    fn act_on_each(&mut self, asked: &Asked<'_>, items: Vec<Item>) -> (Reply, usize) {
        let mut rows = Vec::new();
        let mut refused = 0;
        for item in items {
            let given = item.parameters.clone();
            rows.extend(self.act(asked, item).unwrap_or_else(|refusal| {
                refused += 1;
                vec![asked.complete(refused_row(&refusal, &given, asked.sampler.now))]
            }));
        }
        (Reply::outcomes(&rows, refused, asked.sampler.now), rows.len() - refused)
    }

    /// Acts on one item and fills up its rows; a call that was given rows answers from them, and one without behaviour
    /// from a sample.
    fn act(&mut self, asked: &Asked<'_>, item: Item) -> Result<Vec<Value>, Refusal> {
        item.verdict?;
        if let Some(rows) = self.histories.of(asked.endpoint) {
            let rows = page(asked.sampler.model, asked.endpoint, &rows, &item.parameters)?;
            return Ok(rows.into_iter().map(|known| asked.complete(known)).collect());
        }
        match self.exchange.act(&asked.name, asked.account, &item.parameters, asked.sampler.now) {
            Some(known) => Ok(known?.into_iter().map(|known| asked.complete(known)).collect()),
            None => Ok(asked.about(&item.parameters)),
        }
    }
}

impl Asked<'_> {
    /// Rows of a call without behaviour: they are about what was asked for, and repeat its identities.
    fn about(&self, given: &Parameters) -> Vec<Value> {
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

    /// The row with every field that the description says it has.
    fn complete(&self, known: Value) -> Value {
        complete(&self.sampler, self.endpoint.response.row, known)
    }
}

/// `chapter.endpoint`.
fn call_name(model: &Model, endpoint: &Endpoint) -> String {
    format!("{}.{}", model[endpoint.chapter].name, endpoint.name)
}
