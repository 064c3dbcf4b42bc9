//! The use of rate limits.

use std::fmt;
use std::time::Duration;

/// How much of a rate limit is used now, by all clients that share these limits.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct BudgetUse {
    /// The name of the rate limit, such as `order.place`.
    pub name: &'static str,
    /// What it is counted by, such as the account, the instrument or the host; empty if nothing. An API key appears as a short hash.
    pub keys: Box<str>,
    /// The number of requests or orders that OKX accepts per window.
    pub count: u64,
    /// The length of the window.
    pub window: Duration,
    /// How many are used: sent and not yet answered, or answered less than a window ago. If several processes share the limit, this includes
    /// the requests of the others only while the limit is full.
    pub used: u64,
    /// The number of requests that wait for it.
    pub waiting: usize,
    /// The time until a request can be sent: zero if one can be sent now, `None` if that depends on outstanding replies.
    pub free_in: Option<Duration>,
}

impl fmt::Display for BudgetUse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name)?;
        if !self.keys.is_empty() {
            write!(f, " ({})", self.keys)?;
        }
        write!(f, ": {} of {} in {:?} used", self.used, self.count, self.window)?;
        if self.waiting > 0 {
            write!(f, ", {} waiting", self.waiting)?;
        }
        match self.free_in {
            Some(Duration::ZERO) => Ok(()),
            Some(time) => write!(f, ", free in {} ms", time.as_millis()),
            None => f.write_str(", free once outstanding replies arrive"),
        }
    }
}
