//! Times as text: `2020-12-08T09:08:57.715Z`.

use std::fmt;
use std::io::Write as _;

use super::Timestamp;

const MILLIS_PER_DAY: i64 = 86_400_000;

/// A time as text, in a buffer of its own.
#[derive(Clone, Copy)]
pub struct Iso {
    bytes: [u8; 24],
    length: usize,
}

impl Iso {
    /// The text; outside of the years 0 to 9999, which it cannot express, the number of milliseconds.
    pub fn as_str(&self) -> &str {
        // Only ASCII is ever written into it.
        str::from_utf8(&self.bytes[..self.length]).unwrap_or_default()
    }

    pub(super) fn of(time: Timestamp) -> Self {
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

/// Writes the last digits of a number, as many as there is room for.
fn put(room: &mut [u8], mut number: u32) {
    for place in room.iter_mut().rev() {
        *place = b'0' + (number % 10) as u8;
        number /= 10;
    }
}

/// Year, month and day of a day counted from the epoch, in the Gregorian calendar. Days are counted within eras of 400 years
/// that begin on a first of March, so that the leap day is the last of its year and every era is alike.
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
