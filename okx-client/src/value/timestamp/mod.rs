//! Points in time, and the differences between them.

mod arithmetic;
#[cfg(feature = "chrono")]
mod chrono;
mod iso;
#[cfg(feature = "jiff")]
mod jiff;
mod parse;
mod signed_duration;
#[cfg(test)]
mod tests;
mod timestamp_error;

use std::fmt;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{Text, digits};

pub use iso::Iso;
pub use signed_duration::SignedDuration;
pub use timestamp_error::TimestampError;

/// A point in time in milliseconds since the Unix epoch, the form in which OKX's replies hold times.
///
/// # Text
///
/// It prints as RFC 3339 in UTC, and [`parse`](str::parse) reads RFC 3339 and the common forms of ISO 8601:
///
/// ```
/// use okx_client::value::Timestamp;
///
/// # fn main() -> Result<(), okx_client::Error> {
/// let time: Timestamp = "2020-12-08T10:08:57.715+01:00".parse()?;
/// assert_eq!(time.to_string(), "2020-12-08T09:08:57.715Z");
/// assert_eq!(time.as_millis(), 1_607_418_537_715);
/// // A date alone is its first moment in UTC, and a time without an offset is in UTC.
/// assert_eq!("2020-12-08".parse::<Timestamp>()?, "2020-12-08 00:00".parse::<Timestamp>()?);
/// # Ok(())
/// # }
/// ```
///
/// # Arithmetic
///
/// The difference of two times is a [`SignedDuration`], which can be negative. A [`Duration`] can be added and subtracted. Operators never
/// panic: a result outside of the range of 292 million years is the first or the last time. [`checked_add`](Self::checked_add),
/// [`checked_sub`](Self::checked_sub) and [`checked_duration_since`](Self::checked_duration_since) return `None` instead.
///
/// ```
/// use std::time::Duration;
/// use okx_client::value::Timestamp;
///
/// # fn main() -> Result<(), okx_client::Error> {
/// let opened: Timestamp = "2026-01-01T00:00:00Z".parse()?;
/// let closed = opened + Duration::from_secs(3_600);
/// assert_eq!((closed - opened).to_string(), "3600s");
/// assert!((opened - closed).is_negative());
/// assert!(closed - opened > Duration::from_secs(60));
/// # Ok(())
/// # }
/// ```
///
/// # Other libraries
///
/// With the feature `jiff` it converts from and to `jiff::Timestamp`, and with the feature `chrono` from and to `chrono::DateTime`.
/// [`SystemTime`] needs no feature. The current time by OKX's clock is [`Client::server_time`](crate::Client::server_time).
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp(i64);

impl Timestamp {
    /// The point in time this many milliseconds after the epoch.
    pub const fn from_millis(millis: i64) -> Self {
        Self(millis)
    }

    /// Milliseconds since the epoch.
    pub const fn as_millis(self) -> i64 {
        self.0
    }

    /// Parses milliseconds since the epoch, OKX's form; `None` unless the text is a whole number that fits. For RFC 3339 and ISO 8601, use
    /// [`parse`](str::parse).
    pub fn parse_millis(text: &str) -> Option<Self> {
        digits::whole(text).map(Self)
    }

    /// The time as text, such as `2020-12-08T09:08:57.715Z`: the form that is signed. Does not allocate.
    pub fn iso(self) -> Iso {
        Iso::of(self)
    }

    /// Converts from a system time, rounded down to a millisecond; `None` if it is more than 292 million years from the epoch.
    pub fn from_system_time(time: SystemTime) -> Option<Self> {
        let millis = match time.duration_since(UNIX_EPOCH) {
            Ok(after) => i64::try_from(after.as_millis()).ok()?,
            Err(before) => {
                let before = before.duration();
                let rounded_down = i64::from(before.subsec_nanos() % 1_000_000 != 0);
                i64::try_from(before.as_millis()).ok()?.checked_add(rounded_down)?.checked_neg()?
            }
        };
        Some(Self(millis))
    }

    /// Converts to a system time; `None` if this system cannot represent it.
    pub fn to_system_time(self) -> Option<SystemTime> {
        let distance = Duration::from_millis(self.0.unsigned_abs());
        if self.0 < 0 { UNIX_EPOCH.checked_sub(distance) } else { UNIX_EPOCH.checked_add(distance) }
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.iso().as_str())
    }
}

impl fmt::Debug for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.iso().as_str())
    }
}

impl Serialize for Timestamp {
    /// Writes it as OKX does: milliseconds since the epoch, as text.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for Timestamp {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Text::deserialize(deserializer)?;
        Self::parse_millis(&text)
            .ok_or_else(|| serde::de::Error::custom("expected milliseconds since the epoch, as text"))
    }
}
