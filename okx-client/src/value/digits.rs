//! Numbers as OKX writes them: `-?digits` and `-?digits.digits`, nothing else.

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
