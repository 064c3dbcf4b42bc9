//! When a request is retried: a pure policy over judgements, with time and randomness as arguments.

#[cfg(test)]
mod tests;

use std::time::Duration;

use crate::error::{Error, Verdict};
use crate::facts::{Operation, Repeat};
use crate::judge::outcome::Judgement;
use crate::system::random::RandomSource;

/// The shortest pause after OKX reported an exceeded rate limit: most of its windows are two seconds long.
const LIMITED_PAUSE: Duration = Duration::from_secs(1);

/// When and how often a request is retried.
///
/// A request is retried only if that is safe: if it was certainly not executed, or if executing it twice has the same effect as once. An
/// order whose outcome is unknown is never sent again, not even with the same `clOrdId`: OKX rejects a duplicate name only as long as it
/// remembers it, and an order that was filled in the meantime would be placed a second time. Every attempt waits for the rate limits and is
/// signed again.
///
/// ```
/// use std::time::Duration;
/// use okx_client::RetryPolicy;
///
/// let patient = RetryPolicy::default().attempts(8).deadline(Duration::from_secs(120));
/// let once = RetryPolicy::none();
/// # let _ = (patient, once);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RetryPolicy {
    attempts: u32,
    first_pause: Duration,
    longest_pause: Duration,
    deadline: Duration,
}

impl Default for RetryPolicy {
    /// Four attempts within 30 s, with pauses that double from 100 ms to at most 5 s.
    fn default() -> Self {
        Self {
            attempts: 4,
            first_pause: Duration::from_millis(100),
            longest_pause: Duration::from_secs(5),
            deadline: Duration::from_secs(30),
        }
    }
}

impl RetryPolicy {
    /// A single attempt. If OKX rejects the request's timestamp, the clock is measured and the request is still sent once more.
    pub fn none() -> Self {
        Self { attempts: 1, ..Self::default() }
    }

    /// The maximum number of attempts, including the first; at least one, four by default.
    #[must_use]
    pub fn attempts(self, attempts: u32) -> Self {
        Self { attempts: attempts.max(1), ..self }
    }

    /// The pause before the second attempt; 100 ms by default. It doubles before each further attempt. Half of each pause is random, so
    /// that programs that failed together do not retry together.
    #[must_use]
    pub fn first_pause(self, first_pause: Duration) -> Self {
        Self { first_pause, ..self }
    }

    /// The longest pause, before randomization; 5 s by default.
    #[must_use]
    pub fn longest_pause(self, longest_pause: Duration) -> Self {
        Self { longest_pause, ..self }
    }

    /// The time after the start of the first attempt within which further attempts must begin, including all waiting: for a pause, a rate
    /// limit, the [`CircuitBreaker`](crate::CircuitBreaker), or a measurement of OKX's clock; 30 s by default. If it passes, the request
    /// fails with the error of its last attempt. Time that the first attempt spends waiting for a rate limit does not count.
    ///
    /// The `CircuitBreaker` blocks the first attempt for at most this long after the request began.
    #[must_use]
    pub fn deadline(self, deadline: Duration) -> Self {
        Self { deadline, ..self }
    }

    /// The pause after this number of attempts.
    fn pause(&self, attempts: u32, verdict: Verdict, random: &dyn RandomSource) -> Duration {
        let doubled = self.first_pause.saturating_mul(2_u32.saturating_pow(attempts.saturating_sub(1)));
        let least = if verdict == Verdict::Wait { LIMITED_PAUSE } else { Duration::ZERO };
        let half = doubled.max(least).min(self.longest_pause.max(least)) / 2;
        let spread = u64::try_from(half.as_nanos()).unwrap_or(u64::MAX);
        half + Duration::from_nanos(random.next_u64().checked_rem(spread).unwrap_or(0))
    }
}

/// What to do after an attempt.
#[derive(Debug)]
pub(crate) enum RetryDecision {
    /// Return the rows.
    Done,
    /// Pause, then retry.
    Pause(Duration),
    /// Measure OKX's clock, then retry.
    SyncClock,
    /// Return the error.
    Fail(Error),
}

