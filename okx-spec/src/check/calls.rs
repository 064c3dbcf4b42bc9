//! Laws about calls.

use std::collections::HashMap;

use super::Checked;
use crate::Law;
use crate::diagnostic::Sink;
use crate::model::{ChapterId, Endpoint, Field, Kind, Method, Model, Repeat, Scalar};

/// Checks the laws of this file.
pub(super) fn check(checked: &Checked<'_>, sink: &mut Sink) {
    let Checked { resolved, model, .. } = checked;
    paths_differ(model, resolved.own, sink);
    queries_are_flat(model, sink);
    batches_return_a_list(model, sink);
    repeat_fields_can_hold_an_id(model, sink);
    requests_in_flight_name_an_order(model, sink);
}

/// Requests about one order can only be counted if they name it.
fn requests_in_flight_name_an_order(model: &Model, sink: &mut Sink) {
    let names_one = |endpoint: &Endpoint| {
        let fields = &model[endpoint.request].fields;
        fields.iter().any(|field| matches!(field.kind, Kind::Id(id) if model[id].identity))
    };
    for endpoint in model.endpoints.iter().filter(|endpoint| endpoint.in_flight.is_some()) {
        if endpoint.method == Method::Get || !names_one(endpoint) {
            let right = "`in_flight:` is only for a POST with an id that has `identity: true`";
            let text = format_args!("`{}` does not say which order it is about; {right}", endpoint.name);
            sink.report(&endpoint.at, Law::InFlightForm, text);
        }
    }
}

/// Two descriptions of one path could contradict each other. A user's own file may describe a shipped call again. Otherwise every new shipped
/// call could break a user's build.
fn paths_differ(model: &Model, own: Option<ChapterId>, sink: &mut Sink) {
    let mut found: HashMap<(bool, Method, &str), &str> = HashMap::new();
    for endpoint in model.endpoints.iter().filter(|endpoint| !endpoint.path.is_empty()) {
        let key = (Some(endpoint.chapter) == own, endpoint.method, endpoint.path.as_str());
        if let Some(other) = found.insert(key, &endpoint.name) {
            let text = format_args!("`{}` and `{other}` have the same method and path", endpoint.name);
            let right = format_args!("describe {} {} only once", endpoint.method, endpoint.path);
            sink.report(&endpoint.at, Law::DuplicatePath, format_args!("{text}; {right}"));
        }
    }
}

/// Each item of a batch has its own row in the reply. One row for all items could not say which of them were done.
fn batches_return_a_list(model: &Model, sink: &mut Sink) {
    let batches =
        model.endpoints.iter().filter(|endpoint| endpoint.single().is_some() && endpoint.method == Method::Post);
    for endpoint in batches.filter(|endpoint| !endpoint.response.many) {
        let row = &model[endpoint.response.row].name;
        let text = format_args!("`{}` is a batch but returns one row; write `response: \"{row}[]\"`", endpoint.name);
        sink.report(&endpoint.at, Law::BatchForm, text);
    }
}

/// A GET is sent as `name=value` pairs, which cannot hold objects.
fn queries_are_flat(model: &Model, sink: &mut Sink) {
    let queries = model.endpoints.iter().filter(|endpoint| endpoint.method == Method::Get && endpoint.batch.is_none());
    for endpoint in queries {
        for field in &model[endpoint.request].fields {
            if !field.kind.is_plain() {
                let text = format_args!(
                    "`{}` is an object in the query of a GET; use a type that is not an object",
                    field.wire
                );
                sink.report(&field.at, Law::ObjectInQuery, text);
            }
        }
    }
}

/// The length of the ids that the client generates: 120 random bits, five per character.
const MADE_UP: usize = 24;

/// Where a request does not have this field, the client sends a random id in it. The field must be able to hold that id.
fn repeat_fields_can_hold_an_id(model: &Model, sink: &mut Sink) {
    for endpoint in &model.endpoints {
        let Repeat::By(place) = endpoint.repeat else { continue };
        if endpoint.single().is_some_and(|call| model[call].repeat == endpoint.repeat) {
            continue;
        }
        let field = &model[endpoint.request].fields[place];
        if let Some(fault) = fault(model, endpoint, field) {
            let text = format_args!("`{}` cannot have `repeat: by {}`: {fault}", endpoint.name, field.wire);
            sink.report(&endpoint.at, Law::RepeatField, text);
        }
    }
}

fn fault(model: &Model, endpoint: &Endpoint, field: &Field) -> Option<String> {
    if endpoint.method == Method::Get {
        return Some("a GET changes nothing, so it can always be sent again; remove `repeat:`".to_owned());
    }
    if field.list {
        return Some("the field is a list, but an id is one text".to_owned());
    }
    match field.kind {
        Kind::Scalar(Scalar::Text) => None,
        Kind::Id(id) if model[id].number => {
            Some("the field is a number, but the ids that the client generates are text".to_owned())
        }
        Kind::Id(id) if model[id].secret => {
            Some("the field is secret, but the ids that the client generates appear in messages and logs".to_owned())
        }
        Kind::Id(id) => model[id].max_length.filter(|length| *length < MADE_UP).map(|length| {
            format!(
                "`{}` holds at most {length} characters, but the ids that the client generates have {MADE_UP}",
                model[id].name
            )
        }),
        kind => Some(format!("the field is `{}`; it must be `Text` or an id that is text", kind.word(model))),
    }
}
