//! Points in time.

use std::fmt;
use std::io::Write as _;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{Text, digits};

/// A point in time in milliseconds since the Unix epoch, the form in which OKX's replies hold times.
///
/// ```
/// use std::time::Duration;
/// use okx_client::value::Timestamp;
///
/// let time = Timestamp::from_millis(1_607_418_537_715);
/// assert_eq!(time.to_string(), "2020-12-08T09:08:57.715Z");
/// assert_eq!(time.after(Duration::from_secs(1)).as_millis(), 1_607_418_538_715);
/// ```
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

    /// The point in time that is `time` later.
    #[must_use]
    pub fn after(self, time: Duration) -> Self {
        Self(self.0.saturating_add(i64::try_from(time.as_millis()).unwrap_or(i64::MAX)))
    }

    /// Parses milliseconds since the epoch; `None` unless the text is a whole number that fits.
    pub fn parse(text: &str) -> Option<Self> {
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
        Self::parse(&text).ok_or_else(|| serde::de::Error::custom("expected milliseconds since the epoch, as text"))
    }
}

const MILLIS_PER_DAY: i64 = 86_400_000;

/// A time as text, such as `2020-12-08T09:08:57.715Z`, in an inline buffer.
#[derive(Clone, Copy)]
pub struct Iso {
    bytes: [u8; 24],
    length: usize,
}

impl Iso {
    /// The text. Outside of the years 0 to 9999, which the form cannot express, the number of milliseconds.
    pub fn as_str(&self) -> &str {
        // Only ASCII is written into the buffer.
        str::from_utf8(&self.bytes[..self.length]).unwrap_or_default()
    }

    fn of(time: Timestamp) -> Self {
        let millis = time.as_millis();
        let (year, month, day) = date(millis.div_euclid(MILLIS_PER_DAY));
        let Ok(year @ 0..=9999) = u32::try_from(year) else {
            return Self::number(millis);
        };
        // Both fit: a month has 31 days, and a day has 86 400 000 milliseconds.
        let part = |value: i64| u32::try_from(value).unwrap_or_default();
        let of_day = part(millis.rem_euclid(MILLIS_PER_DAY));
        let mut bytes = *b"0000-00-00T00:00:00.000Z";
        put(&mut bytes[0..4], year);
        put(&mut bytes[5..7], part(month));
        put(&mut bytes[8..10], part(day));
        put(&mut bytes[11..13], of_day / 3_600_000);
        put(&mut bytes[14..16], of_day / 60_000 % 60);
        put(&mut bytes[17..19], of_day / 1_000 % 60);
        put(&mut bytes[20..23], of_day % 1_000);
        Self { bytes, length: 24 }
    }

    fn number(millis: i64) -> Self {
        let mut bytes = [0; 24];
        let mut rest = &mut bytes[..];
        // 20 characters at most.
        let left = write!(rest, "{millis}").map_or(24, |()| rest.len());
        Self { bytes, length: 24 - left }
    }
}

impl fmt::Debug for Iso {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Writes the last digits of a number, as many as fit.
fn put(room: &mut [u8], mut number: u32) {
    for place in room.iter_mut().rev() {
        *place = b'0' + (number % 10) as u8;
        number /= 10;
    }
}

/// Converts a day counted from the epoch to year, month and day in the Gregorian calendar. Days are counted within eras of 400 years that
/// begin on March 1, so that the leap day is the last day of its year and all eras have the same length.
fn date(day: i64) -> (i64, i64, i64) {
    const DAYS_PER_ERA: i64 = 146_097;
    const EPOCH_IN_ERA: i64 = 719_468;

    let day = day + EPOCH_IN_ERA;
    let (era, of_era) = (day.div_euclid(DAYS_PER_ERA), day.rem_euclid(DAYS_PER_ERA));
    let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let march_month = (5 * of_year + 2) / 153;
    let day_of_month = of_year - (153 * march_month + 2) / 5 + 1;
    let month = if march_month < 10 { march_month + 3 } else { march_month - 9 };
    (era * 400 + year_of_era + i64::from(month <= 2), month, day_of_month)
}
