//! Gregorian calendar arithmetic in UTC, as far as the protocol needs it.

const DAY_MS: i64 = 86_400_000;

/// Parses a timestamp such as `2020-12-08T09:08:57.715Z` into milliseconds since the epoch. Accepts exactly this
/// format, with three decimals and `Z`.
pub(crate) fn read_iso(text: &str) -> Option<i64> {
    let bytes = text.as_bytes();
    let marks = [(4, b'-'), (7, b'-'), (10, b'T'), (13, b':'), (16, b':'), (19, b'.'), (23, b'Z')];
    if bytes.len() != 24 || marks.iter().any(|&(index, mark)| bytes[index] != mark) {
        return None;
    }
    let number = |from: usize, to: usize| {
        let digits = &bytes[from..to];
        digits
            .iter()
            .all(u8::is_ascii_digit)
            .then(|| digits.iter().fold(0, |sum, digit| sum * 10 + i64::from(digit - b'0')))
    };
    let (year, month, day) = (number(0, 4)?, number(5, 7)?, number(8, 10)?);
    let (hour, minute, second, milli) = (number(11, 13)?, number(14, 16)?, number(17, 19)?, number(20, 23)?);
    let in_range = (1..=12).contains(&month)
        && (1..=days_in_month(year, month)).contains(&day)
        && hour < 24
        && minute < 60
        && second < 60;
    in_range.then(|| days_from_epoch(year, month, day) * DAY_MS + ((hour * 60 + minute) * 60 + second) * 1000 + milli)
}

/// Returns the first millisecond of the month containing this time, or of the quarter when `months` is 3.
pub(crate) fn month_start(millis: i64, months: i64) -> i64 {
    let (year, month, _) = date(millis.div_euclid(DAY_MS));
    let first = (month - 1) / months * months + 1;
    days_from_epoch(year, first, 1) * DAY_MS
}

fn days_in_month(year: i64, month: i64) -> i64 {
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    match month {
        2 => 28 + i64::from(leap),
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Days from 1970-01-01 to this date. The year is counted from March, so that the leap day is its last day.
fn days_from_epoch(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719_468
}

/// Year, month and day of a day counted from 1970-01-01.
fn date(days: i64) -> (i64, i64, i64) {
    let shifted = days + 719_468;
    let era = shifted.div_euclid(146_097);
    let day_of_era = shifted.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = if month_from_march < 10 { month_from_march + 3 } else { month_from_march - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    (year, month, day)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn write_iso(millis: i64) -> String {
        let (year, month, day) = date(millis.div_euclid(DAY_MS));
        let rest = millis.rem_euclid(DAY_MS);
        let (hour, minute, second, milli) = (rest / 3_600_000, rest / 60_000 % 60, rest / 1000 % 60, rest % 1000);
        format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}.{milli:03}Z")
    }

    #[test]
    fn parses_known_timestamps() {
        assert_eq!(read_iso("1970-01-01T00:00:00.000Z"), Some(0));
        assert_eq!(read_iso("2020-12-08T09:08:57.715Z"), Some(1_607_418_537_715));
        assert_eq!(read_iso("2024-02-29T23:59:59.999Z"), Some(1_709_251_199_999));
    }

    #[test]
    fn other_formats_are_rejected() {
        for bad in [
            "1607418537715",
            "2020-12-08T09:08:57Z",
            "2020-12-08T09:08:57.7156Z",
            "2020-12-08 09:08:57.715Z",
            "2020-12-08T09:08:57.715+00:00",
            "2020-13-08T09:08:57.715Z",
            "2023-02-29T09:08:57.715Z",
            "2020-12-08T24:08:57.715Z",
            "",
            "2020-12-08T09:08:57.71éZ",
        ] {
            assert_eq!(read_iso(bad), None, "{bad}");
        }
    }

    #[test]
    fn months_and_quarters_start_on_their_first_day() {
        let within = read_iso("2024-05-17T10:00:00.000Z").expect("a time");
        assert_eq!(write_iso(month_start(within, 1)), "2024-05-01T00:00:00.000Z");
        assert_eq!(write_iso(month_start(within, 3)), "2024-04-01T00:00:00.000Z");
    }

    proptest! {
        #[test]
        fn formatted_timestamps_parse_back(millis in 0_i64..253_402_300_799_999) {
            prop_assert_eq!(read_iso(&write_iso(millis)), Some(millis));
        }
    }
}
