//! Where OKX is reached: the hosts of its regions, and the channels of its sockets.

use super::Socket;

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

/// What is constant about a channel, or about several similar channels.
#[derive(Debug)]
pub struct ChannelFacts {
    /// Its name in this crate, `ws.socket.channel`.
    pub name: &'static str,
    /// OKX's names of the channels.
    pub names: &'static [&'static str],
    /// The socket that pushes it.
    pub socket: Socket,
    /// Whether OKX requires a login before the subscription.
    pub login: bool,
    /// The address of its section in OKX's guide.
    pub guide: &'static str,
}
