//! Rows as lines of text: CSV, or a JSON object each.

use std::borrow::Cow;

use okx_client::value::Json;

use super::list::{Column, Columns};
use super::row::Row;
use crate::members::Members;

/// How rows are written as lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum LineFormat {
    /// A header and a line for each row.
    Csv,
    /// A JSON object for each row.
    Jsonl,
}

/// The header of a file, if its format has one.
pub(super) fn heading(columns: &Columns, format: LineFormat) -> Option<String> {
    let names = || columns.all.iter().map(|column| column.wire.as_str()).collect::<Vec<_>>().join(",");
    (format == LineFormat::Csv).then(names)
}

/// The line of a row.
pub(super) fn write(columns: &Columns, row: &Row, format: LineFormat) -> String {
    match format {
        LineFormat::Jsonl => {
            let member = |(column, cell): (&Column, &String)| {
                format!("{}:{}", Json::from(column.wire.as_str()), Json::from(cell.as_str()))
            };
            let members: Vec<String> = columns.all.iter().zip(&row.cells).map(member).collect();
            format!("{{{}}}", members.join(","))
        }
        LineFormat::Csv => row.cells.iter().map(|cell| csv_cell(cell)).collect::<Vec<_>>().join(","),
    }
}

/// A value as CSV. A line end inside a value becomes a space, so that each row is one line.
pub(crate) fn csv_cell(cell: &str) -> Cow<'_, str> {
    if !cell.contains([',', '"', '\r', '\n']) {
        return Cow::Borrowed(cell);
    }
    Cow::Owned(format!("\"{}\"", cell.replace(['\r', '\n'], " ").replace('"', "\"\"")))
}

/// The row of a line; `None` if the line is not a row.
pub(super) fn read(columns: &Columns, line: &str, format: LineFormat) -> Option<Row> {
    let cells = match format {
        LineFormat::Jsonl => {
            let Members(members) = serde_json::from_str(line).ok()?;
            members.iter().map(|(_, value)| serde_json::from_str::<String>(value.get()).ok()).collect::<Option<_>>()?
        }
        LineFormat::Csv => csv_cells(line)?,
    };
    let row = Row::of(columns, cells)?;
    // A line is a row only if writing the row gives the same line.
    (write(columns, &row, format) == line).then_some(row)
}

/// The values of a line of CSV; `None` if a quotation mark is not closed or in the wrong place.
pub(crate) fn csv_cells(line: &str) -> Option<Vec<String>> {
    let mut cells = Vec::new();
    let mut rest = line;
    loop {
        let (cell, after) = match rest.strip_prefix('"') {
            None => {
                let end = rest.find(',').unwrap_or(rest.len());
                (rest[..end].to_owned(), &rest[end..])
            }
            Some(quoted) => quoted_cell(quoted)?,
        };
        cells.push(cell);
        match after.strip_prefix(',') {
            Some(next) => rest = next,
            None => return after.is_empty().then_some(cells),
        }
    }
}

/// A value after its opening quotation mark, and what follows the closing one.
fn quoted_cell(text: &str) -> Option<(String, &str)> {
    let mut cell = String::new();
    let mut rest = text;
    loop {
        let end = rest.find('"')?;
        cell.push_str(&rest[..end]);
        rest = &rest[end + 1..];
        match rest.strip_prefix('"') {
            Some(next) => {
                cell.push('"');
                rest = next;
            }
            None => return Some((cell, rest)),
        }
    }
}

/// Whether a text without a line end is the beginning of a line. The first line may be the header.
pub(super) fn is_cut(columns: &Columns, text: &str, format: LineFormat, is_first_line: bool) -> bool {
    if is_first_line && let Some(heading) = heading(columns, format) {
        return heading.starts_with(text);
    }
    let mut rest = text;
    for (place, column) in columns.all.iter().enumerate() {
        let before = match (format, place) {
            (LineFormat::Jsonl, 0) => format!("{{\"{}\":\"", column.wire),
            (LineFormat::Jsonl, _) => format!("\",\"{}\":\"", column.wire),
            (_, 0) => String::new(),
            _ => ",".to_owned(),
        };
        let Some(value) = rest.strip_prefix(&before) else { return before.starts_with(rest) };
        let end = match format {
            LineFormat::Jsonl => json_end(value),
            LineFormat::Csv => csv_end(value),
        };
        if !column.kind.may_be(&value[..end]) {
            return false;
        }
        rest = &value[end..];
    }
    let end = if format == LineFormat::Jsonl { "\"}" } else { "" };
    end.starts_with(rest)
}

