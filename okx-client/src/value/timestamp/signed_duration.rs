//! Differences between points in time.

use std::cmp::Ordering;
use std::fmt;
use std::ops::Neg;
use std::time::Duration;

use super::TimestampError;

/// The difference between two [`Timestamp`](super::Timestamp)s, in milliseconds. It is negative if the first one is the earlier one.
///
/// It compares with a [`Duration`] directly, and converts to one if it is not negative.
///
/// ```
/// use std::time::Duration;
/// use okx_client::value::Timestamp;
///
/// # fn main() -> Result<(), okx_client::Error> {
/// let (sent, received) = (Timestamp::from_millis(1_000), Timestamp::from_millis(1_250));
/// let latency = received - sent;
/// assert_eq!((latency.as_millis(), latency.to_string()), (250, "250ms".to_owned()));
/// assert!(latency < Duration::from_secs(1));
/// assert_eq!(Duration::try_from(latency)?, Duration::from_millis(250));
/// assert_eq!((sent - received).abs(), Duration::from_millis(250));
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SignedDuration(i64);

impl SignedDuration {
    /// This many milliseconds.
    pub const fn from_millis(millis: i64) -> Self {
        Self(millis)
    }

    /// The number of milliseconds.
    pub const fn as_millis(self) -> i64 {
        self.0
    }

    /// The number of whole seconds, cut toward zero.
    pub const fn as_secs(self) -> i64 {
        self.0 / 1_000
    }

    /// Whether it is less than zero.
    pub const fn is_negative(self) -> bool {
        self.0 < 0
    }

    /// The duration without its sign.
    pub const fn abs(self) -> Duration {
        Duration::from_millis(self.0.unsigned_abs())
    }
}

impl TryFrom<SignedDuration> for Duration {
    type Error = TimestampError;

    /// Fails if it is negative.
    fn try_from(time: SignedDuration) -> Result<Self, TimestampError> {
        if time.is_negative() {
            return Err(TimestampError::new(format!("{time} is negative; `abs` gives the duration without its sign")));
        }
        Ok(time.abs())
    }
}

impl Neg for SignedDuration {
    type Output = Self;

    fn neg(self) -> Self {
        Self(self.0.saturating_neg())
    }
}

impl PartialEq<Duration> for SignedDuration {
    fn eq(&self, other: &Duration) -> bool {
        self.partial_cmp(other) == Some(Ordering::Equal)
    }
}

impl PartialOrd<Duration> for SignedDuration {
    fn partial_cmp(&self, other: &Duration) -> Option<Ordering> {
        Some(if self.is_negative() { Ordering::Less } else { self.abs().cmp(other) })
    }
}

impl fmt::Display for SignedDuration {
    /// `1.5s`, `-250ms`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.is_negative() { "-" } else { "" };
        f.pad(&format!("{sign}{:?}", self.abs()))
    }
}

impl fmt::Debug for SignedDuration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
