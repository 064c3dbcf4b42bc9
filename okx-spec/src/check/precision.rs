//! Laws about precision rules.

use std::collections::HashSet;

use super::limits::fields_exist;
use super::{Checked, Reach};
use crate::diagnostic::Sink;
use crate::model::{
    Field, Home, Kind, Method, Model, PrecisionCase, PrecisionId, PrecisionKind, Presence, Scalar, Shape, Subject,
    is_decimal,
};
use crate::{Law, nearest};

/// Checks the laws of this file.
pub(super) fn check(checked: &Checked<'_>, sink: &mut Sink) {
    let Checked { model, reach, .. } = checked;
    replies_have_no_precision_rule(model, reach, sink);
    attributes_are_decimals(model, sink);
    lists_are_whole_and_name_their_rows(model, sink);
    only_instruments_have_types_and_bands(model, sink);
    only_plain_prices_are_signed(model, sink);
    only_prices_have_bands(model, sink);
    bands_have_a_step(model, sink);
    instruments_are_texts(model, sink);
    allowed_values_are_decimals(model, sink);
    last_case_always_holds(model, sink);
    every_case_can_be_reached(model, sink);
    requests_name_the_instrument(model, sink);
    conditions_can_hold(model, sink);
}

/// The object that has the steps and bounds, unless the rule has `listed_by:`.
const INSTRUMENT: &str = "InstrumentDetails";

/// Replies are not checked, so a precision rule there would have no effect.
fn replies_have_no_precision_rule(model: &Model, reach: &Reach, sink: &mut Sink) {
    for (shape, received) in model.shapes.iter().zip(&reach.received) {
        for field in shape.fields.iter().filter(|field| *received && field.precision.is_some()) {
            let text =
                format_args!("`{}` is part of a reply; only fields of requests can have a precision rule", field.wire);
            sink.report(&field.at, Law::PrecisionInReply, text);
        }
    }
}

/// Steps and bounds are read by these names from the instrument, or from the row of `listed_by:`, as numbers.
fn attributes_are_decimals(model: &Model, sink: &mut Sink) {
    let is_instrument = |shape: &&Shape| shape.home == Home::Shared && shape.name == INSTRUMENT;
    let instrument = model.shapes.iter().find(is_instrument);
    for rule in &model.precision {
        let listed = rule.listed_by.map(|call| &model[model[call].response.row]).or(instrument);
        let fields = listed.map_or(&[] as &[Field], |shape| &shape.fields);
        let object = listed.map_or(INSTRUMENT, |shape| &shape.name);
        let decimals = || fields.iter().filter(|field| field.kind == Kind::Scalar(Scalar::Decimal) && !field.list);
        for case in &rule.cases {
            for name in [&case.step, &case.min, &case.max].into_iter().flatten() {
                if !decimals().any(|field| field.wire == *name) {
                    let known = decimals().map(|field| field.wire.as_str());
                    let right = nearest::suggestion(name, known, "use one that exists");
                    let text =
                        format_args!("the object `{object}` has no field `{name}` of the type `Decimal`; {right}");
                    sink.report(&case.at, Law::PrecisionAttribute, text);
                }
            }
        }
    }
}

/// The client loads the whole list at once, and finds a row by its name. A list with pages or required parameters could be incomplete.
fn lists_are_whole_and_name_their_rows(model: &Model, sink: &mut Sink) {
    for (rule, call) in model.precision.iter().filter_map(|rule| Some((rule, &model[rule.listed_by?]))) {
        let name = |field: &&Field| field.wire == rule.instrument;
        let needed = model[call.request].fields.iter().find(|field| field.presence == Presence::Required);
        let fault = if call.method != Method::Get || !call.response.many {
            Some("is not a GET that returns a list".to_owned())
        } else if let Some(needed) = needed {
            Some(format!("requires the parameter `{}`", needed.wire))
        } else if call.pages.is_some() || call.unpaged.is_some() {
            Some("returns its list in pages".to_owned())
        } else if model[call.response.row].fields.iter().find(name).is_none_or(|field| field.list) {
            Some(format!("returns rows without the field `{}` that identifies them", rule.instrument))
        } else {
            None
        };
        if let Some(fault) = fault {
            let text = format_args!(
                "`{}` {fault}; `listed_by:` must name a GET that returns its whole list at once",
                call.name
            );
            sink.report(&rule.at, Law::ListedByForm, text);
        }
    }
}

/// Only instruments have types and tick bands.
fn only_instruments_have_types_and_bands(model: &Model, sink: &mut Sink) {
    for case in model.precision.iter().filter(|rule| rule.listed_by.is_some()).flat_map(|rule| &rule.cases) {
        if case.bands {
            sink.report(&case.at, Law::ListedByForm, "only instruments have tick bands; remove `bands:`");
        }
        if case.when.iter().any(|condition| condition.subject == Subject::InstrumentType) {
            let text = "only instruments have an `instType`; remove the condition";
            sink.report(&case.at, Law::ListedByForm, text);
        }
    }
}

/// Sizes are never negative, and bounds are defined only for positive values.
fn only_plain_prices_are_signed(model: &Model, sink: &mut Sink) {
    for rule in model.precision.iter().filter(|rule| rule.signed) {
        let is_plain = |case: &PrecisionCase| !case.bands && case.min.is_none() && case.max.is_none();
        if rule.kind == PrecisionKind::Size {
            sink.report(&rule.at, Law::SignedForm, "a size is never negative; remove `signed:`");
        } else if let Some(case) = rule.cases.iter().find(|case| !is_plain(case)) {
            let text = "a signed price has only a step; remove `bands:`, `min:` and `max:`, or remove `signed:`";
            sink.report(&case.at, Law::SignedForm, text);
        }
    }
}

