//! Tests of text, JSON and undescribed members.

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
