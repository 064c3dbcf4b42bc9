//! Alerts about rate limits.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use crate::error::BudgetUse;

/// An alert about a rate limit that delays requests, or is about to. It is raised once per episode.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct LimitAlert {
    /// What happened.
    pub kind: LimitAlertKind,
    /// The usage of the budget.
    pub budget: BudgetUse,
    /// How long it has lasted: how long the request has waited, or how long the budget has been nearly full.
    pub lasted: Duration,
}

/// What happened to a budget.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum LimitAlertKind {
    /// A request has waited longer than [`Limits::alert_after_waiting`](crate::Limits::alert_after_waiting), 1 s by default. The episode
    /// ends when no request waits for the budget.
    LongWait,
    /// For [`Limits::alert_after_nearly_full`](crate::Limits::alert_after_nearly_full), 10 s by default, every window reached 90 % usage at
    /// least once. The episode ends with the first window that stays below.
    NearlyFull,
}

/// A function to call for each alert.
pub(crate) type Hook = Arc<dyn Fn(&LimitAlert) + Send + Sync>;

/// How long a condition must last before an alert is raised.
#[derive(Clone, Copy, Debug)]
pub(super) struct Thresholds {
    pub(super) wait: Duration,
    pub(super) nearly_full: Duration,
}

impl Default for Thresholds {
    fn default() -> Self {
        Self { wait: Duration::from_secs(1), nearly_full: Duration::from_secs(10) }
    }
}

/// Tracks how long a budget has been nearly full.
#[derive(Debug, Default)]
pub(super) struct NearlyFullTracker {
    /// The first and the last time of the episode at which it was nearly full.
    episode: Option<(Duration, Duration)>,
    is_alerted: bool,
}

impl NearlyFullTracker {
    /// Records that `used` of `count` units are in use. Returns how long the budget has been nearly full when an alert is due.
    pub(super) fn record(
        &mut self,
        used: u64,
        count: u64,
        window: Duration,
        now: Duration,
        threshold: Duration,
    ) -> Option<Duration> {
        if used * 10 < count * 9 {
            return None;
        }
        let (since, last) = self.episode.unwrap_or((now, now));
        let continues = now.saturating_sub(last) <= window + window / 2;
        let since = if continues { since } else { now };
        self.is_alerted &= continues;
        self.episode = Some((since, now));
        let lasted = now.saturating_sub(since);
        let is_due = lasted >= threshold && !self.is_alerted;
        self.is_alerted |= is_due;
        is_due.then_some(lasted)
    }
}

impl fmt::Display for LimitAlert {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let what = match self.kind {
            LimitAlertKind::LongWait => "a request has been waiting for a rate limit",
            LimitAlertKind::NearlyFull => "a rate limit has been nearly used up",
        };
        write!(f, "{what} for {} ms: {}", self.lasted.as_millis(), self.budget)
    }
}
