//! Whether the questions that clear up what became of a call can be asked, and say something.

use std::fmt::Arguments;

use crate::Law;
use crate::diagnostic::Sink;
use crate::model::{AskedBy, Endpoint, Kind, Method, Model, Presence, Repeat, Scalar};

/// An order is only asked for when nobody knows what became of it: a question that cannot be asked then, or is about something else,
/// would be found out too late.
pub(super) fn questions_can_be_asked(model: &Model, sink: &mut Sink) {
    for (endpoint, asked_by) in asked(model) {
        let question = &model[asked_by.call];
        if question.method != Method::Get {
            say(asked_by, sink, format_args!("`{}` is a POST; `asked_by:` must name a GET", question.name));
            continue;
        }
        let (own, asking) = (&model[endpoint.request].fields, &model[question.request].fields);
        let taken = || asked_by.with.iter().chain([&asked_by.name]).map(|place| &own[*place]);
        for field in taken() {
            let other = asking.iter().find(|other| other.wire == field.wire);
            if other.is_some_and(|other| (other.kind, other.list) != (field.kind, field.list)) {
                say(asked_by, sink, format_args!("`{}` has another type in `{}`", field.wire, question.name));
            }
        }
        let places: Vec<usize> = asked_by.with.iter().copied().chain([asked_by.name]).collect();
        if let Some((_, twice)) = places.iter().enumerate().find(|(index, place)| places[..*index].contains(place)) {
            say(
                asked_by,
                sink,
                format_args!("`{}` is named twice, and would be sent twice; name it once", own[*twice].wire),
            );
        }
        let needed = asking.iter().filter(|field| field.presence == Presence::Required);
        for field in needed.filter(|field| !taken().any(|taken| taken.wire == field.wire)) {
            let text = format_args!("`{}` requires `{}`; add it to `with:`", question.name, field.wire);
            say(asked_by, sink, text);
        }
    }
}

/// The name that is asked for is the one that is given to what has none.
pub(super) fn names_agree(model: &Model, sink: &mut Sink) {
    for (endpoint, asked_by) in asked(model) {
        let fields = &model[endpoint.request].fields;
        let wire = &fields[asked_by.name].wire;
        match endpoint.repeat {
            Repeat::By(place) if place != asked_by.name => {
                let by = &fields[place].wire;
                say(
                    asked_by,
                    sink,
                    format_args!(
                        "`repeat: by` names `{by}` and `asked_by:` names `{wire}`; both must name the same field"
                    ),
                );
            }
            Repeat::Always => {
                say(
                    asked_by,
                    sink,
                    format_args!(
                        "a call with `repeat: always` is sent again, so nothing needs to be asked; remove `asked_by:`"
                    ),
                );
            }
            Repeat::By(_) | Repeat::Never => {}
        }
    }
}

/// Without a way to say "there is no such thing" every silence would stay a riddle.
pub(super) fn answers_say_something(model: &Model, sink: &mut Sink) {
    for (_, asked_by) in asked(model) {
        let question = &model[asked_by.call];
        if asked_by.missing.is_empty() && !question.response.many {
            let right = "list the codes that mean that there is none, `missing: [CODE]`";
            say(asked_by, sink, format_args!("`{}` gives one row; {right}", question.name));
        }
        let made = asked_by.made.map(|place| &model[question.response.row].fields[place]);
        if let Some(made) = made.filter(|made| made.kind != Kind::Scalar(Scalar::Timestamp) || made.list) {
            say(
                asked_by,
                sink,
                format_args!("`{}` is not a `Timestamp`; name the field with the time of creation", made.wire),
            );
        }
    }
}

fn asked(model: &Model) -> impl Iterator<Item = (&Endpoint, &AskedBy)> {
    // What is wrong with the question of a batch is wrong with that of its call, and told there.
    let own = model.endpoints.iter().filter(|endpoint| endpoint.single().is_none());
    own.filter_map(|endpoint| Some((endpoint, endpoint.asked_by.as_ref()?)))
}

fn say(asked_by: &AskedBy, sink: &mut Sink, text: Arguments<'_>) {
    sink.report(&asked_by.at, Law::AskedByForm, text);
}
