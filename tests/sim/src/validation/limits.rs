//! Rate limits, counted exactly on arrival. A request rejected by a rate limit does not count.

use std::collections::BTreeMap;
use std::net::IpAddr;

use okx_spec::model::{Budget, BudgetId, Counts, Endpoint, KeyPart, Model};
use serde_json::{Map, Value};

use super::condition::{Listing, holds, text_of};
use super::window::Window;
use crate::core::{Account, AccountId};
use crate::refusal::{ACCOUNT_RATE_LIMIT, RATE_LIMIT, Refusal};

/// Whom a request is counted for.
#[derive(Clone, Copy, Debug)]
pub(crate) struct CountedFor<'a> {
    pub(crate) account: Option<(AccountId, &'a Account)>,
    pub(crate) ip: IpAddr,
}

/// The sliding windows of all budgets.
#[derive(Debug)]
pub(crate) struct Limits {
    windows: BTreeMap<WindowKey, Window>,
    scale: u32,
}

/// The window of one budget and one key.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct WindowKey {
    budget: BudgetId,
    key: Vec<String>,
}

/// How much a request uses of a window, and the limit of the window.
#[derive(Clone, Copy, Debug)]
struct Usage {
    weight: u32,
    limit: u32,
}

impl Limits {
    /// Creates limits as described, each multiplied by `scale`.
    pub(crate) fn new(scale: u32) -> Self {
        Self { windows: BTreeMap::new(), scale }
    }

    /// Counts a request if all its budgets have room, otherwise rejects it and counts nothing.
    pub(crate) fn count(
        &mut self,
        model: &Model,
        draws: &[BudgetId],
        items: &[Map<String, Value>],
        counted_for: CountedFor<'_>,
        listing: &dyn Listing,
        now_micros: i64,
    ) -> Result<(), Refusal> {
        let usages = self.usages(model, draws, items, counted_for, listing);
        for (key, usage) in &usages {
            let budget = &model[key.budget];
            let window = self.windows.entry(key.clone()).or_default();
            window.expire(now_micros, length_micros(budget));
            if !window.has_room(usage.weight, usage.limit) {
                return Err(refusal(budget));
            }
        }
        for (key, usage) in usages {
            self.windows.entry(key).or_default().record(now_micros, usage.weight);
        }
        Ok(())
    }

    fn usages(
        &self,
        model: &Model,
        draws: &[BudgetId],
        items: &[Map<String, Value>],
        counted_for: CountedFor<'_>,
        listing: &dyn Listing,
    ) -> BTreeMap<WindowKey, Usage> {
        let mut usages: BTreeMap<WindowKey, Usage> = BTreeMap::new();
        for &id in draws {
            let budget = &model[id];
            for item in items.iter().filter(|item| is_counted(budget, item, listing)) {
                let key = budget.keys.iter().map(|part| key_text(part, item, counted_for, listing)).collect();
                let limit = self.limit(budget, item, counted_for);
                let usage = usages.entry(WindowKey { budget: id, key }).or_insert(Usage { weight: 0, limit });
                usage.limit = usage.limit.min(limit);
                usage.weight = match budget.counts {
                    Counts::Requests => 1,
                    Counts::Orders => usage.weight + 1,
                };
            }
        }
        usages
    }

    fn limit(&self, budget: &Budget, item: &Map<String, Value>, counted_for: CountedFor<'_>) -> u32 {
        let profile = counted_for.account.map(|(_, account)| &account.profile);
        let leads = profile
            .is_some_and(|profile| text_of(item, "instId").is_some_and(|id| profile.lead_instruments.contains(&id)));
        let count = match (&budget.lead_trader, profile) {
            (Some(rate), _) if leads => rate.count,
            (_, Some(profile)) if budget.account_figure => profile.order_rate,
            _ => budget.rate.count,
        };
        count.saturating_mul(self.scale)
    }
}

/// The budgets that a request draws on. A batch of one item draws on those of the call for a single item.
pub(crate) fn draws<'a>(model: &'a Model, endpoint: &'a Endpoint, items: &[Map<String, Value>]) -> &'a [BudgetId] {
    let single = endpoint.single().filter(|_| items.len() == 1);
    single.map_or(&endpoint.draws, |single| &model[single].draws)
}

fn is_counted(budget: &Budget, item: &Map<String, Value>, listing: &dyn Listing) -> bool {
    let exempt = !budget.exempt.is_empty() && holds(&budget.exempt, item, listing);
    !exempt && holds(&budget.only, item, listing)
}

fn key_text(part: &KeyPart, item: &Map<String, Value>, counted_for: CountedFor<'_>, listing: &dyn Listing) -> String {
    match part {
        // Every account of the simulator is its own master account; a public call counts by address.
        KeyPart::User | KeyPart::Master => {
            counted_for.account.map_or_else(|| counted_for.ip.to_string(), |(id, _)| format!("{id:?}"))
        }
        KeyPart::Ip | KeyPart::Connection => counted_for.ip.to_string(),
        KeyPart::Symbol => {
            let named = text_of(item, "instId").map(|id| listing.symbol_of(&id).to_owned());
            named.or_else(|| text_of(item, "instFamily")).unwrap_or_default()
        }
        KeyPart::Field(name) => text_of(item, name).unwrap_or_default(),
    }
}

fn length_micros(budget: &Budget) -> i64 {
    i64::try_from(budget.rate.window_ms).unwrap_or(i64::MAX).saturating_mul(1000)
}

fn refusal(budget: &Budget) -> Refusal {
    let code = if budget.refused_with == "50061" { &ACCOUNT_RATE_LIMIT } else { &RATE_LIMIT };
    code.about(&budget.name)
}
