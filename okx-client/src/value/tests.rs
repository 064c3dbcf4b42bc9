//! Tests of text, timestamps, JSON and undescribed members.

use std::time::{Duration, UNIX_EPOCH};

use proptest::prelude::*;

use super::*;
use rust_decimal::Decimal;

mod text {
    use super::*;

    #[test]
    fn text_compares_prints_and_stores_like_a_string() {
        let text = Text::from("BTC-USDT");
        assert_eq!(text, "BTC-USDT");
        assert_eq!(text, *"BTC-USDT");
        assert_eq!(text.len(), 8);
        assert_eq!(format!("{text} {text:?} {text:>10}"), "BTC-USDT \"BTC-USDT\"   BTC-USDT");
        assert_eq!(serde_json::to_string(&text).unwrap(), "\"BTC-USDT\"");
        assert_eq!(serde_json::from_str::<Text>("\"BTC-USDT\"").unwrap(), text);
        let map = std::collections::HashMap::from([(text, 1)]);
        assert_eq!(map.get("BTC-USDT"), Some(&1));
    }
}

mod timestamp {
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
        assert_eq!(Timestamp::parse("1597026383085"), Some(Timestamp::from_millis(1_597_026_383_085)));
        assert_eq!(Timestamp::parse("-5"), Some(Timestamp::from_millis(-5)));
        for text in ["", "1.5", "+5", "2020-12-08T09:08:57.715Z", "9223372036854775808"] {
            assert_eq!(Timestamp::parse(text), None, "{text}");
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
}

mod json {
    use super::*;

    #[test]
    fn json_is_kept_unchanged() {
        assert_eq!(Json::parse(" {\"a\" : 1.10} ").unwrap().get(), "{\"a\" : 1.10}");
        assert_eq!(Json::default().get(), "null");
        assert_eq!(Json::from("a\"b").get(), "\"a\\\"b\"");
        assert_eq!(Json::from(-5).get(), "-5");
        assert_eq!(Json::from(true).get(), "true");
        assert_eq!(Json::from(Decimal::new(110, 2)).get(), "\"1.10\"");
        assert_eq!(Json::from_value(&[Some(1), None]).unwrap().get(), "[1,null]");
    }

    #[test]
    fn invalid_json_is_refused_with_its_position() {
        let refused = |text: &str| Json::parse(text).unwrap_err().to_string();
        assert_eq!(refused("{\"a\":}"), "invalid JSON at byte 5: expected a value");
        assert_eq!(refused("1 2"), "invalid JSON at byte 2: expected the end of the text");
        assert_eq!(refused(""), "invalid JSON at byte 0: expected a value");
        let keys = std::collections::BTreeMap::from([([1], 2)]);
        assert!(Json::from_value(&keys).unwrap_err().is_invalid());
    }

    #[test]
    fn json_within_json_keeps_all_digits() {
        let text = "{\"a\":[1.10,{\"b\":null}],\"c\":1e400,\"d\":\"\\u0041\"}";
        let json: Json = serde_json::from_str(text).unwrap();
        assert_eq!(json.get(), text);
        assert_eq!(serde_json::to_string(&json).unwrap(), text);
    }

    #[test]
    fn other_formats_are_converted_to_json() {
        let value = serde_json::json!({"a": [1, -2, true, null, {}], "b": "x\"y", "c": []});
        let buffered = Buffered::deserialize(&value).unwrap();
        assert_eq!(buffered.0.get(), value.to_string());
        assert!(Buffered::deserialize(&serde_json::json!(1.5)).is_err(), "a float may have lost digits already");
    }

    /// A value that is deserialized through serde's own buffer, like the fields of tagged and flattened types.
    struct Buffered(Json);

    impl Buffered {
        fn deserialize(value: &serde_json::Value) -> Result<Self, serde_json::Error> {
            #[derive(serde::Deserialize)]
            #[serde(untagged)]
            enum Untagged {
                Json(Json),
            }

            let Untagged::Json(json) = serde_json::from_value(value.clone())?;
            Ok(Self(json))
        }
    }
}

mod extra {
    use super::*;

    #[test]
    fn members_keep_their_order_and_the_last_one_of_a_name_counts() {
        let mut extra = Extra::default();
        assert!(extra.is_empty());
        extra.push("a".into(), 1.into());
        extra.push("b".into(), "x".into());
        extra.push("a".into(), 2.into());
        assert_eq!(extra.len(), 3);
        assert_eq!(extra.get("a"), Some(&2.into()));
        extra.insert("a", Json::parse("[3]").unwrap());
        assert_eq!(format!("{extra:?}"), "{\"b\": \"x\", \"a\": [3]}");
        assert_eq!(extra.get("c"), None);
    }

    #[test]
    fn an_empty_value_takes_one_word() {
        assert_eq!(size_of::<Extra>(), size_of::<usize>());
    }
}
