//! Calls that travel over a socket.

use super::{BudgetId, EndpointId, Field, Model, ShapeId, Socket};
use crate::Location;

/// A REST call that OKX also takes over a socket. What is not said here is as the call says it: rules, deadline,
/// repeat, reply.
#[derive(Clone, Debug)]
pub struct Operation {
    /// Our name of it, in `snake_case`.
    pub name: String,
    /// What it does.
    pub does: String,
    /// Where it stands in the guide, a full address.
    pub guide: String,
    /// OKX's name of it, the message's `op`.
    pub op: String,
    /// Which socket takes it.
    pub socket: Socket,
    /// The call that it is.
    pub of: EndpointId,
    /// Fields of the call's request (their places in its shape) that it does not take.
    pub without: Vec<usize>,
    /// Fields that it takes and the call does not; a shape even when it has no field.
    pub adds: ShapeId,
    /// Budgets that every sending over the socket draws on: those of the call, unless it has others of its own.
    pub draws: Vec<BudgetId>,
    /// Where it was written.
    pub at: Location,
}

impl Operation {
    /// The fields that one item of it has: those of its call that it takes, and then those that only it takes.
    pub fn fields<'m>(&'m self, model: &'m Model) -> impl Iterator<Item = &'m Field> {
        let request = &model[model[self.of].request].fields;
        let taken = request.iter().enumerate().filter(|(place, _)| !self.without.contains(place));
        taken.map(|(_, field)| field).chain(&model[self.adds].fields)
    }
}
