//! Numbers as OKX writes them: `-?digits` and `-?digits.digits`, and nothing else. Bare JSON numbers may have an exponent.
//!
//! `rust_decimal` reads more than that (`1_000`, `+1`, `.5`, `1e-8`) and rounds what does not fit. Here a number that does not
//! fit is no number, so that nothing is ever rounded.

#[cfg(test)]
mod tests;

use rust_decimal::Decimal;

/// A whole number; `None` unless the text is one that fits.
pub(crate) fn whole(text: &str) -> Option<i64> {
    leading_whole(text.as_bytes()).filter(|(_, length)| *length == text.len()).map(|(number, _)| number)
}

/// A decimal number with all its digits, trailing zeros too; `None` unless the text is one that fits.
pub(crate) fn decimal(text: &str) -> Option<Decimal> {
    let mut number = Decimal::ZERO;
    let length = leading_decimal(text.as_bytes(), &mut number)?;
    (length == text.len()).then_some(number)
}

/// The whole number that the bytes begin with, and how many bytes it is long; `None` if there is none, or it does not fit.
#[inline]
pub(crate) fn leading_whole(bytes: &[u8]) -> Option<(i64, usize)> {
    let negative = bytes.first() == Some(&b'-');
    let start = usize::from(negative);
    let (magnitude, end) = digits(bytes, start, 0);
    // Eighteen digits always fit; more of them may have wrapped around and are read again.
    let number = match end - start {
        0 => return None,
        1..=18 if negative => -magnitude.cast_signed(),
        1..=18 => magnitude.cast_signed(),
        _ => str::from_utf8(&bytes[..end]).ok()?.parse().ok()?,
    };
    Some((number, end))
}

/// Reads the decimal number that the bytes begin with into its place, and tells how many bytes it is long. `None` if there is
/// none, or it does not fit.
#[inline]
pub(crate) fn leading_decimal(bytes: &[u8], place: &mut Decimal) -> Option<usize> {
    let negative = bytes.first() == Some(&b'-');
    let start = usize::from(negative);
    let (mut mantissa, whole_end) = digits(bytes, start, 0);
    let mut end = whole_end;
    let mut scale = 0;
    if bytes.get(whole_end) == Some(&b'.') {
        (mantissa, end) = digits(bytes, whole_end + 1, mantissa);
        scale = end - whole_end - 1;
        if scale == 0 {
            return None;
        }
    }
    if whole_end == start {
        return None;
    }
    // Eighteen digits and a point always fit; more of them may have wrapped around and are read again.
    *place = if end - start < 20 { small(mantissa, negative, scale) } else { wide(&bytes[..end], scale)? };
    Some(end)
}

/// Continues a number by the digits from a place on, and tells where they end. Wraps around beyond 64 bits.
#[inline]
fn digits(bytes: &[u8], from: usize, mut number: u64) -> (u64, usize) {
    let mut end = from;
    while let Some(digit) = bytes.get(end).map(|byte| u64::from(*byte).wrapping_sub(0x30)).filter(|digit| *digit < 10) {
        number = number.wrapping_mul(10).wrapping_add(digit);
        end += 1;
    }
    (number, end)
}

#[inline]
#[expect(clippy::cast_possible_truncation, reason = "the mantissa is taken apart, and the scale is below 20")]
fn small(mantissa: u64, negative: bool, scale: usize) -> Decimal {
    Decimal::from_parts(mantissa as u32, (mantissa >> 32) as u32, 0, negative, scale as u32)
}

/// A number of many digits.
#[cold]
fn wide(number: &[u8], scale: usize) -> Option<Decimal> {
    let mut digits = number.iter().filter(|byte| byte.is_ascii_digit());
    let mantissa =
        digits.try_fold(0_i128, |number, digit| number.checked_mul(10)?.checked_add((digit - b'0').into()))?;
    let signed = if number.starts_with(b"-") { -mantissa } else { mantissa };
    Decimal::try_from_i128_with_scale(signed, scale.try_into().ok()?).ok()
}

/// A JSON number with an exponent as `-?digits` or `-?digits.digits`, without zeros at the end of its fraction: `1e-9` is `0.000000001`.
/// `None` for other numbers, and where it has more places than any value.
#[cold]
pub(crate) fn without_exponent(number: &str) -> Option<String> {
    // No value has as many places, and no number of zeros is to be written out.
    const FARTHEST: isize = 64;

    let (number, exponent) = number.split_once(['e', 'E'])?;
    let (sign, number) = number.strip_prefix('-').map_or(("", number), |number| ("-", number));
    let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
    let digits = format!("{whole}{fraction}");
    if digits.bytes().all(|digit| digit == b'0') {
        return Some("0".to_owned());
    }
    let exponent: isize =
        exponent.parse().ok().filter(|exponent: &isize| exponent.unsigned_abs() <= FARTHEST.unsigned_abs())?;
    let point = isize::try_from(whole.len()).ok()? + exponent;
    let before = "0".repeat(usize::try_from(1 - point).unwrap_or(0));
    let length = isize::try_from(digits.len()).ok()?;
    let after = "0".repeat(usize::try_from(point - length).unwrap_or(0));
    let all = format!("{before}{digits}{after}");
    let (whole, fraction) = all.split_at(usize::try_from(point.max(1)).ok()?);
    let (whole, fraction) = (whole.trim_start_matches('0'), fraction.trim_end_matches('0'));
    let whole = if whole.is_empty() { "0" } else { whole };
    Some(if fraction.is_empty() { format!("{sign}{whole}") } else { format!("{sign}{whole}.{fraction}") })
}
