//! Whether budgets fit the calls that draw on them.

use std::collections::HashSet;

use crate::complaint::Sink;
use crate::model::{Access, Budget, Condition, Endpoint, KeyPart, Model, Subject};
use crate::{Law, nearest};

/// Fields that name an instrument, or the family that options are counted by.
const SYMBOLS: &[&str] = &["instId", "instFamily", "instIdCode"];

/// A budget counted by a field that the call does not have would be one budget where OKX keeps many.
pub(super) fn keys_are_fields(model: &Model, sink: &mut Sink) {
    for (endpoint, budget) in draws(model) {
        let request = &model[endpoint.request];
        for part in &budget.keys {
            let KeyPart::Field(wire) = part else { continue };
            if request.field(wire).is_none() {
                let words: Vec<String> = KeyPart::WORDS.iter().map(KeyPart::to_string).collect();
                let fields = request.fields.iter().map(|field| field.wire.as_str());
                let candidates = fields.chain(words.iter().map(String::as_str));
                let right = nearest::suggestion(wire, candidates, "count it by a field that the call has");
                let text = format_args!("`{}` draws on `{}`, counted by `{wire}`", endpoint.name, budget.name);
                let at = if budget.call.is_some() { &budget.at } else { &endpoint.at };
                sink.say(at, Law::UnknownField, format_args!("{text}, which it does not have; {right}"));
            }
        }
    }
}

/// A budget counted by symbol needs to be told the symbol.
pub(super) fn symbols_are_named(model: &Model, sink: &mut Sink) {
    for (endpoint, budget) in draws(model).filter(|(_, budget)| budget.keys.contains(&KeyPart::Symbol)) {
        let request = &model[endpoint.request];
        if !SYMBOLS.iter().any(|wire| request.field(wire).is_some()) {
            let text = format_args!("`{}` draws on `{}`, counted by symbol", endpoint.name, budget.name);
            let right = "it needs `instId`, `instIdCode` or `instFamily`";
            sink.say(
                &endpoint.at,
                Law::SymbolWithoutInstrument,
                format_args!("{text}, and names no instrument; {right}"),
            );
        }
    }
}

/// A call without keys is counted by the address it comes from: OKX does not know whose it is.
pub(super) fn users_are_known(model: &Model, sink: &mut Sink) {
    for (endpoint, budget) in draws(model).filter(|(endpoint, _)| endpoint.access == Access::Public) {
        if budget.keys.contains(&KeyPart::User) || budget.keys.contains(&KeyPart::Master) {
            let text = format_args!("`{}` is public and draws on `{}`, counted by user", endpoint.name, budget.name);
            sink.say(
                &endpoint.at,
                Law::UserKeyInPublic,
                format_args!("{text}; count it by ip, or say whose key it takes"),
            );
        }
    }
}

/// A condition on a field that no drawing call has would silently never hold.
pub(super) fn conditions_can_hold(model: &Model, sink: &mut Sink) {
    let conditional = |budget: &Budget| !budget.only.is_empty() || !budget.exempt.is_empty();
    for (place, budget) in model.budgets.iter().enumerate().filter(|(_, budget)| conditional(budget)) {
        let drawers = model.endpoints.iter().filter(|call| call.draws.iter().any(|draw| draw.index() == place));
        let mut wires =
            drawers.flat_map(|call| &model[call.request].fields).map(|field| field.wire.as_str()).peekable();
        if wires.peek().is_some() {
            let conditions = budget.only.iter().chain(&budget.exempt);
            fields_exist(conditions, &wires.collect(), "call draws on it and", sink);
        }
    }
}

/// Complains about conditions on fields that are not there; `nobody` completes "no … has".
pub(super) fn fields_exist<'a>(
    conditions: impl Iterator<Item = &'a Condition>,
    wires: &HashSet<&str>,
    nobody: &str,
    sink: &mut Sink,
) {
    for condition in conditions {
        let Subject::Field(wire) = &condition.subject else { continue };
        if !wires.contains(wire.as_str()) {
            let mut sorted: Vec<&str> = wires.iter().copied().collect();
            sorted.sort_unstable();
            let right = nearest::suggestion(wire, sorted, "such a condition never holds; remove it");
            sink.say(&condition.at, Law::UnknownField, format_args!("no {nobody} has a field `{wire}`; {right}"));
        }
    }
}

fn draws(model: &Model) -> impl Iterator<Item = (&Endpoint, &Budget)> {
    model.endpoints.iter().flat_map(move |endpoint| endpoint.draws.iter().map(move |draw| (endpoint, &model[*draw])))
}
