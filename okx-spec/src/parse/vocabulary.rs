//! The files fields.yaml, ids.yaml, enums.yaml, objects.yaml and errors.yaml, and the same sections of other files.

use super::aka::aka;
use super::field::{fields, type_of};
use super::members::{Members, entries};
use super::node::{Node, Value};
use super::rule::rules;
use super::scalar::{count, named, optional_sentence, said, sentence, switch, word};
use super::{Located, RawBudget, RawOutcome, RawPrecision, RawShape, RawType, Text};
use crate::Law;
use crate::diagnostic::Sink;
use crate::model::{AfterClose, ErrorClass, Form, Letters, Verdict};

/// The named entries of one file, or of all shared files together.
#[derive(Clone, Debug, Default)]
pub(crate) struct RawVocabulary {
    pub(crate) ids: Vec<RawId>,
    pub(crate) enums: Vec<RawEnum>,
    pub(crate) objects: Vec<RawShape>,
    pub(crate) precision: Vec<RawPrecision>,
    pub(crate) budgets: Vec<RawBudget>,
}

/// An entry of the dictionary.
#[derive(Clone, Debug)]
pub(crate) struct RawWord {
    pub(crate) wire: Text,
    pub(crate) kind: Option<RawType>,
    pub(crate) means: String,
}

/// An id.
#[derive(Clone, Debug)]
pub(crate) struct RawId {
    pub(crate) name: Text,
    pub(crate) does: String,
    pub(crate) aka: Vec<String>,
    pub(crate) number: bool,
    pub(crate) max_length: Option<usize>,
    pub(crate) letters: Option<Letters>,
    pub(crate) secret: bool,
    pub(crate) identity: bool,
}

/// An enum.
#[derive(Clone, Debug)]
pub(crate) struct RawEnum {
    pub(crate) name: Text,
    pub(crate) does: String,
    pub(crate) aka: Vec<String>,
    pub(crate) values: Vec<RawValue>,
}

/// A value of an enum.
#[derive(Clone, Debug)]
pub(crate) struct RawValue {
    pub(crate) wire: Text,
    /// The Rust name, where none can be derived from the text.
    pub(crate) name: Option<Text>,
    pub(crate) means: String,
    pub(crate) aka: Vec<String>,
}

/// A result code.
#[derive(Clone, Debug)]
pub(crate) struct RawError {
    pub(crate) code: Text,
    pub(crate) name: Text,
    pub(crate) http: Option<u16>,
    pub(crate) class: ErrorClass,
    pub(crate) verdict: Verdict,
    pub(crate) means: String,
    pub(crate) advice: Option<String>,
    pub(crate) closes: Option<AfterClose>,
}

/// The dictionary.
pub(crate) fn dictionary(node: &Node, sink: &mut Sink) -> Vec<RawWord> {
    let entries = entries(node, "`fields:`", sink).unwrap_or_default();
    entries.iter().map(|entry| dictionary_word(&entry.key, &entry.node, sink)).collect()
}

fn dictionary_word(wire: &Text, node: &Node, sink: &mut Sink) -> RawWord {
    let mut members = Members::of(node, "an entry of the dictionary", sink);
    let word = RawWord {
        wire: wire.clone(),
        kind: members.required("type").and_then(|node| type_of(node, sink)),
        means: sentence(&mut members, "means", sink),
    };
    members.finish(sink);
    word
}

/// Ids.
pub(crate) fn ids(node: &Node, sink: &mut Sink) -> Vec<RawId> {
    let entries = entries(node, "`ids:`", sink).unwrap_or_default();
    entries.iter().map(|entry| id(&entry.key, &entry.node, sink)).collect()
}

fn id(name: &Text, node: &Node, sink: &mut Sink) -> RawId {
    let mut members = Members::of(node, "an id", sink);
    let of = members.required("of").and_then(|node| word(node, "of", &[("Text", false), ("Number", true)], sink));
    let id = RawId {
        name: name.clone(),
        does: sentence(&mut members, "does", sink),
        aka: aka(&mut members, sink),
        number: of.unwrap_or(false),
        max_length: members.optional("max_length").and_then(|node| count(node, "max_length", 1, 10_000, sink)),
        letters: members.optional("letters").and_then(|node| word(node, "letters", Letters::ALL, sink)),
        secret: switch(&mut members, "secret", sink),
        identity: switch(&mut members, "identity", sink),
    };
    numbers_have_no_text_rules(&id, sink);
    members.finish(sink);
    id
}

/// These keys have no effect on numbers. Readers would rely on a bound that is never checked.
fn numbers_have_no_text_rules(id: &RawId, sink: &mut Sink) {
    if id.number && (id.max_length.is_some() || id.letters.is_some() || id.secret) {
        let text = "`max_length:`, `letters:` and `secret:` are only for `of: Text`; remove them";
        sink.report(&id.name.at, Law::NumberWithLetters, format_args!("`{}` is a number; {text}", id.name.value));
    }
}