/// OKX has one step for all sizes of an instrument. Only prices have bands with steps of their own.
fn only_prices_have_bands(model: &Model, sink: &mut Sink) {
    for rule in model.precision.iter().filter(|rule| rule.kind == PrecisionKind::Size) {
        for case in rule.cases.iter().filter(|case| case.bands) {
            sink.report(
                &case.at,
                Law::BandsOfSize,
                "tick bands are only for prices, but this rule is for a size; remove `bands:`",
            );
        }
    }
}

/// An instrument without bands has one step for all prices.
fn bands_have_a_step(model: &Model, sink: &mut Sink) {
    for case in model.precision.iter().flat_map(|rule| &rule.cases).filter(|case| case.bands && case.step.is_none()) {
        sink.report(&case.at, Law::BandsWithoutStep, "instruments without tick bands need a step; add `step:`");
    }
}

/// Other values could never equal a price or a size.
fn allowed_values_are_decimals(model: &Model, sink: &mut Sink) {
    for rule in &model.precision {
        for value in &rule.allow {
            if !is_decimal(value) {
                let text = format_args!("`{value}` in `allow:` is not a number; write one such as `\"-1\"`");
                sink.report(&rule.at, Law::AllowedValue, text);
            }
        }
    }
}

/// Without a case that always applies, some values would not be checked.
fn last_case_always_holds(model: &Model, sink: &mut Sink) {
    for rule in &model.precision {
        match rule.cases.last() {
            Some(last) if last.when.is_empty() => {}
            Some(last) => {
                let text = format_args!(
                    "the last case of `{}` has a `when:`; add a case without `when:` at the end",
                    rule.name
                );
                sink.report(&last.at, Law::LastCase, text);
            }
            None => {
                let text = format_args!("`{}` has no cases; add a case without `when:`", rule.name);
                sink.report(&rule.at, Law::LastCase, text);
            }
        }
    }
}

/// The first case that applies is used, so a case after one that always applies would never be used.
fn every_case_can_be_reached(model: &Model, sink: &mut Sink) {
    for rule in &model.precision {
        let always = rule.cases.iter().position(|case| case.when.is_empty());
        let behind = always.and_then(|always| rule.cases.get(always + 1));
        if let Some(case) = behind {
            let text = "an earlier case has no `when:` and always applies; give it a `when:`, or remove this case";
            sink.report(&case.at, Law::UnreachableCase, text);
        }
    }
}

/// The steps and bounds are those of an instrument, so the request, or the object in it, must name the instrument.
fn requests_name_the_instrument(model: &Model, sink: &mut Sink) {
    for (request, shape, field, rule) in checked_fields(model) {
        let instrument = &model[rule].instrument;
        if !instrument.is_empty() && shape.field(instrument).is_none() && request.field(instrument).is_none() {
            let text = format_args!("`{}` has the precision rule `{}`", field.wire, model[rule].name);
            let right = format_args!("`{}` has no field `{instrument}` for the instrument", request.name);
            sink.report(&field.at, Law::PrecisionInstrument, format_args!("{text}, but {right}"));
        }
    }
}

/// The field that names the instrument is looked up as a text.
fn instruments_are_texts(model: &Model, sink: &mut Sink) {
    for (request, shape, _, rule) in checked_fields(model) {
        let instrument = &model[rule].instrument;
        let field = shape.field(instrument).or_else(|| request.field(instrument));
        let is_text = |field: &Field| match field.kind {
            Kind::Scalar(Scalar::Text) => !field.list,
            Kind::Id(id) => !field.list && !model[id].number && !model[id].secret,
            _ => false,
        };
        if let Some(field) = field.filter(|field| !is_text(field)) {
            let text = format_args!("`{}` names the instrument but is not a text; name another field", field.wire);
            sink.report(&model[rule].at, Law::PrecisionInstrument, text);
        }
    }
}

/// A condition on a field that none of the requests has would never hold.
fn conditions_can_hold(model: &Model, sink: &mut Sink) {
    let mut wires: Vec<HashSet<&str>> = vec![HashSet::new(); model.precision.len()];
    for (request, shape, _, rule) in checked_fields(model) {
        let fields = request.fields.iter().chain(&shape.fields);
        wires[rule.index()].extend(fields.map(|field| field.wire.as_str()));
    }
    for (rule, wires) in model.precision.iter().zip(&wires).filter(|(_, wires)| !wires.is_empty()) {
        let conditions = rule.cases.iter().flat_map(|case| &case.when);
        fields_exist(conditions, wires, "request with this precision rule", sink);
    }
}

/// Every field with a precision rule, with its shape and each request that the shape is part of.
pub(super) fn checked_fields(model: &Model) -> impl Iterator<Item = (&Shape, &Shape, &Field, PrecisionId)> {
    model.endpoints.iter().filter(|endpoint| endpoint.single().is_none()).flat_map(|endpoint| {
        let shapes = model.parts_of([endpoint.request]).into_iter().map(|shape| &model[shape]);
        let fields = shapes.flat_map(|shape| shape.fields.iter().map(move |field| (shape, field)));
        fields.filter_map(|(shape, field)| Some((&model[endpoint.request], shape, field, field.precision?)))
    })
}
