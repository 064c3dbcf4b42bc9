//! Decimal numbers as OKX writes them, and arithmetic that reports an error instead of rounding silently.

use std::fmt;

use rust_decimal::{Decimal, RoundingStrategy};

/// Quotients and fees are truncated to this many decimal places.
const DECIMAL_PLACES: u32 = 12;

/// The error for a result that does not fit in a [`Decimal`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct TooLarge;

impl fmt::Display for TooLarge {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the amount exceeds the range of the exchange's numbers")
    }
}

impl std::error::Error for TooLarge {}

/// Parses `-?digits(.digits)?`. Returns `None` for other text and for numbers that would be rounded.
pub(crate) fn read(text: &str) -> Option<Decimal> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
    let all_digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    if all_digits(whole) && all_digits(fraction) { Decimal::from_str_exact(text).ok() } else { None }
}

/// Formats a number as OKX writes it: without trailing zeros.
pub(crate) fn write(number: Decimal) -> String {
    number.normalize().to_string()
}

/// Whether the value is a whole multiple of the step.
pub(crate) fn is_multiple(value: Decimal, step: Decimal) -> bool {
    value.checked_rem(step).is_some_and(|rest| rest.is_zero())
}

/// The largest multiple of the step that is not greater than the value; both must be positive.
pub(crate) fn floor_to(value: Decimal, step: Decimal) -> Decimal {
    value.checked_rem(step).map_or(value, |rest| value - rest)
}

pub(crate) fn add(left: Decimal, right: Decimal) -> Result<Decimal, TooLarge> {
    let (left, right) = (left.normalize(), right.normalize());
    exact(left.checked_add(right), left.scale().max(right.scale()))
}

pub(crate) fn multiply(left: Decimal, right: Decimal) -> Result<Decimal, TooLarge> {
    let (left, right) = (left.normalize(), right.normalize());
    exact(left.checked_mul(right), left.scale() + right.scale())
}

/// The result, unless decimal places were lost.
fn exact(result: Option<Decimal>, places: u32) -> Result<Decimal, TooLarge> {
    result.filter(|result| result.is_zero() || result.scale() >= places).ok_or(TooLarge)
}

/// The quotient, truncated to twelve decimal places.
pub(crate) fn divide(left: Decimal, right: Decimal) -> Result<Decimal, TooLarge> {
    left.checked_div(right).map(keep).ok_or(TooLarge)
}

/// The product of an amount and a ratio, truncated to twelve decimal places.
pub(crate) fn share(amount: Decimal, ratio: Decimal) -> Result<Decimal, TooLarge> {
    multiply(amount, ratio).map(keep)
}

fn keep(number: Decimal) -> Decimal {
    number.round_dp_with_strategy(DECIMAL_PLACES, RoundingStrategy::ToZero)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_plain_decimal_notation_is_parsed() {
        for good in ["0", "-1", "1.10", "0.00000001", "60000"] {
            assert!(read(good).is_some(), "{good}");
        }
        for bad in ["", "-", "+1", ".5", "5.", "1e-8", "1_000", " 1", "0x10", "NaN", "1.2.3", "--1"] {
            assert!(read(bad).is_none(), "{bad}");
        }
    }

    #[test]
    fn a_number_that_would_be_rounded_is_rejected() {
        assert!(read("0.00000000000000000000000000001").is_none());
        assert!(read("99999999999999999999999999999999").is_none());
    }

    #[test]
    fn a_result_that_would_be_rounded_is_too_large() {
        let number = |text| read(text).expect("a number");
        assert_eq!(multiply(number("123456789012345.5"), number("0.00000000000001")), Ok(number("1.234567890123455")));
        assert_eq!(multiply(number("1234567890123456789.5"), number("0.12345678901")), Err(TooLarge));
        assert_eq!(add(number("10000000000000000000000000000"), number("0.5")), Err(TooLarge));
        assert_eq!(add(number("0.5"), number("-0.5")), Ok(Decimal::ZERO));
        assert_eq!(divide(number("1"), number("3")), Ok(number("0.333333333333")));
        assert_eq!(divide(number("1"), Decimal::ZERO), Err(TooLarge));
    }

    #[test]
    fn rounds_down_to_a_multiple_of_the_step() {
        let number = |text| read(text).expect("a number");
        assert_eq!(floor_to(number("1.239"), number("0.01")), number("1.23"));
        assert!(is_multiple(number("1.23"), number("0.01")));
        assert!(!is_multiple(number("1.234"), number("0.01")));
        assert!(!is_multiple(number("1"), Decimal::ZERO));
    }
}