/// The state of a request's attempts.
pub(crate) struct RetryState {
    policy: RetryPolicy,
    repeat: Repeat,
    /// No attempt begins at or after this time.
    end: Duration,
    /// The request's own deadline, if it has one.
    deadline: Option<Duration>,
    /// The error of the last attempt, if another one follows.
    last_error: Option<Error>,
    attempts: u32,
    clock_synced: bool,
    /// An attempt before the last one may have been executed, so a later rejection does not mean that nothing was.
    may_be_done: bool,
}

impl RetryState {
    /// The state of a request that begins now. `within` is its own deadline.
    pub(crate) fn new(policy: RetryPolicy, operation: &Operation, within: Option<Duration>, now: Duration) -> Self {
        let deadline = within.map(|within| now.saturating_add(within));
        let mut state = Self {
            policy,
            repeat: operation.repeat,
            end: now,
            deadline,
            last_error: None,
            attempts: 0,
            clock_synced: false,
            may_be_done: false,
        };
        state.attempt_started(now);
        state
    }

    /// An attempt begins. The deadline of the policy counts from the first one.
    pub(crate) fn attempt_started(&mut self, now: Duration) {
        if self.attempts == 0 {
            let end = now.saturating_add(self.policy.deadline);
            self.end = self.deadline.map_or(end, |deadline| deadline.min(end));
        }
    }

    /// How long the next attempt may wait; `None` means without limit, for the first attempt.
    pub(crate) fn time_left(&self, now: Duration) -> Option<Duration> {
        (self.attempts > 0).then(|| self.end.saturating_sub(now))
    }

    /// The error of a request whose deadline passed before its next attempt: that of its last attempt.
    pub(crate) fn deadline_error(&mut self) -> Error {
        let error = self
            .last_error
            .take()
            .unwrap_or_else(|| Error::unreachable("retry deadline passed before the next attempt"));
        self.with_earlier_attempts(error)
    }

    /// Whether an attempt before the last one may have been executed.
    pub(crate) fn may_be_done(&self) -> bool {
        self.may_be_done
    }

    /// How long the circuit breaker may block the next attempt; zero if the policy allows only one attempt.
    pub(crate) fn longest_breaker_wait(&self, now: Duration) -> Duration {
        if self.policy.attempts > 1 { self.end.saturating_sub(now) } else { Duration::ZERO }
    }

    /// Decides what to do after an attempt with this judgement.
    pub(crate) fn decide(&mut self, judgement: Judgement, now: Duration, random: &dyn RandomSource) -> RetryDecision {
        self.attempts += 1;
        let (verdict, error) = match judgement {
            Judgement::Answered => return RetryDecision::Done,
            Judgement::NotDone(verdict, error) => (verdict, error),
            Judgement::Unknown(error) => {
                self.may_be_done = true;
                let verdict = if self.repeat == Repeat::Always { Verdict::Retry } else { Verdict::Never };
                (verdict, Some(error))
            }
        };
        let retry = match verdict {
            Verdict::ResyncClock if !self.clock_synced => {
                self.clock_synced = true;
                Some(RetryDecision::SyncClock)
            }
            Verdict::Retry | Verdict::Wait => self.pause(verdict, now, random),
            Verdict::ResyncClock | Verdict::Never | Verdict::Unknown => None,
        };
        match retry {
            Some(decision) => {
                self.last_error = error;
                decision
            }
            None => self.finish(error),
        }
    }

    fn pause(&self, verdict: Verdict, now: Duration, random: &dyn RandomSource) -> Option<RetryDecision> {
        let pause = self.policy.pause(self.attempts, verdict, random);
        let in_time = now.saturating_add(pause) < self.end;
        (self.attempts < self.policy.attempts && in_time).then_some(RetryDecision::Pause(pause))
    }

    fn finish(&self, error: Option<Error>) -> RetryDecision {
        error.map_or(RetryDecision::Done, |error| RetryDecision::Fail(self.with_earlier_attempts(error)))
    }

    /// An error that ends the request. If an earlier attempt may have been executed, the outcome is unknown whatever the last one reports.
    pub(crate) fn with_earlier_attempts(&self, error: Error) -> Error {
        if self.may_be_done { error.into_unknown() } else { error }
    }
}
