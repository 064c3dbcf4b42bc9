//! Tests of times: text, arithmetic and conversions.

use std::time::{Duration, UNIX_EPOCH};

use proptest::prelude::*;

use super::*;

#[track_caller]
fn writes(millis: i64, expected: &str) {
    assert_eq!(Timestamp::from_millis(millis).iso().as_str(), expected);
    assert_eq!(Timestamp::from_millis(millis).to_string(), expected);
}

#[test]
fn timestamps_are_written_in_the_signed_form() {
    writes(0, "1970-01-01T00:00:00.000Z");
    writes(1_607_418_537_715, "2020-12-08T09:08:57.715Z");
    writes(-1, "1969-12-31T23:59:59.999Z");
    writes(951_782_400_000, "2000-02-29T00:00:00.000Z");
    writes(4_107_542_399_999, "2100-02-28T23:59:59.999Z");
    writes(4_107_542_400_000, "2100-03-01T00:00:00.000Z");
    writes(-62_167_219_200_000, "0000-01-01T00:00:00.000Z");
    writes(253_402_300_799_999, "9999-12-31T23:59:59.999Z");
}

#[test]
fn timestamps_outside_of_the_form_are_written_as_numbers() {
    writes(253_402_300_800_000, "253402300800000");
    writes(-62_167_219_200_001, "-62167219200001");
    writes(i64::MIN, "-9223372036854775808");
    writes(i64::MAX, "9223372036854775807");
}

#[test]
fn timestamps_are_parsed_from_digits_only() {
    assert_eq!(Timestamp::parse_millis("1597026383085"), Some(Timestamp::from_millis(1_597_026_383_085)));
    assert_eq!(Timestamp::parse_millis("-5"), Some(Timestamp::from_millis(-5)));
    for text in ["", "1.5", "+5", "2020-12-08T09:08:57.715Z", "9223372036854775808"] {
        assert_eq!(Timestamp::parse_millis(text), None, "{text}");
    }
}

#[test]
fn system_times_are_rounded_down_to_a_millisecond() {
    let at = |nanos: u64, before: bool| {
        let distance = Duration::from_nanos(nanos);
        Timestamp::from_system_time(if before { UNIX_EPOCH - distance } else { UNIX_EPOCH + distance })
    };
    assert_eq!(at(1_999_999, false), Some(Timestamp::from_millis(1)));
    assert_eq!(at(1, true), Some(Timestamp::from_millis(-1)));
    assert_eq!(at(1_000_000, true), Some(Timestamp::from_millis(-1)));
    assert_eq!(at(1_000_001, true), Some(Timestamp::from_millis(-2)));
}

#[test]
fn timestamps_are_stored_as_okx_writes_them() {
    let time = Timestamp::from_millis(1_597_026_383_085);
    assert_eq!(serde_json::to_string(&time).unwrap(), "\"1597026383085\"");
    assert_eq!(serde_json::from_str::<Timestamp>("\"1597026383085\"").unwrap(), time);
    assert!(serde_json::from_str::<Timestamp>("\"soon\"").is_err());
}

proptest! {
    #[test]
    fn system_times_round_trip(millis in -62_167_219_200_000_i64..253_402_300_800_000) {
        let time = Timestamp::from_millis(millis);
        prop_assert_eq!(time.to_system_time().and_then(Timestamp::from_system_time), Some(time));
    }

    #[test]
    fn timestamps_are_ordered_like_their_texts(one in -62_167_219_200_000_i64..253_402_300_800_000, step in 1_i64..10_000_000_000_000) {
        let other = Timestamp::from_millis((one + step).min(253_402_300_799_999));
        let one = Timestamp::from_millis(one);
        prop_assert_eq!(one.cmp(&other), one.iso().as_str().cmp(other.iso().as_str()));
    }

    #[test]
    fn any_timestamp_can_be_written(millis in any::<i64>()) {
        prop_assert!(!Timestamp::from_millis(millis).iso().as_str().is_empty());
        let _ = Timestamp::from_millis(millis).to_system_time().map(Timestamp::from_system_time);
    }
}

#[track_caller]
fn reads(text: &str, expected: &str) {
    let read = text.parse::<Timestamp>().map(|time| time.to_string());
    assert_eq!(read, Ok(expected.to_owned()), "{text}");
}

