//! `asked_by:`.

use super::condition::list;
use super::members::Members;
use super::node::Node;
use super::scalar::{count, name, named};
use crate::complaint::Sink;
use crate::raw::RawAskedBy;

/// The longest that anything is remembered for, in seconds: ten years.
const LONGEST: usize = 315_360_000;

/// How to find out whether a call was done.
pub(crate) fn asked_by(node: &Node, sink: &mut Sink) -> RawAskedBy {
    let mut members = Members::of(node, "`asked_by:`", sink);
    let asked_by = RawAskedBy {
        at: node.at.clone(),
        call: name(&mut members, "call", sink),
        name: name(&mut members, "name", sink),
        with: list(&mut members, "with", sink),
        missing: list(&mut members, "missing", sink),
        made: members.optional("made").and_then(|node| named(node, "made", sink)),
        remembered: members.optional("remembered").and_then(|node| count(node, "remembered", 1, LONGEST, sink)),
    };
    members.finish(sink);
    asked_by
}
