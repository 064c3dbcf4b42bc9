//! Subscriptions to channels as typed streams.
//!
//! A connection passes on the text of each push. It is decoded when the program reads it, so a slow program never delays a connection.

mod duplicates;
mod fill;
mod gap;
mod pages;
mod push;
mod raw;
mod reader;
mod subscribe;
mod subscription;
mod update;

use std::sync::Arc;
use std::time::Duration;

pub use gap::{Gap, GapAction};
pub use raw::{RawSubscription, RawUpdate, SubscribeRaw};
pub use subscribe::Subscribe;
pub use subscription::Subscription;
pub use update::{Update, UpdateSource};

use crate::carriers::ws::Sockets;
use crate::engine::Engine;
use crate::value::Timestamp;

/// What streams are made from: the sockets that push, and the engine that fills gaps over the REST API.
#[derive(Clone)]
pub(crate) struct StreamSource {
    pub(crate) sockets: Sockets,
    pub(crate) engine: Arc<Engine>,
}

impl StreamSource {
    /// The time at OKX when this machine's monotonic clock showed `at`.
    fn time(&self, at: Duration) -> Timestamp {
        let ago = self.sockets.clock().monotonic().saturating_sub(at);
        let ago = i64::try_from(ago.as_millis()).unwrap_or(i64::MAX);
        Timestamp::from_millis(self.sockets.time().now().as_millis().saturating_sub(ago))
    }
}
