//! What is demanded of fields, of calls and of objects.

use std::{iter, mem};

use super::reach::Reach;
use crate::Law;
use crate::diagnostic::Sink;
use crate::model::{Condition, Demand, Field, Model, Presence, Rule, Shape, ShapeId, Subject, Test};
use crate::resolve::Resolved;

/// The field that names the instrument whose type a rule asks for.
const INSTRUMENT: &str = "instId";

/// A rule that can never be broken, or never kept, was meant to be another one.
pub(super) fn rules_have_a_point(model: &Model, sink: &mut Sink) {
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

/// OKX sends what it likes; a rule on that would promise a check that nobody makes.
pub(super) fn rules_are_about_what_is_sent(resolved: &Resolved, reach: &Reach, sink: &mut Sink) {
    for (place, shape) in resolved.model.shapes.iter().enumerate() {
        for rule in shape.rules.iter().filter(|_| reach.received[place] && !reach.sent[place]) {
            let text = format_args!("`{}` is never sent, only received; only requests can have rules", shape.name);
            sink.report(&rule.at, Law::RuleInReply, text);
        }
    }
}

/// Without an instrument there is no type of it, and the rule would silently never apply, or always.
pub(super) fn instruments_of_rules_are_named(model: &Model, sink: &mut Sink) {
    // A batch has the rules of its call, which are told of there.
    for endpoint in model.endpoints.iter().filter(|endpoint| endpoint.single().is_none()) {
        let request = &model[endpoint.request];
        if request.field(INSTRUMENT).is_none() {
            say_unnamed(&endpoint.rules, request, sink);
            unnamed_parts(model, request).for_each(|part| say_unnamed(&part.rules, request, sink));
        }
    }
}

/// The objects in a request that name no instrument and are in none that does.
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

fn say_unnamed(rules: &[Rule], request: &Shape, sink: &mut Sink) {
    let asks = |rule: &&Rule| rule.when.iter().any(|condition| condition.subject == Subject::InstrumentType);
    for rule in rules.iter().filter(asks) {
        let text = format_args!("this rule depends on the instrument's type, and `{}` has no field", request.name);
        let right = format_args!("`{INSTRUMENT}` for the instrument");
        sink.report(&rule.at, Law::RuleInstrument, format_args!("{text} {right}"));
    }
}

/// Why the conditions of a rule make it one that is always kept.
fn always_kept(rule: &Rule, fields: &[Field]) -> Option<String> {
    let test = |place: &usize| {
        let is_about = |one: &&Condition| one.subject == Subject::Field(fields[*place].wire.clone());
        rule.when.iter().find(is_about).map(|condition| &condition.test)
    };
    let given = |place: &&usize| matches!(test(place), Some(Test::Present | Test::OneOf(_)));
    let not_given = |place: &&usize| matches!(test(place), Some(Test::Absent));
    let kept = match &rule.demand {
        Demand::Require(places) | Demand::AtLeastOne(places) => places.iter().find(given),
        Demand::Forbid(places) => places.iter().find(not_given),
        Demand::AtMostOne(places) if places.len() == 2 => places.iter().find(not_given),
        Demand::AtMostOne(_) | Demand::ExactlyOne(_) => None,
    };
    kept.map(|place| {
        let is = if given(&place) { "is given" } else { "is not given" };
        let wire = &fields[*place].wire;
        format!(
            "this rule cannot be broken, for its `when:` requires already that `{wire}` {is}; correct one of the two"
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
