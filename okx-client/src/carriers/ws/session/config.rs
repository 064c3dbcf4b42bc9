//! The settings of a session.

use std::time::Duration;

use crate::api::ws::CONNECTION;

/// The settings of a session. The default values follow OKX's guide.
#[derive(Clone, Debug)]
pub(crate) struct SessionConfig {
    /// Whether every connection logs in as soon as it is open. Otherwise it logs in once a subscription needs it.
    pub(crate) logs_in: bool,
    /// Whether the session connects at once and stays connected. Otherwise it connects once there is a subscription or a request, and stays
    /// connected after the first request.
    pub(crate) stays_connected: bool,
    /// After how long without an inbound frame a ping is sent.
    pub(crate) ping_after: Duration,
    /// How long after a ping the next inbound frame must arrive.
    pub(crate) pong_within: Duration,
    /// How long OKX may take to answer a login, a subscription or its end.
    pub(crate) acknowledge_within: Duration,
    /// How long OKX may take for the remaining answers to a request of several subscriptions, after it refused one of them without naming it.
    pub(crate) attribute_within: Duration,
    /// How long OKX keeps a connection after it announced the end.
    pub(crate) handover_within: Duration,
    /// How many logins, subscriptions and unsubscriptions a connection may send in any window.
    pub(crate) requests_per_window: usize,
    /// The length of that window. It is longer than OKX's hour, because requests may take differently long to arrive.
    pub(crate) request_window: Duration,
    /// The longest message in bytes.
    pub(crate) longest_message: usize,
    /// The longest pause before the first attempt to reconnect. It doubles with each attempt.
    pub(crate) first_pause: Duration,
    /// The longest pause before any attempt to reconnect.
    pub(crate) longest_pause: Duration,
    /// How long a connection must have been open for the pauses to start over.
    pub(crate) stable_after: Duration,
    /// How many unreadable frames a connection may receive in a minute before it is replaced.
    pub(crate) unreadable_per_minute: usize,
}

impl Default for SessionConfig {
    fn default() -> Self {
        Self {
            logs_in: false,
            stays_connected: false,
            ping_after: CONNECTION.idle.saturating_sub(Duration::from_secs(10)),
            pong_within: Duration::from_secs(10),
            acknowledge_within: Duration::from_secs(10),
            attribute_within: Duration::from_secs(1),
            handover_within: CONNECTION.notice,
            requests_per_window: usize::try_from(CONNECTION.requests.0).unwrap_or(usize::MAX),
            request_window: CONNECTION.requests.1 + Duration::from_secs(5),
            longest_message: CONNECTION.message_bytes,
            first_pause: Duration::from_secs(1),
            longest_pause: Duration::from_secs(30),
            stable_after: Duration::from_secs(60),
            unreadable_per_minute: 100,
        }
    }
}
