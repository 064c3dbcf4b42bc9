//! OKX's time, and the timestamps requests are signed with.

#[cfg(test)]
mod tests;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use crate::system::clock::Clock;
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
const PATIENCE_WITH_REPLIES: Duration = Duration::from_secs(60);

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

    /// How long the request took that measured it. When it was measured, the offset was off by half of this at most. Replies may have
    /// corrected it since, but never by more than this and a second, and what the clocks may have drifted apart.
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
    /// How often the clocks had jumped when it was sent.
    pub(crate) jumps: u64,
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
    /// The same as it was measured last, before replies corrected it.
    measured_zero: i64,
    /// The timestamp handed out last, in milliseconds.
    last: i64,
    offset: Option<ClockOffset>,
    /// When it was measured last, by the monotonic clock.
    measured: Duration,
    /// How often it was measured.
    measurements: u64,
    /// The time of day less the monotonic clock when both were looked at last, in microseconds.
    gap: i64,
    /// How often the time of day has jumped against the monotonic clock.
    jumps: u64,
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
                measured_zero: gap,
                last: i64::MIN,
                offset: None,
                measured: Duration::ZERO,
                measurements: 0,
                gap,
                jumps: 0,
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
        let (zero_micros, error) = match state.offset {
            // From what was measured, because that is what this is the error of.
            Some(offset) if state.measure_from.is_none() => (state.measured_zero, self.error(&state, offset)),
            _ => (state.zero_micros, FARTHEST),
        };
        let now = zero_micros.saturating_add(micros(self.clock.monotonic())).div_euclid(1_000);
        let millis = i64::try_from(error.as_millis()).unwrap_or(i64::MAX);
        Timestamp::from_millis(now.saturating_sub(millis))
    }

    /// How far OKX's time can be from what was measured.
    fn error(&self, state: &State, measured: ClockOffset) -> Duration {
        let age = self.clock.monotonic().saturating_sub(state.measured);
        measured.round_trip.saturating_add(SLACK + age / DRIFT).min(FARTHEST)
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

    /// How often the clocks have jumped.
    pub(crate) fn jumps(&self) -> u64 {
        self.state().jumps
    }

    /// Takes the time from the fastest of these samples, whose error is the smallest. A sample that was sent before the clocks jumped may
    /// tell the time before the machine slept, so it does not count. Without a sample nothing changes.
    pub(crate) fn measured(&self, samples: &[Sample]) -> Option<ClockOffset> {
        let mut state = self.state();
        let current = samples.iter().filter(|sample| sample.jumps == state.jumps);
        let best = current.min_by_key(|sample| sample.round_trip())?;
        state.measurements += 1;
        state.measured = self.clock.monotonic();
        state.measure_from = None;
        state.measured_zero = best.zero_micros();
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
    /// What is further off than the measurement can be is not believed, but a reason to measure: otherwise replies that arrive late, or a
    /// second time, could move the time step by step. Until it is measured again no reply corrects it. So is a `Date`, which comes in whole seconds and
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
        let (known, error) = match state.offset {
            Some(_) if state.measure_from.is_some() => return,
            Some(offset) => (state.measured_zero, self.error(state, offset)),
            None => (state.zero_micros, FARTHEST),
        };
        let fitting = state.zero_micros.clamp(low, high.max(low));
        if fitting.abs_diff(known) <= error.as_micros().try_into().unwrap_or(u64::MAX) {
            self.set_within(state, low, high);
        } else if state.offset.is_some() {
            // From now on nothing is certain, but it is not measured more often than every now and then.
            state.measure_from = Some(state.measured.saturating_add(PATIENCE_WITH_REPLIES));
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

    /// A `Date` tells another time, which is worth a measurement now and then.
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
            state.jumps += 1;
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
