//! Reading and writing [`Json`].

use std::fmt;

use serde::de::{self, Deserialize, DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde::ser::Serialize;

use super::reader::Reader;
use super::write;
use crate::error::Error;
use crate::facts::Fields;
use crate::value::Json;

impl Json {
    /// Parses text that is one JSON value.
    ///
    /// # Errors
    ///
    /// The text is not one JSON value. The error names the position of the first mistake.
    pub fn parse(text: &str) -> Result<Self, Error> {
        let mut reader = Reader::new(text);
        reader
            .any()
            .and_then(|value| reader.end().map(|()| Self::from_valid(value)))
            .map_err(|error| Error::invalid(error.to_string()))
    }

    /// Writes any value as JSON.
    ///
    /// # Errors
    ///
    /// JSON cannot represent the value, for example a map whose keys are not text.
    pub fn from_value(value: &(impl Serialize + ?Sized)) -> Result<Self, Error> {
        let text = serde_json::to_string(value)
            .map_err(|reason| Error::invalid(format!("the value cannot be written as JSON: {reason}")))?;
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
            let mut text = String::new();
            deserializer.deserialize_newtype_struct(RAW_VALUE, JsonWriter(&mut text))?;
            return Ok(Self::from_valid(&text));
        }
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).map_err(de::Error::custom)
    }
}

/// The name under which `serde_json` passes on the text of a value unchanged. Other formats ignore it.
const RAW_VALUE: &str = "$serde_json::private::RawValue";

/// Appends the visited value to a text, as JSON.
struct JsonWriter<'a>(&'a mut String);

impl JsonWriter<'_> {
    fn quoted(&mut self, text: &str) {
        self.0.push_str(&serde_json::Value::from(text).to_string());
    }

    fn plain(self, text: impl fmt::Display) {
        self.0.push_str(&text.to_string());
    }
}

impl<'de> DeserializeSeed<'de> for JsonWriter<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for JsonWriter<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value, with fractions as text")
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }

    fn visit_none<E: de::Error>(self) -> Result<(), E> {
        self.visit_unit()
    }

    fn visit_unit<E: de::Error>(self) -> Result<(), E> {
        self.plain("null");
        Ok(())
    }

    fn visit_bool<E: de::Error>(self, value: bool) -> Result<(), E> {
        self.plain(value);
        Ok(())
    }

    fn visit_i64<E: de::Error>(self, number: i64) -> Result<(), E> {
        self.plain(number);
        Ok(())
    }

    fn visit_u64<E: de::Error>(self, number: u64) -> Result<(), E> {
        self.plain(number);
        Ok(())
    }

    fn visit_str<E: de::Error>(mut self, text: &str) -> Result<(), E> {
        self.quoted(text);
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut entries: A) -> Result<(), A::Error> {
        self.0.push('[');
        let start = self.0.len();
        loop {
            let end = self.0.len();
            if end > start {
                self.0.push(',');
            }
            if entries.next_element_seed(JsonWriter(self.0))?.is_none() {
                self.0.truncate(end);
                break;
            }
        }
        self.0.push(']');
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut members: A) -> Result<(), A::Error> {
        self.0.push('{');
        let start = self.0.len();
        while let Some(name) = members.next_key::<String>()? {
            if name == RAW_VALUE {
                self.0.truncate(start - 1);
                self.0.push_str(&members.next_value::<String>()?);
                return Ok(());
            }
            if self.0.len() > start {
                self.0.push(',');
            }
            self.quoted(&name);
            self.0.push(':');
            members.next_value_seed(JsonWriter(self.0))?;
        }
        self.0.push('}');
        Ok(())
    }
}
