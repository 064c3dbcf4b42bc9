//! Times as text.

use std::fmt;
use std::io::Write as _;

use super::Timestamp;

pub(super) const MILLIS_PER_DAY: i64 = 86_400_000;

/// The times of the years 0 to 9999, which the form can express.
const FIRST: i64 = -62_167_219_200_000;
const LAST: i64 = 253_402_300_799_999;

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

    pub(super) fn of(time: Timestamp) -> Self {
        let millis = time.as_millis();
        let day = i32::try_from(millis.div_euclid(MILLIS_PER_DAY));
        let Some(day) = day.ok().filter(|_| (FIRST..=LAST).contains(&millis)) else {
            return Self::number(millis);
        };
        let (year, month, of_month) = datealgo::rd_to_date(day);
        // Both fit: the year is one of 0 to 9999, and a day has 86 400 000 milliseconds.
        let year = u32::try_from(year).unwrap_or_default();
        let of_day = u32::try_from(millis.rem_euclid(MILLIS_PER_DAY)).unwrap_or_default();
        let mut bytes = *b"0000-00-00T00:00:00.000Z";
        put(&mut bytes[0..4], year);
        put(&mut bytes[5..7], month.into());
        put(&mut bytes[8..10], of_month.into());
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
