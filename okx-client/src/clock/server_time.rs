//! OKX's time, and the timestamps requests are signed with.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use super::Clock;
use crate::value::Timestamp;

/// How far timestamps may run ahead of OKX's time. OKX refuses what is 30 seconds off; this leaves room for the offset's own error.
const AHEAD_MS: i64 = 1_000;

/// What OKX's clock cannot be off by, for it refuses what is further off.
const FARTHEST: Duration = Duration::from_secs(30);

/// What may have been wrong with a measurement already when it was made, beyond its own round trip.
const SLACK: Duration = Duration::from_secs(1);

/// Clocks of machines drift apart by less than one part in this many.
const DRIFT: u32 = 10_000;

/// How far this machine's clock is from OKX's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ClockOffset {
    millis: i64,
    round_trip: Duration,
}

impl ClockOffset {
    /// OKX's time less this machine's, in milliseconds, when it was measured.
    pub fn millis(self) -> i64 {
        self.millis
    }

    /// How long the request took that measured it; the offset is off by half of this at most.
    pub fn round_trip(self) -> Duration {
        self.round_trip
    }
}

/// One look at OKX's clock; moments here are monotonic.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Sample {
    pub(crate) sent: Duration,
    pub(crate) received: Duration,
    pub(crate) server: Timestamp,
}

impl Sample {
    fn round_trip(&self) -> Duration {
        self.received.saturating_sub(self.sent)
    }

    /// OKX's time when the monotonic clock stood at zero, if it read the time half-way between sending and receiving.
    fn zero_micros(&self) -> i64 {
        self.server.as_millis().saturating_mul(1_000).saturating_sub(micros(self.sent + self.round_trip() / 2))
    }
}

/// OKX's time as far as it is known. Once it is measured it moves with the monotonic clock alone, so setting the machine's time of day
/// does not disturb it.
pub(crate) struct ServerTime {
    clock: Arc<dyn Clock>,
    state: Mutex<State>,
}

/// These two change together: a timestamp handed out between them would be neither before nor after a measurement.
struct State {
    /// OKX's time, in microseconds, when the monotonic clock stood at zero. This machine's own until it is measured.
    zero_micros: i64,
    /// The timestamp handed out last, in milliseconds.
    last: i64,
    offset: Option<ClockOffset>,
    /// When it was measured last, by the monotonic clock.
    measured: Duration,
    /// How often it was measured.
    measurements: u64,
}

impl ServerTime {
    pub(crate) fn new(clock: Arc<dyn Clock>) -> Self {
        let zero_micros = clock.wall().as_millis().saturating_mul(1_000).saturating_sub(micros(clock.monotonic()));
        Self {
            clock,
            state: Mutex::new(State {
                zero_micros,
                last: i64::MIN,
                offset: None,
                measured: Duration::ZERO,
                measurements: 0,
            }),
        }
    }

    /// The time at OKX.
    pub(crate) fn now(&self) -> Timestamp {
        Timestamp::from_millis(self.now_by(&self.state()))
    }

    /// The time at OKX at the earliest, whatever is wrong with what is known of it.
    pub(crate) fn earliest(&self) -> Timestamp {
        let state = self.state();
        let age = self.clock.monotonic().saturating_sub(state.measured);
        let error = state.offset.map_or(FARTHEST, |offset| offset.round_trip + SLACK + age / DRIFT);
        let millis = i64::try_from(error.min(FARTHEST).as_millis()).unwrap_or(i64::MAX);
        Timestamp::from_millis(self.now_by(&state).saturating_sub(millis))
    }

    /// This long after the time at OKX.
    pub(crate) fn after(&self, time: Duration) -> Timestamp {
        self.now().after(time)
    }

    /// How long it is from now to this time at OKX; nothing when it is over.
    pub(crate) fn until(&self, time: Timestamp) -> Duration {
        let millis = time.as_millis().saturating_sub(self.now().as_millis());
        Duration::from_millis(u64::try_from(millis).unwrap_or(0))
    }

    /// How long it is at most from now until this time at OKX, whatever is wrong with what is known of its clock.
    pub(crate) fn at_latest_until(&self, time: Timestamp) -> Duration {
        let millis = time.as_millis().saturating_sub(self.earliest().as_millis());
        Duration::from_millis(u64::try_from(millis).unwrap_or(0))
    }

    /// The number of the last measurement; zero before the first.
    pub(crate) fn measurement(&self) -> u64 {
        self.state().measurements
    }

    /// The offset that was measured last.
    pub(crate) fn offset(&self) -> Option<ClockOffset> {
        self.state().offset
    }

    /// A timestamp later than all before it, for one request. More than a thousand a second for longer than a second would run too
    /// far ahead of OKX's time; then the error says how long to wait.
    ///
    /// Only a measurement that sets the time back by more than a second lets timestamps begin again from the measured time: what
    /// was handed out before lies so far in OKX's future that continuing from there would be refused.
    pub(crate) fn stamp(&self) -> Result<Timestamp, Duration> {
        let mut state = self.state();
        let now = self.now_by(&state);
        let next = now.max(state.last.saturating_add(1));
        match u64::try_from(next - now - AHEAD_MS) {
            Ok(excess) if excess > 0 => Err(Duration::from_millis(excess)),
            _ => {
                state.last = next;
                Ok(Timestamp::from_millis(next))
            }
        }
    }

