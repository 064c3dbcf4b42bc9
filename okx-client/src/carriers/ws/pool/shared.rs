//! Subscriptions that several readers share.

use std::sync::Arc;
use std::time::Duration;

use super::WantedSubscription;
use crate::carriers::ws::session::SubscriptionId;
use crate::facts::Socket;

/// A subscription on the wire is shared by all readers of the same argument.
pub(super) type SharedKey = (Socket, Arc<str>);

/// A subscription, and what its readers have asked for.
pub(super) struct Shared {
    /// Its own number: after it has ended, there can be another one with the same key.
    pub(super) number: u64,
    pub(super) connection: u64,
    pub(super) id: SubscriptionId,
    pub(super) readers: usize,
    /// The most that one of its readers has asked for.
    pub(super) needs_login: bool,
    pub(super) silence: Option<Duration>,
    /// When it was last subscribed to again because a reader lacks a snapshot.
    pub(super) resubscribed: Option<Duration>,
}

impl Shared {
    /// A subscription with its first reader.
    pub(super) fn first(number: u64, connection: u64, id: SubscriptionId, wanted: &WantedSubscription) -> Self {
        let WantedSubscription { needs_login, silence, .. } = *wanted;
        Self { number, connection, id, readers: 1, needs_login, silence, resubscribed: None }
    }

    /// Notes what a reader asks for. Returns whether it is more than others have asked for.
    pub(super) fn ask(&mut self, wanted: &WantedSubscription) -> bool {
        let asks_for_more =
            wanted.needs_login && !self.needs_login || wanted.silence.is_some() && self.silence.is_none();
        self.needs_login |= wanted.needs_login;
        self.silence = self.silence.or(wanted.silence);
        asks_for_more
    }
}
