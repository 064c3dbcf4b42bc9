//! A subscription that a program asks for.

use std::sync::Arc;
use std::time::Duration;

use super::placement::Needs;
use crate::carriers::ws::feed::FeedPolicy;
use crate::carriers::ws::session::{NewSubscription, SubscriptionId};
use crate::facts::{ChannelFacts, Socket};

/// A subscription that a program asks for.
#[derive(Clone, Debug)]
pub(crate) struct WantedSubscription {
    pub(crate) socket: Socket,
    /// OKX's name of the channel.
    pub(crate) channel: Arc<str>,
    /// The JSON object that names the channel and its arguments, without white space.
    pub(crate) arg: Arc<str>,
    /// What is known about the channel; `None` if it is not described.
    pub(crate) facts: Option<&'static ChannelFacts>,
    pub(crate) needs_login: bool,
    /// The longest time for which a healthy channel pushes nothing.
    pub(crate) silence: Option<Duration>,
    pub(crate) policy: FeedPolicy,
}

/// The subscription that a session is asked for.
pub(super) fn new_subscription(id: SubscriptionId, wanted: &WantedSubscription) -> NewSubscription {
    NewSubscription {
        id,
        arg: Arc::clone(&wanted.arg),
        name: wanted.facts.map(|facts| facts.name),
        needs_login: wanted.needs_login,
        silence: wanted.silence,
    }
}

/// What it needs of its connection.
pub(super) fn needs(wanted: &WantedSubscription) -> Needs {
    let channel = &*wanted.channel;
    // The channel is the first member of every described argument.
    let arguments = wanted.arg.split_once(',').map_or("", |(_, arguments)| arguments);
    Needs {
        channel: channel.into(),
        arguments: arguments.into(),
        excludes: wanted.facts.map_or(&[], |facts| facts.excluded_by(channel)),
        is_heavy: wanted.facts.is_some_and(|facts| facts.heavy.contains(&channel)),
        is_counted: wanted.facts.is_some_and(|facts| facts.counted),
    }
}
