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
    /// Rows whose names could not be read either: how many there are, and why the first of them could not be read.
    nameless: usize,
    first: Option<Error>,
}

impl Unread {
    /// Takes note of a row; `wire` is the name of the field that names it.
    pub(super) fn add(&mut self, error: Error, wire: &str) {
        match error.row_text().and_then(|row| member_text(row, wire)) {
            Some(name) => drop(self.named.insert(name, error)),
            None => {
                self.nameless += 1;
                self.first.get_or_insert(error);
            }
        }
    }

    /// Logs how many rows could not be read, and why the first of them could not.
    pub(super) fn warn(&self, group: &impl fmt::Display) {
        let rows = self.named.len() + self.nameless;
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

/// The text of a member of an object, as far as the object is one.
fn member_text(object: &str, wire: &str) -> Option<Text> {
    let mut reader = Reader::new(object);
    if reader.peek() != b'{' {
        return None;
    }
    let mut open = reader.open().ok()?;
    while let Some(name) = reader.member(&mut open).ok()? {
        let value = reader.any().ok()?;
        if name == wire {
            return Reader::new(value).string_of().filter(|text| !text.is_empty()).map(|text| (*text).into());
        }
    }
    None
}
