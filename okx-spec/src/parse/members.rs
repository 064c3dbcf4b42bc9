//! Walking a map key by key, so that keys nobody asked for are noticed.

use super::node::{Entry, Node, Value};
use crate::complaint::Sink;
use crate::nearest;
use crate::raw::Text;
use crate::{Law, Location};

/// The keys of a map that the format knows. Whoever asks for a key makes it known; [`Members::finish`] complains
/// about the rest.
#[derive(Debug)]
pub(crate) struct Members<'a> {
    /// What the map describes, for complaints: "an endpoint".
    what: &'static str,
    at: &'a Location,
    entries: Vec<Option<&'a Entry>>,
    known: Vec<&'static str>,
    /// It was no map, which was complained about: what it lacks is no mistake of its own.
    broken: bool,
}

impl<'a> Members<'a> {
    /// The node's keys; none if it is no map. What is described is known by its name even so, and can be referred to.
    pub(crate) fn of(node: &'a Node, what: &'static str, sink: &mut Sink) -> Self {
        let entries = entries(node, what, sink);
        let broken = entries.is_none();
        let entries = entries.unwrap_or_default().iter().map(Some).collect();
        Self { what, at: &node.at, entries, known: Vec::new(), broken }
    }

    /// Whether it was no map.
    pub(crate) fn is_broken(&self) -> bool {
        self.broken
    }

    /// The value of a key that may be left out.
    pub(crate) fn optional(&mut self, key: &'static str) -> Option<&'a Node> {
        self.known.push(key);
        let place = self.entries.iter().position(|entry| entry.is_some_and(|entry| entry.key.value == key))?;
        self.entries[place].take().map(|entry| &entry.node)
    }

    /// The value of a key that must be there.
    pub(crate) fn required(&mut self, key: &'static str, sink: &mut Sink) -> Option<&'a Node> {
        let node = self.optional(key);
        if node.is_none() && !self.broken {
            sink.say(self.at, Law::MissingKey, format_args!("{} needs `{key}:`", self.what));
        }
        node
    }

    /// Complains about every key that nobody asked for. A key that nobody knows is a misspelt one or a wish that
    /// would silently not be granted.
    pub(crate) fn finish(self, sink: &mut Sink) {
        for entry in self.entries.into_iter().flatten() {
            let Entry { key, node } = entry;
            let otherwise = match &node.value {
                Value::Scalar(value) if value.is_empty() => "a text that holds a comma must be quoted".to_owned(),
                _ => format!("it may have {}", listed(&self.known)),
            };
            let right = nearest::suggestion(&key.value, self.known.iter().copied(), &otherwise);
            let text = format_args!("{} has no key `{}`; {right}", self.what, key.value);
            sink.say(&key.at, Law::UnknownKey, text);
        }
    }
}

/// The entries of a map whose keys are names that the description makes up.
pub(crate) fn entries<'a>(node: &'a Node, what: &str, sink: &mut Sink) -> Option<&'a [Entry]> {
    match &node.value {
        Value::Map(entries) => Some(entries),
        Value::Broken => None,
        other => {
            sink.say(&node.at, Law::WrongForm, format_args!("{what} is a map, and this is {}", other.form()));
            None
        }
    }
}

/// The entries of a list. Anything else stands in for its one entry, so that what it names counts as named.
pub(crate) fn items<'a>(node: &'a Node, what: &str, sink: &mut Sink) -> Option<&'a [Node]> {
    match &node.value {
        Value::List(items) => Some(items),
        Value::Broken => None,
        other => {
            sink.say(&node.at, Law::WrongForm, format_args!("{what} is a list, and this is {}", other.form()));
            Some(std::slice::from_ref(node))
        }
    }
}

/// A text, which may be empty.
pub(crate) fn text(node: &Node, what: impl std::fmt::Display, sink: &mut Sink) -> Option<Text> {
    match &node.value {
        Value::Scalar(value) => Some(Text { value: value.clone(), at: node.at.clone() }),
        Value::Broken => None,
        other => {
            sink.say(&node.at, Law::WrongForm, format_args!("{what} is a text, and this is {}", other.form()));
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
