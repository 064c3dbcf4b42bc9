//! What to do with a request when a rate limit is used up.

use std::time::Duration;

/// What to do with a request when a rate limit is used up. Whatever the policy, a request never overtakes earlier ones that wait for the
/// same limit.
///
/// ```
/// use std::time::Duration;
/// use okx_client::{LimitPolicy, SendOptions};
///
/// // A quote that is worthless after half a second.
/// let prompt = SendOptions::default().limit_policy(LimitPolicy::WaitUpTo(Duration::from_millis(500)));
/// # let _ = prompt;
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
#[doc(alias("rate limit", "throttle"))]
pub enum LimitPolicy {
    /// Wait as long as necessary.
    #[default]
    Wait,
    /// Fail immediately, with an error that names the limit, its usage, and when it will have room.
    Refuse,
    /// Wait for at most this long, then fail; fail immediately if the limit is known to have no room until then.
    WaitUpTo(Duration),
}

impl LimitPolicy {
    /// When a wait that begins now must end.
    pub(super) fn deadline(self, now: Duration) -> Option<Duration> {
        match self {
            Self::Wait => None,
            Self::Refuse => Some(now),
            Self::WaitUpTo(time) => Some(now.saturating_add(time)),
        }
    }
}
