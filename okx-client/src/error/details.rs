//! Details of errors: result codes, the use of rate limits, and the time in which OKX may execute a request.

use std::fmt;
use std::time::Duration;

use crate::value::Timestamp;

pub use okx_facts::{ErrorClass, Verdict};

/// What is known about a result code.
#[derive(Debug)]
pub struct ErrorFact {
    /// The code, followed by `_` and the sub-code if it is about one.
    pub code: &'static str,
    /// Its name in this crate.
    pub name: &'static str,
    /// The class of the error.
    pub class: ErrorClass,
    /// What to do with the request.
    pub verdict: Verdict,
    /// What the code means.
    pub means: &'static str,
    /// What the user should do; empty if there is no advice.
    pub advice: &'static str,
}

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

/// How long a signature is valid. OKX refuses a request whose timestamp differs more from its clock, however long it was under way.
pub(crate) const SIGNATURE_LASTS: Duration = Duration::from_secs(30);

/// How long OKX may take to execute a request that arrived at the last moment, and to show the result. Different machines of OKX check the
/// timestamp, execute the request and answer queries. Usually `inTime` and `outTime` of an order are milliseconds apart, so this is a
/// thousand times as long.
pub(crate) const SETTLING: Duration = Duration::from_secs(5);

/// The time in which OKX may execute a request whose outcome is unknown, by OKX's clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct ExecutionWindow {
    /// When it was sent; it cannot have been executed earlier.
    pub(crate) sent: Timestamp,
    /// From when on OKX refuses it, because its signature or its deadline has expired.
    pub(crate) expires: Timestamp,
    /// Until when on this machine's monotonic clock it can be executed, whatever OKX's time is; zero if OKX refuses it once it has expired. A
    /// message on a socket is not dated, and what is known of OKX's time can be wrong.
    pub(crate) open_until: Duration,
}

impl ExecutionWindow {
    /// What applies to either of two attempts.
    pub(crate) fn merge(self, other: Self) -> Self {
        Self {
            sent: self.sent.min(other.sent),
            expires: self.expires.max(other.expires),
            open_until: self.open_until.max(other.open_until),
        }
    }
}
