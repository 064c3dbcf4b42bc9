//! Reads a map key by key, and reports unknown and missing keys.

use super::node::{Entry, Node, Value};
use crate::diagnostic::Sink;
use crate::nearest;
use crate::parse::Text;
use crate::{Law, Location};

/// Keys whose absence has no consequences elsewhere: sentences, and words that have a placeholder.
const NOTHING_FOLLOWS: &[&str] = &[
    "access", "chapter", "class", "date", "does", "guide", "kind", "means", "name", "of", "older", "op", "socket",
    "unit", "up_to", "url", "verdict",
];

/// The keys of a map. Asking for a key makes it a known key. [`Members::finish`] reports the keys that nobody asked for.
#[derive(Debug)]
pub struct Members<'a> {
    /// What the map describes, for diagnostics: `an endpoint`.
    what: &'static str,
    at: &'a Location,
    entries: Vec<Option<&'a Entry>>,
    known: Vec<&'static str>,
    /// Required keys that are missing or misspelt.
    missing: Vec<&'static str>,
    /// Whether the node is not a map, which was reported. Missing keys are then not reported.
    broken: bool,
}

impl<'a> Members<'a> {
    /// The keys of a node, none if it is not a map. The entry still exists under its name, so that others can refer to it.
    pub fn of(node: &'a Node, what: &'static str, sink: &mut Sink) -> Self {
        let entries = entries(node, what, sink);
        let broken = entries.is_none();
        let entries = entries.unwrap_or_default().iter().map(Some).collect();
        Self { what, at: &node.at, entries, known: Vec::new(), missing: Vec::new(), broken }
    }

    /// Whether the node is not a map.
    pub fn is_broken(&self) -> bool {
        self.broken
    }

    /// The value of an optional key.
    pub fn optional(&mut self, key: &'static str) -> Option<&'a Node> {
        self.known.push(key);
        let place = self.entries.iter().position(|entry| entry.is_some_and(|entry| entry.key.value == key))?;
        self.entries[place].take().map(|entry| &entry.node)
    }

    /// The value of a required key.
    pub fn required(&mut self, key: &'static str) -> Option<&'a Node> {
        let node = self.optional(key);
        if node.is_none() && !self.broken {
            self.missing.push(key);
        }
        node
    }

    /// Reports every unknown key and every missing key. When an unknown key looks like a misspelt required key, that key is not reported as
    /// missing.
    pub fn finish(mut self, sink: &mut Sink) {
        for entry in std::mem::take(&mut self.entries).into_iter().flatten() {
            let Entry { key, key_span: _, node } = entry;
            let otherwise = match &node.value {
                Value::Scalar(value) if value.is_empty() => "a text that contains a comma must be quoted".to_owned(),
                _ => format!("its keys are {}", listed(&self.known)),
            };
            let meant = nearest::of(&key.value, self.known.iter().copied());
            let is_missing = self.missing.iter().position(|missing| Some(*missing) == meant);
            let lost = is_missing.is_some() || matches!(node.value, Value::Map(_) | Value::List(_));
            is_missing.map(|place| self.missing.remove(place));
            let right = nearest::meant_or(meant, &otherwise);
            let text = format_args!("{} has no key `{}`; {right}", self.what, key.value);
            if lost {
                sink.report_gap(&key.at, Law::UnknownKey, text);
            } else {
                sink.report(&key.at, Law::UnknownKey, text);
            }
            sink.note_unknown_key();
        }
        for key in self.missing {
            let text = format_args!("{} needs `{key}:`", self.what);
            if NOTHING_FOLLOWS.contains(&key) {
                sink.report(self.at, Law::MissingKey, text);
            } else {
                sink.report_gap(self.at, Law::MissingKey, text);
            }
        }
    }
}

/// The entries of a map whose keys are names.
pub(crate) fn entries<'a>(node: &'a Node, what: &str, sink: &mut Sink) -> Option<&'a [Entry]> {
    match &node.value {
        Value::Map(entries) => Some(entries),
        Value::Broken => None,
        other => {
            sink.report(&node.at, Law::WrongForm, format_args!("{what} must be a map, but this is {}", other.form()));
            None
        }
    }
}

/// The entries of a list.
pub fn items<'a>(node: &'a Node, what: &str, sink: &mut Sink) -> Option<&'a [Node]> {
    match &node.value {
        Value::List(items) => Some(items),
        Value::Broken => None,
        other => {
            sink.report(&node.at, Law::WrongForm, format_args!("{what} must be a list, but this is {}", other.form()));
            None
        }
    }
}

/// A text, which may be empty.
pub(crate) fn text(node: &Node, what: impl std::fmt::Display, sink: &mut Sink) -> Option<Text> {
    match &node.value {
        Value::Scalar(value) => Some(Text { value: value.clone(), at: node.at.clone() }),
        Value::Broken => None,
        other => {
            sink.report(&node.at, Law::WrongForm, format_args!("{what} must be a text, but this is {}", other.form()));
            None
        }
    }
}

/// `a`, `b` and `c`.
pub(crate) fn listed(names: &[&str]) -> String {
    let quoted: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    match quoted.as_slice() {
        [] => "nothing".to_owned(),
        [only] => only.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}
