//! What to do with a request for which a limit has no room.

use std::time::Duration;

/// What to do with a request for which a limit has no room. However it is set, nobody passes those who came earlier and wait for the
/// same budget.
///
/// ```
/// use std::time::Duration;
/// use okx_client::{LimitPolicy, SendOptions};
///
/// // A quote that is worth nothing in half a second.
/// let prompt = SendOptions::default().limit_policy(LimitPolicy::WaitUpTo(Duration::from_millis(500)));
/// # let _ = prompt;
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum LimitPolicy {
    /// It waits for as long as it takes.
    #[default]
    Wait,
    /// It is refused at once, with an error that says which limit, how full it is, and when it will be free.
    Refuse,
    /// It waits for this long and is then refused; at once where the limit is known to have no room before.
    WaitUpTo(Duration),
}

impl LimitPolicy {
    /// The moment at which waiting ends that begins now.
    pub(super) fn deadline(self, now: Duration) -> Option<Duration> {
        match self {
            Self::Wait => None,
            Self::Refuse => Some(now),
            Self::WaitUpTo(time) => Some(now.saturating_add(time)),
        }
    }
}
