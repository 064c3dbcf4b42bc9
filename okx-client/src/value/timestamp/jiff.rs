//! Conversions from and to the types of `jiff`.

use super::{SignedDuration, Timestamp, TimestampError};

/// Rounds down to a millisecond.
impl From<jiff::Timestamp> for Timestamp {
    fn from(time: jiff::Timestamp) -> Self {
        Self::from_millis(time.as_nanosecond().div_euclid(1_000_000).try_into().unwrap_or(i64::MAX))
    }
}

/// Fails outside of the years -9999 to 9999, which `jiff` supports.
///
/// ```
/// use okx_client::value::Timestamp;
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let time: Timestamp = "2024-01-31T12:30:00Z".parse()?;
/// let theirs = jiff::Timestamp::try_from(time)?;
/// assert_eq!(theirs.to_string(), "2024-01-31T12:30:00Z");
/// assert_eq!(Timestamp::from(theirs), time);
/// # Ok(())
/// # }
/// ```
impl TryFrom<Timestamp> for jiff::Timestamp {
    type Error = TimestampError;

    fn try_from(time: Timestamp) -> Result<Self, TimestampError> {
        Self::from_millisecond(time.as_millis())
            .map_err(|_| TimestampError::new(format!("{time} is outside of the years that `jiff::Timestamp` supports")))
    }
}

impl From<SignedDuration> for jiff::SignedDuration {
    fn from(time: SignedDuration) -> Self {
        Self::from_millis(time.as_millis())
    }
}
