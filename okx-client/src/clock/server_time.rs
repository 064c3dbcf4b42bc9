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

/// By how much the time of day has to move against the monotonic clock to count as a jump: the machine slept, or somebody set the clock.
const JUMP_MICROS: i64 = 500_000;

/// How long not to measure again after a measurement that failed, or for a reply alone whose time does not fit.
const PATIENCE_AFTER_FAILURE: Duration = Duration::from_secs(5);
const PATIENCE_WITH_REPLIES: Duration = Duration::from_mins(1);

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
    pub(crate) fn round_trip(&self) -> Duration {
        self.received.saturating_sub(self.sent)
    }

    /// OKX's time when the monotonic clock stood at zero, if it read the time half-way between sending and receiving.
    fn zero_micros(&self) -> i64 {
        self.server
            .as_millis()
            .saturating_mul(1_000)
            .saturating_sub(micros(self.sent.saturating_add(self.round_trip() / 2)))
    }
}

/// What a reply says about OKX's clock beside its rows; moments are monotonic.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Heard {
    pub(crate) sent: Duration,
    pub(crate) received: Duration,
    /// When OKX sent the reply out, in microseconds since the epoch.
    pub(crate) out_micros: Option<i64>,
    /// The same in whole seconds, by whoever answered for OKX.
    pub(crate) date: Option<Timestamp>,
}

/// OKX's time as far as it is known. Once it is measured it moves with the monotonic clock. Every reply that tells its time corrects it,
/// within what its round trip leaves open.
///
/// The monotonic clock may stand still while the machine sleeps. So whenever the time is asked for, it is compared with the time of day.
/// After a jump between the two it is [`doubtful`](Self::is_doubtful) until it is measured again. Until then the later of both is taken,
/// because a machine that slept is the usual case, and a clock that was set back by hand tells nothing.
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
    /// The time of day less the monotonic clock when both were looked at last, in microseconds.
    gap: i64,
    /// OKX's time less this machine's, in microseconds, when it was found out last; nothing until then.
    ahead: i64,
    /// When to measure again, because what is known may be wrong.
    measure_from: Option<Duration>,
}

