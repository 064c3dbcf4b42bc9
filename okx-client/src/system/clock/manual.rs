//! A clock for tests.

use std::collections::BTreeMap;
use std::fmt;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use super::{Clock, Sleep};
use crate::value::Timestamp;

/// A clock that stands still until it is advanced, for tests of programs that use the client. Pauses end when the clock is advanced past
/// them; no test waits in real time.
///
/// ```
/// use std::time::Duration;
/// use okx_client::clock::{Clock, ManualClock};
/// use okx_client::value::Timestamp;
///
/// let clock = ManualClock::new(Timestamp::from_millis(1_000));
/// clock.advance(Duration::from_millis(500));
/// assert_eq!(clock.wall(), Timestamp::from_millis(1_500));
/// assert_eq!(clock.monotonic(), Duration::from_millis(500));
/// ```
#[derive(Clone)]
pub struct ManualClock(Arc<Mutex<State>>);

struct State {
    wall: i64,
    monotonic: Duration,
    /// The wakers of pauses by their ends; the number distinguishes pauses with the same end.
    sleepers: BTreeMap<(Duration, u64), Waker>,
    next: u64,
}

impl ManualClock {
    /// A clock that shows this time of day.
    pub fn new(wall: Timestamp) -> Self {
        Self(Arc::new(Mutex::new(State {
            wall: wall.as_millis(),
            monotonic: Duration::ZERO,
            sleepers: BTreeMap::new(),
            next: 0,
        })))
    }

    /// Advances both times, and ends the pauses that are over.
    pub fn advance(&self, time: Duration) {
        let ended = {
            let mut state = self.state();
            let before = state.monotonic;
            state.monotonic = state.monotonic.saturating_add(time);
            let whole_millis = state.monotonic.as_millis() - before.as_millis();
            state.wall = state.wall.saturating_add(i64::try_from(whole_millis).unwrap_or(i64::MAX));
            let first_still_waiting = (state.monotonic.saturating_add(Duration::from_nanos(1)), 0);
            let still_waiting = state.sleepers.split_off(&first_still_waiting);
            std::mem::replace(&mut state.sleepers, still_waiting)
        };
        ended.into_values().for_each(Waker::wake);
    }

    /// Sets the time of day without the monotonic time, as an administrator would.
    pub fn set_wall(&self, wall: Timestamp) {
        self.state().wall = wall.as_millis();
    }

    /// The time until the next pause ends; `None` if nothing waits.
    pub fn next_wake(&self) -> Option<Duration> {
        let state = self.state();
        state.sleepers.first_key_value().map(|((due, _), _)| due.saturating_sub(state.monotonic))
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // The state is consistent after every statement, so a panic of another holder cannot have broken it.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Clock for ManualClock {
    fn wall(&self) -> Timestamp {
        Timestamp::from_millis(self.state().wall)
    }

    fn monotonic(&self) -> Duration {
        self.state().monotonic
    }

    fn sleep(&self, pause: Duration) -> Sleep {
        let key = {
            let mut state = self.state();
            state.next += 1;
            (state.monotonic.saturating_add(pause), state.next)
        };
        Box::pin(Pause { clock: self.clone(), key })
    }
}

impl fmt::Debug for ManualClock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let state = self.state();
        f.debug_struct("ManualClock").field("wall", &state.wall).field("monotonic", &state.monotonic).finish()
    }
}

/// A pause. It is over once the monotonic time reaches the first part of its key.
struct Pause {
    clock: ManualClock,
    key: (Duration, u64),
}

impl Future for Pause {
    type Output = ();

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        let mut state = self.clock.state();
        if state.monotonic >= self.key.0 {
            return Poll::Ready(());
        }
        state.sleepers.insert(self.key, context.waker().clone());
        Poll::Pending
    }
}

impl Drop for Pause {
    fn drop(&mut self) {
        self.clock.state().sleepers.remove(&self.key);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn pauses_end_when_the_clock_reaches_their_end() {
        let clock = ManualClock::new(Timestamp::from_millis(0));
        let (short, long) = (clock.sleep(Duration::from_millis(10)), clock.sleep(Duration::from_millis(20)));
        let (short, mut long) = (tokio::spawn(short), tokio::spawn(long));
        while clock.next_wake() != Some(Duration::from_millis(10)) {
            tokio::task::yield_now().await;
        }
        clock.advance(Duration::from_millis(10));
        short.await.unwrap();
        assert_eq!(clock.next_wake(), Some(Duration::from_millis(10)));
        clock.advance(Duration::from_millis(10));
        (&mut long).await.unwrap();
        assert_eq!(clock.next_wake(), None);
    }

    #[test]
    fn the_time_of_day_accumulates_fractions_of_milliseconds() {
        let clock = ManualClock::new(Timestamp::from_millis(0));
        (0..10).for_each(|_| clock.advance(Duration::from_micros(300)));
        assert_eq!(clock.wall().as_millis(), 3);
    }
}
