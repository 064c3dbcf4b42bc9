//! Laws about budgets and the calls that draw on them.

use std::collections::HashSet;

use super::Checked;
use crate::diagnostic::Sink;
use crate::model::{Access, Budget, Condition, ErrorClass, Field, KeyPart, Model, Subject};
use crate::{Law, Location, nearest};

/// Checks the laws of this file.
pub(super) fn check(checked: &Checked<'_>, sink: &mut Sink) {
    let Checked { model, .. } = checked;
    keys_are_fields(model, sink);
    keys_are_plain(model, sink);
    refusals_are_about_limits(model, sink);
    symbols_are_named(model, sink);
    users_are_known_to_okx(model, sink);
    conditions_can_hold(model, sink);
}

/// Fields that name an instrument, or the family that options are counted by.
const SYMBOLS: &[&str] = &["instId", "instFamily", "instIdCode"];

/// When a call does not have the field that a budget is counted by, all its requests would be counted together.
fn keys_are_fields(model: &Model, sink: &mut Sink) {
    for Draw { name, at, fields, budget, .. } in draws(model) {
        for part in &budget.keys {
            let KeyPart::Field(wire) = part else { continue };
            if !fields.iter().any(|field| field.wire == *wire) {
                let wires = fields.iter().map(|field| field.wire.as_str());
                let candidates = wires.chain(KeyPart::WORDS.iter().copied());
                let right = nearest::suggestion(wire, candidates, "count by a field of the call");
                let text = format_args!("`{name}` draws on `{}`, which is counted by `{wire}`", budget.name);
                let at = if budget.call.is_some() { &budget.at } else { at };
                sink.report(at, Law::UnknownField, format_args!("{text}, but has no such field; {right}"));
            }
        }
    }
}

/// Each value of the key has a budget of its own, so the key must be a plain value, and each part is named once.
fn keys_are_plain(model: &Model, sink: &mut Sink) {
    for Draw { name, fields, budget, .. } in draws(model) {
        for part in &budget.keys {
            let KeyPart::Field(wire) = part else { continue };
            let fits = |field: &Field| !field.list && field.kind.is_key();
            if let Some(field) = fields.iter().find(|field| field.wire == *wire && !fits(field)) {
                let kind = format_args!("`{}{}`", field.kind.word(model), if field.list { "[]" } else { "" });
                let text = format_args!(
                    "`{name}` draws on `{}`, which is counted by `{wire}` of the type {kind}",
                    budget.name
                );
                sink.report(&budget.at, Law::LimitKey, format_args!("{text}; count it by a text, a number or an enum"));
            }
        }
    }
    for budget in &model.budgets {
        let twice = budget.keys.iter().enumerate().find(|(place, part)| budget.keys[..*place].contains(part));
        if let Some((_, part)) = twice {
            let text = format_args!("`{}` is counted by `{part}` twice; name it once", budget.name);
            sink.report(&budget.at, Law::LimitKey, text);
        }
    }
}

/// The client stops using a budget for a while when OKX sends its code. A code of another class would stop it after a mistake in a request.
fn refusals_are_about_limits(model: &Model, sink: &mut Sink) {
    for budget in model.budgets.iter().filter(|budget| budget.call.is_none()) {
        let error = model.errors.iter().find(|error| error.code == budget.refused_with);
        if let Some(error) = error.filter(|error| error.class != ErrorClass::RateLimit) {
            let text = format_args!("`{}` has `refused_with: {}`", budget.name, error.code);
            let right = "whose class is not `rate_limit`; use the code that OKX sends when the budget is used up";
            sink.report(&budget.at, Law::LimitKey, format_args!("{text}, {right}"));
        }
    }
}

/// A budget that is counted by symbol needs calls that name one.
fn symbols_are_named(model: &Model, sink: &mut Sink) {
    for Draw { name, at, fields, budget, .. } in draws(model) {
        if budget.keys.contains(&KeyPart::Symbol) && !fields.iter().any(|field| SYMBOLS.contains(&field.wire.as_str()))
        {
            let text = format_args!("`{name}` draws on `{}`, which is counted by symbol", budget.name);
            let right = "add `instId`, `instIdCode` or `instFamily`";
            sink.report(
                at,
                Law::SymbolWithoutInstrument,
                format_args!("{text}, but has no field for an instrument; {right}"),
            );
        }
    }
}

/// OKX does not know the user of a call that is sent without keys.
fn users_are_known_to_okx(model: &Model, sink: &mut Sink) {
    for Draw { name, at, anonymous, budget, .. } in draws(model) {
        let by_user = budget.keys.contains(&KeyPart::User) || budget.keys.contains(&KeyPart::Master);
        if by_user && anonymous {
            let text = format_args!("`{name}` is public but draws on `{}`, which is counted by user", budget.name);
            let right = "count by ip, or change `access:`";
            sink.report(at, Law::UserKeyInPublic, format_args!("{text}; {right}"));
        }
    }
}

/// A condition on a field that none of the calls has would never hold.
fn conditions_can_hold(model: &Model, sink: &mut Sink) {
    let conditional = |budget: &Budget| !budget.only.is_empty() || !budget.exempt.is_empty();
    for budget in model.budgets.iter().filter(|budget| conditional(budget)) {
        let wires = draws(model).filter(|draw| std::ptr::eq(draw.budget, budget)).flat_map(|draw| draw.fields);
        let mut wires = wires.map(|field| field.wire.as_str()).peekable();
        if wires.peek().is_some() {
            let conditions = budget.only.iter().chain(&budget.exempt);
            fields_exist(conditions, &wires.collect(), "call that draws on this budget", sink);
        }
    }
}

/// Reports conditions on fields that do not exist. `owner` completes "no … has a field".
pub(super) fn fields_exist<'a>(
    conditions: impl Iterator<Item = &'a Condition>,
    wires: &HashSet<&str>,
    owner: &str,
    sink: &mut Sink,
) {
    for condition in conditions {
        let Subject::Field(wire) = &condition.subject else { continue };
        if !wires.contains(wire.as_str()) {
            let mut sorted: Vec<&str> = wires.iter().copied().collect();
            sorted.sort_unstable();
            let right = nearest::suggestion(wire, sorted, "the condition would never hold, so remove it");
            sink.report(&condition.at, Law::UnknownField, format_args!("no {owner} has a field `{wire}`; {right}"));
        }
    }
}

/// A call or an operation, and a budget that it draws on.
pub(super) struct Draw<'a> {
    name: &'a str,
    at: &'a Location,
    /// The fields that it sends.
    pub(super) fields: Vec<&'a Field>,
    /// Whether it is sent without keys. Operations follow a login.
    anonymous: bool,
    pub(super) budget: &'a Budget,
}

/// Every call and operation with each of its budgets. Operations with the budgets of their calls are left out.
pub(super) fn draws(model: &Model) -> impl Iterator<Item = Draw<'_>> {
    let calls = model.endpoints.iter().flat_map(move |call| {
        let draw = move |budget| Draw {
            name: &call.name,
            at: &call.at,
            fields: model[call.request].fields.iter().collect(),
            anonymous: call.access == Access::Public,
            budget,
        };
        call.draws.iter().map(move |id| draw(&model[*id]))
    });
    let own = model.operations.iter().filter(|operation| operation.draws != model[operation.of].draws);
    let operations = own.flat_map(move |operation| {
        let fields: Vec<&Field> = operation.fields(model).collect();
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
