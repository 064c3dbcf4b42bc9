//! What a request costs in each budget it counts against.

use std::hash::{Hash, Hasher};

use super::account::{Account, hash_name};
use super::key_hasher::KeyHasher;
use super::policy::LimitPolicy;
use crate::api::Request;
use crate::check::condition::all_hold;
use crate::check::instruments::{Instruments, ItemInstrument};
use crate::facts::{Budget, Fields, KeyPart, Value};
use crate::fields::items::{field, wire_text};

/// A request that is about to be sent, with everything that the rate limits depend on.
#[derive(Clone, Copy)]
pub(crate) struct LimitedRequest<'a> {
    pub(crate) request: Request<'a>,
    /// The number of the WebSocket connection it uses; `None` over HTTP.
    pub(crate) connection: Option<u64>,
    pub(crate) account: &'a Account,
    pub(crate) instruments: &'a Instruments,
    pub(crate) policy: LimitPolicy,
}

impl LimitedRequest<'_> {
    /// Its costs.
    pub(super) fn costs(&self) -> RequestCosts {
        RequestCosts::of(self)
    }

    /// The keys that one of its costs is counted by, for people to read.
    pub(super) fn key_label(&self, cost: &BudgetCost) -> Box<str> {
        key_label(cost, self)
    }
}

/// The cost of a request in one budget.
#[derive(Clone, Copy, Debug)]
pub(super) struct BudgetCost {
    /// The budget, and the hash of the keys it is counted by.
    pub(super) budget: &'static Budget,
    pub(super) keys: u64,
    /// What the rate depends on.
    pub(super) user: u64,
    pub(super) symbol: Option<u64>,
    /// The number of requests or orders.
    pub(super) units: u64,
    /// The index of its window in the ledger; set by the lookup.
    pub(super) window: usize,
}

/// All costs of one request. Up to three are stored without an allocation.
#[derive(Debug, Default)]
pub(super) struct RequestCosts {
    inline: [Option<BudgetCost>; 3],
    overflow: Vec<BudgetCost>,
}

impl RequestCosts {
    /// The costs of a request. A batch of one item costs the same as a single request.
    pub(super) fn of(limited: &LimitedRequest<'_>) -> Self {
        let Request { operation, route, items } = limited.request;
        let budgets = route.draws(operation, items.len());
        let mut costs = Self::default();
        for item in items.each() {
            let about = ItemInstrument::new(item, limited.instruments);
            budgets.iter().filter(|budget| is_counted(budget, item, &about)).for_each(|budget| {
                costs.add(budget, limited, item, &about);
            });
        }
        costs
    }

    /// These costs, for tests of the ledger alone.
    #[cfg(test)]
    pub(super) fn from_list(costs: impl IntoIterator<Item = BudgetCost>) -> Self {
        Self { inline: [None; 3], overflow: costs.into_iter().collect() }
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &BudgetCost> {
        self.inline.iter().flatten().chain(&self.overflow)
    }

    pub(super) fn iter_mut(&mut self) -> impl Iterator<Item = &mut BudgetCost> {
        self.inline.iter_mut().flatten().chain(&mut self.overflow)
    }

    fn add(
        &mut self,
        budget: &'static Budget,
        limited: &LimitedRequest<'_>,
        item: &dyn Fields,
        about: &ItemInstrument<'_>,
    ) {
        let keys = keys(budget, limited, item, about);
        let same = |cost: &&mut BudgetCost| cost.keys == keys && cost.budget.name == budget.name;
        if let Some(cost) = self.iter_mut().find(same) {
            cost.units += u64::from(budget.counts_items);
            return;
        }
        let symbol = budget.lead_trader.and_then(|_| about.inst_id()).map(hash_name);
        let cost = BudgetCost { budget, keys, user: limited.account.user, symbol, units: 1, window: 0 };
        match self.inline.iter_mut().find(|slot| slot.is_none()) {
            Some(slot) => *slot = Some(cost),
            None => self.overflow.push(cost),
        }
    }
}

fn is_counted(budget: &Budget, item: &dyn Fields, about: &ItemInstrument<'_>) -> bool {
    if budget.only.is_empty() && budget.exempt.is_empty() {
        return true;
    }
    let instrument_type = about.instrument_type();
    let exempt = !budget.exempt.is_empty() && all_hold(budget.exempt, Some(item), instrument_type);
    !exempt && all_hold(budget.only, Some(item), instrument_type)
}

/// The hash of a budget's keys. Two keys with the same hash would share one budget, which is slower but never exceeds a limit.
fn keys(budget: &Budget, limited: &LimitedRequest<'_>, item: &dyn Fields, about: &ItemInstrument<'_>) -> u64 {
    let account = limited.account;
    let mut hasher = KeyHasher::default();
    budget.name.hash(&mut hasher);
    for part in budget.keys {
        match part {
            KeyPart::User => account.user.hash(&mut hasher),
            KeyPart::Master => account.master.hash(&mut hasher),
            KeyPart::Ip => account.host.hash(&mut hasher),
            // Requests over HTTP have no connection that OKX counts by.
            KeyPart::Connection => limited.connection.hash(&mut hasher),
            KeyPart::Symbol => about.symbol().hash(&mut hasher),
            KeyPart::Field(wire) => hash_value(field(item, wire), &mut hasher),
        }
    }
    hasher.finish()
}

/// The keys that a cost is counted by, for people to read.
fn key_label(cost: &BudgetCost, limited: &LimitedRequest<'_>) -> Box<str> {
    let label = limited.request.items.each().find_map(|item| {
        let about = ItemInstrument::new(item, limited.instruments);
        let is_counted_here = keys(cost.budget, limited, item, &about) == cost.keys;
        is_counted_here.then(|| {
            let parts = cost.budget.keys.iter().map(|part| part_label(*part, limited, item, &about));
            parts.filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
        })
    });
    label.unwrap_or_default().into()
}

fn part_label(part: KeyPart, limited: &LimitedRequest<'_>, item: &dyn Fields, about: &ItemInstrument<'_>) -> String {
    let labels = &limited.account.labels;
    match part {
        KeyPart::User => labels.user.clone(),
        KeyPart::Master => labels.master.clone(),
        KeyPart::Ip => labels.host.clone(),
        KeyPart::Connection => limited.connection.map(|number| format!("connection {number}")).unwrap_or_default(),
        KeyPart::Symbol => about.symbol().unwrap_or_default().to_owned(),
        KeyPart::Field(wire) => wire_text(field(item, wire)).unwrap_or_default().into(),
    }
}

/// Hashes a value by its text on the wire.
fn hash_value(value: Value<'_>, hasher: &mut KeyHasher) {
    match value {
        Value::Text(text) => text.hash(hasher),
        other => wire_text(other).unwrap_or_default().hash(hasher),
    }
}
