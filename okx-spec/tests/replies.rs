//! Required fields of replies in the shipped description. OKX omits or empties almost any field, so a field is required only where a row has
//! no meaning without it.

use std::collections::BTreeSet;

use okx_spec::model::{Field, Kind, Method, Model, Presence, Scalar, Shape, ShapeId};

/// The number of required fields of a candle: its time and four prices.
const MOST: usize = 5;

/// The shapes of replies and pushes, with all that they contain.
fn received(model: &Model) -> Vec<&Shape> {
    let replies = model.endpoints.iter().map(|endpoint| endpoint.response.row);
    let pushes = model.channels.iter().flat_map(|channel| [channel.push.row].into_iter().chain(channel.beside));
    model.parts_of(replies.chain(pushes)).into_iter().map(|shape| &model[shape]).collect()
}

fn required(shape: &Shape) -> impl Iterator<Item = &Field> {
    shape.fields.iter().filter(|field| field.presence == Presence::Required && !field.list)
}

#[test]
fn required_fields_name_or_count_a_row_and_never_classify_it() {
    let model = okx_spec::shipped().unwrap();
    for shape in received(model) {
        assert!(required(shape).count() <= MOST, "{} requires much", shape.name);
        for field in required(shape) {
            let says_what =
                matches!(field.kind, Kind::Enum(_) | Kind::Scalar(Scalar::Bool | Scalar::Json) | Kind::Shape(_));
            assert!(!says_what, "{}.{}: a row without it still means something", shape.name, field.wire);
        }
    }
}

#[test]
fn acknowledgements_require_at_most_their_outcome() {
    let model = okx_spec::shipped().unwrap();
    let rows = |method| -> BTreeSet<ShapeId> {
        let calls = model.endpoints.iter().filter(|endpoint| endpoint.method == method);
        calls.map(|endpoint| endpoint.response.row).collect()
    };
    let asked = rows(Method::Get);
    let pushed: BTreeSet<ShapeId> = model.channels.iter().map(|channel| channel.push.row).collect();
    for shape in rows(Method::Post).into_iter().filter(|row| !asked.contains(row) && !pushed.contains(row)) {
        let shape = &model[shape];
        let fields: Vec<&str> = required(shape).map(|field| field.wire.as_str()).collect();
        let outcome = shape.outcome.as_ref().map(|outcome| shape.fields[outcome.code].wire.as_str());
        // A POST that reads data returns no acknowledgement.
        let is_asked = ["quoteId", "borrowCcy", "maxGridQty"].iter().any(|name| fields == [*name]);
        assert!(is_asked || fields == outcome.into_iter().collect::<Vec<_>>(), "{}: {fields:?}", shape.name);
    }
}
