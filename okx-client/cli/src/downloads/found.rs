//! The contents of an existing file of lines.

use super::lines::{self, LineFormat};
use super::list::{Columns, List};
use super::row::Row;

/// How the lines of a file are read.
#[derive(Clone, Copy, Debug)]
pub(super) struct Reading<'a> {
    pub(super) list: &'a List,
    pub(super) columns: &'a Columns,
    pub(super) format: LineFormat,
}

/// The contents of a file of rows.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub(super) first: Option<Row>,
    /// The newest row.
    pub(super) last: Option<Row>,
    /// The number of bytes after the last line end: an incomplete line.
    pub(super) cut: u64,
}

impl Found {
    /// Checks the first and the last bytes of a file of this length. The error is a clause that says why it is not a file of such rows.
    pub(super) fn of(head: &[u8], tail: &[u8], length: u64, reading: Reading<'_>) -> Result<Self, String> {
        let (head, tail) = (text(head)?, text(tail)?);
        let lines_end = tail.rfind('\n').map_or(0, |end| end + 1);
        let (whole, cut) = tail.split_at(lines_end);
        let is_all = length == tail.len() as u64;
        if whole.is_empty() && !is_all {
            return Err(format!("its last line is too long for a {}", reading.list.row));
        }
        let is_first_line = is_all && whole.is_empty();
        if !lines::is_cut(reading.columns, cut, reading.format, is_first_line) {
            return Err(format!("its last line is neither a {} nor the beginning of one", reading.list.row));
        }
        let first = reading.first(head)?;
        // If the tail is not the whole file, its first line is incomplete.
        let lines = if is_all { whole } else { whole.split_once('\n').map_or("", |(_, rest)| rest) };
        Ok(Self { first, last: reading.last(lines)?, cut: cut.len() as u64 })
    }
}

impl Reading<'_> {
    /// The first row. A file of another kind is recognised by its first line.
    fn first(self, head: &str) -> Result<Option<Row>, String> {
        let mut lines = head.split_inclusive('\n').filter_map(|line| line.strip_suffix('\n'));
        if let Some(heading) = lines::heading(self.columns, self.format)
            && lines.next().is_some_and(|line| line != heading)
        {
            return Err(format!("its first line is not the header of a file of {}", self.list.rows));
        }
        let Some(line) = lines.next() else { return Ok(None) };
        self.row(line).map(Some).ok_or_else(|| format!("its first line is not a {}", self.list.row))
    }

    /// The last row. The lines before it must be in ascending order.
    fn last(self, text: &str) -> Result<Option<Row>, String> {
        let heading = lines::heading(self.columns, self.format);
        let mut last: Option<Row> = None;
        for line in text.lines().filter(|line| heading.as_deref() != Some(line)) {
            let row = self.row(line).ok_or_else(|| format!("`{line}` is not a {}", self.list.row))?;
            if last.as_ref().is_some_and(|last| last.order(&row, self.columns).is_ge()) {
                return Err(format!(
                    "the {} of {} is not newer than the one before it",
                    self.list.row,
                    row.timestamp()
                ));
            }
            last = Some(row);
        }
        Ok(last)
    }

    /// The row of a line.
    pub(super) fn row(self, line: &str) -> Option<Row> {
        lines::read(self.columns, line, self.format)
    }
}

/// The text of bytes that may begin and end within a character.
fn text(bytes: &[u8]) -> Result<&str, String> {
    let start = bytes.iter().take(3).take_while(|byte| **byte & 0xc0 == 0x80).count();
    let bytes = &bytes[start..];
    match str::from_utf8(bytes) {
        Ok(text) => Ok(text),
        Err(error) if error.error_len().is_none() => {
            Ok(str::from_utf8(&bytes[..error.valid_up_to()]).unwrap_or_default())
        }
        Err(_) => Err("it is not UTF-8 text".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::super::list::CANDLES;
    use super::*;

    const HEADING: &str = "ts,o,h,l,c,vol,volCcy,volCcyQuote\n";
    const ONE: &str = "1704067200000,1,2,0.5,1.5,10,12.00,9.9\n";
    const TWO: &str = "1704070800000,1,2,0.5,1.5,10,12.00,\n";

    fn columns() -> Columns {
        Columns::of(okx_spec::shipped().expect("it has no mistakes"), &CANDLES).expect("it is described")
    }

    fn found(text: &str, format: LineFormat) -> Result<Found, String> {
        let reading = Reading { list: &CANDLES, columns: &columns(), format };
        Found::of(text.as_bytes(), text.as_bytes(), text.len() as u64, reading)
    }

    #[test]
    fn every_cut_of_a_file_is_its_own() {
        let csv = [HEADING, ONE, TWO].concat();
        let columns = columns();
        let as_json = |line: &str| {
            let row = lines::read(&columns, line, LineFormat::Csv).expect("it is a candle");
            lines::write(&columns, &row, LineFormat::Jsonl) + "\n"
        };
        let json: String = csv.lines().skip(1).map(as_json).collect();
        for (text, format) in [(csv, LineFormat::Csv), (json, LineFormat::Jsonl)] {
            for end in 0..=text.len() {
                let kept = &text[..end];
                let found = found(kept, format).unwrap_or_else(|why| panic!("{kept}: {why}"));
                assert_eq!(found.cut, (end - kept.rfind('\n').map_or(0, |end| end + 1)) as u64, "{kept}");
                let lines = kept.matches('\n').count();
                assert_eq!(found.last.is_some(), lines > usize::from(format == LineFormat::Csv), "{kept}");
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
            assert!(found(text, LineFormat::Csv).is_err(), "{text:?}");
            assert!(found(text, LineFormat::Jsonl).is_err(), "{text:?}");
        }
        let columns = columns();
        let reading = Reading { list: &CANDLES, columns: &columns, format: LineFormat::Csv };
        assert!(Found::of(b"a\xffb", b"a\xffb", 3, reading).is_err());
    }
}
