//! Numbers against `rust_decimal`'s own exact reading, and against the rule for what a number is.

use proptest::prelude::*;

use super::*;

#[track_caller]
fn is_no_number(text: &str) {
    assert_eq!((whole(text), decimal(text)), (None, None), "{text:?}");
}

#[test]
fn what_rust_decimal_reads_beyond_the_rule_is_no_number() {
    for text in [
        "", "-", "+1", ".5", "5.", "-.5", "1_000", "1e5", "1E-8", " 1", "1 ", "1,5", "0x10", "1.2.3", "--1", "1-", "٣",
        "NaN", "1.-5",
    ] {
        is_no_number(text);
    }
}

#[test]
fn the_ends_of_the_range_are_held_and_nothing_beyond() {
    assert_eq!(whole("9223372036854775807"), Some(i64::MAX));
    assert_eq!(whole("-9223372036854775808"), Some(i64::MIN));
    assert_eq!(whole("9223372036854775808"), None);
    assert_eq!(whole("-9223372036854775809"), None);
    assert_eq!(decimal("79228162514264337593543950335"), Some(Decimal::MAX));
    assert_eq!(decimal("-79228162514264337593543950335"), Some(Decimal::MIN));
    is_no_number("79228162514264337593543950336");
    is_no_number(&"9".repeat(60));
    assert_eq!(decimal("0.0000000000000000000000000001").map(|number| number.scale()), Some(28));
    is_no_number("0.00000000000000000000000000011");
}

#[test]
fn zeros_at_the_end_of_a_fraction_count_for_nothing() {
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
fn a_number_that_does_not_fit_is_cut_toward_zero() {
    for (text, expected, is_exact) in [
        ("11.731726509588816512345678901234567890123", "11.731726509588816512345678901", false),
        ("-0.00000000000000000000000000019", "-0.0000000000000000000000000001", false),
        ("0.00000000000000000000000000001", "0", false),
        ("1.50", "1.50", true),
        ("1E-8", "0.00000001", true),
        ("-12.5e+3", "-12500", true),
        ("7e0", "7", true),
    ] {
        let cut = toward_zero(text).unwrap();
        assert_eq!((cut.number.to_string().as_str(), cut.is_exact), (expected, is_exact), "{text}");
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
fn zero_has_no_sign_and_leading_zeros_count_for_nothing() {
    assert_eq!(decimal("-0.00").map(|number| number.to_string()).as_deref(), Some("0.00"));
    assert_eq!(decimal("007.50").map(|number| number.to_string()).as_deref(), Some("7.50"));
    assert_eq!(decimal(&format!("{}1", "0".repeat(40))), Some(Decimal::ONE));
    assert_eq!(whole("-007"), Some(-7));
}

#[test]
fn what_comes_behind_a_number_is_left_there() {
    let mut number = Decimal::ZERO;
    assert_eq!(leading_decimal(b"-1.50\",", &mut number), Some(5));
    assert_eq!(number.to_string(), "-1.50");
    assert_eq!(leading_whole(b"-42.5"), Some((-42, 3)));
}

proptest! {
    #[test]
    fn decimals_are_read_as_rust_decimal_reads_them_exactly(text in "-?[0-9]{1,31}(\\.[0-9]{1,31})?") {
        let exact = |text: &str| Decimal::from_str_exact(text).ok();
        let trimmed = if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.') } else { &text };
        let expected = exact(&text).or_else(|| exact(trimmed));
        let found = decimal(&text);
        prop_assert_eq!(found, expected, "{}", text);
        prop_assert_eq!(found.map(|number| number.scale()), expected.map(|number| number.scale()));
    }

    #[test]
    fn decimals_keep_their_text(mantissa in -(1_i128 << 96) + 1..1 << 96, scale in 0_u32..=28) {
        let text = Decimal::from_i128_with_scale(mantissa, scale).to_string();
        prop_assert_eq!(decimal(&text).map(|number| number.to_string()), Some(text));
    }

    #[test]
    fn whole_numbers_are_read_as_the_standard_library_reads_them(text in "-?[0-9]{0,22}") {
        prop_assert_eq!(whole(&text), text.parse().ok());
    }

    #[test]
    fn any_other_text_is_no_number(text in "[-+0-9._eE ]{0,12}") {
        let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
        let unsigned = text.strip_prefix('-').unwrap_or(&text);
        let is_number = unsigned.split_once('.').map_or_else(|| digits(unsigned), |(whole, rest)| digits(whole) && digits(rest));
        prop_assert_eq!(decimal(&text).is_some(), is_number, "{}", text);
    }
}
