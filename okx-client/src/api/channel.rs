//! What generated channels and operations of sockets implement.

use okx_macros::OkxRow;

use super::Endpoint;
use crate::facts::{ChannelFacts, Fields, SocketRoute};
use crate::value::Extra;

/// What can be subscribed to: generated from the description. A value of it is what a subscription names, channel and arguments.
pub trait Channel: Fields + Default + Clone + 'static {
    /// A row of what is pushed.
    type Push: Fields + Default + 'static;

    /// What stands beside the rows in a push; [`Nothing`] where nothing does.
    type Beside: Fields + Default + 'static;

    /// The facts of the channel.
    const FACTS: &'static ChannelFacts;
}

/// A request that OKX also takes over a socket: generated from the description.
pub trait SocketEndpoint: Endpoint {
    /// Where the socket takes it.
    const SOCKET_ROUTE: &'static SocketRoute;
}

/// What stands beside the rows of a push that has rows only: no member that anybody described.
#[derive(Clone, Debug, Default, PartialEq, OkxRow)]
#[non_exhaustive]
pub struct Nothing {
    /// Members that this version does not know, as OKX sent them.
    #[okx(extra)]
    pub extra: Extra,
}
