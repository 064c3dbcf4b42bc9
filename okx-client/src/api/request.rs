//! A request whatever its type.

use super::Endpoint;
use crate::facts::{Fields, Operation, Question, Route};
use crate::fields::Items;

/// What is sent and how it travels, whatever the type of the request.
#[derive(Clone, Copy)]
pub(crate) struct Request<'a> {
    pub(crate) operation: &'static Operation,
    pub(crate) route: Route,
    pub(crate) items: Items<'a>,
}

impl<'a> Request<'a> {
    /// A request that travels over the REST API.
    pub(crate) fn rest<E: Endpoint>(request: &'a E) -> Self {
        Self { operation: E::OPERATION, route: Route::Rest(E::ROUTE), items: request.items() }
    }

    /// A request that was made by a question, which travels over the REST API.
    pub(crate) fn of(question: &Question, request: &'a dyn Fields) -> Self {
        Self { operation: question.operation, route: Route::Rest(question.route), items: Items::of(request) }
    }
}
