//! Dates and times on the command line, in UTC.

use okx_client::value::Timestamp;

const MILLIS_PER_DAY: i64 = 86_400_000;

/// Milliseconds since the epoch have at least this many digits since 1973. A shorter number may mean a year or seconds.
const LEAST_DIGITS: usize = 12;

/// Reads `2024-01-01`, `2024-01-01T12:30`, `2024-01-01 12:30:15.250`, each with or without `Z`, or milliseconds since the epoch.
pub(crate) fn parse(text: &str) -> Result<Timestamp, String> {
    let wrong =
        || format!("`{text}` is not a date; write 2024-01-01, 2024-01-01T12:30:00Z or milliseconds since the epoch");
    if let Some(time) = Timestamp::parse(text).filter(|_| text.len() >= LEAST_DIGITS) {
        return Ok(time);
    }
    let plain = text.strip_suffix('Z').unwrap_or(text);
    let (date, time) = plain.split_once(['T', ' ']).unwrap_or((plain, ""));
    // Missing parts are zero: `12:30` is `12:30:00.000`. A number with too few digits is refused.
    let unsaid = ["00:00:00.000", ":00.000", ".000", ""].into_iter().find(|unsaid| unsaid.len() + time.len() == 12);
    let full = [date, "T", time, unsaid.ok_or_else(wrong)?, "Z"].concat();
    let number = |range: std::ops::Range<usize>| full.get(range)?.parse::<i64>().ok();
    let day = || Some(days(number(0..4)?, number(5..7)?, number(8..10)?) * MILLIS_PER_DAY);
    let of_day = || Some(((number(11..13)? * 60 + number(14..16)?) * 60 + number(17..19)?) * 1_000 + number(20..23)?);
    let time = day().zip(of_day()).map(|(day, of_day)| Timestamp::from_millis(day + of_day)).ok_or_else(wrong)?;
    // A valid date is formatted as it was written. The 30th of February is not.
    if time.to_string() == full { Ok(time) } else { Err(wrong()) }
}

/// The days from the epoch to a date of the Gregorian calendar. Years start on the first of March, so that the leap day is the last day
/// of a year.
fn days(year: i64, month: i64, day: i64) -> i64 {
    const DAYS_BEFORE_EPOCH: i64 = 719_468;

    let year = if month <= 2 { year - 1 } else { year };
    let march_month = (month + 9) % 12;
    let of_year = (153 * march_month + 2) / 5 + day - 1;
    365 * year + year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400) + of_year - DAYS_BEFORE_EPOCH
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn dates_and_times_are_read() {
        for (text, expected) in [
            ("2024-01-01", "2024-01-01T00:00:00.000Z"),
            ("2024-02-29T12:30", "2024-02-29T12:30:00.000Z"),
            ("2024-12-31 23:59:59.999Z", "2024-12-31T23:59:59.999Z"),
            ("1970-01-01", "1970-01-01T00:00:00.000Z"),
            ("1900-03-01T00:00:00Z", "1900-03-01T00:00:00.000Z"),
            ("1597026383085", "2020-08-10T02:26:23.085Z"),
        ] {
            assert_eq!(parse(text).map(|time| time.to_string()), Ok(expected.to_owned()), "{text}");
        }
    }

    #[test]
    fn what_is_no_date_is_refused() {
        for text in [
            "",
            "today",
            "2024",
            "1597026383",
            "2024-1-1",
            "2023-02-29",
            "2024-13-01",
            "2024-00-10",
            "2024-01-01T25:00",
            "2024-01-01T12:30:00.0000",
            "2024-01-01T1",
            "2024-01-01T12:3",
            "2024-01-01T+1:00",
            "2024/01/01",
            "2024-01-01ü",
        ] {
            assert!(parse(text).is_err(), "{text}");
        }
    }
}
