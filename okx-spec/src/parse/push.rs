//! What a channel's entry says about its pushes: `silence:`, `once:`, `snapshot:`, `filled_by:`, `excludes:`.

use okx_facts::Test;

use super::condition::{conditions, list, texts};
use super::members::{Members, entries, items};
use super::node::{Entry, Node, Value};
use super::scalar::{name, named, seconds, switch, word};
use super::{RawCondition, Text};
use crate::diagnostic::Sink;
use crate::{Law, Location};

/// `60s`, or `{at_most: 5s, unless: extraParams}`.
#[derive(Clone, Debug)]
pub(crate) struct RawSilence {
    pub(crate) at: Location,
    pub(crate) at_most: u32,
    pub(crate) unless: Option<Text>,
}

/// `{sequence: seqId, previous: prevSeqId}`, or a list of keys.
#[derive(Clone, Debug)]
pub(crate) enum RawOnce {
    Sequence { id: Option<Text>, previous: Option<Text> },
    Keys(Vec<RawRowKey>),
}

/// `{by: [ordId, tradeId], when: {tradeId: present}}`.
#[derive(Clone, Debug)]
pub(crate) struct RawRowKey {
    pub(crate) at: Location,
    pub(crate) by: Vec<Text>,
    /// Each field with its values, or with none if any value will do.
    pub(crate) when: Vec<(Text, Vec<Text>)>,
}

/// `full`, or `{page: curPage, last: lastPage, repeats: true}`.
#[derive(Clone, Debug)]
pub(crate) enum RawSnapshot {
    Full,
    Paged { page: Option<Text>, last: Option<Text>, repeats: bool },
}

/// `{id: [ordId], time: uTime, calls: […]}`.
#[derive(Clone, Debug)]
pub(crate) struct RawFill {
    pub(crate) at: Location,
    pub(crate) id: Vec<Text>,
    pub(crate) time: Option<Text>,
    pub(crate) calls: Vec<RawFillCall>,
}

/// `{call: market.get_candles, takes: [instId], bar: {bar: candle}}`.
#[derive(Clone, Debug)]
pub(crate) struct RawFillCall {
    pub(crate) at: Location,
    pub(crate) call: Option<Text>,
    pub(crate) takes: Vec<Text>,
    pub(crate) bar: Option<(Text, Text)>,
    pub(crate) each: Vec<(Text, Vec<Text>)>,
    pub(crate) complete: bool,
}

pub(crate) fn silence(node: &Node, sink: &mut Sink) -> Option<RawSilence> {
    let at = node.at.clone();
    if !matches!(node.value, Value::Map(_)) {
        return Some(RawSilence { at, at_most: seconds(node, "silence", sink)?, unless: None });
    }
    let mut members = Members::of(node, "`silence:`", sink);
    let at_most = members.required("at_most").and_then(|node| seconds(node, "at_most", sink));
    let unless = members.optional("unless").and_then(|node| named(node, "unless", sink));
    members.finish(sink);
    Some(RawSilence { at, at_most: at_most?, unless })
}

pub(crate) fn once(node: &Node, sink: &mut Sink) -> RawOnce {
    if matches!(node.value, Value::List(_)) {
        let keys = items(node, "`once:`", sink).unwrap_or_default();
        return RawOnce::Keys(keys.iter().filter_map(|key| row_key(key, sink)).collect());
    }
    let mut members = Members::of(node, "`once:`", sink);
    let once =
        RawOnce::Sequence { id: name(&mut members, "sequence", sink), previous: name(&mut members, "previous", sink) };
    members.finish(sink);
    once
}

/// `None` when its conditions cannot be those of a key, which was reported.
fn row_key(node: &Node, sink: &mut Sink) -> Option<RawRowKey> {
    let mut members = Members::of(node, "a key of `once:`", sink);
    let by = members.required("by").map(|node| nonempty(node, "by", sink)).unwrap_or_default();
    let when = conditions(&mut members, "when", sink);
    members.finish(sink);
    let when = when.into_iter().map(|one| selected(one, sink)).collect::<Vec<_>>();
    Some(RawRowKey { at: node.at.clone(), by, when: when.into_iter().collect::<Option<_>>()? })
}

