//! One connection of a client.

use std::net::IpAddr;

use okx_spec::model::Socket;
use serde_json::{Map, Value};

use super::condition::Condition;
use super::feed::Feed;
use super::outbox::Outbox;
use crate::keys::Key;
use crate::stream::StreamControl;
use crate::validation::Window;

/// The identifier of a connection. A later connection has a larger one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct ConnectionId(pub(crate) u64);

/// A connection of a client.
#[derive(Debug)]
pub(crate) struct Connection {
    /// Its `connId`.
    pub(crate) name: String,
    pub(crate) socket: Socket,
    pub(crate) ip: IpAddr,
    /// The key it is logged in with.
    pub(crate) key: Option<Key>,
    /// The user ID of the account it is logged in to.
    pub(crate) user: Option<String>,
    pub(crate) subscriptions: Vec<Subscription>,
    /// The requests that count toward the limit for one connection.
    pub(crate) requests: Window,
    /// When the last message was sent or received, in microseconds of the simulator's own clock.
    pub(crate) traffic_at: i64,
    /// When it is closed after a notice.
    pub(crate) closes_at: Option<i64>,
    pub(crate) condition: Condition,
    pub(crate) outbox: Outbox,
    pub(crate) control: StreamControl,
}

/// A subscription of a connection.
#[derive(Debug)]
pub(crate) struct Subscription {
    pub(crate) channel: String,
    /// The index of the channel's entry in the description.
    pub(crate) entry: usize,
    /// The channel and the arguments that are repeated in acknowledgements and pushes.
    pub(crate) argument: Map<String, Value>,
    /// Where its pushes come from.
    pub(crate) feed: Feed,
    /// How long it may be quiet until something is pushed, in microseconds.
    pub(crate) interval: Option<i64>,
    /// When something is pushed because it was quiet for too long.
    pub(crate) next_at: Option<i64>,
}

impl Subscription {
    /// Something was pushed.
    pub(crate) fn pushed(&mut self, now: i64) {
        self.next_at = self.interval.map(|interval| now.saturating_add(interval));
    }
}

impl Connection {
    /// Whether it has a subscription of a channel.
    pub(crate) fn has(&self, channel: &str) -> bool {
        self.subscriptions.iter().any(|subscription| subscription.channel == channel)
    }
}
