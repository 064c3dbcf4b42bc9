//! Tests of decoding.

use super::fixture::{Detail, Level, Sample, Underlyings};
use crate::facts::Fields;
use crate::fields::decode::decode;

/// A sample with all required members, and these members added or replaced.
fn sample_with(members: &[(&str, &str)]) -> String {
    let mut all = vec![
        ("instId", "\"BTC-USDT\""),
        ("side", "\"buy\""),
        ("px", "\"1.10\""),
        ("count", "\"7\""),
        ("done", "true"),
        ("ts", "\"1597026383085\""),
    ];
    all.retain(|(name, _)| members.iter().all(|(other, _)| other != name));
    all.extend(members.iter().filter(|(_, value)| !value.is_empty()));
    let all: Vec<_> = all.iter().map(|(name, value)| format!("\"{name}\":{value}")).collect();
    format!("{{{}}}", all.join(","))
}

fn read<T: Fields + Default>(text: &str) -> Result<T, String> {
    let mut fields = T::default();
    decode(text, &mut fields).map(|()| fields).map_err(|error| error.to_string())
}

#[track_caller]
fn refuses<T: Fields + Default>(text: &str, expected: &str) {
    assert_eq!(read::<T>(text).err().as_deref(), Some(expected), "{text}");
}

/// Checks how a member of the sample is printed after it was read.
#[track_caller]
fn reads(name: &str, value: &str, expected: Option<&str>) {
    let sample: Sample = read(&sample_with(&[(name, value)])).unwrap();
    let place = sample.shape().place(name).unwrap();
    let found = sample.value(place);
    assert_eq!((!found.is_empty()).then(|| format!("{found:?}")).as_deref(), expected, "{name}: {value}");
}

#[track_caller]
fn refuses_member(name: &str, value: &str, expected: &str) {
    refuses::<Sample>(&sample_with(&[(name, value)]), &format!("`{name}`: {expected}"));
}

#[test]
fn optional_fields_are_absent_if_empty_null_or_missing() {
    for name in
        ["note", "clOrdId", "instIdCode", "posSide", "sz", "level", "auto", "uTime", "detail", "details", "tags"]
    {
        for value in ["", "\"\"", "null", " null "] {
            reads(name, value, None);
        }
    }
}

#[test]
fn required_text_may_be_empty() {
    reads("instId", "\"\"", Some("\"\""));
    reads("side", "\"\"", Some("\"\""));
}

#[test]
fn numbers_may_be_quoted_or_bare_and_keep_their_digits() {
    for (name, text) in [
        ("px", "1.10"),
        ("px", "-0.00000001"),
        ("sz", "79228162514264337593543950335"),
        ("count", "-9223372036854775808"),
        ("level", "0"),
        ("instIdCode", "12345678901"),
    ] {
        reads(name, text, Some(text));
        reads(name, &format!("\"{text}\""), Some(text));
    }
    reads("ts", "\"1597026383085\"", Some("2020-08-10T02:26:23.085Z"));
    reads("uTime", "1597026383085", Some("2020-08-10T02:26:23.085Z"));
    reads("px", "\"1\\u002e5\"", Some("1.5"));
}

#[test]
fn numbers_that_do_not_fit_are_refused_and_never_rounded() {
    const DECIMAL: &str = "expected a decimal number of at most 28 digits, found ";
    const WHOLE: &str = "expected a whole number of at most 64 bits, found ";

    for text in [
        "\"+1\"",
        "\".5\"",
        "\"5.\"",
        "\"1_000\"",
        "\"\"",
        "null",
        "\"1 \"",
        "\"0x1\"",
        "true",
        "[1]",
        "\"-\"",
        "\"1.2.3\"",
    ] {
        refuses_member("px", text, &format!("{DECIMAL}{text}"));
    }
    for text in ["0.00000000000000000000000000001", "79228162514264337593543950336", "1.79228162514264337593543950336"]
    {
        refuses_member("px", text, &format!("{DECIMAL}{text}"));
        refuses_member("sz", &format!("\"{text}\""), &format!("{DECIMAL}\"{text}\""));
    }
    for text in ["\"1.0\"", "1.0", "9223372036854775808", "\"a\"", "{}"] {
        refuses_member("count", text, &format!("{WHOLE}{text}"));
        refuses_member("level", text, &format!("{WHOLE}{text}"));
    }
    refuses_member("ts", "\"2020\u{2d}01\"", "expected milliseconds since the epoch, found \"2020-01\"");
}

