//! What is constant about a request that a socket takes as well: facts of the description.

use super::Socket;
use crate::endpoint::{Budget, Call, Endpoint};
use crate::fields::Shape;

/// A request that OKX also takes over a socket: generated from the description.
pub trait Operate: Endpoint {
    /// The facts of the operation.
    const OPERATION: &'static Operation;
}

/// The facts of a request that OKX also takes over a socket. What is not said here is as the call says it: rules, deadline, what
/// makes a second sending safe, and the reply.
#[derive(Debug)]
pub struct Operation {
    /// Our name of it, `ws.socket.operation`.
    pub name: &'static str,
    /// OKX's name of it, the message's `op`.
    pub op: &'static str,
    /// The socket that takes it.
    pub socket: Socket,
    /// Where the guide tells of it.
    pub guide: &'static str,
    /// The call that it is.
    pub call: &'static Call,
    /// Fields of each item, by their places, that are not sent over the socket.
    pub without: &'static [usize],
    /// Fields that each item has over the socket beyond those of the call.
    pub adds: &'static Shape,
    /// Budgets every sending over the socket draws on instead of the call's; `None` where they are the call's.
    pub draws: Option<&'static [&'static Budget]>,
}
