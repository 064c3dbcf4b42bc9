//! JSON text that is kept unchanged.

use std::fmt;

use compact_str::CompactString;
use rust_decimal::Decimal;
use serde::{Serialize, Serializer};
use serde_json::value::RawValue;

/// One JSON value as text, unchanged. Two values are equal if their texts are equal.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Json(CompactString);

impl Json {
    /// The JSON text, without white space around it.
    pub fn get(&self) -> &str {
        &self.0
    }

    /// Wraps text that is already known to be one JSON value.
    pub(crate) fn from_valid(text: &str) -> Self {
        Self(text.into())
    }
}

impl Default for Json {
    /// `null`.
    fn default() -> Self {
        Self(CompactString::const_new("null"))
    }
}

impl fmt::Debug for Json {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Display for Json {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<&str> for Json {
    /// A JSON string of this text.
    fn from(text: &str) -> Self {
        Self(serde_json::Value::from(text).to_string().into())
    }
}

impl From<bool> for Json {
    fn from(value: bool) -> Self {
        Self::from_valid(if value { "true" } else { "false" })
    }
}

impl From<i64> for Json {
    /// A bare JSON number.
    fn from(number: i64) -> Self {
        Self(number.to_string().into())
    }
}

impl From<Decimal> for Json {
    /// A JSON string of all its digits, as OKX writes decimals.
    fn from(number: Decimal) -> Self {
        Self(format!("\"{number}\"").into())
    }
}

impl Serialize for Json {
    /// Writes the JSON text unchanged into JSON, and as a string into binary formats.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if !serializer.is_human_readable() {
            return serializer.serialize_str(&self.0);
        }
        let raw: &RawValue = serde_json::from_str(&self.0).map_err(serde::ser::Error::custom)?;
        raw.serialize(serializer)
    }
}
