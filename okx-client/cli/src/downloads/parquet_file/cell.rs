//! Values of Parquet files.

use okx_client::Printable;
use parquet::data_type::{Decimal, FixedLenByteArray};
use parquet::record::Field;

use super::super::list::{Column, ColumnKind};
use super::{PRECISION, SCALE};

/// The number of digits after the point.
const PLACES: usize = SCALE as usize;

/// Refuses a value that would not be exact.
pub(super) fn check(column: &Column, value: &str) -> Result<(), String> {
    if column.kind == ColumnKind::Decimal && !value.is_empty() && to_scaled(value).is_none() {
        return Err(format!(
            "{} is {}, which does not fit a Parquet decimal with {PRECISION} digits, {SCALE} of them after the point",
            column.wire,
            Printable(value)
        ));
    }
    Ok(())
}

/// A decimal number as 16 bytes; `None` if it does not fit exactly.
pub(super) fn to_fixed(value: &str) -> Option<FixedLenByteArray> {
    Some(to_scaled(value)?.to_be_bytes().to_vec().into())
}

/// A decimal number without its point; `None` if it does not fit exactly.
fn to_scaled(value: &str) -> Option<i128> {
    const LIMIT: u128 = 10_u128.pow(PRECISION as u32);

    let (is_negative, digits) = value.strip_prefix('-').map_or((false, value), |rest| (true, rest));
    let (whole, part) = digits.split_once('.').unwrap_or((digits, "0"));
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let part = part.get(..1).map(|first| [first, part[1..].trim_end_matches('0')].concat())?;
    if !is_number(whole) || !is_number(&part) || part.len() > PLACES {
        return None;
    }
    let number: u128 = format!("{whole}{part:0<PLACES$}").parse().ok().filter(|number| *number < LIMIT)?;
    let number = i128::try_from(number).ok()?;
    Some(if is_negative { -number } else { number })
}

/// A value as text; `None` if it is of a kind that this command does not write.
pub(super) fn text(field: &Field) -> Option<String> {
    match field {
        Field::Null => Some(String::new()),
        Field::Str(text) => Some(text.clone()),
        Field::TimestampMillis(millis) => Some(millis.to_string()),
        Field::Decimal(decimal) => decimal_text(decimal),
        _ => None,
    }
}

/// The number without zeros at its end.
fn decimal_text(decimal: &Decimal) -> Option<String> {
    let number = i128::from_be_bytes(decimal.data().try_into().ok()?);
    let digits = format!("{:0>width$}", number.unsigned_abs(), width = PLACES + 1);
    let (whole, part) = digits.split_at(digits.len() - PLACES);
    let sign = if number < 0 { "-" } else { "" };
    let text = format!("{sign}{whole}.{part}");
    Some(text.trim_end_matches('0').trim_end_matches('.').to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_exact_or_refused() {
        for (text, expected) in [
            ("0", "0"),
            ("-0.10", "-0.1"),
            ("1.000000000000000001", "1.000000000000000001"),
            ("-99999999999999999999.999999999999999999", "-99999999999999999999.999999999999999999"),
            ("60000.5000000000000000000000", "60000.5"),
            ("12345678901234567890", "12345678901234567890"),
        ] {
            let bytes = to_fixed(text).unwrap_or_else(|| panic!("{text}"));
            let decimal = Decimal::from_bytes(bytes.into(), PRECISION, SCALE);
            assert_eq!(decimal_text(&decimal).as_deref(), Some(expected), "{text}");
        }
        for text in
            ["", "-", "x", "1e5", "1.", ".5", "0.0000000000000000001", "100000000000000000000", "1.5.5", "+1", "1,5"]
        {
            assert!(to_scaled(text).is_none(), "{text}");
        }
    }
}
