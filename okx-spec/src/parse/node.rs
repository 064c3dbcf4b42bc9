//! A YAML text as a tree in which everything has a place.

use crate::Location;
use crate::raw::Text;

/// One value.
#[derive(Debug)]
pub struct Node {
    /// Where it begins.
    pub at: Location,
    /// What it is.
    pub value: Value,
}

/// What a value is.
#[derive(Debug)]
pub enum Value {
    /// Text as written, quoted or not: `no`, `1` and `1.0` stay the text they are. Nothing at all is empty text.
    Scalar(String),
    /// A list.
    List(Vec<Node>),
    /// A map, in order, every key once.
    Map(Vec<Entry>),
    /// Something a complaint was made about already; nobody complains a second time.
    Broken,
}

/// One key of a map with its value.
#[derive(Debug)]
pub struct Entry {
    /// The key.
    pub key: Text,
    /// The value.
    pub node: Node,
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