    /// Takes the time from the fastest of these samples, whose error is the smallest. Without a sample nothing changes.
    pub(crate) fn measured(&self, samples: &[Sample]) -> Option<ClockOffset> {
        let best = samples.iter().min_by_key(|sample| sample.round_trip())?;
        let wall = self.clock.wall();
        let mut state = self.state();
        state.zero_micros = best.zero_micros();
        state.measurements += 1;
        state.measured = self.clock.monotonic();
        let now = self.now_by(&state);
        if state.last > now.saturating_add(AHEAD_MS) {
            state.last = now;
        }
        state.offset =
            Some(ClockOffset { millis: now.saturating_sub(wall.as_millis()), round_trip: best.round_trip() });
        state.offset
    }

    fn now_by(&self, state: &State) -> i64 {
        state.zero_micros.saturating_add(micros(self.clock.monotonic())).div_euclid(1_000)
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // Nothing between lock and unlock can panic half-way through a change.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn micros(time: Duration) -> i64 {
    i64::try_from(time.as_micros()).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;
    use crate::clock::ManualClock;

    const WALL: i64 = 1_600_000_000_000;

    fn standing() -> (ManualClock, ServerTime) {
        let clock = ManualClock::new(Timestamp::from_millis(WALL));
        (clock.clone(), ServerTime::new(Arc::new(clock)))
    }

    fn sample(sent: u64, received: u64, server: i64) -> Sample {
        let [sent, received] = [sent, received].map(Duration::from_millis);
        Sample { sent, received, server: Timestamp::from_millis(server) }
    }

    #[test]
    fn the_fastest_sample_wins_and_its_midpoint_counts() {
        let (clock, time) = standing();
        clock.advance(Duration::from_millis(500));
        // At 340 ms on the monotonic clock, half-way, OKX's clock stood at WALL + 5,340: it is five seconds ahead.
        let samples = [sample(0, 200, WALL), sample(320, 360, WALL + 5_340), sample(400, 500, WALL)];
        let offset = time.measured(&samples).unwrap();
        assert_eq!((offset.millis(), offset.round_trip()), (5_000, Duration::from_millis(40)));
        assert_eq!(time.now(), Timestamp::from_millis(WALL + 5_500));
        clock.set_wall(Timestamp::from_millis(0));
        assert_eq!(time.now(), Timestamp::from_millis(WALL + 5_500), "the time of day no longer matters");
    }

    #[test]
    fn without_a_sample_nothing_changes() {
        let (_, time) = standing();
        assert_eq!(time.measured(&[]), None);
        assert_eq!((time.now(), time.offset()), (Timestamp::from_millis(WALL), None));
    }

    #[test]
    fn the_earliest_time_allows_for_all_that_may_be_wrong() {
        let (clock, time) = standing();
        assert_eq!(time.earliest(), Timestamp::from_millis(WALL - 30_000), "OKX refuses what is further off");
        clock.advance(Duration::from_millis(40));
        time.measured(&[sample(0, 40, WALL + 20)]).unwrap();
        assert_eq!(time.earliest(), Timestamp::from_millis(WALL + 40 - 1_040));
        clock.advance(Duration::from_hours(1));
        assert_eq!(time.earliest(), Timestamp::from_millis(WALL + 40 + 3_600_000 - 1_400));
        clock.advance(Duration::from_hours(1_000));
        assert_eq!(time.now().as_millis() - time.earliest().as_millis(), 30_000);
    }

    #[test]
    fn a_flood_waits_rather_than_sign_far_in_the_future() {
        let (clock, time) = standing();
        let taken = (0..5_000).map_while(|_| time.stamp().ok()).last().unwrap();
        assert_eq!(taken, Timestamp::from_millis(WALL + AHEAD_MS));
        assert_eq!(time.stamp(), Err(Duration::from_millis(1)));
        clock.advance(Duration::from_millis(1));
        assert_eq!(time.stamp(), Ok(Timestamp::from_millis(WALL + AHEAD_MS + 1)));
    }

    #[test]
    fn a_clock_that_was_far_ahead_is_set_back() {
        let (_, time) = standing();
        time.stamp().unwrap();
        time.measured(&[sample(0, 0, WALL - 120_000)]).unwrap();
        assert_eq!(time.stamp(), Ok(Timestamp::from_millis(WALL - 119_999)));
    }

    #[test]
    fn a_small_step_back_does_not_repeat_a_timestamp() {
        let (_, time) = standing();
        let first = time.stamp().unwrap();
        time.measured(&[sample(0, 0, WALL - 20)]).unwrap();
        assert_eq!(time.stamp().unwrap().as_millis(), first.as_millis() + 1);
    }

    #[test]
    fn tasks_never_share_a_timestamp() {
        let (_, time) = standing();
        let taken = Mutex::new(BTreeSet::new());
        std::thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| (0..100).for_each(|_| assert!(taken.lock().unwrap().insert(time.stamp().unwrap()))));
            }
        });
        assert_eq!(taken.into_inner().unwrap().len(), 800);
    }

    proptest! {
        /// Whatever the machine does to its time of day, and however unevenly time passes, timestamps rise and stay near OKX's time.
        #[test]
        fn timestamps_strictly_rise(steps in prop::collection::vec((0_u64..5_000, any::<i32>()), 1..200)) {
            let (clock, time) = standing();
            let mut last = Timestamp::from_millis(i64::MIN);
            for (micros, wall) in steps {
                clock.advance(Duration::from_micros(micros));
                clock.set_wall(Timestamp::from_millis(i64::from(wall)));
                if let Ok(stamp) = time.stamp() {
                    prop_assert!(stamp > last);
                    prop_assert!(stamp.as_millis() - time.now().as_millis() <= AHEAD_MS);
                    last = stamp;
                }
            }
        }
    }
}
