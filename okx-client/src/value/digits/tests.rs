//! Compares the parser with `rust_decimal`'s exact parser, and with the grammar of numbers.

use proptest::prelude::*;

use super::*;

#[track_caller]
fn is_not_a_number(text: &str) {
    assert_eq!((whole(text), decimal(text)), (None, None), "{text:?}");
}

#[test]
fn additional_forms_of_rust_decimal_are_not_accepted() {
    for text in [
        "", "-", "+1", ".5", "5.", "-.5", "1_000", "1e5", "1E-8", " 1", "1 ", "1,5", "0x10", "1.2.3", "--1", "1-", "٣",
        "NaN", "1.-5",
    ] {
        is_not_a_number(text);
    }
}

#[test]
fn the_extreme_numbers_are_accepted_and_larger_ones_are_not() {
    assert_eq!(whole("9223372036854775807"), Some(i64::MAX));
    assert_eq!(whole("-9223372036854775808"), Some(i64::MIN));
    assert_eq!(whole("9223372036854775808"), None);
    assert_eq!(whole("-9223372036854775809"), None);
    assert_eq!(decimal("79228162514264337593543950335"), Some(Decimal::MAX));
    assert_eq!(decimal("-79228162514264337593543950335"), Some(Decimal::MIN));
    is_not_a_number("79228162514264337593543950336");
    is_not_a_number(&"9".repeat(60));
    assert_eq!(decimal("0.0000000000000000000000000001").map(|number| number.scale()), Some(28));
    is_not_a_number("0.00000000000000000000000000011");
}

#[test]
fn trailing_zeros_of_a_fraction_do_not_count() {
    for (text, expected) in [
        ("999999999999999.0000000000000000", "999999999999999"),
        ("-9999999999999999.500000000000000000000", "-9999999999999999.5"),
        ("0.00000000000000000000000000010", "0.0000000000000000000000000001"),
        ("79228162514264337593543950335.000", "79228162514264337593543950335"),
        ("0.0000000000000000000000000000000000000000", "0"),
    ] {
        assert_eq!(decimal(text).map(|number| number.normalize().to_string()).as_deref(), Some(expected), "{text}");
    }
    assert_eq!(decimal(&format!("1.{}", "0".repeat(100_000))), Some(Decimal::ONE));
}

#[test]
fn a_number_that_does_not_fit_is_rounded_toward_zero() {
    for (text, expected, is_exact) in [
        ("11.731726509588816512345678901234567890123", "11.731726509588816512345678901", false),
        ("-0.00000000000000000000000000019", "-0.0000000000000000000000000001", false),
        ("0.00000000000000000000000000001", "0", false),
        ("1.50", "1.50", true),
        ("1E-8", "0.00000001", true),
        ("-12.5e+3", "-12500", true),
        ("7e0", "7", true),
    ] {
        let truncated = toward_zero(text).unwrap();
        assert_eq!((truncated.value.to_string().as_str(), truncated.is_exact), (expected, is_exact), "{text}");
    }
    for text in [
        "",
        "-",
        "1e",
        "1e9999999999",
        "1e64",
        "e5",
        "1.e5",
        ".5e1",
        "20 00",
        "0.01000000eth",
        "+1",
        "79228162514264337593543950336",
    ] {
        assert_eq!(toward_zero(text), None, "{text:?}");
    }
}

#[test]
fn zero_has_no_minus_sign_and_leading_zeros_do_not_count() {
    assert_eq!(decimal("-0.00").map(|number| number.to_string()).as_deref(), Some("0.00"));
    assert_eq!(decimal("007.50").map(|number| number.to_string()).as_deref(), Some("7.50"));
    assert_eq!(decimal(&format!("{}1", "0".repeat(40))), Some(Decimal::ONE));
    assert_eq!(whole("-007"), Some(-7));
}

#[test]
fn text_after_a_number_is_not_consumed() {
    let mut number = Decimal::ZERO;
    assert_eq!(leading_decimal(b"-1.50\",", &mut number), Some(5));
    assert_eq!(number.to_string(), "-1.50");
    assert_eq!(leading_whole(b"-42.5"), Some((-42, 3)));
}

proptest! {
    #[test]
    fn decimals_are_parsed_like_rust_decimal_parses_them_exactly(text in "-?[0-9]{1,31}(\\.[0-9]{1,31})?") {
        let exact = |text: &str| Decimal::from_str_exact(text).ok();
        let trimmed = if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.') } else { &text };
        let expected = exact(&text).or_else(|| exact(trimmed));
        let found = decimal(&text);
        prop_assert_eq!(found, expected, "{}", text);
        prop_assert_eq!(found.map(|number| number.scale()), expected.map(|number| number.scale()));
    }

    #[test]
    fn decimals_round_trip(mantissa in -(1_i128 << 96) + 1..1 << 96, scale in 0_u32..=28) {
        let text = Decimal::from_i128_with_scale(mantissa, scale).to_string();
        prop_assert_eq!(decimal(&text).map(|number| number.to_string()), Some(text));
    }

    #[test]
    fn whole_numbers_are_parsed_like_the_standard_library_does(text in "-?[0-9]{0,22}") {
        prop_assert_eq!(whole(&text), text.parse().ok());
    }

    #[test]
    fn any_other_text_is_not_a_number(text in "[-+0-9._eE ]{0,12}") {
        let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
        let unsigned = text.strip_prefix('-').unwrap_or(&text);
        let is_number = unsigned.split_once('.').map_or_else(|| digits(unsigned), |(whole, rest)| digits(whole) && digits(rest));
        prop_assert_eq!(decimal(&text).is_some(), is_number, "{}", text);
    }
}

proptest! {
    #[test]
    fn an_exponent_only_moves_the_point(number in "-?(0|[1-9][0-9]{0,9})(\\.[0-9]{1,9})?", sign in "[eE][+-]?", exponent in 0_u32..=9) {
        let text = format!("{number}{sign}{exponent}");
        let plain = without_exponent(&text).unwrap();
        prop_assert_eq!(decimal(&plain), Decimal::from_scientific(&text).ok().map(|number| number.normalize()));
        prop_assert_eq!(decimal(&plain).map(|number| number.scale()), Decimal::from_scientific(&text).ok().map(|number| number.normalize().scale()));
    }
}

#[test]
fn numbers_that_no_decimal_holds_are_not_written_out() {
    for (text, plain) in [
        ("1e-9", Some("0.000000001")),
        ("-12.50E+1", Some("-125")),
        ("0.0e999999999999", Some("0")),
        ("1e-64", None),
        ("1e65", None),
        ("1e-99999999999999999999", None),
        ("1.5", None),
    ] {
        let written = without_exponent(text);
        let held = written.as_deref().filter(|written| decimal(written).is_some());
        assert_eq!(held, plain, "{text}");
    }
    assert_eq!(without_exponent("1e65"), None);
    assert_eq!(without_exponent("1e-99999999999999999999"), None);
}
