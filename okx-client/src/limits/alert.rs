//! What a person should know about the limits without asking.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use crate::error::BudgetUse;

/// Something a person should know: a budget holds requests up, or is about to. It is told once for each episode.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct LimitAlert {
    /// What happens.
    pub kind: LimitAlertKind,
    /// The budget.
    pub budget: BudgetUse,
    /// How long it has lasted: how long the request has waited, or the budget been nearly full.
    pub lasted: Duration,
}

/// What happens with a budget.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum LimitAlertKind {
    /// A request has waited for longer than a second, or the time that was set. The episode ends when nobody waits for the budget.
    LongWait,
    /// For ten seconds, or the time that was set, every window reached 90 % use at least once. It ends with the first window that stays
    /// below.
    NearlyFull,
}

/// Whom to tell.
pub(crate) type Hook = Arc<dyn Fn(&LimitAlert) + Send + Sync>;

/// From when on something is worth an alert.
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

/// How long a budget has been nearly full.
#[derive(Debug, Default)]
pub(super) struct Pressure {
    /// The first and the last moment of the episode at which it was.
    episode: Option<(Duration, Duration)>,
    told: bool,
}

impl Pressure {
    /// So much is taken now of what a budget holds within a window. Gives how long that has lasted when it is time to tell.
    pub(super) fn note(
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
        let goes_on = now.saturating_sub(last) <= window + window / 2;
        let since = if goes_on { since } else { now };
        self.told &= goes_on;
        self.episode = Some((since, now));
        let lasted = now.saturating_sub(since);
        let is_new = lasted >= threshold && !self.told;
        self.told |= is_new;
        is_new.then_some(lasted)
    }
}

impl fmt::Display for LimitAlert {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let what = match self.kind {
            LimitAlertKind::LongWait => "a request has waited for the limit",
            LimitAlertKind::NearlyFull => "a limit has been nearly full",
        };
        write!(f, "{what} for {} ms: {}", self.lasted.as_millis(), self.budget)
    }
}
