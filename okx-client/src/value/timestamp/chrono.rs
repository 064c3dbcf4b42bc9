//! Conversions from and to the types of `chrono`.

use chrono::{DateTime, TimeDelta, TimeZone, Utc};

use super::{SignedDuration, Timestamp, TimestampError};

/// Rounds down to a millisecond. Any time zone will do: the point in time is the same.
impl<Tz: TimeZone> From<DateTime<Tz>> for Timestamp {
    fn from(time: DateTime<Tz>) -> Self {
        Self::from_millis(time.timestamp_millis())
    }
}

/// Fails outside of about 262,000 years around the epoch, which `chrono` supports.
///
/// ```
/// use okx_client::value::Timestamp;
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let time: Timestamp = "2024-01-31T12:30:00Z".parse()?;
/// let theirs = chrono::DateTime::try_from(time)?;
/// assert_eq!(theirs.to_string(), "2024-01-31 12:30:00 UTC");
/// assert_eq!(Timestamp::from(theirs), time);
/// # Ok(())
/// # }
/// ```
impl TryFrom<Timestamp> for DateTime<Utc> {
    type Error = TimestampError;

    fn try_from(time: Timestamp) -> Result<Self, TimestampError> {
        Self::from_timestamp_millis(time.as_millis())
            .ok_or_else(|| TimestampError::new(format!("{time} is outside of the years that `chrono` supports")))
    }
}

/// Fails for less than `-i64::MAX` milliseconds.
impl TryFrom<SignedDuration> for TimeDelta {
    type Error = TimestampError;

    fn try_from(time: SignedDuration) -> Result<Self, TimestampError> {
        Self::try_milliseconds(time.as_millis())
            .ok_or_else(|| TimestampError::new(format!("{time} is longer than `chrono::TimeDelta` supports")))
    }
}
