//! Tests of values in replies that do not fit their fields: only the value is lost, and its text is kept.

use super::fixture::{Chain, Detail, Level, Phrases, Sample};
use crate::dec;
use crate::facts::Fields;
use crate::fields::decode::{decode, decode_reply};
use crate::fields::{DecodePolicy, Items, body, kept_texts};

fn read<T: Fields + Default>(text: &str) -> Result<T, String> {
    let mut fields = T::default();
    decode_reply(text, &mut fields, &DecodePolicy::default()).map(|()| fields).map_err(|error| error.to_string())
}

fn sample(members: &str) -> String {
    format!(
        r#"{{"instId":"BTC-USDT","side":"buy","px":"1.10","count":"7","done":true,"ts":"1597026383085","levels":[]{members}}}"#
    )
}

fn kept(fields: &dyn Fields) -> Vec<(String, String)> {
    kept_texts(fields).into_iter().map(|kept| (kept.path, kept.text.get().to_owned())).collect()
}

fn written(fields: &dyn Fields) -> String {
    String::from_utf8(body(Items::One(fields))).unwrap()
}

#[test]
fn an_unreadable_optional_field_is_absent_and_its_text_is_kept() {
    for (name, text) in [
        ("note", r#"{"a":1}"#),
        ("clOrdId", "[]"),
        ("instIdCode", "\"x\""),
        ("posSide", "[\"long\"]"),
        ("sz", "\"0.01000000eth\""),
        ("sz", "\"20 00\""),
        ("sz", "79228162514264337593543950336"),
        ("level", "9223372036854775808"),
        ("level", "1.5"),
        ("auto", "\"maybe\""),
        ("uTime", "\"noon\""),
        ("detail", "[1]"),
        ("details", "{\"0\":{}}"),
        ("tags", "\"none\""),
        ("main", "3"),
    ] {
        let text_of_row = sample(&format!(",\"{name}\":{text}"));
        let sample: Sample = read(&text_of_row).unwrap();
        let place = sample.shape().place(name).unwrap();
        assert!(sample.value(place).is_empty() || name == "main", "{name}: {text}");
        assert_eq!(kept(&sample), [(name.to_owned(), text.to_owned())]);
        assert_eq!((sample.px, sample.inst_id.as_str(), sample.count), (dec!(1.10), "BTC-USDT", 7));
        assert!(written(&sample).contains(&format!("\"{name}\":{text}")), "{}", written(&sample));
        assert_eq!(written(&sample).matches(&format!("\"{name}\"")).count(), 1);
        assert_eq!(serde_json::to_string(&sample).unwrap(), written(&sample));
        assert_eq!(serde_json::from_str::<Sample>(&written(&sample)).unwrap(), sample);
        assert_eq!(sample.clone(), sample);
        decode(&text_of_row, &mut Sample::default()).unwrap_err();
    }
}

#[test]
fn a_decimal_with_too_many_digits_is_rounded_toward_zero() {
    for (text, number) in [
        ("\"-11.731726509588816512345678901234567890123\"", dec!(-11.731726509588816512345678901)),
        ("0.00000000000000000000000000001", dec!(0)),
    ] {
        let sample: Sample = read(&sample(&format!(",\"sz\":{text}"))).unwrap();
        assert_eq!((sample.sz, kept(&sample)), (Some(number), vec![("sz".to_owned(), text.to_owned())]));
        assert!(written(&sample).contains(&format!("\"sz\":{text}")), "{}", written(&sample));
        assert_eq!(serde_json::from_str::<Sample>(&written(&sample)).unwrap(), sample);
    }
    let required: Sample = read(&sample("").replace("1.10", "1.00000000000000000000000000009")).unwrap();
    assert_eq!((required.px, required.kept_texts().len()), (dec!(1), 1));
}

#[test]
fn numbers_in_unusual_forms_are_read_exactly() {
    let sample: Sample =
        read(&sample(r#","sz":"1E-8","level":"7.000","uTime":1597026383085.0,"rungs":["8.0"]"#)).unwrap();
    assert_eq!(
        (sample.sz, sample.level, sample.u_time.map(crate::value::Timestamp::as_millis)),
        (Some(dec!(0.00000001)), Some(7), Some(1_597_026_383_085))
    );
    assert_eq!((sample.rungs.as_slice(), sample.kept_texts().len()), ([8].as_slice(), 0));
}

#[test]
fn a_strict_reply_accepts_exact_values_only() {
    let strict = |members: &str| {
        let mut fields = Sample::default();
        decode_reply(&sample(members), &mut fields, &DecodePolicy::new(true))
            .map(|()| fields)
            .map_err(|error| error.to_string())
    };
    let exact = strict(r#","sz":"1E-8","level":"7.000","uTime":1597026383085.0,"rungs":["8.0"]"#).unwrap();
    assert_eq!((exact.sz, exact.level, exact.rungs.as_slice()), (Some(dec!(0.00000001)), Some(7), [8].as_slice()));
    assert_eq!(
        (exact.u_time.map(crate::value::Timestamp::as_millis), exact.kept_texts().len()),
        (Some(1_597_026_383_085), 0)
    );
    for inexact in [
        r#","sz":"1E-29""#,
        r#","level":"7.5""#,
        r#","uTime":1597026383085.5"#,
        r#","rungs":["8.5"]"#,
        r#","rungs":["8.0",[]]"#,
        r#","detail":[1]"#,
    ] {
        assert!(strict(inexact).is_err(), "{inexact}");
    }
}

#[test]
fn a_list_keeps_its_readable_entries() {
    let text = r#"[{"ccy":"A"},7,{"ccy":"B","eq":"x"},{"ccy":"C"}]"#;
    let row = sample(&format!(r#","details":{text},"tags":["a",[],"b"]"#));
    let sample: Sample = read(&row.replace("\"levels\":[]", r#""levels":[["1","2"],["3"]]"#)).unwrap();
    assert_eq!(sample.details.iter().map(|detail| &*detail.ccy).collect::<Vec<_>>(), ["A", "B", "C"]);
    assert_eq!((sample.details[1].eq, sample.tags.len()), (None, 2));
    let paths: Vec<_> = kept(&sample).into_iter().map(|(path, _)| path).collect();
    assert_eq!(paths, ["details", "details[1].eq", "tags", "levels"]);
    assert!(written(&sample).contains(text));
}

#[test]
fn an_unreadable_position_is_written_at_its_position() {
    let text = r#"["1","2","many","new"]"#;
    let level: Level = read(text).unwrap();
    assert_eq!(
        (level.px, level.orders, kept(&level)),
        (dec!(1), None, vec![("[2]".to_owned(), "\"many\"".to_owned())])
    );
    assert_eq!(written(&level), text);
    assert_eq!(serde_json::to_string(&level).unwrap(), text);
    assert_eq!(serde_json::from_str::<Level>(text).unwrap(), level);
}

#[test]
fn an_unreadable_required_field_makes_the_row_unreadable() {
    for (from, to, expected) in [
        ("\"1.10\"", "\"\"", "`px`: expected a decimal number of at most 28 digits, found \"\""),
        ("\"1.10\"", "{}", "`px`: expected a decimal number of at most 28 digits, found {}"),
        ("\"px\":\"1.10\",", "", "`px`: is missing"),
        ("\"buy\"", "null", "`side`: expected text, found null"),
    ] {
        assert_eq!(read::<Sample>(&sample("").replace(from, to)).unwrap_err(), expected);
    }
}

#[test]
fn invalid_json_is_an_error() {
    for text in [r#"{"eq":}"#, r#"{"eq":x}"#, r#"{"parts":[{"eq":"a"},]}"#, r#"{"parts":[{]}"#] {
        assert!(read::<Detail>(text).unwrap_err().contains("invalid JSON"), "{text}");
    }
    let half: Detail = read(r#"{"ccy":"A","eq":"\ud800"}"#).unwrap();
    assert_eq!(kept(&half), [("eq".to_owned(), r#""\ud800""#.to_owned())]);
}

#[test]
fn an_unreadable_secret_is_kept_and_not_printed() {
    for text in [r#"{"ring":"7351"}"#, r#"{"length":"7351m"}"#, r#"{"ring":[7351,{"label":"a"}]}"#] {
        let chain: Chain = read(text).unwrap();
        assert_eq!(chain.kept_texts().len(), 1, "{text}");
        assert!(!format!("{chain:?} {:?}", chain.kept_texts()).contains("7351"), "{chain:?}");
    }
    let error = read::<Phrases>(r#"["a",{"of":"7351"}]"#).unwrap_err();
    assert!(!error.contains("7351"), "{error}");
}

#[test]
fn the_memory_for_entries_is_limited_by_the_length_of_the_text() {
    let count = 400_000;
    let text = format!("{{\"parts\":[{}]}}", vec!["{}"; count].join(","));
    let detail: Detail = read(&text).unwrap();
    let bytes = detail.parts.len() * size_of::<Detail>();
    assert!(detail.parts.len() < count && bytes <= 16 * text.len() + (4 << 20), "{bytes} bytes");
    assert_eq!(detail.kept_texts().len(), 1, "the text of the list has the other entries");
}
