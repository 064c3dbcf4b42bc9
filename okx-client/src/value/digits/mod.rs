//! Parses numbers as OKX writes them: `-?digits` and `-?digits.digits`, and nothing else. Bare JSON numbers may have an exponent.
//!
//! `rust_decimal` accepts more forms (`1_000`, `+1`, `.5`, `1e-8`) and rounds numbers that do not fit. Here, a number that does not fit is
//! an error, so that nothing is rounded silently. Trailing zeros of a fraction always fit. [`toward_zero`] rounds and says so; it is used for
//! replies only.

#[cfg(test)]
mod tests;

use rust_decimal::Decimal;

/// Parses a whole number; `None` unless the text is one that fits.
pub(crate) fn whole(text: &str) -> Option<i64> {
    leading_whole(text.as_bytes()).filter(|(_, length)| *length == text.len()).map(|(number, _)| number)
}

/// Parses a decimal number with all its digits, including trailing zeros; `None` unless the text is one that fits.
pub(crate) fn decimal(text: &str) -> Option<Decimal> {
    let mut number = Decimal::ZERO;
    let length = leading_decimal(text.as_bytes(), &mut number)?;
    (length == text.len()).then_some(number)
}

/// Parses the whole number at the start of the bytes, and returns it with its length; `None` if there is none or it does not fit.
#[inline]
pub(crate) fn leading_whole(bytes: &[u8]) -> Option<(i64, usize)> {
    let negative = bytes.first() == Some(&b'-');
    let start = usize::from(negative);
    let (magnitude, end) = digits(bytes, start, 0);
    // Eighteen digits always fit; longer numbers may have wrapped around and are parsed again.
    let number = match end - start {
        0 => return None,
        1..=18 if negative => -magnitude.cast_signed(),
        1..=18 => magnitude.cast_signed(),
        _ => str::from_utf8(&bytes[..end]).ok()?.parse().ok()?,
    };
    Some((number, end))
}

/// Parses the decimal number at the start of the bytes into `place`, and returns its length; `None` if there is none or it does not fit.
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
    // Eighteen digits and a point always fit; longer numbers may have wrapped around and are parsed again.
    *place = if end - start < 20 { small(mantissa, negative, scale) } else { wide(&bytes[..end])? };
    Some(end)
}

/// Appends the digits from an index on to a number, and returns the index of their end. Wraps around beyond 64 bits.
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
#[expect(clippy::cast_possible_truncation, reason = "the mantissa is split into two halves, and the scale is below 20")]
fn small(mantissa: u64, negative: bool, scale: usize) -> Decimal {
    Decimal::from_parts(mantissa as u32, (mantissa >> 32) as u32, 0, negative, scale as u32)
}

/// Parses a number with many digits.
#[cold]
fn wide(number: &[u8]) -> Option<Decimal> {
    truncate(number).filter(|truncated| truncated.is_exact).map(|truncated| truncated.value)
}

/// A number rounded toward zero to fit into a decimal.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Truncated {
    /// The number, or the nearest decimal toward zero.
    pub(crate) value: Decimal,
    /// Whether it is the exact number.
    pub(crate) is_exact: bool,
}

/// Parses a decimal number of any length, and drops the digits of its fraction that do not fit. `None` unless the text is a number whose
/// whole part fits. An exponent in text, such as `1E-8`, is accepted only here, because some replies are written that way.
#[cold]
pub(crate) fn toward_zero(text: &str) -> Option<Truncated> {
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
        return truncate(number.as_bytes());
    }
    truncate(shifted(number, whole, fraction.unwrap_or(""), exponent)?.as_bytes())
}

/// Writes a number without its exponent; `None` if it is too large or too small.
fn shifted(number: &str, whole: &str, fraction: &str, exponent: i32) -> Option<String> {
    // A decimal cannot hold a number that is shifted further, and the zeros would only take memory.
    const MAX_PLACES: usize = 64;

    let places = usize::try_from(exponent.unsigned_abs()).ok().filter(|places| *places <= MAX_PLACES)?;
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

/// Parses `-?digits` or `-?digits.digits`; `None` if the whole part does not fit.
fn truncate(number: &[u8]) -> Option<Truncated> {
    const MAX: u128 = (1 << 96) - 1;

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
        if is_full || longer > MAX || in_fraction && scale == Decimal::MAX_SCALE {
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
    Some(Truncated { value: if is_full { number.normalize() } else { number }, is_exact })
}

/// Writes a JSON number with an exponent without it, and without trailing zeros: `1e-9` becomes `0.000000001`. `None` for a number without
/// an exponent, and for one that no decimal can hold.
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
