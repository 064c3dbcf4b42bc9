//! Decimal literals.

use rust_decimal::Decimal;

/// An exact decimal from a literal, evaluated at compile time: `dec!(0.001)`, `dec!(-1)`, `dec!(60_000)`.
///
/// A literal that a decimal cannot hold exactly does not compile. Trailing zeros are kept.
///
/// ```
/// use okx_client::dec;
///
/// assert_eq!(dec!(0.10).to_string(), "0.10");
/// assert_eq!(dec!(-60_000) + dec!(1), dec!(-59_999));
/// ```
///
/// ```compile_fail
/// let _ = okx_client::dec!(1e5);
/// ```
// The macro of `rust_decimal` expands to paths of that crate, and users of this crate need not depend on it.
#[macro_export]
macro_rules! dec {
    ($literal:literal) => {
        const { $crate::__private::decimal_literal(stringify!($literal)) }
    };
}

/// What can be passed as a price, a size or another number: a [`Decimal`], or a whole number. A float cannot, because it is not exact.
///
/// ```
/// use okx_client::dec;
/// use okx_client::enums::{OrdType, Side, TdMode};
/// use okx_client::trade::PlaceOrder;
///
/// let order = PlaceOrder::new("BTC-USDT", TdMode::Cash, Side::Buy, OrdType::Limit, dec!(0.001)).px(60_000);
/// assert_eq!(order.px, Some(dec!(60_000)));
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an exact number",
    label = "expected a decimal or a whole number",
    note = "write a literal as `dec!(0.001)`; read a text with `\"0.001\".parse::<Decimal>()`. Floats are not exact, so they are not converted"
)]
pub trait IntoDecimal: Into<Decimal> {}

#[diagnostic::do_not_recommend]
impl<T: Into<Decimal>> IntoDecimal for T {}

/// Parses the text of a literal. It is evaluated at compile time only, so a panic is a compile error.
///
/// # Panics
///
/// The text is not `-?digits(.digits)?`, or has more digits than fit.
#[doc(hidden)]
pub const fn decimal_literal(text: &str) -> Decimal {
    let bytes = text.as_bytes();
    let negative = !bytes.is_empty() && bytes[0] == b'-';
    let (mut mantissa, mut scale, mut digits, mut fraction) = (0_u128, 0, 0, false);
    let mut at = if negative { 1 } else { 0 };
    while at < bytes.len() {
        match bytes[at] {
            digit @ b'0'..=b'9' => {
                mantissa = mantissa * 10 + (digit - b'0') as u128;
                digits += 1;
                scale += fraction as u32;
            }
            b'.' if !fraction && digits > 0 => fraction = true,
            // `stringify!` may insert a space after the sign.
            b'_' | b' ' => {}
            _ => panic!("a decimal literal must be digits with at most one point, without exponent or suffix"),
        }
        assert!(mantissa < 1 << 96 && scale <= 28, "a decimal literal must have at most 28 digits");
        at += 1;
    }
    assert!(digits > 0, "a decimal literal must have at least one digit");
    #[expect(clippy::cast_possible_truncation, reason = "each part is 32 of the 96 bits")]
    let (low, middle, high) = (mantissa as u32, (mantissa >> 32) as u32, (mantissa >> 64) as u32);
    Decimal::from_parts(low, middle, high, negative, scale)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_digits_are_kept() {
        for text in ["0", "0.001", "-1", "60000", "1.10", "-0.00000001", "79228162514264337593543950335"] {
            assert_eq!(decimal_literal(text), Decimal::from_str_exact(text).unwrap());
            assert_eq!(decimal_literal(text).to_string(), text);
        }
        assert_eq!(decimal_literal("60_000.5").to_string(), "60000.5");
        assert_eq!(decimal_literal("- 5").to_string(), "-5");
    }

    #[test]
    fn a_literal_that_does_not_fit_is_refused() {
        for text in
            ["", "-", ".5", "1.2.3", "1e5", "1f64", "79228162514264337593543950336", "0.00000000000000000000000000001"]
        {
            assert!(std::panic::catch_unwind(|| decimal_literal(text)).is_err(), "{text}");
        }
    }
}
