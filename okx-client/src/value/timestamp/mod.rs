//! Points in time.

mod iso;

use std::fmt;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{Text, digits};

pub use iso::Iso;

/// A point in time in milliseconds since the epoch, UTC: the only form OKX's replies use.
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

    /// The point in time this long after it.
    #[must_use]
    pub fn after(self, time: Duration) -> Self {
        Self(self.0.saturating_add(i64::try_from(time.as_millis()).unwrap_or(i64::MAX)))
    }

    /// Reads milliseconds since the epoch; `None` unless the text is a whole number that fits.
    pub fn parse(text: &str) -> Option<Self> {
        digits::whole(text).map(Self)
    }

    /// `2020-12-08T09:08:57.715Z`, the form that is signed. Makes no allocation.
    pub fn iso(self) -> Iso {
        Iso::of(self)
    }

    /// The millisecond this time falls into; `None` if it is farther from the epoch than 292 million years.
    pub fn from_system_time(time: SystemTime) -> Option<Self> {
        let millis = match time.duration_since(UNIX_EPOCH) {
            Ok(after) => i64::try_from(after.as_millis()).ok()?,
            Err(before) => {
                let before = before.duration();
                let begun = i64::from(before.subsec_nanos() % 1_000_000 != 0);
                i64::try_from(before.as_millis()).ok()?.checked_add(begun)?.checked_neg()?
            }
        };
        Some(Self(millis))
    }

    /// The same point in time; `None` if this system cannot express it.
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
    /// As OKX writes it: milliseconds since the epoch, as text.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for Timestamp {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Text::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| serde::de::Error::custom("expected milliseconds since the epoch, as text"))
    }
}
