//! What a session takes in: commands, and what happened to its connections.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use tokio_tungstenite::tungstenite::Utf8Bytes;

use crate::error::Error;

/// One connection of a session. The numbers rise and are never reused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct LinkId(pub(crate) u64);

/// A subscription. The caller chooses the numbers; they must rise and must not be reused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct SubscriptionId(pub(crate) u64);

/// A request. The caller chooses the numbers, which must not be reused. The `id` on the wire is made by the session.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct RequestId(pub(crate) u64);

/// A subscription that the session is asked for.
#[derive(Clone, Debug)]
pub(crate) struct NewSubscription {
    pub(crate) id: SubscriptionId,
    /// The JSON object that names the channel, without white space. Of two subscriptions with the same argument, the second one is refused:
    /// the caller shares one among its readers.
    pub(crate) arg: Arc<str>,
    /// The name of the channel in errors; `None` if it is not described.
    pub(crate) name: Option<&'static str>,
    /// Whether the connection must be logged in.
    pub(crate) needs_login: bool,
    /// The longest time for which a healthy channel pushes nothing.
    pub(crate) silence: Option<Duration>,
}

/// A request, such as an order, that the session is asked to send once.
#[derive(Clone)]
pub(crate) struct NewRequest {
    pub(crate) id: RequestId,
    /// OKX's name of the operation.
    pub(crate) op: &'static str,
    /// A JSON array.
    pub(crate) args: String,
    /// When OKX must discard the request, in milliseconds since the epoch.
    pub(crate) exp_time: Option<i64>,
    /// The time by which it must have been sent, or else is not sent at all.
    pub(crate) send_by: Duration,
    /// The time by which the session stops waiting for the reply.
    pub(crate) deadline: Duration,
}

impl fmt::Debug for NewRequest {
    /// Prints only the length of the arguments, because they are the user's business.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "NewRequest({:?}, {}, {} bytes)", self.id, self.op, self.args.len())
    }
}

/// The text of a frame. Clones share the memory.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct FrameText(Utf8Bytes);

impl FrameText {
    pub(crate) fn as_str(&self) -> &str {
        self.0.as_str()
    }
}

impl From<Utf8Bytes> for FrameText {
    fn from(text: Utf8Bytes) -> Self {
        Self(text)
    }
}

impl From<String> for FrameText {
    fn from(text: String) -> Self {
        Self(text.into())
    }
}

impl From<&'static str> for FrameText {
    fn from(text: &'static str) -> Self {
        Self(Utf8Bytes::from_static(text))
    }
}

impl From<FrameText> for Utf8Bytes {
    fn from(text: FrameText) -> Self {
        text.0
    }
}

impl fmt::Debug for FrameText {
    /// Prints only the length, because a login contains secrets.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "FrameText({} bytes)", self.as_str().len())
    }
}

/// An inbound frame. The shell answers pings of the protocol itself and passes them on, because they show that the connection is alive.
#[derive(Clone, Debug)]
pub(crate) enum Frame {
    Text(FrameText),
    Binary(Bytes),
    Ping,
    Pong,
}

/// Why a connection could not be opened.
#[derive(Clone, Debug)]
pub(crate) struct ConnectFailure {
    /// Whether another attempt would fail in the same way, for example because the address is wrong.
    pub(crate) is_final: bool,
    /// How long to wait before the next attempt, if OKX said so.
    pub(crate) wait: Option<Duration>,
    pub(crate) error: Error,
}

/// How a connection ended.
#[derive(Clone, Debug, Default)]
pub(crate) struct Disconnect {
    /// The code of the close frame, if OKX sent one.
    pub(crate) close_code: Option<u16>,
    /// The text of the close frame.
    pub(crate) reason: String,
    /// A clause without a full stop that says what happened: "the connection was reset".
    pub(crate) what: String,
}