impl ServerTime {
    pub(crate) fn new(clock: Arc<dyn Clock>) -> Self {
        let gap = gap(&*clock);
        Self {
            clock,
            state: Mutex::new(State {
                zero_micros: gap,
                last: i64::MIN,
                offset: None,
                measured: Duration::ZERO,
                measurements: 0,
                gap,
                ahead: 0,
                measure_from: None,
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
        let known = state.offset.filter(|_| state.measure_from.is_none());
        let error = known.map_or(FARTHEST, |offset| offset.round_trip.saturating_add(SLACK + age / DRIFT));
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
        match u64::try_from(next.saturating_sub(now).saturating_sub(AHEAD_MS)) {
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
        let mut state = self.state();
        state.measurements += 1;
        state.measured = self.clock.monotonic();
        state.measure_from = None;
        self.set(&mut state, best.zero_micros());
        state.offset = Some(ClockOffset { millis: state.ahead.div_euclid(1_000), round_trip: best.round_trip() });
        state.offset
    }

    /// It could not be measured, so what is known has to do for now.
    pub(crate) fn not_measured(&self) {
        let mut state = self.state();
        if state.measure_from.is_some() {
            state.measure_from = Some(self.clock.monotonic().saturating_add(PATIENCE_AFTER_FAILURE));
        }
    }

    /// Whether it should be measured before anything depends on it: the machine slept, its clock was set, or a reply told another time.
    pub(crate) fn is_doubtful(&self) -> bool {
        self.state().measure_from.is_some_and(|from| from <= self.clock.monotonic())
    }

    /// Takes note of the time that a reply tells.
    ///
    /// OKX sent it out between its request and its arrival, so a time that would lie outside is corrected to the nearest that does not.
    /// What is further off than OKX's clock can be is not believed, but a reason to measure. So is a `Date`, which comes in whole seconds and
    /// may be that of a machine between: only where nothing was ever measured it is better than nothing.
    pub(crate) fn heard(&self, heard: &Heard) {
        let mut state = self.state();
        let (sent, received) = (micros(heard.sent), micros(heard.received));
        if let Some(out) = heard.out_micros {
            self.correct(&mut state, out.saturating_sub(received), out.saturating_sub(sent));
        }
        let Some(date) = heard.date.map(|date| date.as_millis().saturating_mul(1_000)) else { return };
        let (low, high) = (date.saturating_sub(received), date.saturating_add(1_000_000).saturating_sub(sent));
        if state.offset.is_none() {
            self.set_within(&mut state, low, high);
        } else if state.zero_micros < low.saturating_sub(1_000_000)
            || state.zero_micros > high.saturating_add(1_000_000)
        {
            self.suspect(&mut state);
        }
    }

    fn correct(&self, state: &mut State, low: i64, high: i64) {
        let fitting = state.zero_micros.clamp(low, high.max(low));
        if fitting.abs_diff(state.zero_micros) > FARTHEST.as_micros().try_into().unwrap_or(u64::MAX) {
            self.suspect(state);
        } else {
            self.set_within(state, low, high);
        }
    }

    fn set_within(&self, state: &mut State, low: i64, high: i64) {
        let fitting = state.zero_micros.clamp(low, high.max(low));
        if fitting != state.zero_micros {
            self.set(state, fitting);
            let millis = state.ahead.div_euclid(1_000);
            state.offset = state.offset.map(|offset| ClockOffset { millis, ..offset });
        }
    }

    /// Takes another time than before. One that is more than a second earlier lets timestamps begin again from there.
    fn set(&self, state: &mut State, zero_micros: i64) {
        state.zero_micros = zero_micros;
        state.ahead = zero_micros.saturating_sub(state.gap);
        let now = self.now_by(state);
        if state.last > now.saturating_add(AHEAD_MS) {
            state.last = now;
        }
    }

    /// A reply tells another time, which is worth a measurement now and then.
    fn suspect(&self, state: &mut State) {
        let again_from = state.measured.saturating_add(PATIENCE_WITH_REPLIES);
        if state.measure_from.is_none() && state.offset.is_some() && again_from <= self.clock.monotonic() {
            state.measure_from = Some(Duration::ZERO);
        }
    }

    fn now_by(&self, state: &State) -> i64 {
        state.zero_micros.saturating_add(micros(self.clock.monotonic())).div_euclid(1_000)
    }

    /// What is known, after a look whether the time of day has jumped.
    fn state(&self) -> MutexGuard<'_, State> {
        // Nothing between lock and unlock can panic half-way through a change.
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let gap = gap(&*self.clock);
        if gap.abs_diff(state.gap) > JUMP_MICROS.unsigned_abs() {
            state.measure_from = Some(Duration::ZERO);
            let by_time_of_day = gap.saturating_add(state.ahead);
            if by_time_of_day > state.zero_micros.saturating_add(JUMP_MICROS) {
                state.zero_micros = by_time_of_day;
            }
        }
        state.gap = gap;
        state
    }
}

/// The time of day less the monotonic clock, in microseconds.
fn gap(clock: &dyn Clock) -> i64 {
    clock.wall().as_millis().saturating_mul(1_000).saturating_sub(micros(clock.monotonic()))
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
    fn a_machine_that_slept_goes_by_its_time_of_day_until_it_is_measured_again() {
        let (clock, time) = standing();
        time.measured(&[sample(0, 0, WALL + 5_000)]).unwrap();
        assert!(!time.is_doubtful());
        clock.set_wall(Timestamp::from_millis(WALL + 3_600_000));
        assert!(time.is_doubtful());
        assert_eq!(time.now(), Timestamp::from_millis(WALL + 3_605_000));
        assert_eq!(time.now().as_millis() - time.earliest().as_millis(), 30_000, "nothing is certain any more");
        time.not_measured();
        assert!(!time.is_doubtful(), "another attempt comes later");
        clock.advance(PATIENCE_AFTER_FAILURE);
        assert!(time.is_doubtful());
        time.measured(&[sample(5_000, 5_000, WALL + 3_610_200)]).unwrap();
        assert!(!time.is_doubtful());
        assert_eq!(time.now(), Timestamp::from_millis(WALL + 3_610_200));
    }

    #[test]
    fn a_clock_that_is_set_back_and_on_does_not_run_away() {
        let (clock, time) = standing();
        time.measured(&[sample(0, 0, WALL)]).unwrap();
        for _ in 0..10 {
            for wall in [WALL - 86_400_000, WALL, WALL + 60_000] {
                clock.set_wall(Timestamp::from_millis(wall));
                assert!(time.is_doubtful());
                assert!(time.now() <= Timestamp::from_millis(WALL + 60_000));
            }
        }
    }

    fn heard(sent: u64, received: u64) -> Heard {
        let [sent, received] = [sent, received].map(Duration::from_millis);
        Heard { sent, received, out_micros: None, date: None }
    }

    #[test]
    fn a_reply_corrects_the_time_within_what_its_round_trip_leaves_open() {
        let (clock, time) = standing();
        time.measured(&[sample(0, 0, WALL)]).unwrap();
        clock.advance(Duration::from_millis(1_000));
        // It was sent out between 900 and 1,000 ms here, which fits what is known.
        time.heard(&Heard { out_micros: Some((WALL + 950) * 1_000), ..heard(900, 1_000) });
        assert_eq!(time.now(), Timestamp::from_millis(WALL + 1_000));
        // OKX's clock was at 1,200 when it stood at 1,000 here, or earlier.
        time.heard(&Heard { out_micros: Some((WALL + 1_200) * 1_000), ..heard(900, 1_000) });
        assert_eq!(time.now(), Timestamp::from_millis(WALL + 1_200));
        assert_eq!(time.offset().unwrap().millis(), 200);
        // And at 800 when it stood at 900 here, or later.
        time.heard(&Heard { out_micros: Some((WALL + 800) * 1_000), ..heard(900, 1_000) });
        assert_eq!(time.now(), Timestamp::from_millis(WALL + 900));
        assert!(!time.is_doubtful());
    }

    #[test]
    fn a_reply_of_another_age_is_not_believed_but_a_reason_to_measure() {
        for out in [i64::MAX, i64::MIN, 0, WALL, (WALL + 100_000) * 1_000] {
            let (clock, time) = standing();
            time.measured(&[sample(0, 0, WALL)]).unwrap();
            time.heard(&Heard { out_micros: Some(out), ..heard(0, 0) });
            assert!(!time.is_doubtful(), "it was measured just now");
            clock.advance(PATIENCE_WITH_REPLIES);
            time.heard(&Heard { out_micros: Some(out), ..heard(60_000, 60_000) });
            assert!(time.is_doubtful(), "{out}");
            assert_eq!(time.now(), Timestamp::from_millis(WALL + 60_000));
        }
    }

    #[test]
    fn a_date_is_a_check_of_what_was_measured_and_better_than_nothing_otherwise() {
        let date = |millis| Some(Timestamp::from_millis(millis));
        let (clock, time) = standing();
        time.heard(&Heard { date: date(WALL + 90_000), ..heard(0, 0) });
        assert_eq!(time.now(), Timestamp::from_millis(WALL + 90_000));
        assert_eq!(time.offset(), None);
        time.measured(&[sample(0, 0, WALL)]).unwrap();
        clock.advance(PATIENCE_WITH_REPLIES);
        time.heard(&Heard { date: date(WALL + 58_500), ..heard(60_000, 60_000) });
        assert!(!time.is_doubtful());
        time.heard(&Heard { date: date(WALL + 63_000), ..heard(60_000, 60_000) });
        assert!(time.is_doubtful());
        assert_eq!(time.now(), Timestamp::from_millis(WALL + 60_000));
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
