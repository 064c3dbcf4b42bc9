//! The faults of sockets that can be simulated, and what they apply to.

use std::fmt;
use std::time::Duration;

/// A fault of a socket.
///
/// Some faults concern a connection as a whole: [`Reset`](Self::Reset), [`Close`](Self::Close),
/// [`Stall`](Self::Stall), [`HalfOpen`](Self::HalfOpen), [`Mute`](Self::Mute), [`Slow`](Self::Slow),
/// [`UnknownEvent`](Self::UnknownEvent), [`Notice`](Self::Notice) and [`ConnectionCount`](Self::ConnectionCount). They
/// can be applied to open connections at once, or wait for a message. The others always wait for a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SocketFault {
    /// The connection is reset.
    Reset,
    /// The exchange closes the connection with this code.
    Close {
        /// The close code, such as 4004.
        code: u16,
        /// The reason.
        reason: String,
    },
    /// The exchange accepts bytes but answers and pushes nothing. At the end of the stall it processes and sends what
    /// has waited.
    Stall {
        /// How long by the simulator's clock; `None` until all faults are cleared.
        lasts: Option<Duration>,
    },
    /// What the client sends disappears and nothing is pushed, but the TCP connection stays open.
    HalfOpen,
    /// The pushes of a channel stop. Acknowledgements and pongs go on.
    Mute {
        /// What ends it, besides clearing all faults.
        until: MuteEnd,
    },
    /// The network is slow in the direction of the client.
    Slow {
        /// How long each message takes, by the simulator's clock.
        delay: Duration,
        /// How many bytes are sent in a second, at least 1; `None` for any number.
        bytes_per_second: Option<u32>,
    },
    /// A message with an event that does not exist is sent.
    UnknownEvent,
    /// The exchange announces that it will close the connection (64008), and closes it after this time. The business
    /// socket has no such notice and ignores the fault.
    Notice {
        /// The time by the simulator's clock; 60 seconds at OKX.
        closes_after: Duration,
    },
    /// The exchange ends the subscriptions of a channel because too many connections have it
    /// (`channel-conn-count-error`).
    ConnectionCount,
    /// A push is not sent.
    Missing,
    /// A push is sent twice.
    Doubled,
    /// A push is sent after the next push of the same channel of the connection.
    Reordered,
    /// The second half of a push or reply is missing.
    WrongJson,
    /// A login, subscription or order operation is refused with this code, and nothing is done.
    Refused {
        /// The code, such as `60009`.
        code: String,
    },
    /// The exchange acts on a request, but its reply is not sent.
    LostReply,
    /// The connection is reset before the exchange acts on a request.
    CutBeforeActing,
    /// The connection is reset after the exchange acted on a request, and the reply is not sent.
    CutAfterActing,
    /// A new connection is refused with this HTTP status and body.
    RefusedUpgrade {
        /// The HTTP status.
        status: u16,
        /// The body.
        body: String,
    },
}

/// What ends the muting of a channel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MuteEnd {
    /// A new subscription of the channel on the same connection.
    Resubscribed,
    /// Only a new connection.
    Reconnected,
}

