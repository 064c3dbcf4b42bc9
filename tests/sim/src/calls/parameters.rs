//! The parameters of a request, or of one item of a batch.

use rust_decimal::Decimal;
use serde_json::{Map, Value};

use crate::number;
use crate::refusal::{MISSING_PARAMETER, PARAMETER, Refusal};

/// How many rows a page has if the request does not tell.
const DEFAULT_PAGE: usize = 100;

/// Parameters by their names in requests. A parameter that is `null` or `""` counts as absent.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Parameters(Map<String, Value>);

impl From<Map<String, Value>> for Parameters {
    fn from(members: Map<String, Value>) -> Self {
        Self(members)
    }
}

impl Parameters {
    /// The parameters as JSON members.
    pub fn members(&self) -> &Map<String, Value> {
        &self.0
    }

    /// The value, if present.
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.0.get(name).filter(|value| !is_absent(value))
    }

    /// The value, if present and a string.
    pub(crate) fn text(&self, name: &str) -> Option<&str> {
        self.get(name).and_then(Value::as_str)
    }

    /// The value as a string.
    pub(crate) fn required(&self, name: &str) -> Result<&str, Refusal> {
        self.text(name).ok_or_else(|| MISSING_PARAMETER.about(name))
    }

    /// The value as a number, if present.
    pub(crate) fn decimal(&self, name: &str) -> Result<Option<Decimal>, Refusal> {
        self.text(name).map(|text| number::read(text).ok_or_else(|| PARAMETER.about(name))).transpose()
    }

    /// The value as a number greater than zero, if present.
    pub(crate) fn positive(&self, name: &str) -> Result<Option<Decimal>, Refusal> {
        match self.decimal(name)? {
            Some(number) if number <= Decimal::ZERO => Err(PARAMETER.about(name)),
            number => Ok(number),
        }
    }

    /// The value as an integer, if present.
    pub(crate) fn integer(&self, name: &str) -> Result<Option<i64>, Refusal> {
        self.text(name).map(|text| text.parse().map_err(|_| PARAMETER.about(name))).transpose()
    }

    /// The requested number of rows: `limit`, which must not exceed `most`.
    pub(crate) fn page_size(&self, most: i64) -> Result<usize, Refusal> {
        match self.integer("limit")? {
            None => Ok(DEFAULT_PAGE),
            Some(limit) if (1..=most).contains(&limit) => Ok(usize::try_from(limit).unwrap_or(DEFAULT_PAGE)),
            Some(_) => Err(PARAMETER.about("limit")),
        }
    }

    /// Whether the value is present and true.
    pub(crate) fn is_true(&self, name: &str) -> bool {
        self.get(name).is_some_and(|value| value == &Value::Bool(true) || value.as_str() == Some("true"))
    }
}

/// Whether this value counts as an absent parameter.
pub(crate) fn is_absent(value: &Value) -> bool {
    value.is_null() || value.as_str() == Some("")
}
