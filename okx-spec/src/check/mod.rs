//! The laws about the meaning of a description. Each law is a function, and its comment says what it protects. A file has the laws about one
//! subject, and a function `check` that calls them.
//!
//! Laws about how a description is written are in `parse`, and laws about names that cannot be resolved are in `resolve`. The table in
//! `law.rs` says where each law is.

mod asked_by;
mod calls;
mod conditions;
mod limits;
mod names;
mod pages;
mod precision;
mod pushes;
mod rules;
mod shapes;
mod sockets;
mod unused;

pub use self::pages::looks_paged;
use crate::diagnostic::Sink;
use crate::model::{Model, ShapeId};
use crate::resolve::Resolved;

/// What the laws check.
struct Checked<'a> {
    resolved: &'a Resolved,
    model: &'a Model,
    reach: Reach,
}

/// The laws, by subject.
const SUBJECTS: &[fn(&Checked<'_>, &mut Sink)] = &[
    names::check,
    shapes::check,
    calls::check,
    conditions::check,
    rules::check,
    asked_by::check,
    pages::check,
    sockets::check,
    pushes::check,
    limits::check,
    precision::check,
    unused::check,
];

/// Checks a model against every law.
pub(crate) fn check(resolved: &Resolved, sink: &mut Sink) {
    let checked = Checked { resolved, model: &resolved.model, reach: Reach::of(&resolved.model) };
    for check in SUBJECTS {
        check(&checked, sink);
    }
}

/// Which shapes are sent, and which are received.
#[derive(Debug)]
pub(super) struct Reach {
    /// By place in [`Model::shapes`]: whether it is sent, or part of one that is.
    pub(super) sent: Vec<bool>,
    /// By place in [`Model::shapes`]: whether it is a reply or a push, or part of one.
    pub(super) received: Vec<bool>,
}

impl Reach {
    pub(super) fn of(model: &Model) -> Self {
        let requests = model.endpoints.iter().map(|endpoint| endpoint.request);
        let arguments = model.channels.iter().map(|channel| channel.arguments);
        let added = model.operations.iter().map(|operation| operation.adds);
        let replies = model.endpoints.iter().map(|endpoint| endpoint.response.row);
        let pushed = model.channels.iter().flat_map(|channel| [channel.push.row].into_iter().chain(channel.beside));
        Self {
            sent: reached(model, requests.chain(arguments).chain(added)),
            received: reached(model, replies.chain(pushed)),
        }
    }
}

/// These shapes and all that they contain.
fn reached(model: &Model, roots: impl IntoIterator<Item = ShapeId>) -> Vec<bool> {
    let mut found = vec![false; model.shapes.len()];
    for shape in model.parts_of(roots) {
        found[shape.index()] = true;
    }
    found
}
