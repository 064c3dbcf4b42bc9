//! Rows of a list that could not be read.

use std::collections::HashMap;
use std::fmt;

use crate::error::Error;
use crate::fields::reader::Reader;
use crate::value::Text;

/// The rows of a list that could not be read.
#[derive(Debug, Default)]
pub(in super::super) struct UnreadableRows {
    named: HashMap<Text, Error>,
    /// How many rows have no name. Nobody can ask for those.
    unnamed: usize,
    /// How many rows have a name that could not be read either.
    with_unknown_name: usize,
    /// Why the first of the rows with an unknown name could not be read.
    first: Option<Error>,
}

impl UnreadableRows {
    /// Adds a row. `wire` is the wire name of the field that holds its name.
    pub(in super::super) fn add(&mut self, error: Error, wire: &str) {
        match error.row_text().map_or(Name::Unknown, |row| Name::of(row, wire)) {
            Name::Text(name) => drop(self.named.insert(name, error)),
            Name::None => self.unnamed += 1,
            Name::Unknown => {
                self.with_unknown_name += 1;
                self.first.get_or_insert(error);
            }
        }
    }

    /// Logs how many rows could not be read, and the error of the first one.
    pub(super) fn warn(&self, group: &impl fmt::Display) {
        let rows = self.named.len() + self.with_unknown_name + self.unnamed;
        if let Some(error) = self.first.as_ref().or_else(|| self.named.values().next()) {
            tracing::warn!(%group, rows, %error, "could not read some rows of a list");
        }
    }

    /// Why the row of this name could not be read.
    pub(super) fn named(&self, name: &str) -> Option<Error> {
        let error = self.named.get(name)?;
        Some(unusable(format!("OKX lists {name:?}, but its row could not be read ({error})"), error))
    }

    /// Why it is not known whether there is a row of this name; `None` if there is certainly none.
    pub(super) fn possibly_named(&self, name: &str) -> Option<Error> {
        let error = self.first.as_ref()?;
        let rows = self.with_unknown_name;
        let what = format!("could not find {name:?}: {rows} rows of the list could not be read (first: {error})");
        Some(unusable(what, error))
    }
}

/// Nothing can be checked against such a row, so the request is not sent.
fn unusable(what: String, error: &Error) -> Error {
    Error::unreachable(what).caused_by(error.clone())
}

/// The name of a row that could not be read as a whole.
enum Name {
    Text(Text),
    None,
    /// The name could not be read either.
    Unknown,
}

impl Name {
    /// The name of a row, which is the value of its member `wire`.
    fn of(row: &str, wire: &str) -> Self {
        Self::read(row, wire).unwrap_or(Self::Unknown)
    }

    /// The same; `None` if the row is not an object.
    fn read(row: &str, wire: &str) -> Option<Self> {
        let mut reader = Reader::new(row);
        if reader.peek() != b'{' {
            return None;
        }
        let mut object = reader.open().ok()?;
        while let Some(name) = reader.member(&mut object).ok()? {
            let value = reader.any().ok()?;
            if name == wire {
                return Some(Self::from_json(value));
            }
        }
        Some(Self::None)
    }

    fn from_json(value: &str) -> Self {
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

    fn unreadable(rows: &[&str]) -> UnreadableRows {
        let mut unreadable = UnreadableRows::default();
        for row in rows {
            unreadable.add(Error::unreadable("is missing").in_field("tickSz").with_row_text(row), "instId");
        }
        unreadable
    }

    #[test]
    fn a_row_that_could_not_be_read_is_found_by_its_name() {
        let unreadable = unreadable(&[r#"{"tickSz":{},"instId":"BAD-USDT"}"#]);
        assert_eq!(
            unreadable.named("BAD-USDT").unwrap().to_string(),
            "OKX lists \"BAD-USDT\", but its row could not be read (`tickSz`: is missing)"
        );
        assert!(unreadable.named("NONE").is_none() && unreadable.possibly_named("NONE").is_none());
    }

    #[test]
    fn a_row_without_a_name_is_never_looked_for() {
        let unreadable = unreadable(&["{}", r#"{"instId":""}"#, r#"{"instId":null}"#]);
        assert!(unreadable.possibly_named("NONE").is_none());
    }

    #[test]
    fn a_row_with_an_unreadable_name_may_have_any_name() {
        for row in ["7", "[]", r#"{"instId":{}}"#, r#"{"instId":["BAD-USDT"]}"#] {
            assert_eq!(
                unreadable(&[row, "{}", row]).possibly_named("BAD-USDT").unwrap().to_string(),
                "could not find \"BAD-USDT\": 2 rows of the list could not be read (first: `tickSz`: is missing)"
            );
        }
        let mut summed_up = UnreadableRows::default();
        summed_up.add(Error::unreadable("7 more rows were left out"), "instId");
        assert!(summed_up.possibly_named("BAD-USDT").is_some());
    }
}
