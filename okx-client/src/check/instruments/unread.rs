//! What OKX lists and could not be read.

use std::collections::HashMap;
use std::fmt;

use crate::error::Error;
use crate::fields::reader::Reader;
use crate::value::Text;

/// The rows of a list that could not be read.
#[derive(Debug, Default)]
pub(super) struct Unread {
    named: HashMap<Text, Error>,
    /// How many rows have no name, so that nobody can ask for them.
    unnamed: usize,
    /// Rows whose names could not be read either: how many there are, and why the first of them could not be read.
    nameless: usize,
    first: Option<Error>,
}

impl Unread {
    /// Takes note of a row; `wire` is the name of the field that names it.
    pub(super) fn add(&mut self, error: Error, wire: &str) {
        match error.row_text().map_or(Name::Unknown, |row| Name::of(row, wire)) {
            Name::Text(name) => drop(self.named.insert(name, error)),
            Name::None => self.unnamed += 1,
            Name::Unknown => {
                self.nameless += 1;
                self.first.get_or_insert(error);
            }
        }
    }

    /// Logs how many rows could not be read, and why the first of them could not.
    pub(super) fn warn(&self, group: &impl fmt::Display) {
        let rows = self.named.len() + self.nameless + self.unnamed;
        if let Some(error) = self.first.as_ref().or_else(|| self.named.values().next()) {
            tracing::warn!(%group, rows, %error, "rows of a list could not be read");
        }
    }

    /// Why the row of this name could not be read.
    pub(super) fn named(&self, name: &str) -> Option<Error> {
        let error = self.named.get(name)?;
        Some(unusable(format!("OKX lists {name:?}, but its row could not be read ({error})"), error))
    }

    /// Why it is not known whether there is a row of this name; `None` when there is certainly none.
    pub(super) fn nameless(&self, name: &str) -> Option<Error> {
        let error = self.first.as_ref()?;
        let rows = self.nameless;
        let what = format!("{name:?} is not among the rows that could be read, and {rows} could not be ({error})");
        Some(unusable(what, error))
    }
}

/// Nothing can be checked against such a row, so nothing is sent.
fn unusable(what: String, error: &Error) -> Error {
    Error::unreachable(what).caused_by(error.clone())
}

/// The name of a row.
enum Name {
    Text(Text),
    None,
    /// It could not be read.
    Unknown,
}

impl Name {
    /// The name that a row has in a member.
    fn of(row: &str, wire: &str) -> Self {
        Self::read(row, wire).unwrap_or(Self::Unknown)
    }

    /// The same; `None` where the row is not an object.
    fn read(row: &str, wire: &str) -> Option<Self> {
        let mut reader = Reader::new(row);
        if reader.peek() != b'{' {
            return None;
        }
        let mut object = reader.open().ok()?;
        while let Some(name) = reader.member(&mut object).ok()? {
            let value = reader.any().ok()?;
            if name == wire {
                return Some(Self::written(value));
            }
        }
        Some(Self::None)
    }

    fn written(value: &str) -> Self {
        match Reader::new(value).string_of() {
            Some(text) if text.is_empty() => Self::None,
            Some(text) => Self::Text((*text).into()),
            None if value == "null" => Self::None,
            None => Self::Unknown,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unread(rows: &[&str]) -> Unread {
        let mut unread = Unread::default();
        for row in rows {
            unread.add(Error::unreadable("it is missing").in_field("tickSz").with_row_text(row), "instId");
        }
        unread
    }

    #[test]
    fn a_row_that_could_not_be_read_is_found_by_its_name() {
        let unread = unread(&[r#"{"tickSz":{},"instId":"BAD-USDT"}"#]);
        assert_eq!(
            unread.named("BAD-USDT").unwrap().to_string(),
            "OKX lists \"BAD-USDT\", but its row could not be read (`tickSz`: it is missing)"
        );
        assert!(unread.named("NONE").is_none() && unread.nameless("NONE").is_none());
    }

    #[test]
    fn a_row_without_a_name_is_nobody() {
        let unread = unread(&["{}", r#"{"instId":""}"#, r#"{"instId":null}"#]);
        assert!(unread.nameless("NONE").is_none());
    }

    #[test]
    fn a_row_whose_name_could_not_be_read_may_be_anybody() {
        for row in ["7", "[]", r#"{"instId":{}}"#, r#"{"instId":["BAD-USDT"]}"#] {
            assert_eq!(
                unread(&[row, "{}", row]).nameless("BAD-USDT").unwrap().to_string(),
                "\"BAD-USDT\" is not among the rows that could be read, and 2 could not be (`tickSz`: it is missing)"
            );
        }
        let mut summed_up = Unread::default();
        summed_up.add(Error::unreadable("7 more rows were left out"), "instId");
        assert!(summed_up.nameless("BAD-USDT").is_some());
    }
}
