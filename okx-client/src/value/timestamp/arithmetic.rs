//! Sums and differences of times.

use std::ops::{Add, AddAssign, Sub, SubAssign};
use std::time::Duration;

use super::{SignedDuration, Timestamp};

impl Timestamp {
    /// The sum; `None` if it is out of range. The duration is cut to whole milliseconds.
    pub fn checked_add(self, time: Duration) -> Option<Self> {
        i64::try_from(time.as_millis()).ok().and_then(|millis| self.0.checked_add(millis)).map(Self)
    }

    /// The difference; `None` if it is out of range. The duration is cut to whole milliseconds.
    pub fn checked_sub(self, time: Duration) -> Option<Self> {
        i64::try_from(time.as_millis()).ok().and_then(|millis| self.0.checked_sub(millis)).map(Self)
    }

    /// The time that has passed since another point in time; `None` if that is later than this one.
    pub fn checked_duration_since(self, earlier: Self) -> Option<Duration> {
        (self >= earlier).then(|| Duration::from_millis(self.0.abs_diff(earlier.0)))
    }
}

impl Sub for Timestamp {
    type Output = SignedDuration;

    fn sub(self, earlier: Self) -> SignedDuration {
        SignedDuration::from_millis(self.0.saturating_sub(earlier.0))
    }
}

impl Add<Duration> for Timestamp {
    type Output = Self;

    fn add(self, time: Duration) -> Self {
        Self(self.0.saturating_add(millis(time)))
    }
}

impl Sub<Duration> for Timestamp {
    type Output = Self;

    fn sub(self, time: Duration) -> Self {
        Self(self.0.saturating_sub(millis(time)))
    }
}

impl Add<SignedDuration> for Timestamp {
    type Output = Self;

    fn add(self, time: SignedDuration) -> Self {
        Self(self.0.saturating_add(time.as_millis()))
    }
}

impl Sub<SignedDuration> for Timestamp {
    type Output = Self;

    fn sub(self, time: SignedDuration) -> Self {
        Self(self.0.saturating_sub(time.as_millis()))
    }
}

impl AddAssign<Duration> for Timestamp {
    fn add_assign(&mut self, time: Duration) {
        *self = *self + time;
    }
}

impl SubAssign<Duration> for Timestamp {
    fn sub_assign(&mut self, time: Duration) {
        *self = *self - time;
    }
}

/// Whole milliseconds; the largest number if they do not fit.
fn millis(time: Duration) -> i64 {
    i64::try_from(time.as_millis()).unwrap_or(i64::MAX)
}