#[test]
fn booleans_may_be_quoted_or_bare() {
    for (text, value) in [("true", "true"), ("\"true\"", "true"), ("false", "false"), ("\"false\"", "false")] {
        reads("done", text, Some(value));
        reads("auto", text, Some(value));
    }
    for text in ["\"\"", "null", "1", "\"yes\"", "\"True\""] {
        refuses_member("done", text, &format!("expected true or false, found {text}"));
    }
}

#[test]
fn text_accepts_scalars_only() {
    reads("note", "\"a\\\"\\u00fc\\n\"", Some("\"a\\\"ü\\n\""));
    reads("note", "1.50", Some("\"1.50\""));
    reads("note", "true", Some("\"true\""));
    for text in ["{\"a\":1}", "[]"] {
        refuses_member("note", text, &format!("expected text, found {text}"));
        refuses_member("instId", text, &format!("expected text, found {text}"));
        refuses_member("posSide", text, &format!("expected text, found {text}"));
    }
    refuses_member("instId", "null", "expected text, found null");
}

#[test]
fn an_unknown_enum_value_is_kept() {
    reads("side", "\"both\"", Some("\"both\""));
    reads("posSide", "\"long\\u0021\"", Some("\"long!\""));
}

#[test]
fn json_is_kept_unchanged() {
    reads("more", " { \"a\" : [1.0, \"\\u0041\"] } ", Some("{ \"a\" : [1.0, \"\\u0041\"] }"));
    reads("more", "null", Some("null"));
}

#[test]
fn shapes_and_lists_can_be_nested() {
    reads("detail", "{\"ccy\":\"BTC\",\"eq\":\"1\"}", Some("Detail { ccy: \"BTC\", eq: 1 }"));
    reads(
        "details",
        "[{\"ccy\":\"A\"}, {\"eq\":\"\",\"ccy\":\"B\"},{}]",
        Some("[Detail { ccy: \"A\" }, Detail { ccy: \"B\" }, Detail { ccy: \"\" }]"),
    );
    reads("tags", "[\"a\",\"b\"]", Some("[\"a\", \"b\"]"));
    reads("rungs", "[1,\"2\"]", Some("[1, 2]"));
    reads("rungs", "[]", None);
    reads(
        "levels",
        "[[\"41.1\",\"1\",\"0\"],[\"42\",2,\"\"]]",
        Some("[Level { px: 41.1, sz: 1, numOrders: 0 }, Level { px: 42, sz: 2 }]"),
    );
}

#[test]
fn errors_have_the_path_to_the_value() {
    refuses_member("tags", "{}", "expected an array, found {}");
    refuses_member("detail", "[]", "expected an object, found []");
    refuses::<Sample>(
        &sample_with(&[("details", "[{},{\"parts\":[{\"eq\":\"abc\"}]}]")]),
        "`details[1].parts[0].eq`: expected a decimal number of at most 28 digits, found \"abc\"",
    );
    refuses::<Sample>(&sample_with(&[("levels", "[[1]]")]), "`levels[0].sz`: is missing");
    refuses::<Sample>(&sample_with(&[("tags", "[\"a\",[]]")]), "`tags[1]`: expected text, found []");
    refuses::<Sample>("[]", "expected an object, found []");
    let long = format!("\"{}\"", "ü".repeat(100));
    refuses_member("done", &long, &format!("expected true or false, found \"{}…", "ü".repeat(59)));
}

#[test]
fn missing_and_duplicate_fields_are_named() {
    for name in ["instId", "side", "px", "count", "done", "ts"] {
        refuses_member(name, "", "is missing");
    }
    refuses::<Detail>("{\"ccy\":\"A\",\"eq\":\"1\",\"ccy\":\"A\"}", "`ccy`: appears twice");
}