/// The length of the contents of a JSON string, up to its closing quotation mark.
fn json_end(value: &str) -> usize {
    let mut is_escaped = false;
    let is_end = |byte: u8| {
        let ends = byte == b'"' && !is_escaped;
        is_escaped = byte == b'\\' && !is_escaped;
        ends
    };
    value.bytes().position(is_end).unwrap_or(value.len())
}

/// The length of a value of CSV, with its quotation marks.
fn csv_end(value: &str) -> usize {
    let mut is_quoted = false;
    let is_end = |byte: u8| {
        is_quoted ^= byte == b'"';
        byte == b',' && !is_quoted
    };
    value.bytes().position(is_end).unwrap_or(value.len())
}

#[cfg(test)]
mod tests {
    use super::super::list::{BILLS, CANDLES};
    use super::*;

    fn columns(list: &super::super::list::List) -> Columns {
        Columns::of(okx_spec::shipped().expect("it has no mistakes"), list).expect("it is described")
    }

    #[test]
    fn what_is_written_is_read_again() {
        let columns = columns(&CANDLES);
        for (format, line) in [
            (LineFormat::Csv, "1597026383085,1.10,2,0.5,1.5,10,12.00,"),
            (LineFormat::Csv, "1597026383085,1.10,2,0.5,1.5,,,"),
            (
                LineFormat::Csv,
                "1597026383085,0.000012345678901234567890123456789,2,0.5,1.5,1e-40,12345678901234567890123456789012,9",
            ),
            (
                LineFormat::Jsonl,
                r#"{"ts":"1597026383085","o":"1.10","h":"2","l":"0.5","c":"1.5","vol":"10","volCcy":"12.00","volCcyQuote":"9.9"}"#,
            ),
        ] {
            let row = read(&columns, line, format).unwrap_or_else(|| panic!("{line}"));
            assert_eq!(write(&columns, &row, format), line);
            assert!((0..=line.len()).all(|end| is_cut(&columns, &line[..end], format, false)), "{line}");
        }
        for line in [
            "",
            "ts,o,h,l,c,vol,volCcy,volCcyQuote",
            "1,2,3",
            "1,1,1,1,1,1,1,1,1",
            "1,1,1,x,1,1,1,1",
            "1,1,1,1,1,1,x,1",
        ] {
            assert!(read(&columns, line, LineFormat::Csv).is_none(), "{line}");
        }
    }

    #[test]
    fn texts_with_commas_quotation_marks_and_line_ends_are_one_line() {
        let columns = columns(&BILLS);
        let mut cells = vec![String::new(); columns.all.len()];
        cells[columns.time] = "1597026383085".to_owned();
        let notes = columns.place("notes").expect("bills have notes");
        cells[notes] = "a,\"b\"\\ c".to_owned();
        let row = Row::of(&columns, cells.clone()).expect("it is a row");
        for format in [LineFormat::Csv, LineFormat::Jsonl] {
            let line = write(&columns, &row, format);
            assert_eq!(read(&columns, &line, format).as_ref(), Some(&row), "{line}");
            assert!((0..=line.len()).all(|end| is_cut(&columns, &line[..end], format, false)), "{line}");
        }
        cells[notes] = "a\r\nb".to_owned();
        let row = Row::of(&columns, cells).expect("it is a row");
        assert!(write(&columns, &row, LineFormat::Csv).contains("\"a  b\""));
        assert!(!write(&columns, &row, LineFormat::Jsonl).contains('\n'));
    }
}
