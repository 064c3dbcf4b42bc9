//! What is constant about a channel: facts of the description.

use super::Socket;

/// The facts of a channel, or of several that are alike.
#[derive(Debug)]
pub struct ChannelFacts {
    /// Our name of it, `ws.socket.channel`.
    pub name: &'static str,
    /// OKX's names of the channels.
    pub names: &'static [&'static str],
    /// The socket that pushes it.
    pub socket: Socket,
    /// Whether OKX wants a login before the subscription.
    pub login: bool,
    /// Where the guide tells of it.
    pub guide: &'static str,
}
