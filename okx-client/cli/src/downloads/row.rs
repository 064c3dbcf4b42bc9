//! A row of a list: the values of its columns as text, as OKX wrote them.

use std::cmp::Ordering;
use std::collections::BTreeSet;

use okx_client::Printable;
use okx_client::value::Timestamp;
use serde_json::value::RawValue;

use super::list::{ColumnKind, Columns, List};
use crate::members::Members;

/// The values of a row in the order of the columns. A value that OKX left out is empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Row {
    pub(super) cells: Vec<String>,
    /// Milliseconds since the epoch.
    pub(super) time: i64,
}

impl Row {
    /// A row with these values; `None` if their number or a value is wrong.
    pub(super) fn of(columns: &Columns, cells: Vec<String>) -> Option<Self> {
        let fits = cells.len() == columns.all.len()
            && columns.all.iter().zip(&cells).all(|(column, cell)| column.kind.may_be(cell));
        let text = cells.get(columns.time)?;
        let time = text.parse::<i64>().ok().filter(|time| time.to_string() == *text)?;
        fits.then_some(Self { cells, time })
    }

    /// A row of a reply. Names of members without a column are added to `others`.
    ///
    /// # Errors
    ///
    /// It is not a row with a time.
    pub(super) fn read(
        list: &List,
        columns: &Columns,
        json: &str,
        others: &mut BTreeSet<String>,
    ) -> Result<Self, String> {
        let wrong = |why: &str| format!("OKX returned a {} that {why}: {}", list.row, Printable(json));
        let mut cells = vec![String::new(); columns.all.len()];
        for (name, value) in members(columns, json).ok_or_else(|| wrong("cannot be read"))? {
            match columns.place(&name) {
                Some(place) => cells[place] = text(&value),
                None if list.forming == Some(&name) => {}
                None => _ = others.insert(name),
            }
        }
        let time = cells[columns.time].parse().map_err(|_| wrong("has no time"))?;
        Ok(Self { cells, time })
    }

    /// When it happened.
    pub(super) fn timestamp(&self) -> Timestamp {
        Timestamp::from_millis(self.time)
    }

    /// The order in a file: by time, then by ID. IDs are numbers, so a longer one is greater.
    pub(super) fn order(&self, other: &Self, columns: &Columns) -> Ordering {
        let key = |row: &Self| {
            let id = columns.id.map_or("", |id| row.cells[id].as_str());
            (row.time, id.len(), id.to_owned())
        };
        key(self).cmp(&key(other))
    }

    /// Whether two rows have the same values. `1.10` and `1.1` are the same.
    pub(super) fn is_same(&self, other: &Self, columns: &Columns) -> bool {
        columns.all.iter().zip(self.cells.iter().zip(&other.cells)).all(|(column, (one, other))| match column.kind {
            ColumnKind::Decimal => without_zeros(one) == without_zeros(other),
            ColumnKind::Time | ColumnKind::Text => one == other,
        })
    }
}

impl ColumnKind {
    /// Whether a text may be a value, or the beginning of one.
    pub(super) fn may_be(self, text: &str) -> bool {
        let is_number = |byte: u8| byte.is_ascii_digit() || matches!(byte, b'.' | b'-' | b'+' | b'e' | b'E');
        match self {
            Self::Time => text.strip_prefix('-').unwrap_or(text).bytes().all(|byte| byte.is_ascii_digit()),
            Self::Decimal => text.bytes().all(is_number),
            Self::Text => true,
        }
    }
}

/// A decimal number without zeros at its end.
pub(super) fn without_zeros(text: &str) -> &str {
    let shorter = if text.contains('.') && !text.contains(['e', 'E']) {
        text.trim_end_matches('0').trim_end_matches('.')
    } else {
        text
    };
    // A Parquet file has no negative zero.
    if shorter == "-0" { "0" } else { shorter }
}

/// The members of a row, which is an object or an array.
fn members(columns: &Columns, json: &str) -> Option<Vec<(String, Box<RawValue>)>> {
    let Some(positions) = &columns.positions else {
        return serde_json::from_str::<Members>(json).ok().map(|members| members.0);
    };
    if json.starts_with('{') {
        return serde_json::from_str::<Members>(json).ok().map(|members| members.0);
    }
    let values: Vec<Box<RawValue>> = serde_json::from_str(json).ok()?;
    let name = |place: usize| positions.get(place).cloned().unwrap_or_else(|| format!("value {}", place + 1));
    Some(values.into_iter().enumerate().map(|(place, value)| (name(place), value)).collect())
}

/// The text of a value: the contents of a string, nothing for `null`, and the JSON text of all others.
fn text(value: &RawValue) -> String {
    match value.get() {
        "null" => String::new(),
        json => serde_json::from_str::<String>(json).unwrap_or_else(|_| json.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zeros_at_the_end_and_the_sign_of_zero_do_not_matter() {
        for (text, shorter) in [("1.10", "1.1"), ("-0.00", "0"), ("-0", "0"), ("100", "100"), ("1.0e10", "1.0e10")] {
            assert_eq!(without_zeros(text), shorter);
        }
    }
}
