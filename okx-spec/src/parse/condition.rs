//! `when:`, `only:` and `exempt:`.

use super::members::{Members, entries, items, text};
use super::node::{Entry, Node, Value};
use super::scalar::named;
use crate::Law;
use crate::complaint::Sink;
use crate::raw::{RawCondition, RawTest, Text};

/// The conditions under a key that may be left out.
pub(crate) fn conditions(members: &mut Members<'_>, key: &'static str, sink: &mut Sink) -> Vec<RawCondition> {
    let Some(node) = members.optional(key) else { return Vec::new() };
    let Some(entries) = entries(node, &format!("`{key}:`"), sink) else { return Vec::new() };
    if entries.is_empty() {
        sink.say(&node.at, Law::EmptyText, format_args!("`{key}:` has no condition; leave it out"));
    }
    entries.iter().filter_map(|entry| condition(entry, sink)).collect()
}

fn condition(entry: &Entry, sink: &mut Sink) -> Option<RawCondition> {
    let test = match &entry.node.value {
        Value::List(items) => RawTest::OneOf(texts(items, sink)),
        _ => one_text(&entry.node, sink)?,
    };
    Some(RawCondition { field: entry.key.clone(), test })
}

fn one_text(node: &Node, sink: &mut Sink) -> Option<RawTest> {
    let Text { value, at } = text(node, "a condition", sink)?;
    let located = |value: &str| Text { value: value.trim().to_owned(), at: at.clone() };
    let values = |values: &str| -> Vec<Text> {
        let inner = values.trim();
        match inner.strip_prefix('[').and_then(|inner| inner.strip_suffix(']')) {
            Some(list) => list.split(',').map(located).collect(),
            None => vec![located(inner)],
        }
    };
    let test = match value.as_str() {
        "present" => RawTest::Present,
        "absent" => RawTest::Absent,
        other => match other.strip_prefix("not ") {
            Some(rest) => RawTest::NoneOf(values(rest)),
            None => RawTest::OneOf(vec![located(other)]),
        },
    };
    if let RawTest::OneOf(texts) | RawTest::NoneOf(texts) = &test
        && texts.iter().any(|text| text.value.is_empty())
    {
        sink.say(&at, Law::EmptyText, "a condition compares with a value; for one that is not given write `absent`");
    }
    Some(test)
}

/// The texts of a list.
pub(crate) fn texts(items: &[Node], sink: &mut Sink) -> Vec<Text> {
    items.iter().filter_map(|item| named(item, "an entry", sink)).collect()
}

/// The texts of a list that may be left out.
pub(crate) fn list(members: &mut Members<'_>, key: &'static str, sink: &mut Sink) -> Vec<Text> {
    let nodes = members.optional(key).and_then(|node| items(node, &format!("`{key}:`"), sink)).unwrap_or_default();
    texts(nodes, sink)
}
