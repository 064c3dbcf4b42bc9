//! `when:`, `only:` and `exempt:`.

use okx_facts::Test;

use super::Text;
use super::members::{Members, entries, items, text};
use super::node::{Entry, Node, Value};
use crate::diagnostic::Sink;
use crate::{Law, Location};

/// One entry of a `when:`, `only:` or `exempt:`.
#[derive(Clone, Debug)]
pub(crate) struct RawCondition {
    pub(crate) field: Text,
    pub(crate) test: Test<Vec<Text>>,
}

/// The conditions under a key that may be left out.
pub(crate) fn conditions(members: &mut Members<'_>, key: &'static str, sink: &mut Sink) -> Vec<RawCondition> {
    let Some(node) = members.optional(key) else { return Vec::new() };
    let Some(entries) = entries(node, &format!("`{key}:`"), sink) else { return Vec::new() };
    if entries.is_empty() {
        sink.report(&node.at, Law::EmptyText, format_args!("`{key}:` is empty; add a condition or remove the key"));
    }
    entries.iter().filter_map(|entry| condition(entry, sink)).collect()
}

fn condition(entry: &Entry, sink: &mut Sink) -> Option<RawCondition> {
    let test = match &entry.node.value {
        Value::List(items) => listed(&entry.node.at, items, sink)?,
        _ => one_text(&entry.node, sink)?,
    };
    Some(RawCondition { field: entry.key.clone(), test })
}

/// One of several values. In a list, `not …`, `present` and `absent` would be compared as texts, so they are not allowed there.
fn listed(at: &Location, items: &[Node], sink: &mut Sink) -> Option<Test<Vec<Text>>> {
    if items.is_empty() {
        sink.report(at, Law::ConditionForm, "a condition needs a value to compare with, but this list is empty");
        return None;
    }
    let values = texts(items, sink);
    let is_word =
        |value: &&Text| matches!(value.value.as_str(), "present" | "absent") || value.value.starts_with("not ");
    if let Some(word) = values.iter().find(is_word) {
        let right = "write it without a list, and `not [X, Y]` as one text";
        sink.report(&word.at, Law::ConditionForm, format_args!("`{}` cannot be in a list; {right}", word.value));
    }
    Some(Test::OneOf(values))
}

fn one_text(node: &Node, sink: &mut Sink) -> Option<Test<Vec<Text>>> {
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
        "present" => Test::Present,
        "absent" => Test::Absent,
        other => match other.strip_prefix("not ") {
            Some(rest) => Test::NoneOf(values(rest)),
            None => Test::OneOf(vec![located(other)]),
        },
    };
    if let Test::OneOf(texts) | Test::NoneOf(texts) = &test
        && texts.iter().any(|text| text.value.is_empty())
    {
        sink.report(
            &at,
            Law::ConditionForm,
            "a condition needs a value to compare with; write `absent` for a field that is not given",
        );
    }
    Some(test)
}

/// The texts of a list.
pub(crate) fn texts(items: &[Node], sink: &mut Sink) -> Vec<Text> {
    let named = |item: &Node, sink: &mut Sink| {
        let text = text(item, "an entry of a list", sink)?;
        if text.value.is_empty() {
            sink.report(&text.at, Law::EmptyText, "an entry of a list is empty; remove it or write a value");
        }
        Some(text).filter(|text| !text.value.is_empty())
    };
    items.iter().filter_map(|item| named(item, sink)).collect()
}

/// The texts of a list that may be left out.
pub(crate) fn list(members: &mut Members<'_>, key: &'static str, sink: &mut Sink) -> Vec<Text> {
    let nodes = members.optional(key).and_then(|node| items(node, &format!("`{key}:`"), sink)).unwrap_or_default();
    texts(nodes, sink)
}
