//! How much of a budget is used.

use std::fmt;
use std::time::Duration;

/// How much of one budget is used now, by the clients that share these limits.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct BudgetUse {
    /// The name of the budget, `order.place` for one.
    pub name: &'static str,
    /// What it is counted by: the account by its name (an API key as a few digits that tell it from others), the instrument, the host.
    /// Empty when it is counted by nothing.
    pub keys: Box<str>,
    /// How many requests, or orders, OKX takes in a window.
    pub count: u64,
    /// The window.
    pub window: Duration,
    /// How many are taken: sent and not answered, or answered less than a window ago. Where processes share the budget, those of all of
    /// them as long as it is found to be full, otherwise those of this one.
    pub used: u64,
    /// How many requests wait for it.
    pub waiting: usize,
    /// How long until there is room: nothing when there is room now, `None` when that depends on outstanding replies.
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
