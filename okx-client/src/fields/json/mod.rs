//! Reading and writing JSON that is kept as it came.

mod transcript;

use serde::{Deserialize, Deserializer, Serialize};

use super::reader::Reader;
use super::write;
use crate::error::Error;
use crate::facts::Fields;
use crate::value::Json;

impl Json {
    /// Takes text that is one JSON value.
    ///
    /// # Errors
    /// When it is not, with the place of the first mistake.
    pub fn parse(text: &str) -> Result<Self, Error> {
        let mut reader = Reader::new(text);
        reader
            .any()
            .and_then(|value| reader.end().map(|()| Self::from_valid(value)))
            .map_err(|fault| Error::invalid(fault.to_string()))
    }

    /// Writes any value as JSON.
    ///
    /// # Errors
    /// When JSON cannot hold it: a map whose keys are not text, say.
    pub fn from_value(value: &(impl Serialize + ?Sized)) -> Result<Self, Error> {
        let text = serde_json::to_string(value)
            .map_err(|reason| Error::invalid(format!("this value cannot be written as JSON: {reason}")))?;
        Ok(Self::from_valid(&text))
    }

    /// A shape as OKX writes it.
    pub(crate) fn of(fields: &dyn Fields) -> Self {
        Self::from_valid(&write::to_text(fields))
    }
}

impl<'de> Deserialize<'de> for Json {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        if deserializer.is_human_readable() {
            return transcript::read(deserializer).map(|text| Self::from_valid(&text));
        }
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).map_err(serde::de::Error::custom)
    }
}
