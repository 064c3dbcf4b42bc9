//! Numbers as OKX writes them: `-?digits` and `-?digits.digits`, and nothing else. Bare JSON numbers may have an exponent.
//!
//! `rust_decimal` reads more than that (`1_000`, `+1`, `.5`, `1e-8`) and rounds what does not fit. Here a number that does not
//! fit is not read, so that nothing is rounded without anybody knowing; zeros at the end of a fraction always fit. Only replies are read
//! by [`toward_zero`], which tells whether it read the whole number.

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
    *place = if end - start < 20 { small(mantissa, negative, scale) } else { wide(&bytes[..end])? };
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
fn wide(number: &[u8]) -> Option<Decimal> {
    cut(number).filter(|cut| cut.is_exact).map(|cut| cut.number)
}

/// As much of a number as a decimal holds.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Cut {
    /// The number, or the nearest decimal toward zero.
    pub(crate) number: Decimal,
    /// Whether it is the number itself.
    pub(crate) is_exact: bool,
}

/// Reads a decimal number of any length, and cuts off the digits of its fraction that do not fit. `None` unless the text is a number
/// whose whole part fits. The exponent of `1E-8` is read here, and nowhere else: some replies are written so.
#[cold]
pub(crate) fn toward_zero(text: &str) -> Option<Cut> {
    let (number, exponent) = match text.split_once(['e', 'E']) {
        Some((number, exponent)) => (number, exponent.strip_prefix('+').unwrap_or(exponent).parse().ok()?),
        None => (text, 0),
    };
    let digits = number.strip_prefix('-').unwrap_or(number);
    let (whole, fraction) = digits.split_once('.').map_or((digits, None), |(whole, fraction)| (whole, Some(fraction)));
    let are_digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if !are_digits(whole) || !fraction.is_none_or(are_digits) {
        return None;
    }
    if exponent == 0 {
        return cut(number.as_bytes());
    }
    cut(shifted(number, whole, fraction.unwrap_or(""), exponent)?.as_bytes())
}

/// The number without its exponent.
fn shifted(number: &str, whole: &str, fraction: &str, exponent: i32) -> Option<String> {
    // Beyond this a decimal holds nothing but zero, and no number of zeros is to be written out.
    const FARTHEST: usize = 64;

    let places = usize::try_from(exponent.unsigned_abs()).ok().filter(|places| *places <= FARTHEST)?;
    let sign = if number.starts_with('-') { "-" } else { "" };
    if exponent > 0 {
        let digits = format!("{fraction:0<places$}");
        let (more, rest) = digits.split_at(places);
        let point = if rest.is_empty() { "" } else { "." };
        return Some(format!("{sign}{whole}{more}{point}{rest}"));
    }
    let digits = format!("{}{whole}", "0".repeat(places));
    let (rest, less) = digits.split_at(whole.len());
    Some(format!("{sign}{rest}.{less}{fraction}"))
}

/// Reads `-?digits` or `-?digits.digits`; `None` if the whole part does not fit.
fn cut(number: &[u8]) -> Option<Cut> {
    const MOST: u128 = (1 << 96) - 1;

    let (mut mantissa, mut scale, mut in_fraction) = (0_u128, 0, false);
    let (mut is_full, mut is_exact) = (false, true);
    for byte in number {
        let digit = match byte {
            b'-' => continue,
            b'.' => {
                in_fraction = true;
                continue;
            }
            digit => u128::from(digit - b'0'),
        };
        let longer = mantissa * 10 + digit;
        if is_full || longer > MOST || in_fraction && scale == Decimal::MAX_SCALE {
            if !in_fraction {
                return None;
            }
            (is_full, is_exact) = (true, is_exact && digit == 0);
        } else {
            mantissa = longer;
            scale += u32::from(in_fraction);
        }
    }
    #[expect(clippy::cast_possible_truncation, reason = "each part is 32 of the 96 bits")]
    let (low, middle, high) = (mantissa as u32, (mantissa >> 32) as u32, (mantissa >> 64) as u32);
    let number = Decimal::from_parts(low, middle, high, number.starts_with(b"-"), scale);
    Some(Cut { number: if is_full { number.normalize() } else { number }, is_exact })
}

/// A JSON number with an exponent as it is without one, and without zeros at the end of its fraction: `1e-9` is `0.000000001`. `None` for
/// other numbers, and where it has more places than any value.
#[cold]
pub(crate) fn without_exponent(number: &str) -> Option<String> {
    let (number, exponent) = number.split_once(['e', 'E'])?;
    let digits = number.strip_prefix('-').unwrap_or(number);
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    if digits.bytes().all(|byte| matches!(byte, b'0' | b'.')) {
        return Some("0".to_owned());
    }
    let plain = match exponent.parse().ok()? {
        0 => number.to_owned(),
        exponent => shifted(number, whole, fraction, exponent)?,
    };
    let is_fraction = plain.contains('.');
    Some(if is_fraction { plain.trim_end_matches('0').trim_end_matches('.').to_owned() } else { plain })
}