#[track_caller]
fn refuses(text: &str, why: &str) {
    let error = text.parse::<Timestamp>().expect_err("it is not a time").to_string();
    assert_eq!(
        error,
        format!(
            "{text:?} is not a time: {why}; write 2024-01-31, 2024-01-31T12:30:00Z or milliseconds since the epoch"
        )
    );
}

#[test]
fn rfc_3339_and_iso_8601_are_read() {
    reads("2024-01-01", "2024-01-01T00:00:00.000Z");
    reads("2024-02-29T12:30", "2024-02-29T12:30:00.000Z");
    reads("2024-12-31 23:59:59.999Z", "2024-12-31T23:59:59.999Z");
    reads("1970-01-01", "1970-01-01T00:00:00.000Z");
    reads("1900-03-01t00:00:00z", "1900-03-01T00:00:00.000Z");
    reads("2020-12-08T10:08:57.715+01:00", "2020-12-08T09:08:57.715Z");
    reads("2020-12-31T23:00:00-0230", "2021-01-01T01:30:00.000Z");
    reads("2020-12-31T23:00-02", "2021-01-01T01:00:00.000Z");
    reads("2020-12-08T09:08:57.7Z", "2020-12-08T09:08:57.700Z");
    reads("2020-12-08T09:08:57,7159999999999Z", "2020-12-08T09:08:57.715Z");
    reads("2016-12-31T23:59:60Z", "2016-12-31T23:59:59.000Z");
    reads("0000-01-01T00:00:00Z", "0000-01-01T00:00:00.000Z");
    reads("2024-01-01-05:00", "2024-01-01T05:00:00.000Z");
    reads("1597026383085", "2020-08-10T02:26:23.085Z");
    reads("0000-01-01T00:00:00+00:01", "-62167219260000");
}

#[test]
fn what_is_not_a_time_is_refused_with_the_reason() {
    const NO_DATE: &str = "it does not begin with a date such as 2024-01-31";
    const NO_TIME: &str = "the date is not followed by a time such as 12:30:00";
    const NO_OFFSET: &str = "the time is not followed by Z or an offset such as +02:00";
    for text in ["", "today", "2024-1-1", "2024/01/01", "20240101T000000Z", "+2024-01-01", "２０２４-01-01", "-"] {
        refuses(text, NO_DATE);
    }
    for text in ["2024", "1597026383", "-5", "99999999999999999999"] {
        refuses(text, "milliseconds since the epoch have 12 to 19 digits");
    }
    for text in ["2023-02-29", "2024-04-31", "2024-01-00", "1900-02-29"] {
        refuses(text, "the month does not have this day");
    }
    refuses("2024-13-01", "the month is not one of 01 to 12");
    refuses("2024-00-10", "the month is not one of 01 to 12");
    for text in
        ["2024-01-01T", "2024-01-01T1", "2024-01-01T12", "2024-01-01T12:3", "2024-01-01T+1:00", "2024-01-01T1:00"]
    {
        refuses(text, NO_TIME);
    }
    refuses("2024-01-01T24:00", "the hour is not one of 00 to 23");
    refuses("2024-01-01T12:60", "the minute is not one of 00 to 59");
    refuses("2024-01-01T12:00:61", "the second is not one of 00 to 60");
    refuses("2024-01-01T12:00:00.Z", "the fraction of the second has no digits");
    refuses("2024-01-01T12:00:00+24:00", "the offset is not one of -23:59 to +23:59");
    for text in ["2024-01-01ü", "2024-01-01T12:00:00 UTC", "2024-01-01T12:00Zx", "2024-01-01T12:00+1"] {
        refuses(text, NO_OFFSET);
    }
}

#[test]
fn a_long_text_is_cut_in_the_message() {
    let error = "é".repeat(1_000).parse::<Timestamp>().expect_err("it is not a time").to_string();
    assert!(error.starts_with(&format!("{:?}… is not a time", "é".repeat(40))), "{error}");
}

#[test]
fn operators_stop_at_the_first_and_the_last_time() {
    let [first, zero, last] = [i64::MIN, 0, i64::MAX].map(Timestamp::from_millis);
    let second = Duration::from_secs(1);
    assert_eq!((last + second, first - second), (last, first));
    assert_eq!((last + Duration::MAX, zero - Duration::MAX), (last, Timestamp::from_millis(-i64::MAX)));
    assert_eq!((last - first).as_millis(), i64::MAX);
    assert_eq!(
        (last.checked_add(second), first.checked_sub(second), zero.checked_add(Duration::MAX)),
        (None, None, None)
    );
    assert_eq!(last.checked_duration_since(first), Some(Duration::from_millis(u64::MAX)));
    assert_eq!(first.checked_duration_since(last), None);
    assert_eq!(zero.checked_duration_since(zero), Some(Duration::ZERO));
    assert_eq!(-SignedDuration::from_millis(i64::MIN), SignedDuration::from_millis(i64::MAX));
    assert_eq!(zero + Duration::from_micros(1_999), Timestamp::from_millis(1), "durations are cut to milliseconds");
}

