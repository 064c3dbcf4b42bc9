//! The description after reading, resolving and checking. References are places in tables instead of names.

use std::collections::VecDeque;

mod chapter;
mod connection;
mod endpoint;
mod example;
mod id;
mod limit;
mod pages;
mod precision;
mod push;
mod rule;
mod scalar;
mod shape;
mod socket;
mod vocabulary;

pub use chapter::{Chapter, Environment, Guide};
pub use connection::Connection;
pub use endpoint::{AskedBy, Batch, DEADLINE, Demo, Endpoint, Response};
pub use example::{Given, GivenValue};
pub use id::{BudgetId, ChapterId, EndpointId, EnumId, IdTypeId, PrecisionId, ShapeId};
pub use limit::{Budget, KeyPart, Rate};
pub use okx_facts::{
    Access, AfterClose, Counts, ErrorClass, Form, Letters, Method, OutcomeFields, PrecisionKind, Repeat, Socket,
    Verdict,
};
pub use pages::{PageCursor, PageOrder, Pages};
pub use precision::{Precision, PrecisionCase};
pub(crate) use push::Pushed;
pub use push::{Fill, FillCall, Once, RowKey, Silence, Snapshot};
pub use rule::{Condition, Demand, Rule, Subject, Test};
pub use scalar::{Grammar, JsonForm, RustType, Scalar, ScalarFacts};
pub(crate) use scalar::{WRITE_WHOLE, is_decimal, is_digits};
pub use shape::{Field, Home, Kind, MAX_FIELDS, Presence, Shape};
pub(crate) use socket::choice_type;
pub use socket::{Channel, Operation};
pub use vocabulary::{Enum, EnumValue, ErrorCode, IdType};

/// The whole description. Every table is in the order of the files, and every reference is an index into one of them.
#[derive(Clone, Debug)]
pub struct Model {
    /// The guide this description was checked against.
    pub guide: Guide,
    /// The hosts, one entry for each region.
    pub environments: Vec<Environment>,
    /// What connections of the sockets accept.
    pub connection: Connection,
    /// Ids: the names of instruments, orders, currencies.
    pub ids: Vec<IdType>,
    /// Enums.
    pub enums: Vec<Enum>,
    /// Every JSON shape: shared objects, objects of chapters and sockets, and what is sent.
    pub shapes: Vec<Shape>,
    /// Precision rules, which prices and sizes are checked against.
    pub precision: Vec<Precision>,
    /// Rate-limit budgets: the shared ones, and one for each call with its own limit.
    pub budgets: Vec<Budget>,
    /// Result codes.
    pub errors: Vec<ErrorCode>,
    /// Chapters of the guide.
    pub chapters: Vec<Chapter>,
    /// REST calls.
    pub endpoints: Vec<Endpoint>,
    /// Channels of the sockets.
    pub channels: Vec<Channel>,
    /// Calls that can also be sent over a socket.
    pub operations: Vec<Operation>,
}

impl Model {
    /// These shapes and all that they contain, each once, containers first.
    pub fn parts_of(&self, roots: impl IntoIterator<Item = ShapeId>) -> Vec<ShapeId> {
        let mut known = vec![false; self.shapes.len()];
        let mut found = Vec::new();
        // A queue instead of recursion, so that no depth of objects can exhaust the stack.
        let mut waiting: VecDeque<ShapeId> = roots.into_iter().collect();
        while let Some(shape) = waiting.pop_front() {
            if !std::mem::replace(&mut known[shape.0], true) {
                found.push(shape);
                waiting.extend(self[shape].parts());
            }
        }
        found
    }
}
