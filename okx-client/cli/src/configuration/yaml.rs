//! Parts that read YAML into values. Every mistake has a line and a column, and no message shows a value that may be a secret.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};

use super::keys::words;

/// The message of an error without the line and the path of keys that the YAML library adds.
pub(super) fn without_place(error: &serde_yaml::Error) -> String {
    let text = error.to_string();
    let place = error.location().map(|place| format!(" at line {} column {}", place.line(), place.column()));
    let end = place.and_then(|place| text.find(&place));
    let text = &text[..end.unwrap_or(text.len())];
    text.split_once(SAID).map_or(text, |(_, own)| own).to_owned()
}

/// Begins each message of this file, so that it can be told from what the YAML library writes before it.
const SAID: char = '\u{1}';

fn said<E: Error>(text: impl fmt::Display) -> E {
    E::custom(format_args!("{SAID}{text}"))
}

/// The keys of a mapping, and what becomes of their values.
pub(super) trait Keys {
    type Made;

    /// Checks a key.
    fn check(&self, key: &str) -> Result<(), String>;
    /// Reads the value of a key.
    fn set<'de, A: MapAccess<'de>>(&mut self, key: &str, map: &mut A) -> Result<(), A::Error>;
    /// What was read, or what is missing.
    fn made(self) -> Result<Self::Made, String>;
}

/// A mapping with these keys. A key that is given twice is refused.
pub(super) struct Mapping<K> {
    pub(super) what: &'static str,
    pub(super) keys: K,
}

impl<'de, K: Keys> DeserializeSeed<'de> for Mapping<K> {
    type Value = K::Made;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<K::Made, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<K> Mapping<K> {
    fn found<E: Error>(&self, what: &str) -> E {
        said(format_args!("expected a mapping with {}, found {what}", self.what))
    }
}

impl<'de, K: Keys> Visitor<'de> for Mapping<K> {
    type Value = K::Made;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a mapping with {}", self.what)
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut map: A) -> Result<K::Made, A::Error> {
        let mut seen: Vec<String> = Vec::new();
        loop {
            let check = |key: &str| {
                let is_double = seen.iter().any(|other| other == key);
                if is_double {
                    Err(format!("`{key}` is given twice"))
                } else {
                    self.keys.check(key).map(|()| key.to_owned())
                }
            };
            let Some(key) = map.next_key_seed(text(check))? else { break };
            self.keys.set(&key, &mut map)?;
            seen.push(key);
        }
        self.keys.made().map_err(said)
    }

    // A key without a value.
    fn visit_unit<E: Error>(self) -> Result<K::Made, E> {
        self.keys.made().map_err(said)
    }

    // An empty file.
    fn visit_none<E: Error>(self) -> Result<K::Made, E> {
        self.visit_unit()
    }

    // The default messages would show the value.
    fn visit_str<E: Error>(self, _: &str) -> Result<K::Made, E> {
        Err(self.found("text"))
    }

    fn visit_bool<E: Error>(self, _: bool) -> Result<K::Made, E> {
        Err(self.found("true or false"))
    }

    fn visit_u64<E: Error>(self, _: u64) -> Result<K::Made, E> {
        Err(self.found("a number"))
    }

    fn visit_i64<E: Error>(self, _: i64) -> Result<K::Made, E> {
        Err(self.found("a number"))
    }

    fn visit_f64<E: Error>(self, _: f64) -> Result<K::Made, E> {
        Err(self.found("a number"))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, _: A) -> Result<K::Made, A::Error> {
        Err(self.found("a list"))
    }
}

/// A text that is checked and converted.
pub(super) struct Text<F, T>(F, PhantomData<T>);

/// A text that `convert` reads. Its error is a clause.
pub(super) fn text<T, F: FnOnce(&str) -> Result<T, String>>(convert: F) -> Text<F, T> {
    Text(convert, PhantomData)
}

impl<'de, T, F: FnOnce(&str) -> Result<T, String>> DeserializeSeed<'de> for Text<F, T> {
    type Value = T;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<T, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de, T, F: FnOnce(&str) -> Result<T, String>> Visitor<'de> for Text<F, T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("text")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<T, E> {
        (self.0)(text).map_err(said)
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<T, E> {
        self.visit_str(&number.to_string())
    }

    fn visit_bool<E: Error>(self, _: bool) -> Result<T, E> {
        Err(said("expected text, found true or false; put it in quotes"))
    }

    fn visit_i64<E: Error>(self, _: i64) -> Result<T, E> {
        Err(said("expected text, found a number; put it in quotes"))
    }

    fn visit_f64<E: Error>(self, _: f64) -> Result<T, E> {
        Err(said("expected text, found a number; put it in quotes"))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, _: A) -> Result<T, A::Error> {
        Err(said("expected text, found a list"))
    }

    fn visit_map<A: MapAccess<'de>>(self, _: A) -> Result<T, A::Error> {
        Err(said("expected text, found a mapping"))
    }

    fn visit_unit<E: Error>(self) -> Result<T, E> {
        Err(said("the value is missing"))
    }
}

/// A command: one text, or a list of words.
pub(super) struct Words;

impl<'de> DeserializeSeed<'de> for Words {
    type Value = Vec<String>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Vec<String>, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Words {
    type Value = Vec<String>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a command: one text, or a list of its words")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Vec<String>, E> {
        words(text).map_err(said)
    }

    fn visit_unit<E: Error>(self) -> Result<Vec<String>, E> {
        Err(said("the value is missing"))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Vec<String>, A::Error> {
        let mut words = Vec::new();
        while let Some(word) = list.next_element_seed(text(owned))? {
            words.push(word);
        }
        if words.is_empty() { Err(said("the command is empty")) } else { Ok(words) }
    }
}

/// A text that is not empty.
pub(super) fn owned(text: &str) -> Result<String, String> {
    if text.is_empty() { Err("the value is empty".to_owned()) } else { Ok(text.to_owned()) }
}
