//! Reads times from text.

use std::str::FromStr;

use super::iso::MILLIS_PER_DAY;
use super::{Timestamp, TimestampError};

/// Milliseconds since the epoch have at least this many digits since 1973. A shorter number may mean a year or seconds.
const LEAST_DIGITS: usize = 12;

impl FromStr for Timestamp {
    type Err = TimestampError;

    /// Reads RFC 3339 and the common forms of ISO 8601: `2024-01-31`, `2024-01-31T12:30`, `2024-01-31 12:30:15.250Z`,
    /// `2024-01-31T12:30:15+02:00`. Without an offset the time is in UTC, and a date alone is its first moment. A fraction of a second is
    /// cut to milliseconds, and second 60, a leap second, is read as 59, because OKX's times have no leap seconds. Milliseconds since the
    /// epoch are read as well, from 12 digits on.
    fn from_str(text: &str) -> Result<Self, TimestampError> {
        let digits = text.strip_prefix('-').unwrap_or(text);
        if !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()) {
            let millis = Self::parse_millis(text).filter(|_| digits.len() >= LEAST_DIGITS);
            return millis.ok_or_else(|| not_a_time(text, "milliseconds since the epoch have 12 to 19 digits"));
        }
        let mut rest = Rest(text.as_bytes());
        let millis = rest.time().and_then(|millis| if rest.0.is_empty() { Ok(millis) } else { Err(OFFSET) });
        millis.map(Self).map_err(|why| not_a_time(text, why))
    }
}

const DATE: &str = "it does not begin with a date such as 2024-01-31";
const TIME_OF_DAY: &str = "the date is not followed by a time such as 12:30:00";
const OFFSET: &str = "the time is not followed by Z or an offset such as +02:00";

/// A clause that says why a text is not a time.
type Why = &'static str;

/// What is left of the text.
struct Rest<'a>(&'a [u8]);

impl Rest<'_> {
    /// A date, and perhaps a time of day and an offset.
    fn time(&mut self) -> Result<i64, Why> {
        let day = self.day()?;
        let of_day = if self.take_any(b"Tt ").is_some() { self.of_day()? } else { 0 };
        Ok(i64::from(day) * MILLIS_PER_DAY + of_day - self.offset()?)
    }

    /// The days from the epoch to a date.
    fn day(&mut self) -> Result<i32, Why> {
        let year = self.number(4).ok_or(DATE)?;
        let year = i32::from(year);
        let month = self.after(b"-").and_then(|()| self.pair()).ok_or(DATE)?;
        let day = self.after(b"-").and_then(|()| self.pair()).ok_or(DATE)?;
        if !(1..=12).contains(&month) {
            return Err("the month is not one of 01 to 12");
        }
        if !(1..=datealgo::days_in_month(year, month)).contains(&day) {
            return Err("the month does not have this day");
        }
        Ok(datealgo::date_to_rd((year, month, day)))
    }

    /// The milliseconds from midnight to a time of day.
    fn of_day(&mut self) -> Result<i64, Why> {
        let hour = self.pair().ok_or(TIME_OF_DAY)?;
        let minute = self.after(b":").and_then(|()| self.pair()).ok_or(TIME_OF_DAY)?;
        let (mut second, mut millis) = (0, 0);
        if self.after(b":").is_some() {
            second = self.pair().ok_or(TIME_OF_DAY)?;
            if self.take_any(b".,").is_some() {
                millis = self.fraction().ok_or("the fraction of the second has no digits")?;
            }
        }
        match (hour, minute, second) {
            (24.., _, _) => Err("the hour is not one of 00 to 23"),
            (_, 60.., _) => Err("the minute is not one of 00 to 59"),
            (_, _, 61..) => Err("the second is not one of 00 to 60"),
            _ => Ok(in_seconds([hour, minute, second.min(59)]) * 1_000 + i64::from(millis)),
        }
    }

    /// How many milliseconds a time of this offset is ahead of UTC.
    fn offset(&mut self) -> Result<i64, Why> {
        let sign = match self.take_any(b"+-Zz") {
            Some(b'+') => 1,
            Some(b'-') => -1,
            _ => return Ok(0),
        };
        let hours = self.pair().ok_or(OFFSET)?;
        let is_parted = self.after(b":").is_some();
        let minutes = if is_parted || !self.0.is_empty() { self.pair().ok_or(OFFSET)? } else { 0 };
        if hours > 23 || minutes > 59 {
            return Err("the offset is not one of -23:59 to +23:59");
        }
        Ok(sign * in_seconds([hours, minutes, 0]) * 1_000)
    }

    /// A number of two digits.
    fn pair(&mut self) -> Option<u8> {
        self.number(2).and_then(|number| u8::try_from(number).ok())
    }

    /// A number of exactly this many digits, four at most.
    fn number(&mut self, digits: usize) -> Option<u16> {
        let (number, rest) = self.0.split_at_checked(digits)?;
        let digit = |number: u16, byte: &u8| byte.is_ascii_digit().then(|| number * 10 + u16::from(byte - b'0'));
        let number = number.iter().try_fold(0, digit)?;
        self.0 = rest;
        Some(number)
    }

    /// The milliseconds of a fraction of any length.
    fn fraction(&mut self) -> Option<u32> {
        let digits = self.0.iter().take_while(|byte| byte.is_ascii_digit()).count();
        let (fraction, rest) = self.0.split_at_checked(digits).filter(|_| digits > 0)?;
        self.0 = rest;
        Some((0..3).fold(0, |millis, at| millis * 10 + u32::from(fraction.get(at).map_or(0, |byte| byte - b'0'))))
    }

    fn after(&mut self, letters: &[u8]) -> Option<()> {
        self.take_any(letters).map(|_| ())
    }

    /// Takes the next letter if it is one of these.
    fn take_any(&mut self, letters: &[u8]) -> Option<u8> {
        let (first, rest) = self.0.split_first().filter(|(first, _)| letters.contains(first))?;
        self.0 = rest;
        Some(*first)
    }
}

/// Hours, minutes and seconds in seconds.
fn in_seconds(parts: [u8; 3]) -> i64 {
    parts.into_iter().fold(0, |seconds, part| seconds * 60 + i64::from(part))
}

fn not_a_time(text: &str, why: Why) -> TimestampError {
    /// Longer texts are cut in messages.
    const SHOWN: usize = 40;

    let shown: String = text.chars().take(SHOWN).collect();
    let cut = if shown.len() < text.len() { "…" } else { "" };
    TimestampError::new(format!(
        "{shown:?}{cut} is not a time: {why}; write 2024-01-31, 2024-01-31T12:30:00Z or milliseconds since the epoch"
    ))
}
