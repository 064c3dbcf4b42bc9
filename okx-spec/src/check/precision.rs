//! Whether precision rules fit the instrument and the requests they judge.

use std::collections::HashSet;

use super::limits::fields_exist;
use super::reach::Reach;
use crate::complaint::Sink;
use crate::model::{Field, Home, Kind, Model, PrecisionId, PrecisionKind, Shape};
use crate::{Law, nearest};

/// The object that steps and bounds are fields of.
const INSTRUMENT: &str = "Instrument";

/// What OKX sends is never off OKX's grid; a rule there would promise a check that nobody makes.
pub(super) fn replies_are_not_judged(model: &Model, reach: &Reach, sink: &mut Sink) {
    for (shape, received) in model.shapes.iter().zip(&reach.received) {
        for field in shape.fields.iter().filter(|field| *received && field.precision.is_some()) {
            let text = format_args!("`{}` is part of a reply; only requests are held to a precision rule", field.wire);
            sink.say(&field.at, Law::PrecisionInReply, text);
        }
    }
}

/// Steps and bounds are read from the loaded instrument by these names, as numbers.
pub(super) fn attributes_are_decimals_of_the_instrument(model: &Model, sink: &mut Sink) {
    let is_instrument = |shape: &&Shape| shape.home == Home::Shared && shape.name == INSTRUMENT;
    let fields = model.shapes.iter().find(is_instrument).map_or(&[] as &[Field], |shape| &shape.fields);
    let decimals = || fields.iter().filter(|field| field.kind == Kind::Decimal && !field.list);
    for case in model.precision.iter().flat_map(|rule| &rule.cases) {
        for name in [&case.step, &case.min, &case.max].into_iter().flatten() {
            if !decimals().any(|field| field.wire == *name) {
                let right =
                    nearest::suggestion(name, decimals().map(|field| field.wire.as_str()), "name one that is there");
                let text = format_args!("the object `{INSTRUMENT}` has no decimal field `{name}`; {right}");
                sink.say(&case.at, Law::PrecisionAttribute, text);
            }
        }
    }
}

/// OKX has one step for all sizes of an instrument; only prices have bands with steps of their own.
pub(super) fn only_prices_have_bands(model: &Model, sink: &mut Sink) {
    for rule in model.precision.iter().filter(|rule| rule.kind == PrecisionKind::Size) {
        for case in rule.cases.iter().filter(|case| case.bands) {
            sink.say(&case.at, Law::BandsOfSize, "tick bands are about prices, and this is a size; remove `bands:`");
        }
    }
}

/// Anything else could never be equal to a price or a size.
pub(super) fn allowed_values_are_decimals(model: &Model, sink: &mut Sink) {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|letter| letter.is_ascii_digit());
    for rule in &model.precision {
        for value in &rule.allow {
            let number = value.strip_prefix('-').unwrap_or(value);
            let (whole, fraction) = number.split_once('.').unwrap_or((number, "0"));
            if !digits(whole) || !digits(fraction) {
                let text = format_args!("`allow:` holds `{value}`; it holds numbers such as `\"-1\"`");
                sink.say(&rule.at, Law::AllowedValue, text);
            }
        }
    }
}

/// Some case must govern whatever is sent, or a price would go unjudged.
pub(super) fn last_case_always_holds(model: &Model, sink: &mut Sink) {
    for rule in &model.precision {
        match rule.cases.last() {
            Some(last) if last.when.is_empty() => {}
            Some(last) => {
                let text = format_args!("the last case of `{}` has a `when:`; add one that always holds", rule.name);
                sink.say(&last.at, Law::LastCase, text);
            }
            None => {
                let text = format_args!("`{}` has no case; add one that always holds", rule.name);
                sink.say(&rule.at, Law::LastCase, text);
            }
        }
    }
}

/// The first case that holds governs, so nothing behind one that always holds is ever looked at.
pub(super) fn every_case_can_be_reached(model: &Model, sink: &mut Sink) {
    for rule in &model.precision {
        let always = rule.cases.iter().position(|case| case.when.is_empty());
        let behind = always.and_then(|always| rule.cases.get(always + 1));
        if let Some(case) = behind {
            let text = "the case before this one always holds; give that one a `when:`, or remove this one";
            sink.say(&case.at, Law::UnreachableCase, text);
        }
    }
}

/// The grid is the instrument's, so the request, or the object inside it, must say which instrument.
pub(super) fn requests_name_the_instrument(model: &Model, sink: &mut Sink) {
    for (request, shape, field, rule) in judged(model) {
        let instrument = &model[rule].instrument;
        if !instrument.is_empty() && shape.field(instrument).is_none() && request.field(instrument).is_none() {
            let text = format_args!("`{}` is held to `{}`", field.wire, model[rule].name);
            let right = format_args!("`{}` has no field `{instrument}` that would name the instrument", request.name);
            sink.say(&field.at, Law::PrecisionInstrument, format_args!("{text}, and {right}"));
        }
    }
}

/// A condition on a field that no judged request has would silently never hold.
pub(super) fn conditions_can_hold(model: &Model, sink: &mut Sink) {
    let mut wires: Vec<HashSet<&str>> = vec![HashSet::new(); model.precision.len()];
    for (request, shape, _, rule) in judged(model) {
        let fields = request.fields.iter().chain(&shape.fields);
        wires[rule.index()].extend(fields.map(|field| field.wire.as_str()));
    }
    for (rule, wires) in model.precision.iter().zip(&wires).filter(|(_, wires)| !wires.is_empty()) {
        let conditions = rule.cases.iter().flat_map(|case| &case.when);
        fields_exist(conditions, wires, "request held to this rule", sink);
    }
}

/// Every field that is held to a rule, with the shape it is in and each request that this is part of.
fn judged(model: &Model) -> impl Iterator<Item = (&Shape, &Shape, &Field, PrecisionId)> {
    model.endpoints.iter().filter(|endpoint| endpoint.single().is_none()).flat_map(|endpoint| {
        let shapes = model.parts_of([endpoint.request]).into_iter().map(|shape| &model[shape]);
        let fields = shapes.flat_map(|shape| shape.fields.iter().map(move |field| (shape, field)));
        fields.filter_map(|(shape, field)| Some((&model[endpoint.request], shape, field, field.precision?)))
    })
}