#[test]
fn differences_have_a_sign() {
    let difference = SignedDuration::from_millis;
    for (millis, text) in [(0, "0ns"), (1_500, "1.5s"), (-250, "-250ms"), (90_000, "90s")] {
        assert_eq!((difference(millis).to_string(), format!("{:?}", difference(millis))), (text.into(), text.into()));
    }
    assert!(difference(-1) < Duration::ZERO && difference(5) > Duration::from_micros(4_999));
    assert_eq!(difference(5), Duration::from_millis(5));
    assert_eq!((difference(-1_999).as_secs(), difference(-1_999).abs()), (-1, Duration::from_millis(1_999)));
    assert_eq!(
        Duration::try_from(difference(-5)).unwrap_err().to_string(),
        "-5ms is negative; `abs` gives the duration without its sign"
    );
}

#[cfg(feature = "jiff")]
#[test]
fn times_of_jiff_are_the_same_times() {
    let ours = Timestamp::from_millis(-1);
    let theirs = ::jiff::Timestamp::try_from(ours).unwrap();
    assert_eq!((theirs.as_millisecond(), Timestamp::from(theirs)), (-1, ours));
    let finer = ::jiff::Timestamp::from_nanosecond(-1).unwrap();
    assert_eq!(Timestamp::from(finer), ours, "rounded down");
    assert_eq!(
        ::jiff::Timestamp::try_from(Timestamp::from_millis(i64::MAX)).unwrap_err().to_string(),
        "9223372036854775807 is outside of the years that `jiff::Timestamp` supports"
    );
    let difference = SignedDuration::from_millis(-1_500);
    assert_eq!(::jiff::SignedDuration::from(difference), ::jiff::SignedDuration::from_millis(-1_500));
}

#[cfg(feature = "chrono")]
#[test]
fn times_of_chrono_are_the_same_times() {
    use ::chrono::{DateTime, FixedOffset, TimeDelta};

    let ours = Timestamp::from_millis(-1);
    let theirs = DateTime::try_from(ours).unwrap();
    assert_eq!((theirs.timestamp_millis(), Timestamp::from(theirs)), (-1, ours));
    assert_eq!(Timestamp::from(theirs - TimeDelta::nanoseconds(1)), Timestamp::from_millis(-2), "rounded down");
    let elsewhere = theirs.with_timezone(&FixedOffset::east_opt(3_600).unwrap());
    assert_eq!(Timestamp::from(elsewhere), ours);
    assert_eq!(
        DateTime::try_from(Timestamp::from_millis(i64::MAX)).unwrap_err().to_string(),
        "9223372036854775807 is outside of the years that `chrono` supports"
    );
    assert_eq!(TimeDelta::try_from(SignedDuration::from_millis(-1_500)).unwrap(), TimeDelta::milliseconds(-1_500));
    assert!(TimeDelta::try_from(SignedDuration::from_millis(i64::MIN)).is_err());
}

proptest! {
    #[test]
    fn every_time_that_is_printed_is_read_again(millis in prop_oneof![any::<i64>(), -62_167_219_200_000_i64..253_402_300_800_000]) {
        let time = Timestamp::from_millis(millis);
        prop_assert_eq!(time.to_string().parse::<Timestamp>(), Ok(time));
    }

    #[test]
    fn any_text_is_read_or_refused_without_panic(text in "\\PC*|[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9:.]{0,14}[-+Z0-9:]{0,7}") {
        let _ = text.parse::<Timestamp>();
    }

    #[test]
    fn a_difference_leads_from_one_time_to_the_other(one in -1_i64 << 61..1_i64 << 61, other in -1_i64 << 61..1_i64 << 61) {
        let (one, other) = (Timestamp::from_millis(one), Timestamp::from_millis(other));
        prop_assert_eq!(one + (other - one), other);
        prop_assert_eq!(other - (other - one), one);
        prop_assert_eq!(other - one, -(one - other));
        prop_assert_eq!((other - one).is_negative(), other.checked_duration_since(one).is_none());
    }
}
