//! Where requests are sent: routes, and the hosts of regions.

use super::{Budget, Method, Operation, Shape, Socket};

/// How a request is sent: over the REST API or over a socket.
#[derive(Clone, Copy, Debug)]
pub enum Route {
    /// Over the REST API.
    Rest(&'static RestRoute),
    /// Over a socket.
    Socket(&'static SocketRoute),
}

impl Route {
    /// The rate limits that a request with this many items counts against on this route. A batch of one item counts like a single request.
    pub fn draws(self, operation: &Operation, items: usize) -> &'static [&'static Budget] {
        let own = match self {
            Self::Rest(_) => None,
            Self::Socket(route) => route.draws,
        };
        own.or(operation.single_draws.filter(|_| items == 1)).unwrap_or(operation.draws)
    }
}

/// The route of an operation over the REST API.
#[derive(Debug)]
pub struct RestRoute {
    /// The HTTP method.
    pub method: Method,
    /// The path of the URL.
    pub path: &'static str,
}

/// The route of an operation over a socket.
#[derive(Debug)]
pub struct SocketRoute {
    /// Its name in the description, `ws.socket.operation`.
    pub name: &'static str,
    /// OKX's name of the operation: the `op` of the message.
    pub op: &'static str,
    /// The socket that accepts it.
    pub socket: Socket,
    /// Address of its section in OKX's guide.
    pub guide: &'static str,
    /// The operation.
    pub operation: &'static Operation,
    /// The places of the fields of each item that are not sent over the socket.
    pub without: &'static [usize],
    /// Additional fields of each item over the socket.
    pub adds: &'static Shape,
    /// The rate limits that requests over the socket count against instead of those of the operation; `None` if they are the same.
    pub draws: Option<&'static [&'static Budget]>,
}

/// The hosts of one region.
#[derive(Debug)]
pub struct Hosts {
    /// The name of the region in `snake_case`.
    pub region: &'static str,
    /// The address of the REST API, for live and demo trading.
    pub rest: &'static str,
    /// The address of the sockets for live trading, without a path.
    pub socket: &'static str,
    /// The address of the sockets for demo trading, without a path.
    pub demo_socket: &'static str,
}
