//! Whether requests that are repeated by a name can be given one.

use crate::Law;
use crate::diagnostic::Sink;
use crate::model::{Endpoint, Field, Kind, Method, Model, Repeat, Scalar};

/// How many letters and digits a client gives a name that it makes up: 120 random bits, five to a character.
const MADE_UP: usize = 24;

/// A request without a name is given a random one before it is sent. In a field of any other kind, that name would be sent as a size or
/// a price.
pub(super) fn names_fit(model: &Model, sink: &mut Sink) {
    for endpoint in &model.endpoints {
        let Repeat::By(place) = endpoint.repeat else { continue };
        if endpoint.single().is_some_and(|call| model[call].repeat == endpoint.repeat) {
            continue;
        }
        let field = &model[endpoint.request].fields[place];
        if let Some(fault) = fault(model, endpoint, field) {
            let text = format_args!("`{}` cannot be repeated by `{}`: {fault}", endpoint.name, field.wire);
            sink.report(&endpoint.at, Law::RepeatField, text);
        }
    }
}

fn fault(model: &Model, endpoint: &Endpoint, field: &Field) -> Option<String> {
    if endpoint.method == Method::Get {
        return Some("a GET changes nothing, so it can always be sent again; remove `repeat:`".to_owned());
    }
    if field.list {
        return Some("it is a list, and a name is one text".to_owned());
    }
    match field.kind {
        Kind::Scalar(Scalar::Text) => None,
        Kind::Id(id) if model[id].number => Some("it is a number, and a name is a text".to_owned()),
        Kind::Id(id) if model[id].secret => Some("it is secret, and a name appears in messages and logs".to_owned()),
        Kind::Id(id) => model[id].max_length.filter(|length| *length < MADE_UP).map(|length| {
            format!(
                "`{}` has room for {length} characters, and a name that a client makes up has {MADE_UP}",
                model[id].name
            )
        }),
        kind => Some(format!("it is `{}`, and a name is `Text` or an id that is text", kind.word(model))),
    }
}
