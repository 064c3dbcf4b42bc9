//! What is constant about a channel: facts of the description.

use crate::fields::Fields;
use crate::value::Extra;
use okx_macros::OkxRow;

/// What can be subscribed to: generated from the description. A value of it is what a subscription names, channel and arguments.
pub trait Channel: Fields + Default + Clone + 'static {
    /// A row of what is pushed.
    type Push: Fields + Default + 'static;

    /// What stands beside the rows in a push; [`Nothing`] where nothing does.
    type Beside: Fields + Default + 'static;

    /// The facts of the channel.
    const FACTS: &'static ChannelFacts;
}

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

/// One of OKX's sockets; each has channels of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Socket {
    /// Market data.
    Public,
    /// An account's own orders, positions and balances.
    Private,
    /// Candles, algo orders, bots, block and spread trading, deposits and withdrawals.
    Business,
}

/// What stands beside the rows of a push that has rows only: no member that anybody described.
#[derive(Clone, Debug, Default, PartialEq, OkxRow)]
#[non_exhaustive]
pub struct Nothing {
    /// Members that this version does not know, as OKX sent them.
    #[okx(extra)]
    pub extra: Extra,
}
