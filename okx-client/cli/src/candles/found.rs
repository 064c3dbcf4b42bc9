//! The contents of an existing file of candles.

use okx_client::objects::Candle;

use super::{Format, columns};

/// The contents of a file of candles.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub(super) first: Option<Candle>,
    /// The newest candle.
    pub(super) last: Option<Candle>,
    /// The number of bytes after the last line end: an incomplete line.
    pub(super) cut: u64,
}

impl Found {
    /// Checks the first and the last bytes of a file of this length. The error is a clause that says why it is not a file of candles.
    pub(super) fn of(head: &[u8], tail: &[u8], length: u64, format: Format) -> Result<Self, String> {
        let (head, tail) = (text(head)?, text(tail)?);
        let lines_end = tail.rfind('\n').map_or(0, |end| end + 1);
        let (whole, cut) = tail.split_at(lines_end);
        let is_all = length == tail.len() as u64;
        if whole.is_empty() && !is_all {
            return Err("its last line is too long for a candle".to_owned());
        }
        let is_first_line = is_all && whole.is_empty();
        if !columns::is_cut(cut, format, is_first_line) {
            return Err("its last line is neither a candle nor the beginning of one".to_owned());
        }
        let first = first(head, format)?;
        // If the tail is not the whole file, its first line is incomplete.
        let lines = if is_all { whole } else { whole.split_once('\n').map_or("", |(_, rest)| rest) };
        Ok(Self { first, last: last(lines, format)?, cut: cut.len() as u64 })
    }
}

/// The first candle. A file of another kind is recognised by its first line.
fn first(head: &str, format: Format) -> Result<Option<Candle>, String> {
    let mut lines = head.split_inclusive('\n').filter_map(|line| line.strip_suffix('\n'));
    if let Some(heading) = columns::heading(format)
        && lines.next().is_some_and(|line| line != heading)
    {
        return Err("its first line is not the header of a candle file".to_owned());
    }
    let Some(line) = lines.next() else { return Ok(None) };
    columns::read(line, format).map(Some).ok_or_else(|| "its first line is not a candle".to_owned())
}

/// The last candle. The lines before it must be in ascending order.
fn last(lines: &str, format: Format) -> Result<Option<Candle>, String> {
    let heading = columns::heading(format);
    let mut last: Option<Candle> = None;
    for line in lines.lines().filter(|line| heading.as_deref() != Some(line)) {
        let candle = columns::read(line, format).ok_or_else(|| format!("`{line}` is not a candle"))?;
        if last.as_ref().is_some_and(|last| last.ts >= candle.ts) {
            return Err(format!("the candle of {} is not newer than the one before it", candle.ts));
        }
        last = Some(candle);
    }
    Ok(last)
}

fn text(bytes: &[u8]) -> Result<&str, String> {
    match str::from_utf8(bytes) {
        Ok(text) => Ok(text),
        // This command writes only ASCII, so even a character that was cut by the limit shows that the file is not its own.
        Err(_) => Err("it is not UTF-8 text".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEADING: &str = "ts,o,h,l,c,vol,volCcy,volCcyQuote\n";
    const ONE: &str = "1704067200000,1,2,0.5,1.5,10,12.00,9.9\n";
    const TWO: &str = "1704070800000,1,2,0.5,1.5,10,12.00,\n";

    fn found(text: &str, format: Format) -> Result<Found, String> {
        Found::of(text.as_bytes(), text.as_bytes(), text.len() as u64, format)
    }

    #[test]
    fn every_cut_of_a_file_is_its_own() {
        let csv = [HEADING, ONE, TWO].concat();
        let json: String = csv
            .lines()
            .skip(1)
            .map(|line| {
                columns::write(&columns::read(line, Format::Csv).expect("it is a candle"), Format::Jsonl) + "\n"
            })
            .collect();
        for (text, format) in [(csv, Format::Csv), (json, Format::Jsonl)] {
            for end in 0..=text.len() {
                let kept = &text[..end];
                let found = found(kept, format).unwrap_or_else(|why| panic!("{kept}: {why}"));
                assert_eq!(found.cut, (end - kept.rfind('\n').map_or(0, |end| end + 1)) as u64, "{kept}");
                let lines = kept.matches('\n').count();
                assert_eq!(found.last.is_some(), lines > usize::from(format == Format::Csv), "{kept}");
            }
        }
    }

    #[test]
    fn files_of_others_are_not_taken_for_ours() {
        for text in [
            "x",
            "{\"a\":1}",
            "{\"ts\":\"x",
            "some notes\nof mine",
            "ts,o,h,l\n",
            "ts,price",
            &[HEADING, "my own last line"].concat(),
            &[HEADING, ONE, "1,2,3,4,5,6,7,8,9"].concat(),
            &[HEADING, "a\n", ONE].concat(),
            &[HEADING, TWO, ONE].concat(),
            &[ONE, TWO].concat(),
            "\n",
            " ",
        ] {
            assert!(found(text, Format::Csv).is_err(), "{text:?}");
            assert!(found(text, Format::Jsonl).is_err(), "{text:?}");
        }
        assert!(Found::of(b"\xff", b"\xff", 1, Format::Csv).is_err());
    }
}
