//! Numbers as OKX writes them: `-?digits` and `-?digits.digits`, and nothing else.
//!
//! `rust_decimal` reads more than that (`1_000`, `+1`, `.5`, `1e-8`) and rounds what does not fit. Here a number that does not
//! fit is no number, so that nothing is ever rounded.

use rust_decimal::Decimal;

/// A whole number; `None` unless the text is one that fits.
pub(crate) fn whole(text: &str) -> Option<i64> {
    let digits = text.strip_prefix('-').unwrap_or(text).as_bytes();
    if digits.is_empty() {
        return None;
    }
    // Counted downwards, because the lowest number has no positive counterpart.
    let negative = digits.iter().try_fold(0_i64, |number, digit| {
        let digit = digit.checked_sub(b'0').filter(|digit| *digit < 10)?;
        number.checked_mul(10)?.checked_sub(digit.into())
    })?;
    if digits.len() < text.len() { Some(negative) } else { negative.checked_neg() }
}

/// A decimal number with all its digits, trailing zeros too; `None` unless the text is one that fits.
pub(crate) fn decimal(text: &str) -> Option<Decimal> {
    leading_decimal(text.as_bytes()).filter(|(_, length)| *length == text.len()).map(|(number, _)| number)
}

/// The decimal number that the bytes begin with, and how many bytes it is long; `None` if there is none, or it does not fit.
pub(crate) fn leading_decimal(bytes: &[u8]) -> Option<(Decimal, usize)> {
    let start = usize::from(bytes.first() == Some(&b'-'));
    let (mantissa, whole_end) = digits(bytes, start, 0);
    let mut end = whole_end;
    let mut small = mantissa;
    let mut scale = 0;
    if bytes.get(whole_end) == Some(&b'.') {
        (small, end) = digits(bytes, whole_end + 1, mantissa);
        scale = end - whole_end - 1;
        if scale == 0 {
            return None;
        }
    }
    if whole_end == start {
        return None;
    }
    // Nineteen digits always fit 64 bits; longer ones have wrapped around and are read again.
    let mantissa = if end - start <= 20 - usize::from(scale == 0) { small.into() } else { wide(&bytes[start..end])? };
    Some((assemble(mantissa, start == 1, scale)?, end))
}

/// Continues a number by the digits from a place on, and tells where they end. Wraps around beyond 64 bits.
fn digits(bytes: &[u8], from: usize, number: u64) -> (u64, usize) {
    let mut number = number;
    let mut end = from;
    while let Some(digit) = bytes.get(end).map(|byte| byte.wrapping_sub(b'0')).filter(|digit| *digit < 10) {
        number = number.wrapping_mul(10).wrapping_add(digit.into());
        end += 1;
    }
    (number, end)
}

/// All digits of a number, without its point, as one number.
#[cold]
fn wide(number: &[u8]) -> Option<u128> {
    number
        .iter()
        .filter(|byte| **byte != b'.')
        .try_fold(0_u128, |number, digit| number.checked_mul(10)?.checked_add((digit - b'0').into()))
}

fn assemble(mantissa: u128, negative: bool, scale: usize) -> Option<Decimal> {
    let mantissa = i128::try_from(mantissa).ok()?;
    let signed = if negative { -mantissa } else { mantissa };
    Decimal::try_from_i128_with_scale(signed, u32::try_from(scale).ok()?).ok()
}
