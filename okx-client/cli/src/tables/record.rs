//! A row of a reply or a push, with the values as OKX wrote them.

use okx_client::Decimal;
use serde_json::value::RawValue;

use crate::members::Members;

/// The members of a row in their order.
#[derive(Clone, Debug, Default)]
pub(super) struct Record(Vec<(String, Box<RawValue>)>);

impl Record {
    /// A row of a reply; `None` if it is not an object.
    pub(super) fn read(json: &str) -> Option<Self> {
        serde_json::from_str::<Members>(json).ok().map(|members| Self(members.0))
    }

    fn member(&self, wire: &str) -> Option<&str> {
        self.0.iter().find(|(name, _)| name == wire).map(|(_, value)| value.get())
    }

    /// The text of a value: the contents of a string, nothing for `null` or a missing value, and the JSON text of all others.
    pub(super) fn text(&self, wire: &str) -> String {
        match self.member(wire) {
            None | Some("null") => String::new(),
            Some(json) => serde_json::from_str::<String>(json).unwrap_or_else(|_| json.to_owned()),
        }
    }

    /// A decimal number, exactly; `None` if it is missing, something else, or has more digits than a [`Decimal`] holds.
    pub(super) fn decimal(&self, wire: &str) -> Option<Decimal> {
        Decimal::from_str_exact(&self.text(wire)).ok()
    }

    /// The entries of a list of objects.
    pub(super) fn list(&self, wire: &str) -> Vec<Self> {
        let entries: Option<Vec<Members>> = self.member(wire).and_then(|json| serde_json::from_str(json).ok());
        entries.unwrap_or_default().into_iter().map(|members| Self(members.0)).collect()
    }

    /// The entries of a list of lists of texts, such as the levels of an order book.
    pub(super) fn levels(&self, wire: &str) -> Vec<Vec<String>> {
        self.member(wire).and_then(|json| serde_json::from_str(json).ok()).unwrap_or_default()
    }

    /// Replaces the members that a newer row has.
    pub(super) fn update(&mut self, newer: Self) {
        for (name, value) in newer.0 {
            match self.0.iter_mut().find(|(own, _)| *own == name) {
                Some((_, own)) => *own = value,
                None => self.0.push((name, value)),
            }
        }
    }
}
