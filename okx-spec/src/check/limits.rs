//! Whether budgets fit the calls that draw on them.

use std::collections::HashSet;

use crate::complaint::Sink;
use crate::model::{Access, Budget, Condition, Endpoint, KeyPart, Model, Subject};
use crate::{Law, Location, nearest};

/// Fields that name an instrument, or the family that options are counted by.
const SYMBOLS: &[&str] = &["instId", "instFamily", "instIdCode"];

/// A budget counted by a field that the call does not have would be one budget where OKX keeps many.
pub(super) fn keys_are_fields(model: &Model, sink: &mut Sink) {
    for Draw { name, at, fields, budget, .. } in draws(model) {
        for part in &budget.keys {
            let KeyPart::Field(wire) = part else { continue };
            if !fields.contains(&wire.as_str()) {
                let words: Vec<String> = KeyPart::WORDS.iter().map(KeyPart::to_string).collect();
                let candidates = fields.iter().copied().chain(words.iter().map(String::as_str));
                let right = nearest::suggestion(wire, candidates, "count it by a field that the call has");
                let text = format_args!("`{name}` draws on `{}`, counted by `{wire}`", budget.name);
                let at = if budget.call.is_some() { &budget.at } else { at };
                sink.say(at, Law::UnknownField, format_args!("{text}, which it does not have; {right}"));
            }
        }
    }
}

/// A budget counted by symbol needs to be told the symbol.
pub(super) fn symbols_are_named(model: &Model, sink: &mut Sink) {
    for Draw { name, at, fields, budget, .. } in draws(model) {
        if budget.keys.contains(&KeyPart::Symbol) && !SYMBOLS.iter().any(|wire| fields.contains(wire)) {
            let text = format_args!("`{name}` draws on `{}`, counted by symbol", budget.name);
            let right = "it needs `instId`, `instIdCode` or `instFamily`";
            sink.say(at, Law::SymbolWithoutInstrument, format_args!("{text}, and names no instrument; {right}"));
        }
    }
}

/// A call without keys is counted by the address it comes from: OKX does not know whose it is.
pub(super) fn users_are_known(model: &Model, sink: &mut Sink) {
    for Draw { name, at, anonymous, budget, .. } in draws(model) {
        let by_user = budget.keys.contains(&KeyPart::User) || budget.keys.contains(&KeyPart::Master);
        if by_user && anonymous {
            let text = format_args!("`{name}` is public and draws on `{}`, counted by user", budget.name);
            let right = "count it by ip, or say whose key it takes";
            sink.say(at, Law::UserKeyInPublic, format_args!("{text}; {right}"));
        }
    }
}

/// A condition on a field that no drawing call has would silently never hold.
pub(super) fn conditions_can_hold(model: &Model, sink: &mut Sink) {
    let conditional = |budget: &Budget| !budget.only.is_empty() || !budget.exempt.is_empty();
    for budget in model.budgets.iter().filter(|budget| conditional(budget)) {
        let mut wires =
            draws(model).filter(|draw| std::ptr::eq(draw.budget, budget)).flat_map(|draw| draw.fields).peekable();
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

/// A call or an operation, and a budget that it draws on.
struct Draw<'a> {
    name: &'a str,
    at: &'a Location,
    /// What it sends, by wire name.
    fields: Vec<&'a str>,
    /// Whether OKX does not know whose it is; an operation follows a login.
    anonymous: bool,
    budget: &'a Budget,
}

/// Every drawing there is. An operation that draws as its call does says nothing new.
fn draws(model: &Model) -> impl Iterator<Item = Draw<'_>> {
    let calls = model.endpoints.iter().flat_map(move |call| {
        let draw = move |budget| Draw {
            name: &call.name,
            at: &call.at,
            fields: wires(model, call),
            anonymous: call.access == Access::Public,
            budget,
        };
        call.draws.iter().map(move |id| draw(&model[*id]))
    });
    let own = model.operations.iter().filter(|operation| operation.draws != model[operation.of].draws);
    let operations = own.flat_map(move |operation| {
        let fields: Vec<&str> = operation.fields(model).map(|field| field.wire.as_str()).collect();
        let draw = move |budget| Draw {
            name: &operation.name,
            at: &operation.at,
            fields: fields.clone(),
            anonymous: false,
            budget,
        };
        operation.draws.iter().map(move |id| draw(&model[*id]))
    });
    calls.chain(operations)
}

fn wires<'a>(model: &'a Model, call: &Endpoint) -> Vec<&'a str> {
    model[call.request].fields.iter().map(|field| field.wire.as_str()).collect()
}
