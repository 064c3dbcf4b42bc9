//! Laws about conditions.

use std::collections::HashSet;

use super::Checked;
use super::limits::draws;
use super::precision::checked_fields;
use crate::diagnostic::Sink;
use crate::model::{Condition, Field, Kind, Model, Subject, Test};
use crate::{Law, Location};

/// Checks the laws of this file.
pub(super) fn check(checked: &Checked<'_>, sink: &mut Sink) {
    let Checked { model, .. } = checked;
    fields_are_plain(model, sink);
    values_are_named_once(model, sink);
}

/// A condition compares one text with others. Objects and lists have no such text, so the condition would never hold. A secret would appear in
/// the message that names the condition.
fn fields_are_plain(model: &Model, sink: &mut Sink) {
    let of_calls = model.endpoints.iter().map(|endpoint| (&endpoint.rules, &model[endpoint.request]));
    let of_objects = model.shapes.iter().map(|shape| (&shape.rules, shape));
    for (rules, shape) in of_calls.chain(of_objects) {
        for condition in rules.iter().flat_map(|rule| &rule.when) {
            report(model, condition, &shape.fields, sink);
        }
    }
    for draw in draws(model) {
        for condition in draw.budget.only.iter().chain(&draw.budget.exempt) {
            report(model, condition, draw.fields.iter().copied(), sink);
        }
    }
    for (request, shape, _, rule) in checked_fields(model) {
        for condition in model[rule].cases.iter().flat_map(|case| &case.when) {
            // The object that holds the field is looked at before the request around it.
            let fields = shape.fields.iter().chain(&request.fields);
            report(model, condition, fields, sink);
        }
    }
}

fn report<'f>(model: &Model, condition: &Condition, fields: impl IntoIterator<Item = &'f Field>, sink: &mut Sink) {
    let Subject::Field(wire) = &condition.subject else { return };
    let Some(field) = fields.into_iter().find(|field| field.wire == *wire) else { return };
    let compares = matches!(condition.test, Test::OneOf(_) | Test::NoneOf(_));
    let what = match field.kind {
        _ if field.list => "a list",
        kind if !kind.is_plain() => "an object",
        Kind::Id(id) if model[id].secret && compares => "secret",
        _ => return,
    };
    let text = format_args!("`{wire}` is {what}; a condition needs a field with one plain value");
    sink.report(&condition.at, Law::ConditionField, text);
}

/// When a list names a value twice, another value was probably meant.
fn values_are_named_once(model: &Model, sink: &mut Sink) {
    for condition in all(model) {
        let (Test::OneOf(values) | Test::NoneOf(values)) = &condition.test else { continue };
        let mut seen = HashSet::new();
        if let Some(twice) = values.iter().find(|value| !seen.insert(value.as_str())) {
            report_twice(&condition.at, twice, sink);
        }
    }
}

fn report_twice(at: &Location, value: &str, sink: &mut Sink) {
    sink.report(at, Law::ConditionForm, format_args!("the condition names `{value}` twice; name it once"));
}

fn all(model: &Model) -> impl Iterator<Item = &Condition> {
    let of_calls = model.endpoints.iter().filter(|endpoint| endpoint.single().is_none()).flat_map(|one| &one.rules);
    let of_objects = model.shapes.iter().flat_map(|shape| &shape.rules);
    let rules = of_calls.chain(of_objects).flat_map(|rule| &rule.when);
    let cases = model.precision.iter().flat_map(|rule| &rule.cases).flat_map(|case| &case.when);
    let budgets = model.budgets.iter().flat_map(|budget| budget.only.iter().chain(&budget.exempt));
    rules.chain(cases).chain(budgets)
}
