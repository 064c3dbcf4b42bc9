//! Laws about objects and requests.

use super::{Checked, Reach};
use crate::Law;
use crate::diagnostic::Sink;
use crate::model::{Form, Kind, MAX_FIELDS, Method, Model, Presence, ShapeId};

/// Checks the laws of this file.
pub(super) fn check(checked: &Checked<'_>, sink: &mut Sink) {
    let Checked { model, reach, .. } = checked;
    required_comes_first(model, reach, sink);
    bare_has_one_field(model, sink);
    fields_can_be_counted(model, sink);
    no_object_contains_itself(model, sink);
    only_plain_values_of_bodies_are_cleared(model, reach, sink);
}

/// `new` takes the required fields in their order. Readers would overlook one among the optional fields.
fn required_comes_first(model: &Model, reach: &Reach, sink: &mut Sink) {
    for (shape, sent) in model.shapes.iter().zip(&reach.sent) {
        let mut optional = None;
        for field in shape.fields.iter().filter(|_| *sent) {
            match (field.presence, optional) {
                (Presence::Optional, _) => optional = Some(&field.wire),
                (Presence::Required, None) => {}
                (Presence::Required, Some(before)) => {
                    let text =
                        format_args!("`{}` is required but comes after `{before}`, which is optional", field.wire);
                    let right = "move it up, or add `?` to its type";
                    sink.report(&field.at, Law::RequiredAfterOptional, format_args!("{text}; {right}"));
                }
            }
        }
    }
}

/// A `bare:` shape is one JSON value.
fn bare_has_one_field(model: &Model, sink: &mut Sink) {
    for shape in model.shapes.iter().filter(|shape| shape.form == Form::Bare && shape.fields.len() != 1) {
        let text =
            format_args!("`{}` is `bare:` and has {} fields; it must have exactly one", shape.name, shape.fields.len());
        sink.report(&shape.at, Law::BareFields, text);
    }
}

/// The runtime stores the place of a field in one byte.
fn fields_can_be_counted(model: &Model, sink: &mut Sink) {
    for shape in model.shapes.iter().filter(|shape| shape.fields.len() > MAX_FIELDS) {
        let text = format_args!(
            "`{}` has {} fields, and the maximum is {MAX_FIELDS}; use `Json` for a part of it",
            shape.name,
            shape.fields.len()
        );
        sink.report(&shape.at, Law::TooManyFields, text);
    }
}

/// A type that contains itself has no size in Rust.
fn no_object_contains_itself(model: &Model, sink: &mut Sink) {
    let mut state = vec![State::Fresh; model.shapes.len()];
    for start in 0..model.shapes.len() {
        // A stack of its own instead of recursion, so that no description can exhaust the thread's.
        let mut path = vec![Step::Enter(ShapeId(start))];
        while let Some(step) = path.pop() {
            match step {
                Step::Leave(shape) => state[shape.index()] = State::Done,
                Step::Enter(shape) if state[shape.index()] == State::Fresh => {
                    state[shape.index()] = State::Open;
                    path.push(Step::Leave(shape));
                    report_cycles(model, shape, &state, sink);
                    path.extend(model[shape].parts().map(Step::Enter));
                }
                Step::Enter(_) => {}
            }
        }
    }
}

/// In a reply an empty text means that the value is absent, and a query cannot contain one. Lists and objects are not texts.
fn only_plain_values_of_bodies_are_cleared(model: &Model, reach: &Reach, sink: &mut Sink) {
    let posts = model.endpoints.iter().filter(|endpoint| endpoint.method == Method::Post);
    let in_bodies = model.parts_of(posts.map(|endpoint| endpoint.request));
    for (place, shape) in model.shapes.iter().enumerate() {
        let is_sent = in_bodies.contains(&ShapeId(place)) && !reach.received[place];
        for field in shape.fields.iter().filter(|field| field.empty_clears) {
            let why = match field.kind {
                _ if !is_sent => "is not sent in the body of a request, or is part of a reply too",
                _ if field.list || shape.form != Form::Object => "is a list, or is not in an object with `fields:`",
                kind if !kind.is_plain() => "is not a plain value",
                _ => continue,
            };
            let text = format_args!("`{}` {why}, so an empty text cannot clear it; remove `empty: clears`", field.wire);
            sink.report(&field.at, Law::EmptyClears, text);
        }
    }
}

fn report_cycles(model: &Model, shape: ShapeId, state: &[State], sink: &mut Sink) {
    for field in &model[shape].fields {
        if let Kind::Shape(part) = field.kind
            && state[part.index()] == State::Open
        {
            let text = format_args!("`{}` contains itself through `{}`; use `Json` here", model[part].name, field.wire);
            sink.report(&field.at, Law::RecursiveObject, text);
        }
    }
}

/// The progress of the search for cycles with a shape.
#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Fresh,
    Open,
    Done,
}

/// The next step of the search.
enum Step {
    Enter(ShapeId),
    Leave(ShapeId),
}
