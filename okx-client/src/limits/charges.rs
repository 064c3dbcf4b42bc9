//! What one request draws on, and how heavily.

use std::hash::{Hash, Hasher};

use super::account::number;
use super::mixer::Mixer;
use super::outgoing::Outgoing;
use crate::api::Request;
use crate::check::condition::all_hold;
use crate::check::instruments::ItemInstrument;
use crate::facts::{Budget, Fields, KeyPart, Value};
use crate::fields::items::{field, wire_text};

/// A draw on one budget.
#[derive(Clone, Copy, Debug)]
pub(super) struct Charge {
    /// Which budget, and of it the one for these keys.
    pub(super) budget: &'static Budget,
    pub(super) keys: u64,
    /// What decides on its rate.
    pub(super) user: u64,
    pub(super) symbol: Option<u64>,
    /// How many requests or orders.
    pub(super) units: u64,
    /// Where the ledger keeps it; set when it was looked up.
    pub(super) place: usize,
}

/// All draws of one request. The usual few are held without an allocation.
#[derive(Debug, Default)]
pub(super) struct Charges {
    few: [Option<Charge>; 3],
    more: Vec<Charge>,
}

impl Charges {
    /// What a request draws on. A batch of one item draws what a single request would.
    pub(super) fn of(outgoing: &Outgoing<'_>) -> Self {
        let Request { operation, route, items } = outgoing.request;
        let budgets = route.draws(operation, items.len());
        let mut charges = Self::default();
        for item in items.each() {
            let instrument = ItemInstrument::new(item, outgoing.instruments);
            budgets.iter().filter(|budget| is_counted(budget, item, &instrument)).for_each(|budget| {
                charges.add(budget, outgoing, item, &instrument);
            });
        }
        charges
    }

    /// These draws, for tests of the ledger alone.
    #[cfg(test)]
    pub(super) fn listed(charges: impl IntoIterator<Item = Charge>) -> Self {
        Self { few: [None; 3], more: charges.into_iter().collect() }
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &Charge> {
        self.few.iter().flatten().chain(&self.more)
    }

    pub(super) fn iter_mut(&mut self) -> impl Iterator<Item = &mut Charge> {
        self.few.iter_mut().flatten().chain(&mut self.more)
    }

    fn add(
        &mut self,
        budget: &'static Budget,
        outgoing: &Outgoing<'_>,
        item: &dyn Fields,
        instrument: &ItemInstrument<'_>,
    ) {
        let keys = keys(budget, outgoing, item, instrument);
        let same = |charge: &&mut Charge| charge.keys == keys && charge.budget.name == budget.name;
        if let Some(charge) = self.iter_mut().find(same) {
            charge.units += u64::from(budget.counts_items);
            return;
        }
        let symbol = budget.lead_trader.and_then(|_| instrument.inst_id()).map(number);
        let charge = Charge { budget, keys, user: outgoing.account.user, symbol, units: 1, place: 0 };
        match self.few.iter_mut().find(|slot| slot.is_none()) {
            Some(slot) => *slot = Some(charge),
            None => self.more.push(charge),
        }
    }
}

fn is_counted(budget: &Budget, item: &dyn Fields, instrument: &ItemInstrument<'_>) -> bool {
    if budget.only.is_empty() && budget.exempt.is_empty() {
        return true;
    }
    let instrument_type = instrument.instrument_type();
    let exempt = !budget.exempt.is_empty() && all_hold(budget.exempt, Some(item), instrument_type);
    !exempt && all_hold(budget.only, Some(item), instrument_type)
}

/// The number that stands for a budget's keys. Two of the same number would share one budget, which is slower but never too fast.
fn keys(budget: &Budget, outgoing: &Outgoing<'_>, item: &dyn Fields, instrument: &ItemInstrument<'_>) -> u64 {
    let account = outgoing.account;
    let mut hasher = Mixer::default();
    budget.name.hash(&mut hasher);
    for part in budget.keys {
        match part {
            KeyPart::User => account.user.hash(&mut hasher),
            KeyPart::Master => account.master.hash(&mut hasher),
            KeyPart::Ip => account.host.hash(&mut hasher),
            // What is sent over HTTP has no connection that OKX counts by.
            KeyPart::Connection => outgoing.connection.hash(&mut hasher),
            KeyPart::Symbol => instrument.symbol().hash(&mut hasher),
            KeyPart::Field(wire) => hash_value(field(item, wire), &mut hasher),
        }
    }
    hasher.finish()
}

/// What a charge of these items is counted by, to be read by people.
pub(super) fn printed_keys(charge: &Charge, outgoing: &Outgoing<'_>) -> Box<str> {
    let named = outgoing.request.items.each().find_map(|item| {
        let instrument = ItemInstrument::new(item, outgoing.instruments);
        let is_its = keys(charge.budget, outgoing, item, &instrument) == charge.keys;
        is_its.then(|| {
            let parts = charge.budget.keys.iter().map(|part| printed(*part, outgoing, item, &instrument));
            parts.filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
        })
    });
    named.unwrap_or_default().into()
}

fn printed(part: KeyPart, outgoing: &Outgoing<'_>, item: &dyn Fields, instrument: &ItemInstrument<'_>) -> String {
    let account = outgoing.account;
    match part {
        KeyPart::User => account.printed.user.clone(),
        KeyPart::Master => account.printed.master.clone(),
        KeyPart::Ip => account.printed.host.clone(),
        KeyPart::Connection => outgoing.connection.map(|number| format!("connection {number}")).unwrap_or_default(),
        KeyPart::Symbol => instrument.symbol().unwrap_or_default().to_owned(),
        KeyPart::Field(wire) => wire_text(field(item, wire)).unwrap_or_default().into(),
    }
}

/// The same for the same text on the wire.
fn hash_value(value: Value<'_>, hasher: &mut Mixer) {
    match value {
        Value::Text(text) => text.hash(hasher),
        other => wire_text(other).unwrap_or_default().hash(hasher),
    }
}
