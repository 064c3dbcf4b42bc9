//! Laws about `rules:`.

use std::{iter, mem};

use super::{Checked, Reach};
use crate::Law;
use crate::diagnostic::Sink;
use crate::model::{Condition, Demand, Field, Model, Presence, Rule, Shape, ShapeId, Subject, Test};
use crate::resolve::Resolved;

/// Checks the laws of this file.
pub(super) fn check(checked: &Checked<'_>, sink: &mut Sink) {
    let Checked { resolved, model, reach } = checked;
    rules_can_be_broken_and_followed(model, sink);
    rules_are_about_what_is_sent(resolved, reach, sink);
    instruments_of_rules_are_named(model, sink);
}

/// The field that names the instrument whose type a rule asks for.
const INSTRUMENT: &str = "instId";

/// A rule that can never be broken, or never be followed, is a mistake.
fn rules_can_be_broken_and_followed(model: &Model, sink: &mut Sink) {
    let of_calls = model.endpoints.iter().map(|endpoint| (&endpoint.rules, &model[endpoint.request]));
    let of_objects = model.shapes.iter().map(|shape| (&shape.rules, shape));
    for (rules, shape) in of_calls.chain(of_objects) {
        for rule in rules {
            if let Some(text) = pointless(rule, &shape.fields) {
                sink.report(&rule.at, Law::PointlessRule, text);
            }
        }
    }
}

/// Replies are not checked, so a rule there would have no effect.
fn rules_are_about_what_is_sent(resolved: &Resolved, reach: &Reach, sink: &mut Sink) {
    for (place, shape) in resolved.model.shapes.iter().enumerate() {
        for rule in shape.rules.iter().filter(|_| reach.received[place] && !reach.sent[place]) {
            let text = format_args!("`{}` is never sent, only received; only requests can have rules", shape.name);
            sink.report(&rule.at, Law::RuleInReply, text);
        }
    }
}

/// Without an instrument its type is unknown, and the rule would never apply, or always.
fn instruments_of_rules_are_named(model: &Model, sink: &mut Sink) {
    // A batch has the rules of its single call, which are checked there.
    for endpoint in model.endpoints.iter().filter(|endpoint| endpoint.single().is_none()) {
        let request = &model[endpoint.request];
        if request.field(INSTRUMENT).is_none() {
            report_unnamed(&endpoint.rules, request, sink);
            unnamed_parts(model, request).for_each(|part| report_unnamed(&part.rules, request, sink));
        }
    }
}

/// The objects in a request that do not name an instrument and are not part of an object that does.
fn unnamed_parts<'m>(model: &'m Model, request: &'m Shape) -> impl Iterator<Item = &'m Shape> {
    let mut known = vec![false; model.shapes.len()];
    let mut open: Vec<ShapeId> = request.parts().collect();
    iter::from_fn(move || {
        while let Some(part) = open.pop() {
            let shape = &model[part];
            if !mem::replace(&mut known[part.index()], true) && shape.field(INSTRUMENT).is_none() {
                open.extend(shape.parts());
                return Some(shape);
            }
        }
        None
    })
}

fn report_unnamed(rules: &[Rule], request: &Shape, sink: &mut Sink) {
    let asks = |rule: &&Rule| rule.when.iter().any(|condition| condition.subject == Subject::InstrumentType);
    for rule in rules.iter().filter(asks) {
        let text = format_args!("this rule depends on the instrument's type, but `{}` has no field", request.name);
        let right = format_args!("`{INSTRUMENT}` for the instrument");
        sink.report(&rule.at, Law::RuleInstrument, format_args!("{text} {right}"));
    }
}

/// Why a rule can never be broken because of its conditions.
fn always_kept(rule: &Rule, fields: &[Field]) -> Option<String> {
    let test = |place: &usize| {
        let is_about = |one: &&Condition| one.subject == Subject::Field(fields[*place].wire.clone());
        rule.when.iter().find(is_about).map(|condition| &condition.test)
    };
    let given = |place: &&usize| matches!(test(place), Some(Test::Present | Test::OneOf(_)));
    let not_given = |place: &&usize| matches!(test(place), Some(Test::Absent));
    let always = match &rule.demand {
        Demand::Require(places) | Demand::AtLeastOne(places) => places.iter().find(given),
        Demand::Forbid(places) => places.iter().find(not_given),
        Demand::AtMostOne(places) if places.len() == 2 => places.iter().find(not_given),
        Demand::AtMostOne(_) | Demand::ExactlyOne(_) => None,
    };
    always.map(|place| {
        let is = if given(&place) { "is given" } else { "is not given" };
        let wire = &fields[*place].wire;
        format!(
            "this rule can never be broken, because its `when:` already requires that `{wire}` {is}; correct one of the two"
        )
    })
}

fn pointless(rule: &Rule, fields: &[Field]) -> Option<String> {
    let (places, least) = match &rule.demand {
        Demand::AtMostOne(places) | Demand::ExactlyOne(places) | Demand::AtLeastOne(places) => (places, 2),
        Demand::Require(places) | Demand::Forbid(places) => (places, 1),
    };
    if places.len() < least {
        return Some(format!("this rule must name at least {least} fields"));
    }
    let mut sorted = places.clone();
    sorted.sort_unstable();
    if let Some(twice) = sorted.windows(2).find(|pair| pair[0] == pair[1]) {
        return Some(format!("this rule names `{}` twice; name it once", fields[twice[0]].wire));
    }
    if let Some(text) = always_kept(rule, fields) {
        return Some(text);
    }
    let required = places.iter().find(|place| fields[**place].presence == Presence::Required)?;
    Some(format!("`{}` is required anyway; add `?` to its type, or remove it from the rule", fields[*required].wire))
}
