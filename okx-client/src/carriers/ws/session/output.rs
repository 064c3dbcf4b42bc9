//! What a session gives out: what its shell must do, and what happened.

use std::time::Duration;

use super::input::{FrameText, LinkId, RequestId, SubscriptionId};
use crate::error::Error;

/// What the shell of a session must do.
#[derive(Debug)]
pub(crate) enum Output {
    /// Open a connection. The answer is `connected` or `connect_failed`.
    Connect(LinkId),
    /// Sign a login. The shell waits for the key's turn to log in, unless this link already has it, and answers with `login_signed` or
    /// `login_unavailable`.
    SignLogin {
        link: LinkId,
        /// Measure the clock offset first: OKX refused the timestamp.
        resync_clock: bool,
        /// Read the key again first: OKX reported that it was changed.
        reread_key: bool,
    },
    /// The link no longer needs the key's turn to log in, whether it has it or still waits for it.
    LoginEnded(LinkId),
    /// Send a text frame.
    Send { link: LinkId, text: FrameText },
    /// Close the connection, which may still be opening. The session ignores everything that the shell reports about it afterwards.
    Close { link: LinkId, code: u16 },
    /// Something happened that others must know.
    Event(Event),
}

/// What happened in a session.
#[derive(Debug)]
pub(crate) enum Event {
    /// A push for a subscription. It begins to arrive shortly before or after `Active`.
    Push { subscription: SubscriptionId, link: LinkId, text: FrameText },
    /// OKX acknowledged the subscription: for the first time, or again after a reconnect or on the next connection.
    Active {
        subscription: SubscriptionId,
        #[allow(dead_code, reason = "only tests read it")]
        link: LinkId,
    },
    /// The subscription ended with an error. Nothing more is reported about it.
    Ended { subscription: SubscriptionId, error: Error },
    /// Pushes may have been lost between these times. It is reported once data can flow again, just before `Active`.
    Gap { subscription: SubscriptionId, cause: GapCause, from: Duration, until: Duration },
    /// From now on, both links push the same data. The consumer must drop what it gets twice.
    Overlap {
        subscription: SubscriptionId,
        #[allow(dead_code, reason = "only tests read it")]
        old: LinkId,
        new: LinkId,
    },
    /// Only one link pushes again.
    OverlapEnded { subscription: SubscriptionId },
    /// The reply to a request: a message with `id`, `op`, `code`, `msg` and `data`, or one with `event: error`, `code` and `msg`.
    Reply { request: RequestId, text: FrameText },
    /// There will be no reply to a request. `what` is a clause without a full stop.
    Lost { request: RequestId, was_sent: bool, what: String },
    /// The state of the connection changed.
    State {
        #[allow(dead_code, reason = "only tests read it")]
        link: LinkId,
        state: ConnectionState,
    },
    /// How many connections of the account have subscribed to a channel.
    ChannelCount { channel: String, count: u32 },
    /// A notice from OKX, other than the announcement that the connection will be closed.
    Notice { code: String, text: String },
    /// A frame that the session does not understand. `what` says why.
    Unexpected { what: &'static str, text: FrameText },
}

/// Why pushes may have been lost.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum GapCause {
    /// The connection was lost.
    Disconnected,
    /// The channel pushed nothing for longer than a healthy one does.
    Mute,
    /// OKX ended the subscription on this connection by itself.
    Unsubscribed,
}

/// The state of a connection.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ConnectionState {
    /// It is being opened.
    Connecting,
    /// It is open.
    Connected,
    /// It is open and logged in.
    LoggedIn,
    /// It works, but something is wrong with it.
    Degraded(Degradation),
    /// A new connection took over from an earlier one that still worked.
    Replaced,
    /// It was lost, or could not be opened, and is opened again. The text says why.
    Disconnected(String),
    /// It ended, and is not opened again until it is needed. The text says why.
    Closed(String),
}

/// What is wrong with a connection that works.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Degradation {
    /// OKX announced that it will close it.
    Closing,
    /// A channel pushes nothing.
    Mute,
    /// It has sent as many subscriptions and logins as OKX allows in an hour, so further ones wait.
    RequestsUsedUp,
}
