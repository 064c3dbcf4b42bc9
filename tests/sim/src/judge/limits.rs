//! Rate limits, counted exactly on arrival. A request that is refused for a limit does not count.

use std::collections::BTreeMap;
use std::net::IpAddr;

use okx_spec::model::{Budget, BudgetId, Counts, Endpoint, KeyPart, Model};
use serde_json::{Map, Value};

use super::condition::{holds, text_of};
use super::listing::Listing;
use super::window::Window;
use crate::core::{Account, AccountId};
use crate::refusal::{ACCOUNT_RATE_LIMIT, RATE_LIMIT, Refusal};

/// Who draws on the budgets.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Drawer<'a> {
    pub(crate) account: Option<(AccountId, &'a Account)>,
    pub(crate) ip: IpAddr,
}

/// Every budget's windows.
#[derive(Debug)]
pub(crate) struct Limits {
    windows: BTreeMap<Share, Window>,
    scale: u32,
}

/// One budget of one key.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Share {
    budget: BudgetId,
    key: Vec<String>,
}

/// How much of a share a request takes, and how much the share has.
#[derive(Clone, Copy, Debug)]
struct Draw {
    weight: u32,
    limit: u32,
}

impl Limits {
    /// Limits as the description says, each count times `scale`.
    pub(crate) fn new(scale: u32) -> Self {
        Self { windows: BTreeMap::new(), scale }
    }

    /// Counts a request if every budget it draws on has room, else refuses it and counts nothing. Gives how many orders
    /// were counted.
    pub(crate) fn draw(
        &mut self,
        model: &Model,
        endpoint: &Endpoint,
        items: &[Map<String, Value>],
        drawer: Drawer<'_>,
        listing: &dyn Listing,
        now_micros: i64,
    ) -> Result<(), Refusal> {
        let draws = self.draws(model, endpoint, items, drawer, listing);
        for (share, draw) in &draws {
            let budget = &model[share.budget];
            let window = self.windows.entry(share.clone()).or_default();
            window.move_to(now_micros, length_micros(budget));
            if !window.has_room(draw.weight, draw.limit) {
                return Err(refusal(budget));
            }
        }
        for (share, draw) in draws {
            self.windows.entry(share).or_default().count(now_micros, draw.weight);
        }
        Ok(())
    }

    fn draws(
        &self,
        model: &Model,
        endpoint: &Endpoint,
        items: &[Map<String, Value>],
        drawer: Drawer<'_>,
        listing: &dyn Listing,
    ) -> BTreeMap<Share, Draw> {
        let single = endpoint.single().filter(|_| items.len() == 1).map(|single| &model[single].draws);
        let mut draws: BTreeMap<Share, Draw> = BTreeMap::new();
        for &id in single.unwrap_or(&endpoint.draws) {
            let budget = &model[id];
            for item in items.iter().filter(|item| is_counted(budget, item, listing)) {
                let key = budget.keys.iter().map(|part| key_text(part, item, drawer, listing)).collect();
                let limit = self.limit(budget, item, drawer);
                let draw = draws.entry(Share { budget: id, key }).or_insert(Draw { weight: 0, limit });
                draw.limit = draw.limit.min(limit);
                draw.weight = match budget.counts {
                    Counts::Requests => 1,
                    Counts::Orders => draw.weight + 1,
                };
            }
        }
        draws
    }

    fn limit(&self, budget: &Budget, item: &Map<String, Value>, drawer: Drawer<'_>) -> u32 {
        let profile = drawer.account.map(|(_, account)| &account.profile);
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

fn is_counted(budget: &Budget, item: &Map<String, Value>, listing: &dyn Listing) -> bool {
    let exempt = !budget.exempt.is_empty() && holds(&budget.exempt, item, listing);
    !exempt && holds(&budget.only, item, listing)
}

fn key_text(part: &KeyPart, item: &Map<String, Value>, drawer: Drawer<'_>, listing: &dyn Listing) -> String {
    match part {
        // Every account of the simulator is a master of its own; a call that needs no key counts by address.
        KeyPart::User | KeyPart::Master => {
            drawer.account.map_or_else(|| drawer.ip.to_string(), |(id, _)| format!("{id:?}"))
        }
        KeyPart::Ip | KeyPart::Connection => drawer.ip.to_string(),
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
