//! OKX's time, and the timestamps of signatures.

#[cfg(test)]
mod tests;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use crate::system::clock::Clock;
use crate::value::Timestamp;

/// How far signature timestamps may run ahead of OKX's time. OKX rejects those that are 30 seconds off; the difference allows for the error
/// of the offset.
const AHEAD_MS: i64 = 1_000;

/// The largest possible error of the known time: OKX rejects requests whose timestamps are further off.
const LARGEST_ERROR: Duration = Duration::from_secs(30);

/// The error that a measurement may have had in addition to its round trip.
const MEASUREMENT_ERROR: Duration = Duration::from_secs(1);

/// How far the wall clock must move relative to the monotonic clock to count as a jump: the machine slept, or its clock was changed.
const JUMP_MICROS: i64 = 500_000;

/// How long to wait before measuring again, after a failed measurement or because of a reply with an unexpected time.
const PAUSE_AFTER_FAILURE: Duration = Duration::from_secs(5);
const PAUSE_AFTER_MEASUREMENT: Duration = Duration::from_secs(60);

/// The clocks of two machines drift apart by less than one part in this many.
const DRIFT: u32 = 10_000;

/// The offset between this machine's clock and OKX's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ClockOffset {
    millis: i64,
    round_trip: Duration,
}

impl ClockOffset {
    /// OKX's time minus this machine's, in milliseconds, at the last measurement.
    pub fn millis(self) -> i64 {
        self.millis
    }

    /// The round trip of the request that measured the offset. When it was measured, its error was at most half of this. Replies may have
    /// corrected it since, but never by more than this plus one second and the possible drift of the clocks.
    pub fn round_trip(self) -> Duration {
        self.round_trip
    }
}

/// One measurement sample. Times are monotonic.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Sample {
    pub(crate) sent: Duration,
    pub(crate) received: Duration,
    pub(crate) server: Timestamp,
    /// The number of clock jumps when it was sent.
    pub(crate) jumps: u64,
}

impl Sample {
    pub(crate) fn round_trip(&self) -> Duration {
        self.received.saturating_sub(self.sent)
    }

    /// OKX's time at the zero of the monotonic clock, assuming that OKX read its clock half-way between sending and receiving.
    fn zero_micros(&self) -> i64 {
        self.server
            .as_millis()
            .saturating_mul(1_000)
            .saturating_sub(micros(self.sent.saturating_add(self.round_trip() / 2)))
    }
}

/// The time that a reply reports besides its rows. Times are monotonic unless noted.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ReplyTime {
    pub(crate) sent: Duration,
    pub(crate) received: Duration,
    /// When OKX sent the reply, in microseconds since the Unix epoch.
    pub(crate) out_micros: Option<i64>,
    /// The `Date` header of the reply, in whole seconds, from OKX or a server in between.
    pub(crate) date: Option<Timestamp>,
}

/// OKX's time as far as it is known. After a measurement it advances with the monotonic clock. Every reply that reports its time corrects
/// it, within the bounds of its round trip.
///
/// The monotonic clock may stop while the machine sleeps. So whenever the time is read, it is compared with the wall clock. After a jump
/// between the two it is [uncertain](Self::is_uncertain) until it is measured again. Until then the later of both is used, because sleep is
/// the usual cause, and a clock that was set back says nothing.
pub(crate) struct ServerTime {
    clock: Arc<dyn Clock>,
    state: Mutex<TimeState>,
}

/// Protected by one lock: a timestamp issued in the middle of an update would belong neither before nor after a measurement.
struct TimeState {
    /// OKX's time, in microseconds, at the zero of the monotonic clock. This machine's own time until it is measured.
    zero_micros: i64,
    /// The same at the last measurement, without later corrections by replies.
    measured_zero: i64,
    /// The last timestamp issued, in milliseconds.
    last: i64,
    offset: Option<ClockOffset>,
    /// When it was last measured, on the monotonic clock.
    measured: Duration,
    /// The number of measurements.
    measurements: u64,
    /// The wall clock minus the monotonic clock when both were last read, in microseconds.
    gap: i64,
    /// The number of jumps of the wall clock relative to the monotonic clock.
    jumps: u64,
    /// OKX's time minus this machine's, in microseconds, when it was last determined; zero before.
    ahead: i64,
    /// When to measure again because the known time may be wrong.
    measure_from: Option<Duration>,
}

