//! Candles as lines of text.

use std::borrow::Cow;

use okx_client::objects::Candle;
use okx_client::value::Json;
use okx_client::{Decimal, Rows};
use serde_json::Value;

use super::Format;

/// The columns, with OKX's names: opening time in milliseconds since the epoch, open, high, low, close, and the volume in three units.
const NAMES: [&str; 8] = ["ts", "o", "h", "l", "c", "vol", "volCcy", "volCcyQuote"];

/// The header of a file, if its format has one.
pub(super) fn heading(format: Format) -> Option<String> {
    (format == Format::Csv).then(|| NAMES.join(","))
}

/// The line of a candle. A number that does not fit a decimal is written as OKX sent it.
pub(super) fn write(candle: &Candle, format: Format) -> String {
    let prices = [candle.o, candle.h, candle.l, candle.c];
    let volumes = [candle.vol, candle.vol_ccy, candle.vol_ccy_quote];
    let volumes = volumes.iter().map(|volume| volume.map(|volume| volume.to_string()).unwrap_or_default());
    let values =
        std::iter::once(candle.ts.as_millis().to_string()).chain(prices.iter().map(Decimal::to_string)).chain(volumes);
    let values = NAMES.iter().zip(values).map(|(name, value)| kept_number(candle, name).unwrap_or(value));
    match format {
        Format::Csv => values.collect::<Vec<_>>().join(","),
        Format::Jsonl => {
            let members: Vec<String> =
                NAMES.iter().zip(values).map(|(name, value)| format!("\"{name}\":\"{value}\"")).collect();
            format!("{{{}}}", members.join(","))
        }
    }
}

/// The number that was kept as text because it does not fit a decimal.
fn kept_number(candle: &Candle, name: &str) -> Option<String> {
    let text = candle.extra.get(name)?.get();
    let text: Cow<'_, str> = serde_json::from_str::<String>(text).map_or(text.into(), Cow::Owned);
    is_number(&text).then(|| text.into_owned())
}

/// Whether a text has only the characters of numbers.
fn is_number(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b'-' | b'+' | b'e' | b'E'))
}

/// The candle of a line; `None` if the line is not a candle.
pub(super) fn read(line: &str, format: Format) -> Option<Candle> {
    let values: Vec<String> = match format {
        Format::Csv => line.split(',').map(ToOwned::to_owned).collect(),
        Format::Jsonl => {
            let object: Value = serde_json::from_str(line).ok()?;
            NAMES.iter().map(|name| Some(object.get(name)?.as_str()?.to_owned())).collect::<Option<_>>()?
        }
    };
    if values.len() != NAMES.len() {
        return None;
    }
    // It is parsed like OKX's rows, so that numbers that do not fit a decimal are kept as text here too.
    let row: Vec<String> = values.iter().map(|value| Json::from(value.as_str()).get().to_owned()).collect();
    let candle = Rows::from_reply(&format!(r#"{{"code":"0","data":[[{}]]}}"#, row.join(","))).ok()?.one().ok()?;
    // A line is a candle only if writing the candle gives the same line. This also rejects values that are not numbers.
    (write(&candle, format) == line).then_some(candle)
}

/// Whether a text without a line end is the beginning of a line. The first line may be the header.
pub(super) fn is_cut(text: &str, format: Format, is_first_line: bool) -> bool {
    if is_first_line && let Some(heading) = heading(format) {
        return heading.starts_with(text);
    }
    let mut rest = text;
    for (place, name) in NAMES.iter().enumerate() {
        let before = match (format, place) {
            (Format::Csv, 0) => String::new(),
            (Format::Csv, _) => ",".to_owned(),
            (Format::Jsonl, 0) => format!("{{\"{name}\":\""),
            (Format::Jsonl, _) => format!("\",\"{name}\":\""),
        };
        let Some(value) = rest.strip_prefix(&before) else { return before.starts_with(rest) };
        let end = value.find([',', '"']).unwrap_or(value.len());
        if !is_number(&value[..end]) {
            return false;
        }
        rest = &value[end..];
    }
    let end = if format == Format::Jsonl { "\"}" } else { "" };
    end.starts_with(rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_that_a_decimal_cannot_hold_is_written_as_okx_sent_it() {
        let reply = r#"{"code":"0","data":[["1597026383085","0.000012345678901234567890123456789","2","1","1.5","1","2",1e-40,"1"]]}"#;
        let candle: Candle = Rows::from_reply(reply).and_then(Rows::one).expect("it is a candle");
        let line = "1597026383085,0.000012345678901234567890123456789,2,1,1.5,1,2,1e-40";
        assert_eq!(write(&candle, Format::Csv), line);
        assert!(is_cut(&line[..30], Format::Csv, false) && read(line, Format::Csv).is_some());
    }

    #[test]
    fn what_is_written_is_read_again() {
        for (format, line) in [
            (Format::Csv, "1597026383085,1.10,2,0.5,1.5,10,12.00,"),
            (Format::Csv, "1597026383085,1.10,2,0.5,1.5,10,12.00,9.9"),
            (Format::Csv, "1597026383085,1.10,2,0.5,1.5,,,"),
            (
                Format::Csv,
                "1597026383085,0.000012345678901234567890123456789,2,0.5,1.5,1e-40,12345678901234567890123456789012,9",
            ),
            (
                Format::Jsonl,
                r#"{"ts":"1597026383085","o":"1.10","h":"2","l":"0.5","c":"1.5","vol":"10","volCcy":"12.00","volCcyQuote":"9.9"}"#,
            ),
        ] {
            let candle = read(line, format).expect("it is a candle");
            assert_eq!(write(&candle, format), line);
        }
        for line in [
            "",
            "ts,o,h,l,c,vol,volCcy,volCcyQuote",
            "1,2,3",
            "1,1,1,1,1,1,1,1,1",
            "1,1,1,x,1,1,1,1",
            "01,1,1,1,1,1,1,1",
            "1,1,1,1,1,1,x,1",
        ] {
            assert!(read(line, Format::Csv).is_none(), "{line}");
        }
    }
}