/// Enums.
pub(crate) fn enums(node: &Node, sink: &mut Sink) -> Vec<RawEnum> {
    let entries = entries(node, "`enums:`", sink).unwrap_or_default();
    entries.iter().map(|entry| enumeration(&entry.key, &entry.node, sink)).collect()
}

fn enumeration(name: &Text, node: &Node, sink: &mut Sink) -> RawEnum {
    let mut members = Members::of(node, "an enum", sink);
    let (does, aka) = (sentence(&mut members, "does", sink), aka(&mut members, sink));
    let values = members.required("values").and_then(|node| entries(node, "`values:`", sink)).unwrap_or_default();
    let values = values.iter().map(|entry| value(&entry.key, &entry.node, sink)).collect();
    members.finish(sink);
    RawEnum { name: name.clone(), does, aka, values }
}

fn value(wire: &Text, node: &Node, sink: &mut Sink) -> RawValue {
    if !matches!(node.value, Value::Map(_)) {
        let means = said(node, &wire.value, sink).unwrap_or_default();
        return RawValue { wire: wire.clone(), name: None, means, aka: Vec::new() };
    }
    let mut members = Members::of(node, "a value", sink);
    let value = RawValue {
        wire: wire.clone(),
        name: members.optional("as").and_then(|node| named(node, "as", sink)),
        means: sentence(&mut members, "means", sink),
        aka: aka(&mut members, sink),
    };
    members.finish(sink);
    value
}

/// Objects, shared or a chapter's own.
pub(crate) fn objects(node: &Node, sink: &mut Sink) -> Vec<RawShape> {
    let entries = entries(node, "`objects:`", sink).unwrap_or_default();
    entries.iter().map(|entry| object(&entry.key, &entry.node, sink)).collect()
}

fn object(name: &Text, node: &Node, sink: &mut Sink) -> RawShape {
    let mut members = Members::of(node, "an object", sink);
    let (does, aka) = (sentence(&mut members, "does", sink), aka(&mut members, sink));
    let given: Vec<_> =
        Form::ALL.iter().filter_map(|(key, form)| members.optional(key).map(|node| (key, *form, node))).collect();
    if given.len() != 1 && !members.is_broken() {
        let text = format_args!("the object `{}` needs exactly one of `fields:`, `row:` and `bare:`", name.value);
        sink.report_gap(&name.at, Law::MissingKey, text);
    }
    let (form, fields) = given
        .first()
        .map_or((Form::Object, Vec::new()), |(key, form, node)| (*form, fields(node, &format!("`{key}:`"), sink)));
    let outcome = members.optional("outcome").map(|node| outcome(node, sink));
    let rules = rules(&mut members, sink);
    members.finish(sink);
    RawShape { name: name.clone(), does, aka, form, fields, outcome, rules }
}

fn outcome(node: &Node, sink: &mut Sink) -> Located<RawOutcome> {
    let mut members = Members::of(node, "`outcome:`", sink);
    let value = RawOutcome {
        code: members.required("code").and_then(|node| named(node, "code", sink)),
        message: members.required("message").and_then(|node| named(node, "message", sink)),
        sub_code: members.optional("sub_code").and_then(|node| named(node, "sub_code", sink)),
    };
    members.finish(sink);
    Located { value, at: node.at.clone() }
}

/// Result codes.
pub(crate) fn errors(node: &Node, sink: &mut Sink) -> Vec<RawError> {
    let entries = entries(node, "`errors:`", sink).unwrap_or_default();
    entries.iter().map(|entry| error(&entry.key, &entry.node, sink)).collect()
}

fn error(code: &Text, node: &Node, sink: &mut Sink) -> RawError {
    let mut members = Members::of(node, "an error", sink);
    let http = members.optional("http").and_then(|node| count(node, "http", 100, 599, sink));
    let class = members.required("class").and_then(|node| word(node, "class", ErrorClass::ALL, sink));
    let verdict = members.required("verdict").and_then(|node| word(node, "verdict", Verdict::ALL, sink));
    let name = members.required("name").and_then(|node| named(node, "name", sink));
    let error = RawError {
        code: code.clone(),
        name: name.unwrap_or_else(|| Text { value: String::new(), at: code.at.clone() }),
        http: http.and_then(|status| u16::try_from(status).ok()),
        // No law can report this class.
        class: class.unwrap_or(ErrorClass::RateLimit),
        verdict: verdict.unwrap_or(Verdict::Unknown),
        means: sentence(&mut members, "means", sink),
        advice: optional_sentence(&mut members, "advice", sink),
        closes: members.optional("closes").and_then(|node| word(node, "closes", AfterClose::ALL, sink)),
    };
    members.finish(sink);
    error
}