/// A key applies to rows with certain values. What rows do not have says little about them.
fn selected(condition: RawCondition, sink: &mut Sink) -> Option<(Text, Vec<Text>)> {
    let RawCondition { field, test } = condition;
    match test {
        Test::Present => Some((field, Vec::new())),
        Test::OneOf(values) => Some((field, values)),
        Test::Absent | Test::NoneOf(_) => {
            let right = "a key of `once:` applies to rows with one of several values, or with `present`";
            sink.report(
                &field.at,
                Law::OnceForm,
                format_args!("`{}` is compared in another way; {right}", field.value),
            );
            None
        }
    }
}

pub(crate) fn snapshot(node: &Node, sink: &mut Sink) -> Option<RawSnapshot> {
    if !matches!(node.value, Value::Map(_)) {
        return word(node, "snapshot", &[("full", ())], sink).map(|()| RawSnapshot::Full);
    }
    let mut members = Members::of(node, "`snapshot:`", sink);
    let snapshot = RawSnapshot::Paged {
        page: name(&mut members, "page", sink),
        last: name(&mut members, "last", sink),
        repeats: switch(&mut members, "repeats", sink),
    };
    members.finish(sink);
    Some(snapshot)
}

pub(crate) fn fill(node: &Node, sink: &mut Sink) -> RawFill {
    let mut members = Members::of(node, "`filled_by:`", sink);
    let fill = RawFill {
        at: node.at.clone(),
        id: members.required("id").map(|node| nonempty(node, "id", sink)).unwrap_or_default(),
        time: name(&mut members, "time", sink),
        calls: members.required("calls").map(|node| fill_calls(node, sink)).unwrap_or_default(),
    };
    members.finish(sink);
    fill
}

fn fill_calls(node: &Node, sink: &mut Sink) -> Vec<RawFillCall> {
    let calls = items(node, "`calls:`", sink).unwrap_or_default();
    if calls.is_empty() && !sink.has_reported_at(&node.at) {
        sink.report(&node.at, Law::EmptyText, "`calls:` is empty; name at least one call");
    }
    calls.iter().map(|call| fill_call(call, sink)).collect()
}

fn fill_call(node: &Node, sink: &mut Sink) -> RawFillCall {
    let mut members = Members::of(node, "a call of `filled_by:`", sink);
    let call = RawFillCall {
        at: node.at.clone(),
        call: name(&mut members, "call", sink),
        takes: list(&mut members, "takes", sink),
        bar: members.optional("bar").and_then(|node| bar(node, sink)),
        each: members.optional("each").map(|node| values(node, "each", sink)).unwrap_or_default(),
        complete: switch(&mut members, "complete", sink),
    };
    members.finish(sink);
    call
}

/// The parameter, and the prefix of the channel's name.
fn bar(node: &Node, sink: &mut Sink) -> Option<(Text, Text)> {
    if let [Entry { key, node, .. }] = entries(node, "`bar:`", sink)? {
        return Some((key.clone(), named(node, &key.value, sink)?));
    }
    let text = "`bar:` has one parameter, with the beginning of the channel's name that is not part of the value";
    sink.report(&node.at, Law::FilledByForm, text);
    None
}

/// Names, each with a list of values.
pub(crate) fn values(node: &Node, key: &str, sink: &mut Sink) -> Vec<(Text, Vec<Text>)> {
    let entries = entries(node, &format!("`{key}:`"), sink).unwrap_or_default();
    entries.iter().map(|entry| (entry.key.clone(), nonempty(&entry.node, &entry.key.value, sink))).collect()
}

/// A list with at least one text.
fn nonempty(node: &Node, key: &str, sink: &mut Sink) -> Vec<Text> {
    let nodes = items(node, &format!("`{key}:`"), sink).unwrap_or_default();
    if nodes.is_empty() && !sink.has_reported_at(&node.at) {
        sink.report(&node.at, Law::EmptyText, format_args!("`{key}:` is empty; add a name or remove the key"));
    }
    texts(nodes, sink)
}