impl ServerTime {
    pub(crate) fn new(clock: Arc<dyn Clock>) -> Self {
        let gap = gap(&*clock);
        Self {
            clock,
            state: Mutex::new(TimeState {
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

    /// OKX's time.
    pub(crate) fn now(&self) -> Timestamp {
        Timestamp::from_millis(self.now_by(&self.state()))
    }

    /// The earliest possible time at OKX, given the error of what is known.
    pub(crate) fn earliest(&self) -> Timestamp {
        let state = self.state();
        let (zero_micros, error) = match state.offset {
            // Based on the measured value, because the error refers to it.
            Some(offset) if state.measure_from.is_none() => (state.measured_zero, self.error(&state, offset)),
            _ => (state.zero_micros, LARGEST_ERROR),
        };
        let now = zero_micros.saturating_add(micros(self.clock.monotonic())).div_euclid(1_000);
        let millis = i64::try_from(error.as_millis()).unwrap_or(i64::MAX);
        Timestamp::from_millis(now.saturating_sub(millis))
    }

    /// The earliest and the latest possible time at OKX, even if the known time is wrong by more than OKX accepts in a signature. After a jump
    /// of the clocks, either the machine slept, or its clock was set and OKX's time went on as before.
    pub(crate) fn bounds(&self) -> (Timestamp, Timestamp) {
        let state = self.state();
        let (low, high, error) = match state.offset {
            Some(offset) if state.measure_from.is_none() => {
                (state.measured_zero, state.measured_zero, self.error(&state, offset))
            }
            Some(_) => {
                (state.measured_zero.min(state.zero_micros), state.measured_zero.max(state.zero_micros), LARGEST_ERROR)
            }
            None => (state.zero_micros, state.zero_micros, LARGEST_ERROR),
        };
        let at = |zero: i64| zero.saturating_add(micros(self.clock.monotonic()));
        let error = micros(error);
        let millis = |micros: i64| Timestamp::from_millis(micros.div_euclid(1_000));
        (millis(at(low).saturating_sub(error)), millis(at(high).saturating_add(error)))
    }

    /// How far OKX's time can be from the measured value.
    fn error(&self, state: &TimeState, measured: ClockOffset) -> Duration {
        let age = self.clock.monotonic().saturating_sub(state.measured);
        measured.round_trip.saturating_add(MEASUREMENT_ERROR + age / DRIFT).min(LARGEST_ERROR)
    }

    /// OKX's time plus `time`.
    pub(crate) fn after(&self, time: Duration) -> Timestamp {
        self.now() + time
    }

    /// The time from now until `time` at OKX; zero if it has passed.
    pub(crate) fn until(&self, time: Timestamp) -> Duration {
        let millis = time.as_millis().saturating_sub(self.now().as_millis());
        Duration::from_millis(u64::try_from(millis).unwrap_or(0))
    }

    /// The longest possible time from now until `time` at OKX, given the error of what is known.
    pub(crate) fn longest_until(&self, time: Timestamp) -> Duration {
        let millis = time.as_millis().saturating_sub(self.earliest().as_millis());
        Duration::from_millis(u64::try_from(millis).unwrap_or(0))
    }

    /// The number of the last measurement; zero before the first.
    pub(crate) fn measurement(&self) -> u64 {
        self.state().measurements
    }

    /// The last measured offset.
    pub(crate) fn offset(&self) -> Option<ClockOffset> {
        self.state().offset
    }

    /// Issues a signature timestamp that is later than all previous ones. At more than a thousand per second for longer than a second,
    /// timestamps would run too far ahead of OKX's time; then the error is how long to wait.
    ///
    /// Only a measurement that sets the time back by more than a second makes timestamps start again from the measured time: earlier ones
    /// are so far in OKX's future that it would reject any that continue from there.
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

    /// The number of clock jumps.
    pub(crate) fn jumps(&self) -> u64 {
        self.state().jumps
    }

    /// Sets the time from the fastest of these samples, which has the smallest error. Samples that were sent before a clock jump may report
    /// the time before the machine slept, so they are ignored. Returns `None`, and changes nothing, if no sample is left.
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

    /// The measurement failed; the known time is used for now.
    pub(crate) fn measurement_failed(&self) {
        let mut state = self.state();
        if state.measure_from.is_some() {
            state.measure_from = Some(self.clock.monotonic().saturating_add(PAUSE_AFTER_FAILURE));
        }
    }

    /// Whether it should be measured before it is used: the machine slept, its clock was changed, or a reply reported an unexpected time.
    pub(crate) fn is_uncertain(&self) -> bool {
        self.state().measure_from.is_some_and(|from| from <= self.clock.monotonic())
    }

    /// Takes the time that a reply reports into account.
    ///
    /// OKX sent the reply between the request and its arrival, so if the known time lies outside of that range, it is corrected to the
    /// nearest bound. A reported time that is further off than the measurement can be is not trusted but triggers a measurement: otherwise
    /// replies that arrive late or twice could move the time step by step. Until that measurement no reply corrects it. A `Date` has whole
    /// seconds and may come from a server in between, so it also only triggers a measurement, unless there was none yet.
    pub(crate) fn observe(&self, reply: &ReplyTime) {
        let mut state = self.state();
        let (sent, received) = (micros(reply.sent), micros(reply.received));
        if let Some(out) = reply.out_micros {
            self.correct(&mut state, out.saturating_sub(received), out.saturating_sub(sent));
        }
        let Some(date) = reply.date.map(|date| date.as_millis().saturating_mul(1_000)) else { return };
        let (low, high) = (date.saturating_sub(received), date.saturating_add(1_000_000).saturating_sub(sent));
        if state.offset.is_none() {
            self.set_within(&mut state, low, high);
        } else if state.zero_micros < low.saturating_sub(1_000_000)
            || state.zero_micros > high.saturating_add(1_000_000)
        {
            self.request_measurement(&mut state);
        }
    }

    fn correct(&self, state: &mut TimeState, low: i64, high: i64) {
        let (known, error) = match state.offset {
            Some(_) if state.measure_from.is_some() => return,
            Some(offset) => (state.measured_zero, self.error(state, offset)),
            None => (state.zero_micros, LARGEST_ERROR),
        };
        let fitting = state.zero_micros.clamp(low, high.max(low));
        if fitting.abs_diff(known) <= error.as_micros().try_into().unwrap_or(u64::MAX) {
            self.set_within(state, low, high);
        } else if state.offset.is_some() {
            // The known time is uncertain from now on, but it is measured at most once per `PAUSE_AFTER_MEASUREMENT`.
            state.measure_from = Some(state.measured.saturating_add(PAUSE_AFTER_MEASUREMENT));
        }
    }

    fn set_within(&self, state: &mut TimeState, low: i64, high: i64) {
        let fitting = state.zero_micros.clamp(low, high.max(low));
        if fitting != state.zero_micros {
            self.set(state, fitting);
            let millis = state.ahead.div_euclid(1_000);
            state.offset = state.offset.map(|offset| ClockOffset { millis, ..offset });
        }
    }

    /// Changes the time. If it moves back by more than a second, timestamps start again from there.
    fn set(&self, state: &mut TimeState, zero_micros: i64) {
        state.zero_micros = zero_micros;
        state.ahead = zero_micros.saturating_sub(state.gap);
        let now = self.now_by(state);
        if state.last > now.saturating_add(AHEAD_MS) {
            state.last = now;
        }
    }

    /// A `Date` does not match the known time, which triggers a measurement unless there was one recently.
    fn request_measurement(&self, state: &mut TimeState) {
        let again_from = state.measured.saturating_add(PAUSE_AFTER_MEASUREMENT);
        if state.measure_from.is_none() && state.offset.is_some() && again_from <= self.clock.monotonic() {
            state.measure_from = Some(Duration::ZERO);
        }
    }

    fn now_by(&self, state: &TimeState) -> i64 {
        state.zero_micros.saturating_add(micros(self.clock.monotonic())).div_euclid(1_000)
    }

    /// The state, after a check for a clock jump.
    fn state(&self) -> MutexGuard<'_, TimeState> {
        // No code that holds the lock panics in the middle of a change.
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let gap = gap(&*self.clock);
        if gap.abs_diff(state.gap) > JUMP_MICROS.unsigned_abs() {
            state.jumps += 1;
            state.measure_from = Some(Duration::ZERO);
            let by_wall_clock = gap.saturating_add(state.ahead);
            if by_wall_clock > state.zero_micros.saturating_add(JUMP_MICROS) {
                state.zero_micros = by_wall_clock;
            }
        }
        state.gap = gap;
        state
    }
}

/// The wall clock minus the monotonic clock, in microseconds.
fn gap(clock: &dyn Clock) -> i64 {
    clock.wall().as_millis().saturating_mul(1_000).saturating_sub(micros(clock.monotonic()))
}

fn micros(time: Duration) -> i64 {
    i64::try_from(time.as_micros()).unwrap_or(i64::MAX)
}