#[test]
fn members_may_have_any_order() {
    let text = "[{\"eq\":\"1\",\"parts\":[],\"ccy\":\"A\"},{\"eq\":\"2\",\"parts\":[],\"ccy\":\"B\"},{\"ccy\":\"C\",\"eq\":\"3\"}]";
    reads(
        "details",
        text,
        Some("[Detail { ccy: \"A\", eq: 1 }, Detail { ccy: \"B\", eq: 2 }, Detail { ccy: \"C\", eq: 3 }]"),
    );
    let escaped: Detail = read("{\"\\u0063cy\":\"A\"}").unwrap();
    assert_eq!(escaped.ccy, "A");
}

#[test]
fn undescribed_members_are_kept_in_order() {
    let detail: Detail = read("{\"a\\u0062\": {\"x\":[1, 2]},\"ccy\":\"A\",\"b\":1.0,\"b\":\"\\ud800\"}").unwrap();
    let extra: Vec<_> = detail.extra.iter().map(|(name, value)| (name, value.get())).collect();
    assert_eq!(extra, [("ab", "{\"x\":[1, 2]}"), ("b", "1.0"), ("b", "\"\\ud800\"")]);

    let level: Level = read("[\"1\",\"2\",\"3\",\"new\",{}]").unwrap();
    let extra: Vec<_> = level.extra.iter().map(|(name, value)| (name, value.get())).collect();
    assert_eq!(extra, [("3", "\"new\""), ("4", "{}")]);
}

#[test]
fn trailing_optional_positions_of_a_row_may_be_missing() {
    let level: Level = read("[\"1\",\"2\"]").unwrap();
    assert_eq!(level.orders, None);
    refuses::<Level>("[\"1\"]", "`sz`: is missing");
    refuses::<Level>("[]", "`px`: is missing");
    refuses::<Level>("[\"1\",\"\"]", "`sz`: expected a decimal number of at most 28 digits, found \"\"");
    refuses::<Level>("{\"px\":\"1\"}", "expected an array, found {\"px\":\"1\"}");
}

#[test]
fn a_bare_shape_is_its_field() {
    let underlyings: Underlyings = read("[\"BTC-USD\"]").unwrap();
    assert_eq!(underlyings.underlyings, ["BTC-USD"]);
    refuses::<Underlyings>("{}", "expected an array, found {}");
}

#[test]
fn nesting_depth_is_limited() {
    let nested = |depth: usize| format!("{}{}{}", "{\"parts\":[".repeat(depth), "{}", "]}".repeat(depth));
    assert!(read::<Detail>(&nested(63)).is_ok());
    assert!(
        read::<Detail>(&nested(64))
            .unwrap_err()
            .ends_with("invalid JSON at byte 639: expected at most 127 levels of nesting")
    );
    let unknown = |depth: usize| format!("{{\"x\":{}{}}}", "[".repeat(depth), "]".repeat(depth));
    assert!(read::<Detail>(&unknown(126)).is_ok());
    assert!(read::<Detail>(&unknown(127)).is_err());
    assert!(read::<Detail>(&unknown(1_000_000)).is_err());
}

#[test]
fn a_bare_number_may_have_an_exponent() {
    let eq = |value: &str| {
        read::<Detail>(&format!(r#"{{"ccy":"A","eq":{value}}}"#)).map(|detail| detail.eq.unwrap().to_string())
    };
    assert_eq!(eq("1e-9"), Ok("0.000000001".to_owned()));
    assert_eq!(eq("-1.25E+2"), Ok("-125".to_owned()));
    assert_eq!(eq("1e-28").map(|text| text.len()), Ok(30));
    let unreadable = "`eq`: expected a decimal number of at most 28 digits, found";
    for too_long in ["1e-29", "1e29", "1e400"] {
        assert_eq!(eq(too_long), Err(format!("{unreadable} {too_long}")));
    }
    reads("level", "1e2", Some("100"));
    for quoted in ["\"1e-9\"", "\"1e5\""] {
        let plain = "`eq`: expected a number in plain digits (write it without an exponent), found";
        assert_eq!(eq(quoted), Err(format!("{plain} {quoted}")));
    }
}
