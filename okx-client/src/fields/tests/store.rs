//! Tests of storing values through serde and reading them again.

use serde::de::value::{Error, MapDeserializer, StrDeserializer};
use serde::{Deserialize, Serialize};

use super::fixture::{ClOrdId, Detail, InstIdCode, Labelled, Level, Sample, Side};
use crate::value::Json;
use rust_decimal::Decimal;

fn detail() -> Detail {
    let mut detail = Detail { ccy: "BTC".into(), eq: Some(Decimal::new(110, 2)), ..Detail::default() };
    detail.extra.insert("new", Json::parse("{\"exact\": 0.10}").unwrap());
    detail
}

#[test]
fn a_shape_is_stored_as_okx_writes_it() {
    let text = serde_json::to_string(&detail()).unwrap();
    assert_eq!(text, "{\"ccy\":\"BTC\",\"eq\":\"1.10\",\"new\":{\"exact\": 0.10}}");
    assert_eq!(serde_json::from_str::<Detail>(&text).unwrap(), detail());
    assert_eq!(serde_json::from_slice::<Vec<Level>>(b"[[1,\"2\"],[3,4,5]]").unwrap().len(), 2);
}

#[test]
fn an_object_of_undescribed_members_may_be_a_field() {
    let text = r#"{"labels":{"a":1.50,"b":["x"]},"new":2}"#;
    let labelled: Labelled = serde_json::from_str(text).unwrap();
    assert_eq!(labelled.labels.iter().map(|(name, _)| name).collect::<Vec<_>>(), ["a", "b"]);
    assert_eq!(labelled.extra.len(), 1);
    assert_eq!(serde_json::to_string(&labelled).unwrap(), text);
    assert_eq!(format!("{labelled:?}"), r#"Labelled { labels: {"a": 1.50, "b": ["x"]}, extra: {"new": 2} }"#);
    assert_eq!(serde_json::from_str::<Labelled>(r#"{"labels":null}"#).unwrap(), Labelled::default());
    let unread = serde_json::from_str::<Labelled>(r#"{"labels":["x"]}"#).unwrap();
    assert_eq!((unread.labels.len(), unread.kept_texts()[0].text.get()), (0, r#"["x"]"#));
}

#[test]
fn an_error_has_the_path_to_the_value() {
    let refused = serde_json::from_str::<Level>("[\"1\",\"abc\"]").unwrap_err().to_string();
    assert!(refused.starts_with("`sz`: expected a decimal number"), "{refused}");
    let refused = serde_json::from_str::<Sample>("{}").unwrap_err().to_string();
    assert!(refused.starts_with("`instId`: is missing"), "{refused}");
}

#[test]
fn shapes_can_be_part_of_types_that_serde_buffers() {
    #[derive(Debug, Deserialize, PartialEq, Serialize)]
    #[serde(tag = "kind")]
    enum Event {
        Detail(Detail),
    }

    let event = Event::Detail(Detail { ccy: "BTC".into(), eq: Some(Decimal::new(110, 2)), ..Detail::default() });
    let text = serde_json::to_string(&event).unwrap();
    assert_eq!(text, "{\"kind\":\"Detail\",\"ccy\":\"BTC\",\"eq\":\"1.10\"}");
    assert_eq!(serde_json::from_str::<Event>(&text).unwrap(), event);
}

#[test]
fn formats_that_are_not_human_readable_hold_the_json_text() {
    /// Represents every format that is not human-readable: it holds one string.
    struct Binary<'a>(&'a str);

    impl<'de> serde::Deserializer<'de> for Binary<'de> {
        type Error = Error;

        fn deserialize_any<V: serde::de::Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
            visitor.visit_borrowed_str(self.0)
        }

        fn is_human_readable(&self) -> bool {
            false
        }

        serde::forward_to_deserialize_any! {
            bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit unit_struct
            newtype_struct seq tuple tuple_struct map struct enum identifier ignored_any
        }
    }

    let text = serde_json::to_string(&detail()).unwrap();
    assert_eq!(Detail::deserialize(Binary(&text)).unwrap(), detail());
    assert!(Detail::deserialize(Binary("{")).is_err());
}

#[test]
fn other_human_readable_formats_are_read_by_their_members() {
    let members = MapDeserializer::<_, Error>::new([("ccy", "BTC"), ("eq", "1.10"), ("new", "x")].into_iter());
    let read = Detail::deserialize(members).unwrap();
    assert_eq!((&*read.ccy, read.eq, read.extra.get("new")), ("BTC", Some(Decimal::new(110, 2)), Some(&"x".into())));
}

#[test]
fn ids_and_enum_values_are_stored_as_text_or_number() {
    assert_eq!(serde_json::to_string(&ClOrdId::from("a1")).unwrap(), "\"a1\"");
    assert_eq!(serde_json::from_str::<ClOrdId>("\"a1\"").unwrap(), "a1");
    assert_eq!(serde_json::to_string(&InstIdCode::from(5)).unwrap(), "5");
    assert_eq!(serde_json::from_str::<InstIdCode>("5").unwrap().as_i64(), 5);
    assert_eq!(serde_json::to_string(&Side::Buy).unwrap(), "\"buy\"");
    for text in ["buy", "sell", "both", ""] {
        let word = Side::deserialize(StrDeserializer::<Error>::new(text)).unwrap();
        assert_eq!(word.as_str(), text);
        assert_eq!(text.parse::<Side>().unwrap(), word);
        assert_eq!(word.to_string(), text);
    }
}
