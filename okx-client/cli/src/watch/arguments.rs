//! Reads the arguments of `okx watch`.

use std::time::Duration;

/// Reads `instId=BTC-USDT`.
pub(super) fn argument(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((name, value)) if !name.is_empty() => Ok((name.to_owned(), value.to_owned())),
        _ => Err(format!("`{text}` is not an argument; write its name and its value, such as instId=BTC-USDT")),
    }
}

/// Reads `500ms`, `30s`, `5m` or `1h`.
pub(crate) fn duration(text: &str) -> Result<Duration, String> {
    const UNITS: [(&str, u64); 4] = [("ms", 1), ("s", 1_000), ("m", 60_000), ("h", 3_600_000)];

    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let (number, unit) = text.split_at(digits);
    let millis = UNITS.iter().find(|(name, _)| *name == unit).map(|(_, millis)| *millis);
    let total = number.parse::<u64>().ok().zip(millis).and_then(|(number, millis)| number.checked_mul(millis));
    total.map(Duration::from_millis).ok_or_else(|| format!("`{text}` is not a time; write it as 500ms, 30s, 5m or 1h"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_have_a_unit() {
        for (text, millis) in [("500ms", 500), ("30s", 30_000), ("5m", 300_000), ("1h", 3_600_000), ("0s", 0)] {
            assert_eq!(duration(text), Ok(Duration::from_millis(millis)), "{text}");
        }
        for text in ["", "30", "s", "-1s", "1.5s", "1d", "30 s", "99999999999999999999s", "18446744073709551615h"] {
            assert!(duration(text).is_err(), "{text}");
        }
    }

    #[test]
    fn arguments_have_a_name_and_a_value() {
        assert_eq!(argument("a=b=c"), Ok(("a".to_owned(), "b=c".to_owned())));
        assert_eq!(argument("a="), Ok(("a".to_owned(), String::new())));
        assert!(argument("BTC-USDT").is_err() && argument("=x").is_err());
    }
}
