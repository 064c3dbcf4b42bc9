//! Which shapes are part of which.

use crate::model::{Kind, Model, Shape, ShapeId};

/// Which shapes requests and replies are made of.
#[derive(Debug)]
pub(super) struct Reach {
    /// By place in [`Model::shapes`]: whether it is a request or part of one.
    pub(super) sent: Vec<bool>,
    /// By place in [`Model::shapes`]: whether it is a reply or part of one.
    pub(super) received: Vec<bool>,
}

impl Reach {
    pub(super) fn of(model: &Model) -> Self {
        let requests = model.endpoints.iter().map(|endpoint| endpoint.request);
        let replies = model.endpoints.iter().map(|endpoint| endpoint.response.row);
        Self { sent: reached(model, requests), received: reached(model, replies) }
    }
}

/// These shapes and all that they are made of.
pub(super) fn reached(model: &Model, roots: impl IntoIterator<Item = ShapeId>) -> Vec<bool> {
    let mut found = vec![false; model.shapes.len()];
    let mut waiting: Vec<ShapeId> = roots.into_iter().collect();
    while let Some(shape) = waiting.pop() {
        if !std::mem::replace(&mut found[shape.index()], true) {
            waiting.extend(parts(&model[shape]));
        }
    }
    found
}

/// The shapes that a shape's fields hold.
pub(super) fn parts(shape: &Shape) -> impl Iterator<Item = ShapeId> {
    shape.fields.iter().filter_map(|field| match field.kind {
        Kind::Shape(part) => Some(part),
        _ => None,
    })
}
