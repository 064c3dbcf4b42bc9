//! Compares the reader with `serde_json`: both accept the same texts and read the same values.

use proptest::prelude::*;
use serde::Deserialize;
use serde_json::value::RawValue;

use super::fixture::{Detail, Level, Sample};
use super::texts::{json, nearly_json, number, string};
use crate::facts::Fields;
use crate::fields::decode::decode;
use crate::fields::reader::Reader;

/// The text of the only value in a text.
fn any(text: &str) -> Option<&str> {
    let mut reader = Reader::new(text);
    let value = reader.any().ok()?;
    reader.end().ok().map(|()| value)
}

fn any_by_serde(text: &str) -> Option<&str> {
    serde_json::from_str::<&RawValue>(text).ok().map(RawValue::get)
}

/// The content of the only string in a text.
fn characters(text: &str) -> Option<String> {
    let mut reader = Reader::new(text);
    let string = (reader.peek() == b'"').then(|| reader.string().ok())??;
    reader.end().ok().map(|()| string.into_owned())
}

#[track_caller]
fn same(text: &str) {
    assert_eq!(any(text), any_by_serde(text), "{text:?}");
    assert_eq!(characters(text), serde_json::from_str(text).ok(), "{text:?}");
}

#[test]
fn white_space_and_separators_follow_the_grammar() {
    for text in [
        "",
        " ",
        "1",
        " 1 ",
        "\n\t\r1",
        "\u{c}1",
        "\u{a0}1",
        "\u{feff}1",
        "1,",
        "1 1",
        "[1,]",
        "[,1]",
        "[1 1]",
        "[]",
        "[ ]",
        "[",
        "]",
        "[1",
        "[1}",
        "{}",
        "{ }",
        "{\"a\"}",
        "{\"a\":}",
        "{\"a\":1,}",
        "{,}",
        "{\"a\":1 \"b\":2}",
        "{\"a\" : 1 , \"b\" : 2 }",
        "{a:1}",
        "{1:1}",
        "{\"a\":1",
        "{\"a\":1]",
        "nul",
        "nulll",
        "null",
        "true",
        "tru",
        "false",
        "falsey",
        "TRUE",
        "'a'",
        "//",
        "[1]//",
        "\u{0}",
        "[\u{0}]",
        "1\u{0}",
    ] {
        same(text);
    }
}

#[test]
fn numbers_follow_the_grammar() {
    for text in [
        "0",
        "-0",
        "00",
        "01",
        "-01",
        "10",
        "-",
        "--1",
        "+1",
        ".5",
        "5.",
        "5.0",
        "5.e1",
        "5e",
        "5e+",
        "5e+1",
        "5E-10",
        "1e400",
        "0x1",
        "1_0",
        "0.0e0",
        "NaN",
        "Infinity",
        "-Infinity",
        "123456789012345678901234567890.5",
    ] {
        same(text);
    }
}

#[test]
fn strings_follow_the_grammar() {
    for text in [
        "\"\"",
        "\"",
        "\"a",
        "\"\\",
        "\"\\\"",
        "\"\\u",
        "\"\\u00\"",
        "\"\\u0041\"",
        "\"\\uD83D\\uDE00\"",
        "\"\\ud83d\"",
        "\"\\ude00\"",
        "\"\\ud83d\\n\"",
        "\"\\ud83d\\u0041\"",
        "\"\\ud83dx\"",
        "\"\\a\"",
        "\"\\'\"",
        "\"\t\"",
        "\"\u{1f}\"",
        "\"\u{7f}\u{80}\u{2028}\"",
        "\"12345678\"",
        "\"1234567\\n\"",
        "\"1234567\n\"",
        "\"ä234567\\u00e4\"",
        "\"\\u00e4\\/\\b\\f\"",
        "\"\\U0041\"",
        "\"\\u004G\"",
        "\"\\u+041\"",
    ] {
        same(text);
    }
}

#[test]
fn nesting_depth_is_limited_like_in_serde_json() {
    for depth in [1, 126, 127, 128, 129, 10_000] {
        for (open, close) in [("[", "]"), ("{\"a\":", "}")] {
            let text = format!("{}1{}", open.repeat(depth), close.repeat(depth));
            let by_serde = serde_json::from_str::<serde_json::Value>(&text).is_ok();
            assert_eq!(any(&text).is_some(), by_serde, "{depth} of {open}");
        }
    }
}

/// [`Detail`] with derived deserialization.
#[derive(Debug, Default, Deserialize, PartialEq)]
struct Twin {
    #[serde(default)]
    ccy: String,
    #[serde(default)]
    parts: Vec<Twin>,
}

impl Twin {
    fn of(detail: &Detail) -> Self {
        Self { ccy: detail.ccy.to_string(), parts: detail.parts.iter().map(Self::of).collect() }
    }
}

/// Members of [`Twin`] in any order, sometimes twice, mixed with unknown members.
fn detail() -> impl Strategy<Value = String> {
    let ccy = || string().prop_map(|value| format!("\"ccy\":{value}"));
    let unknown = || (string(), json()).prop_map(|(name, value)| format!("\"x{}: {value}", &name[1..]));
    let flat = prop::collection::vec(prop_oneof![ccy(), unknown()], 0..3)
        .prop_map(|members| format!("{{{}}}", members.join(",")));
    flat.prop_recursive(3, 20, 3, move |inner| {
        let parts = prop::collection::vec(inner, 0..3).prop_map(|parts| format!("\"parts\" : [{}]", parts.join(" , ")));
        prop::collection::vec(prop_oneof![ccy(), unknown(), parts], 0..4)
            .prop_map(|members| format!("{{{}}}", members.join(",")))
    })
}

fn accepts<T: Fields + Default>(text: &str) -> bool {
    decode(text, &mut T::default()).is_ok()
}

proptest! {
    #[test]
    fn any_text_is_accepted_by_both_or_none(text in nearly_json()) {
        prop_assert_eq!(any(&text), any_by_serde(&text), "{:?}", text);
    }

    #[test]
    fn any_string_has_the_same_content(text in string()) {
        prop_assert_eq!(characters(&text), serde_json::from_str(&text).ok(), "{:?}", text);
    }

    #[test]
    fn any_number_is_accepted_by_both_or_none(text in number()) {
        prop_assert_eq!(any(&text), any_by_serde(&text), "{:?}", text);
    }

    #[test]
    fn a_shape_reads_the_same_as_derived_code(text in detail()) {
        let mut detail = Detail::default();
        let found = decode(&text, &mut detail).map(|()| Twin::of(&detail)).map_err(|error| error.to_string());
        match serde_json::from_str::<Twin>(&text) {
            Ok(twin) => prop_assert_eq!(found, Ok(twin), "{}", text),
            // Derived code refuses `null` as optional text, and ignores `eq`, which the twin does not have.
            Err(reason) => prop_assert!(found.is_err() || any_by_serde(&text).is_some(), "{}: {}", text, reason),
        }
    }

    #[test]
    fn no_shape_is_read_from_invalid_json(text in nearly_json()) {
        if any_by_serde(&text).is_none() {
            prop_assert!(!accepts::<Sample>(&text) && !accepts::<Detail>(&text) && !accepts::<Level>(&text), "{:?}", text);
        }
    }
}
