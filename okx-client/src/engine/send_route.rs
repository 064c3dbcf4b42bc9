//! How requests that sockets accept are sent.

/// How requests that OKX accepts both over the REST API and over a socket are sent: orders, amendments and cancellations. All other
/// requests are sent over the REST API.
///
/// The route changes neither checks nor rate limits nor outcomes. Over a socket, OKX accepts fewer fields: a request with another one, such
/// as `attachAlgoOrds`, is rejected before it is sent.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum SendRoute {
    /// Over the REST API.
    #[default]
    Rest,
    /// Over a socket. If there is no connection, or the socket does not accept a field of the request, such as `attachAlgoOrds`, the request is
    /// not sent.
    Socket,
    /// Over a socket, and over the REST API if the socket does not accept the request, or is not connected within a second. A request that may
    /// have reached OKX over the socket is never sent again.
    SocketOrRest,
}

impl SendRoute {
    /// Whether a socket is tried.
    pub(super) fn prefers_socket(self) -> bool {
        self != Self::Rest
    }

    /// Whether the REST API is used if nothing can be sent over the socket.
    pub(super) fn falls_back(self) -> bool {
        self == Self::SocketOrRest
    }
}
