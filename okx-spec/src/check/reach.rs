//! Which shapes are part of which.

use crate::model::{Model, ShapeId};

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

/// Which shapes these are made of, themselves included.
fn reached(model: &Model, roots: impl IntoIterator<Item = ShapeId>) -> Vec<bool> {
    let mut found = vec![false; model.shapes.len()];
    for shape in model.parts_of(roots) {
        found[shape.index()] = true;
    }
    found
}
