//! Walking a map key by key, so that keys nobody asked for are noticed.

use super::tree::{Entry, Node, Value};
use crate::diagnostic::Sink;
use crate::nearest;
use crate::parse::Text;
use crate::{Law, Location};

/// Keys without which nothing else looks wrong: sentences, and words for which another one stands in.
const NOTHING_FOLLOWS: &[&str] = &[
    "access", "chapter", "class", "date", "does", "guide", "kind", "means", "name", "of", "older", "op", "socket",
    "unit", "up_to", "url", "verdict",
];

/// The keys of a map that the format knows. Whoever asks for a key makes it known; [`Members::finish`] complains
/// about the rest.
#[derive(Debug)]
pub struct Members<'a> {
    /// What the map describes, for diagnostics: "an endpoint".
    what: &'static str,
    at: &'a Location,
    entries: Vec<Option<&'a Entry>>,
    known: Vec<&'static str>,
    /// Keys that must be there and are not; one of them may only be misspelt.
    missing: Vec<&'static str>,
    /// It was no map, which was complained about: what it lacks is no mistake of its own.
    broken: bool,
}

impl<'a> Members<'a> {
    /// The node's keys; none if it is no map. What is described is known by its name even so, and can be referred to.
    pub fn of(node: &'a Node, what: &'static str, sink: &mut Sink) -> Self {
        let entries = entries(node, what, sink);
        let broken = entries.is_none();
        let entries = entries.unwrap_or_default().iter().map(Some).collect();
        Self { what, at: &node.at, entries, known: Vec::new(), missing: Vec::new(), broken }
    }

    /// Whether it was no map.
    pub fn is_broken(&self) -> bool {
        self.broken
    }

    /// The value of a key that may be left out.
    pub fn optional(&mut self, key: &'static str) -> Option<&'a Node> {
        self.known.push(key);
        let place = self.entries.iter().position(|entry| entry.is_some_and(|entry| entry.key.value == key))?;
        self.entries[place].take().map(|entry| &entry.node)
    }

    /// The value of a key that must be there.
    pub fn required(&mut self, key: &'static str) -> Option<&'a Node> {
        let node = self.optional(key);
        if node.is_none() && !self.broken {
            self.missing.push(key);
        }
        node
    }

    /// Complains about every key that nobody asked for, and about every key that is missing. A key that nobody knows is a misspelt one or
    /// a wish that would silently not be granted; the one that it was meant to be is not missing besides.
    pub fn finish(mut self, sink: &mut Sink) {
        for entry in std::mem::take(&mut self.entries).into_iter().flatten() {
            let Entry { key, node } = entry;
            let otherwise = match &node.value {
                Value::Scalar(value) if value.is_empty() => "a text with a comma in it must be quoted".to_owned(),
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

/// The entries of a map whose keys are names that the description makes up.
pub(crate) fn entries<'a>(node: &'a Node, what: &str, sink: &mut Sink) -> Option<&'a [Entry]> {
    match &node.value {
        Value::Map(entries) => Some(entries),
        Value::Broken => None,
        other => {
            sink.report(&node.at, Law::WrongForm, format_args!("{what} must be a map, and this is {}", other.form()));
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
            sink.report(&node.at, Law::WrongForm, format_args!("{what} must be a list, and this is {}", other.form()));
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
            sink.report(&node.at, Law::WrongForm, format_args!("{what} must be a text, and this is {}", other.form()));
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
