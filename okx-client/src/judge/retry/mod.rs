//! When a request is sent again: a pure policy over judgements. It is given the time and the chance.

#[cfg(test)]
mod tests;

use std::time::Duration;

use crate::error::{Error, Verdict};
use crate::facts::{Operation, Repeat};
use crate::judge::outcome::Judgement;
use crate::system::random::RandomSource;

/// The least pause after OKX said that there were too many requests: most of its windows are two seconds long.
const LIMITED_PAUSE: Duration = Duration::from_secs(1);

/// How often and how long a request is tried.
///
/// A request is sent again only when that is safe: when it certainly was not done, or when twice is the same as once. An order whose
/// outcome is unknown is never sent again, not even under its `clOrdId`: OKX refuses the name only while it remembers it, and an
/// order that was filled in the meantime would be placed a second time. Each sending is limited, timed and signed anew.
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
    /// Four attempts within 30 seconds, with pauses that double from 100 ms to at most 5 s.
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
    /// One attempt. A request that came too early or too late by OKX's clock is still signed and sent once more.
    pub fn none() -> Self {
        Self { attempts: 1, ..Self::default() }
    }

    /// How many times a request is sent at most; at least once.
    #[must_use]
    pub fn attempts(self, attempts: u32) -> Self {
        Self { attempts: attempts.max(1), ..self }
    }

    /// The pause before the second sending. It doubles before each further one; half of each pause is left to chance, so that
    /// programs that failed together do not come back together.
    #[must_use]
    pub fn first_pause(self, first_pause: Duration) -> Self {
        Self { first_pause, ..self }
    }

    /// The longest pause, before chance shortens it.
    #[must_use]
    pub fn longest_pause(self, longest_pause: Duration) -> Self {
        Self { longest_pause, ..self }
    }

    /// No further sending begins later than this after the first, whatever it has to wait for: a pause, a rate limit, the
    /// [`CircuitBreaker`](crate::CircuitBreaker), or a measurement of OKX's clock. The request then ends with the error of the sending
    /// before. The time counts from the first sending, so a request that waited long for its rate limit has all of it.
    ///
    /// The first sending is held back by the `CircuitBreaker` no later than this after the request began.
    #[must_use]
    pub fn deadline(self, deadline: Duration) -> Self {
        Self { deadline, ..self }
    }

    /// The pause after the sending of this number, counted from one.
    fn pause(&self, sent: u32, verdict: Verdict, random: &dyn RandomSource) -> Duration {
        let doubled = self.first_pause.saturating_mul(2_u32.saturating_pow(sent.saturating_sub(1)));
        let least = if verdict == Verdict::Wait { LIMITED_PAUSE } else { Duration::ZERO };
        let half = doubled.max(least).min(self.longest_pause.max(least)) / 2;
        let spread = u64::try_from(half.as_nanos()).unwrap_or(u64::MAX);
        half + Duration::from_nanos(random.next_u64().checked_rem(spread).unwrap_or(0))
    }
}

/// What to do next with a request.
#[derive(Debug)]
pub(crate) enum Next {
    /// Hand out the rows.
    Answer,
    /// Wait this long, then send again.
    Pause(Duration),
    /// Measure OKX's clock, then send again.
    Resync,
    /// Hand out the error.
    GiveUp(Error),
}

/// The sendings of one request.
pub(crate) struct Tries {
    policy: RetryPolicy,
    repeat: Repeat,
    /// No sending begins at or after this moment.
    end: Duration,
    /// When the request itself is over, if it has a deadline of its own.
    latest: Option<Duration>,
    /// How the last sending failed, where another one is to follow.
    last_error: Option<Error>,
    sent: u32,
    resynced: bool,
    /// A sending before the last one may have been done, so no later refusal means that nothing was.
    may_be_done: bool,
}

impl Tries {
    /// The sendings of a request that begin now. `within` ends them earlier than the policy does.
    pub(crate) fn new(policy: RetryPolicy, operation: &Operation, within: Option<Duration>, now: Duration) -> Self {
        let latest = within.map(|within| now.saturating_add(within));
        let repeat = operation.repeat;
        let mut tries =
            Self { policy, repeat, end: now, latest, last_error: None, sent: 0, resynced: false, may_be_done: false };
        tries.goes_out(now);
        tries
    }

    /// A sending begins. The time of the policy counts from the first one.
    pub(crate) fn goes_out(&mut self, now: Duration) {
        if self.sent == 0 {
            let end = now.saturating_add(self.policy.deadline);
            self.end = self.latest.map_or(end, |latest| latest.min(end));
        }
    }

    /// How long the next sending may wait, whatever it waits for; as long as it likes if it is the first.
    pub(crate) fn time_left(&self, now: Duration) -> Option<Duration> {
        (self.sent > 0).then(|| self.end.saturating_sub(now))
    }

    /// The error of a request whose time is over before its next sending: that of its last one.
    pub(crate) fn out_of_time(&mut self) -> Error {
        let error =
            self.last_error.take().unwrap_or_else(|| Error::unreachable("its time was over before it was sent again"));
        self.in_doubt(error)
    }

    /// Whether a sending before the last one may have been done.
    pub(crate) fn may_be_done(&self) -> bool {
        self.may_be_done
    }

    /// How much longer the next sending may be held back; not at all where there is only one attempt.
    pub(crate) fn patience(&self, now: Duration) -> Duration {
        if self.policy.attempts > 1 { self.end.saturating_sub(now) } else { Duration::ZERO }
    }

    /// What to do after a sending that was judged so.
    pub(crate) fn next(&mut self, judgement: Judgement, now: Duration, random: &dyn RandomSource) -> Next {
        self.sent += 1;
        let (verdict, error) = match judgement {
            Judgement::Answered => return Next::Answer,
            Judgement::NotDone(verdict, error) => (verdict, error),
            Judgement::Unknown(error) => {
                self.may_be_done = true;
                let verdict = if self.repeat == Repeat::Always { Verdict::Retry } else { Verdict::Never };
                (verdict, Some(error))
            }
        };
        let again = match verdict {
            Verdict::ResyncClock if !self.resynced => {
                self.resynced = true;
                Some(Next::Resync)
            }
            Verdict::Retry | Verdict::Wait => self.pause(verdict, now, random),
            Verdict::ResyncClock | Verdict::Never | Verdict::Unknown => None,
        };
        match again {
            Some(next) => {
                self.last_error = error;
                next
            }
            None => self.end_with(error),
        }
    }

    fn pause(&self, verdict: Verdict, now: Duration, random: &dyn RandomSource) -> Option<Next> {
        let pause = self.policy.pause(self.sent, verdict, random);
        let in_time = now.saturating_add(pause) < self.end;
        (self.sent < self.policy.attempts && in_time).then_some(Next::Pause(pause))
    }

    fn end_with(&self, error: Option<Error>) -> Next {
        error.map_or(Next::Answer, |error| Next::GiveUp(self.in_doubt(error)))
    }

    /// An error that ends the request: no later failure means that nothing was done, where an earlier sending may have been done.
    pub(crate) fn in_doubt(&self, error: Error) -> Error {
        if self.may_be_done { error.into_unknown() } else { error }
    }
}
