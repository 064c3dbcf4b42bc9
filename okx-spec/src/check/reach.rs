//! Which shapes are sent, and which are received.

use crate::model::{Model, ShapeId};

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