impl SocketFault {
    /// The name in the journal, in scenarios and at the control endpoint.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Reset => "reset",
            Self::Close { .. } => "close",
            Self::Stall { .. } => "stall",
            Self::HalfOpen => "half-open",
            Self::Mute { .. } => "mute",
            Self::Slow { .. } => "slow",
            Self::UnknownEvent => "unknown-event",
            Self::Notice { .. } => "notice",
            Self::ConnectionCount => "connection-count",
            Self::Missing => "missing",
            Self::Doubled => "doubled",
            Self::Reordered => "reordered",
            Self::WrongJson => "wrong-json",
            Self::Refused { .. } => "refused",
            Self::LostReply => "lost-reply",
            Self::CutBeforeActing => "cut-before-acting",
            Self::CutAfterActing => "cut-after-acting",
            Self::RefusedUpgrade { .. } => "refused-upgrade",
        }
    }

    /// Whether it concerns a connection as a whole, so that it can be applied at once.
    pub fn is_of_connection(&self) -> bool {
        matches!(
            self,
            Self::Reset
                | Self::Close { .. }
                | Self::Stall { .. }
                | Self::HalfOpen
                | Self::Mute { .. }
                | Self::Slow { .. }
                | Self::UnknownEvent
                | Self::Notice { .. }
                | Self::ConnectionCount
        )
    }

    /// Whether it can apply to this occasion.
    pub(crate) fn applies_to(&self, occasion: &Occasion<'_>) -> bool {
        match self {
            Self::RefusedUpgrade { .. } => occasion.kind == OccasionKind::Upgrade,
            Self::Missing | Self::Doubled | Self::Reordered => occasion.kind == OccasionKind::Push,
            Self::Refused { .. } | Self::LostReply | Self::CutBeforeActing | Self::CutAfterActing => {
                occasion.kind == OccasionKind::Request
            }
            Self::Mute { .. } | Self::ConnectionCount => occasion.channel.is_some(),
            _ => occasion.kind != OccasionKind::Upgrade,
        }
    }
}

/// Which connections and messages a fault applies to. What is not given matches everything.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SocketTarget {
    /// The socket: `public`, `private` or `business`.
    pub socket: Option<String>,
    /// The channel of a push or of a subscription.
    pub channel: Option<String>,
    /// The operation of a request: `login`, `subscribe`, `unsubscribe`, `order`, …
    pub op: Option<String>,
    /// The `connId` of a connection.
    pub connection: Option<String>,
}

impl SocketTarget {
    /// All connections and messages.
    pub fn any() -> Self {
        Self::default()
    }

    /// The connections of a socket: `public`, `private` or `business`.
    pub fn socket(name: &str) -> Self {
        Self { socket: Some(name.to_owned()), ..Self::default() }
    }

    /// Only messages of this channel. A fault that is applied at once applies to connections that have subscribed to
    /// it.
    #[must_use]
    pub fn channel(self, name: &str) -> Self {
        Self { channel: Some(name.to_owned()), ..self }
    }

    /// Only requests with this operation.
    #[must_use]
    pub fn op(self, name: &str) -> Self {
        Self { op: Some(name.to_owned()), ..self }
    }

    /// Only the connection with this `connId`.
    #[must_use]
    pub fn connection(self, name: &str) -> Self {
        Self { connection: Some(name.to_owned()), ..self }
    }

    /// Whether it matches an occasion.
    pub(crate) fn matches(&self, occasion: &Occasion<'_>) -> bool {
        let given =
            |wanted: &Option<String>, is: Option<&str>| wanted.as_deref().is_none_or(|wanted| Some(wanted) == is);
        given(&self.socket, Some(occasion.socket))
            && given(&self.channel, occasion.channel)
            && given(&self.op, occasion.op)
            && given(&self.connection, occasion.connection)
    }
}

impl fmt::Display for SocketTarget {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.socket.as_deref().unwrap_or("every socket"))?;
        let parts = [("channel", &self.channel), ("op", &self.op), ("connection", &self.connection)];
        parts
            .into_iter()
            .filter_map(|(name, part)| Some((name, part.as_ref()?)))
            .try_for_each(|(name, part)| write!(f, ", {name} {part}"))
    }
}

/// Something to which a fault can apply.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Occasion<'a> {
    pub(crate) kind: OccasionKind,
    pub(crate) socket: &'a str,
    pub(crate) connection: Option<&'a str>,
    pub(crate) channel: Option<&'a str>,
    pub(crate) op: Option<&'a str>,
}

/// The kind of an occasion.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum OccasionKind {
    /// A client connects.
    Upgrade,
    /// A client sends a request.
    Request,
    /// The exchange pushes data.
    Push,
}
