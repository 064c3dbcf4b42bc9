//! One request's way through the simulator, whatever carried it: judged, acted on, answered. It does no input or output
//! and takes the time as an argument.

use std::sync::Arc;

use okx_spec::model::{Endpoint, Model};
use serde_json::Value;

use crate::core::{AccountId, Exchange};
use crate::judge::{Admitted, Item, Judge, Moment};
use crate::keys::{AccountOptions, Credentials, Key};
use crate::refusal::Refusal;
use crate::reply::{Passage, Reply, refused_row};
use crate::request::Request;
use crate::samples::{Sampler, complete};

/// The judge and the exchange together.
#[derive(Debug)]
pub(crate) struct Service {
    pub(crate) model: Arc<Model>,
    pub(crate) exchange: Exchange,
    judge: Judge,
}

/// A reply, and how many items of the request were taken on.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) reply: Reply,
    pub(crate) done: usize,
}

impl Service {
    pub(crate) fn new(model: Arc<Model>, seed: u64, limit_scale: u32) -> Self {
        Self { judge: Judge::new(Arc::clone(&model), limit_scale), exchange: Exchange::new(seed), model }
    }

    pub(crate) fn open_account(&mut self, options: AccountOptions) -> Credentials {
        let credentials = Credentials::numbered(self.judge.keys().len() + 1);
        let (rights, demo) = (options.rights, options.demo);
        let account = self.exchange.open_account(options.profile());
        self.judge.keys_mut().add(Key { credentials: credentials.clone(), account, rights, demo });
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

    pub(crate) fn answer(&mut self, request: &Request, moment: Moment) -> Answer {
        self.judged(request, moment).unwrap_or_else(|refusal| Answer { reply: Reply::refused(&refusal), done: 0 })
    }

    fn judged(&mut self, request: &Request, moment: Moment) -> Result<Answer, Refusal> {
        let place = self.route(request)?;
        let model = Arc::clone(&self.model);
        let endpoint = &model.endpoints[place];
        let admitted = self.judge.admit(endpoint, request, &self.exchange, moment)?;
        let sampler = Sampler { model: &model, now: moment.clock_ms };
        if model[endpoint.response.row].outcome.is_some() {
            Ok(self.act_on_each(&sampler, endpoint, admitted, moment))
        } else {
            self.act_on_whole(&sampler, endpoint, admitted)
        }
    }

    /// A call that is done or not done as a whole.
    fn act_on_whole(
        &mut self,
        sampler: &Sampler<'_>,
        endpoint: &Endpoint,
        admitted: Admitted,
    ) -> Result<Answer, Refusal> {
        let mut rows = Vec::new();
        for item in admitted.items {
            rows.extend(self.act(sampler, endpoint, admitted.key.as_ref(), item)?);
        }
        Ok(Answer { done: 1, reply: Reply::rows(&rows) })
    }

    /// A call each of whose rows tells whether it was done.
    fn act_on_each(
        &mut self,
        sampler: &Sampler<'_>,
        endpoint: &Endpoint,
        admitted: Admitted,
        moment: Moment,
    ) -> Answer {
        let mut rows = Vec::new();
        let mut refused = 0;
        for item in admitted.items {
            let given = item.parameters.clone();
            rows.extend(self.act(sampler, endpoint, admitted.key.as_ref(), item).unwrap_or_else(|refusal| {
                refused += 1;
                vec![complete(sampler, endpoint.response.row, refused_row(&refusal, &given, sampler.now))]
            }));
        }
        let passage = Passage { in_micros: moment.clock_ms * 1000, out_micros: moment.clock_ms * 1000 };
        Answer { done: rows.len() - refused, reply: Reply::outcomes(&rows, refused, passage) }
    }

    /// Acts on one item and fills up its rows; a call without behaviour is answered from a sample.
    fn act(
        &mut self,
        sampler: &Sampler<'_>,
        endpoint: &Endpoint,
        key: Option<&Key>,
        item: Item,
    ) -> Result<Vec<Value>, Refusal> {
        item.verdict?;
        let row = endpoint.response.row;
        match self.exchange.act(
            &call_name(sampler.model, endpoint),
            key.map(|key| key.account),
            &item.parameters,
            sampler.now,
        ) {
            Some(known) => Ok(known?.into_iter().map(|known| complete(sampler, row, known)).collect()),
            None => Ok(sampler.rows(endpoint)),
        }
    }
}

/// `chapter.endpoint`.
fn call_name(model: &Model, endpoint: &Endpoint) -> String {
    format!("{}.{}", model[endpoint.chapter].name, endpoint.name)
}
