//! The nodes of a YAML tree.

use std::ops::Range;

use crate::Location;

/// Something that was written, with its place.
#[derive(Clone, Debug)]
pub struct Located<T> {
    /// What was written.
    pub value: T,
    /// Where it was written.
    pub at: Location,
}

/// A text that was written.
pub type Text = Located<String>;

/// One value of a YAML text.
#[derive(Clone, Debug)]
pub struct Node {
    /// Where it begins, for messages.
    pub at: Location,
    /// Its bytes in the file, without the space around it. A block scalar includes its indicator (`>` or `|`).
    pub span: Range<usize>,
    /// Whether it is written between brackets or braces.
    pub is_flow: bool,
    /// What it holds.
    pub value: Value,
}

/// What a [`Node`] holds.
#[derive(Clone, Debug)]
pub enum Value {
    /// Text as written, quoted or not: `no`, `1` and `1.0` are texts. A missing value is an empty text.
    Scalar(String),
    /// A list.
    List(Vec<Node>),
    /// A map, in order, every key once.
    Map(Vec<Entry>),
    /// A mistake that was already reported.
    Broken,
}

/// One key of a map with its value.
#[derive(Clone, Debug)]
pub struct Entry {
    /// The key.
    pub key: Text,
    /// The bytes of the key in the file.
    pub key_span: Range<usize>,
    /// The value.
    pub node: Node,
}

impl Node {
    /// The text of a scalar.
    pub fn text(&self) -> Option<&str> {
        match &self.value {
            Value::Scalar(text) => Some(text),
            _ => None,
        }
    }

    /// The items of a list. Empty for other values.
    pub fn items(&self) -> &[Self] {
        match &self.value {
            Value::List(items) => items,
            _ => &[],
        }
    }

    /// The entries of a map; none for anything else.
    pub fn entries(&self) -> &[Entry] {
        match &self.value {
            Value::Map(entries) => entries,
            _ => &[],
        }
    }

    /// A key of a map with its value.
    pub fn entry(&self, key: &str) -> Option<&Entry> {
        self.entries().iter().find(|entry| entry.key.value == key)
    }

    /// The value under a key of a map.
    pub fn get(&self, key: &str) -> Option<&Self> {
        self.entry(key).map(|entry| &entry.node)
    }

    /// Every scalar in this node, itself included. Keys of maps are left out.
    pub fn scalars(&self) -> Vec<&Self> {
        let mut found = Vec::new();
        // A list of its own instead of recursion, so that no depth can exhaust the stack.
        let mut waiting = vec![self];
        while let Some(node) = waiting.pop() {
            match &node.value {
                Value::Scalar(_) => found.push(node),
                Value::List(items) => waiting.extend(items.iter().rev()),
                Value::Map(entries) => waiting.extend(entries.iter().rev().map(|entry| &entry.node)),
                Value::Broken => {}
            }
        }
        found
    }
}

impl Entry {
    /// The bytes from the beginning of the key to the end of the value.
    pub fn span(&self) -> Range<usize> {
        self.key_span.start..self.node.span.end.max(self.key_span.end)
    }
}

impl Value {
    /// What it is, in words.
    pub fn form(&self) -> &'static str {
        match self {
            Self::Scalar(text) if text.is_empty() => "nothing",
            Self::Scalar(_) => "a text",
            Self::List(_) => "a list",
            Self::Map(_) => "a map",
            Self::Broken => "a mistake",
        }
    }
}
