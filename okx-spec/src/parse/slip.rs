//! guide/slips.yaml, which is about the guide and so no part of what OKX's API is.

use std::sync::Arc;

use super::members::{Members, items};
use super::scalar::{name, sentence, word};
use super::tree;
use super::tree::Node;
use crate::complaint::Sink;
use crate::finding::Change;
use crate::slip::Slip;

/// Reads the list of slips.
pub(crate) fn slips(file: &Arc<str>, bytes: &[u8], sink: &mut Sink) -> Vec<Slip> {
    let Some(root) = tree::tree(file, bytes, sink) else { return Vec::new() };
    let mut members = Members::of(&root, "this file", sink);
    let list = members.required("slips");
    let nodes = list.and_then(|node| items(node, "`slips:`", sink)).unwrap_or_default();
    let slips = nodes.iter().filter_map(|node| slip(node, sink)).collect();
    members.finish(sink);
    slips
}

fn slip(node: &Node, sink: &mut Sink) -> Option<Slip> {
    let mut members = Members::of(node, "a slip", sink);
    let subject = name(&mut members, "about", sink);
    let part = members.optional("part").and_then(|node| super::scalar::named(node, "part", sink));
    let change = members.required("change").and_then(|node| word(node, "change", Change::ALL, sink));
    // Of these there is more than one, and only what was looked at is to stay.
    let is_one_of_many = matches!(change, Some(Change::Type | Change::Limit));
    let says = if is_one_of_many { members.required("says") } else { members.optional("says") };
    let says = says.and_then(|node| super::scalar::named(node, "says", sink));
    let reason = sentence(&mut members, "reason", sink);
    members.finish(sink);
    let subject = subject?;
    Some(Slip {
        part: part.map(|part| part.value).unwrap_or_default(),
        change: change?,
        says: says.map(|says| says.value),
        reason,
        at: subject.at,
        subject: subject.value,
    })
}
