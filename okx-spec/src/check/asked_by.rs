//! Laws about `asked_by:`, the query that tells whether a call was done.

use std::fmt::Arguments;

use super::Checked;
use crate::Law;
use crate::diagnostic::Sink;
use crate::model::{AskedBy, Endpoint, Kind, Method, Model, Presence, Repeat, Scalar};

/// Checks the laws of this file.
pub(super) fn check(checked: &Checked<'_>, sink: &mut Sink) {
    let Checked { model, .. } = checked;
    queries_can_be_sent(model, sink);
    names_agree(model, sink);
    replies_can_say_not_found(model, sink);
}

/// The outcome of an order is looked up only when it is unknown. A query that cannot be sent then, or that asks about something else, would be
/// noticed too late.
fn queries_can_be_sent(model: &Model, sink: &mut Sink) {
    for (endpoint, asked_by) in asked(model) {
        let question = &model[asked_by.call];
        if question.method != Method::Get {
            report(asked_by, sink, format_args!("`{}` is a POST; `asked_by:` must name a GET", question.name));
            continue;
        }
        let (own, asking) = (&model[endpoint.request].fields, &model[question.request].fields);
        let taken = || asked_by.with.iter().chain([&asked_by.name]).map(|place| &own[*place]);
        for field in taken() {
            let other = asking.iter().find(|other| other.wire == field.wire);
            if other.is_some_and(|other| (other.kind, other.list) != (field.kind, field.list)) {
                report(asked_by, sink, format_args!("`{}` has a different type in `{}`", field.wire, question.name));
            }
        }
        let places: Vec<usize> = asked_by.with.iter().copied().chain([asked_by.name]).collect();
        if let Some((_, twice)) = places.iter().enumerate().find(|(index, place)| places[..*index].contains(place)) {
            report(
                asked_by,
                sink,
                format_args!("`{}` is named twice and would be sent twice; name it once", own[*twice].wire),
            );
        }
        let needed = asking.iter().filter(|field| field.presence == Presence::Required);
        for field in needed.filter(|field| !taken().any(|taken| taken.wire == field.wire)) {
            let text = format_args!("`{}` requires `{}`; add it to `with:`", question.name, field.wire);
            report(asked_by, sink, text);
        }
    }
}

/// The client generates a value for the field of `repeat: by` where none is given, so the query must ask by the same field.
fn names_agree(model: &Model, sink: &mut Sink) {
    for (endpoint, asked_by) in asked(model) {
        let fields = &model[endpoint.request].fields;
        let wire = &fields[asked_by.name].wire;
        match endpoint.repeat {
            Repeat::By(place) if place != asked_by.name => {
                let by = &fields[place].wire;
                report(
                    asked_by,
                    sink,
                    format_args!(
                        "`repeat: by` names `{by}` and `asked_by:` names `{wire}`; both must name the same field"
                    ),
                );
            }
            Repeat::Always => {
                report(
                    asked_by,
                    sink,
                    format_args!(
                        "a call with `repeat: always` is sent again, so its outcome is never looked up; remove `asked_by:`"
                    ),
                );
            }
            Repeat::By(_) | Repeat::Never => {}
        }
    }
}

/// Without a reply that means "not found", the outcome would stay unknown.
fn replies_can_say_not_found(model: &Model, sink: &mut Sink) {
    for (_, asked_by) in asked(model) {
        let question = &model[asked_by.call];
        if asked_by.missing.is_empty() && !question.response.many {
            let right = "list the codes that mean `not found` in `missing: [CODE]`";
            report(asked_by, sink, format_args!("`{}` returns one row; {right}", question.name));
        }
        let made = asked_by.made.map(|place| &model[question.response.row].fields[place]);
        if let Some(made) = made.filter(|made| made.kind != Kind::Scalar(Scalar::Timestamp) || made.list) {
            report(
                asked_by,
                sink,
                format_args!("`{}` is not a `Timestamp`; name the field with the time of creation", made.wire),
            );
        }
    }
}

fn asked(model: &Model) -> impl Iterator<Item = (&Endpoint, &AskedBy)> {
    // A batch has the query of its single call, which is checked there.
    let own = model.endpoints.iter().filter(|endpoint| endpoint.single().is_none());
    own.filter_map(|endpoint| Some((endpoint, endpoint.asked_by.as_ref()?)))
}

fn report(asked_by: &AskedBy, sink: &mut Sink, text: Arguments<'_>) {
    sink.report(&asked_by.at, Law::AskedByForm, text);
}
