//! Fields and their types.

use super::aka::aka;
use super::members::{Members, entries, text};
use super::node::{Node, Value};
use super::scalar::{named, optional_sentence, word};
use super::{Located, RawRule, Text};
use crate::diagnostic::Sink;
use crate::model::Form;
use crate::{Law, Location};

/// An object, or the request of a call.
#[derive(Clone, Debug)]
pub(crate) struct RawShape {
    pub(crate) name: Text,
    pub(crate) does: String,
    pub(crate) aka: Vec<String>,
    pub(crate) form: Form,
    pub(crate) fields: Vec<RawField>,
    pub(crate) outcome: Option<Located<RawOutcome>>,
    pub(crate) rules: Vec<RawRule>,
}

/// A field.
#[derive(Clone, Debug)]
pub(crate) struct RawField {
    pub(crate) wire: Text,
    /// `None` when the type could not be read.
    pub(crate) kind: Option<RawType>,
    pub(crate) means: Option<String>,
    pub(crate) aka: Vec<String>,
    /// The Rust name where the wire name gives none, or a bad one.
    pub(crate) name: Option<Text>,
    /// The place of `empty: clears`, if it has one.
    pub(crate) empty_clears: Option<Location>,
    /// Whether it has the long form with `type:`, in which its type may differ from the dictionary.
    pub(crate) long: bool,
}

/// `Name(rule)[]?`.
#[derive(Clone, Debug)]
pub(crate) struct RawType {
    pub(crate) name: Text,
    pub(crate) rule: Option<Text>,
    pub(crate) list: bool,
    pub(crate) optional: bool,
}

/// The fields with the result of a row, by their names on the wire.
#[derive(Clone, Debug)]
pub(crate) struct RawOutcome {
    pub(crate) code: Option<Text>,
    pub(crate) message: Option<Text>,
    pub(crate) sub_code: Option<Text>,
}

/// The fields of a shape, in order.
pub(crate) fn fields(node: &Node, what: &str, sink: &mut Sink) -> Vec<RawField> {
    let entries = entries(node, what, sink).unwrap_or_default();
    entries.iter().map(|entry| field(&entry.key, &entry.node, sink)).collect()
}

fn field(wire: &Text, node: &Node, sink: &mut Sink) -> RawField {
    if !matches!(node.value, Value::Map(_)) {
        return RawField {
            wire: wire.clone(),
            kind: type_of(node, sink),
            means: None,
            aka: Vec::new(),
            name: None,
            empty_clears: None,
            long: false,
        };
    }
    let mut members = Members::of(node, "a field", sink);
    let field = RawField {
        wire: wire.clone(),
        kind: members.required("type").and_then(|node| type_of(node, sink)),
        means: optional_sentence(&mut members, "means", sink),
        aka: aka(&mut members, sink),
        name: members.optional("as").and_then(|node| named(node, "as", sink)),
        empty_clears: members
            .optional("empty")
            .and_then(|node| word(node, "empty", &[("clears", ())], sink).map(|()| node.at.clone())),
        long: true,
    };
    members.finish(sink);
    field
}

/// `Name(rule)[]?`. Every part except the name is optional; the order is fixed.
pub(crate) fn type_of(node: &Node, sink: &mut Sink) -> Option<RawType> {
    let Text { value, at } = text(node, "a type", sink)?;
    let (rest, optional) = stripped(&value, "?");
    let (rest, list) = stripped(rest, "[]");
    let (name, rule) = match rest.strip_suffix(')').and_then(|rest| rest.split_once('(')) {
        Some((name, rule)) => (name, Some(rule)),
        None => (rest, None),
    };
    if !name.split('.').all(is_word) || !rule.is_none_or(is_word) {
        let right = "a type is one word such as `Text`, which `(rule)`, `[]` or `?` may follow without a space";
        sink.report(&at, Law::MalformedType, format_args!("`{value}` is not a type; {right}"));
        return None;
    }
    if list && optional {
        // An absent list and an empty list mean the same, so they have one Rust type.
        let text = format_args!("`{value}` is a list with `?`; lists are always optional, so write `{rest}[]`");
        sink.report(&at, Law::OptionalList, text);
    }
    let located = |value: &str| Text { value: value.to_owned(), at: at.clone() };
    Some(RawType { name: located(name), rule: rule.map(located), list, optional: optional && !list })
}

fn stripped<'a>(text: &'a str, ending: &str) -> (&'a str, bool) {
    text.strip_suffix(ending).map_or((text, false), |rest| (rest, true))
}

fn is_word(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|letter| letter.is_ascii_alphanumeric() || letter == b'_')
}
