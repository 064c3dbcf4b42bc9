//! `rules:`, of a call and of an object.

use okx_facts::Demand;

use super::condition::{conditions, texts};
use super::members::{Members, items};
use super::scalar::{optional_sentence, switch};
use super::tree::Node;
use super::{RawCondition, Text};
use crate::diagnostic::Sink;
use crate::{Law, Location};

/// A demand on fields.
#[derive(Clone, Debug)]
pub(crate) struct RawRule {
    pub(crate) at: Location,
    pub(crate) demand: Demand<Vec<Text>>,
    pub(crate) when: Vec<RawCondition>,
    /// Why, where the client refuses what OKX takes.
    pub(crate) ours: Option<String>,
}

/// The rules under a key that may be left out.
pub(crate) fn rules(members: &mut Members<'_>, sink: &mut Sink) -> Vec<RawRule> {
    let nodes = members.optional("rules").and_then(|node| items(node, "`rules:`", sink)).unwrap_or_default();
    nodes.iter().filter_map(|node| rule(node, sink)).collect()
}

fn rule(node: &Node, sink: &mut Sink) -> Option<RawRule> {
    let mut members = Members::of(node, "a rule", sink);
    let given: Vec<_> =
        Demand::<()>::WORDS.iter().filter_map(|key| members.optional(key).map(|node| (*key, node))).collect();
    let when = conditions(&mut members, "when", sink);
    let ours = ours(node, &mut members, sink);
    let broken = members.is_broken();
    members.finish(sink);
    let [(key, fields)] = given.as_slice() else {
        if broken {
            return None;
        }
        let right = "`at_most_one:`, `exactly_one:`, `at_least_one:`, `require:` and `forbid:`";
        sink.report(&node.at, Law::MissingKey, format_args!("a rule needs exactly one of {right}"));
        return None;
    };
    let fields = texts(items(fields, "a rule's fields", sink)?, sink);
    let demand = Demand::of_word(key, fields)?;
    Some(RawRule { at: node.at.clone(), demand, when, ours })
}

/// The reason of a safeguard. Whoever is refused what OKX takes is told why, so the two stand together.
fn ours(node: &Node, members: &mut Members<'_>, sink: &mut Sink) -> Option<String> {
    let (ours, reason) = (switch(members, "ours", sink), optional_sentence(members, "reason", sink));
    match (ours, &reason) {
        (true, None) => {
            let text = "a rule of ours refuses what OKX takes; say why with `reason:`";
            sink.report(&node.at, Law::MissingKey, text);
        }
        (false, Some(_)) => {
            let text = "`reason:` is for a rule that OKX does not have; add `ours: true`, or remove it";
            sink.report(&node.at, Law::MissingKey, text);
        }
        _ => {}
    }
    reason
}
