//! How an operation travels to OKX.

use super::{Budget, Method, Operation, Shape, Socket};

/// How a request travels: over the REST API or over a socket.
#[derive(Clone, Copy, Debug)]
pub enum Route {
    /// Over the REST API.
    Rest(&'static RestRoute),
    /// Over a socket.
    Socket(&'static SocketRoute),
}

impl Route {
    /// The budgets that a request of this many items draws on when it travels this way. A batch of one item draws on what a single
    /// request would.
    pub fn draws(self, operation: &Operation, items: usize) -> &'static [&'static Budget] {
        let own = match self {
            Self::Rest(_) => None,
            Self::Socket(route) => route.draws,
        };
        own.or(operation.single_draws.filter(|_| items == 1)).unwrap_or(operation.draws)
    }
}

/// Where the REST API takes an operation.
#[derive(Debug)]
pub struct RestRoute {
    /// HTTP method.
    pub method: Method,
    /// Path on the host.
    pub path: &'static str,
}

/// Where a socket takes an operation.
#[derive(Debug)]
pub struct SocketRoute {
    /// Its name in the description, `ws.socket.operation`.
    pub name: &'static str,
    /// OKX's name for it, the message's `op`.
    pub op: &'static str,
    /// The socket that takes it.
    pub socket: Socket,
    /// Address of its section in OKX's guide.
    pub guide: &'static str,
    /// What it takes.
    pub operation: &'static Operation,
    /// Fields of each item, by their places, that are not sent over the socket.
    pub without: &'static [usize],
    /// Fields that each item has over the socket beyond those of the request.
    pub adds: &'static Shape,
    /// Budgets that every request over the socket draws on instead of the operation's; `None` where they are the same.
    pub draws: Option<&'static [&'static Budget]>,
}
