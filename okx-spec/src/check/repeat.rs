//! Laws about `repeat: by FIELD`.

use super::Checked;
use crate::Law;
use crate::diagnostic::Sink;
use crate::model::{Endpoint, Field, Kind, Method, Model, Repeat, Scalar};

/// Checks the laws of this file.
pub(super) fn check(checked: &Checked<'_>, sink: &mut Sink) {
    let Checked { model, .. } = checked;
    names_fit(model, sink);
}

/// The length of the ids that the client generates: 120 random bits, five per character.
const MADE_UP: usize = 24;

/// Where a request does not have this field, the client sends a random id in it. The field must be able to hold that id.
fn names_fit(model: &Model, sink: &mut Sink) {
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
