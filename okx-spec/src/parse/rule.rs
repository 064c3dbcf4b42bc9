//! `rules:`, of a call and of an object.

use okx_facts::Demand;

use super::condition::{conditions, texts};
use super::members::{Members, items};
use super::node::Node;
use super::scalar::{optional_sentence, switch};
use super::{RawCondition, Text};
use crate::diagnostic::Sink;
use crate::{Law, Location};

/// A rule on fields.
#[derive(Clone, Debug)]
pub(crate) struct RawRule {
    pub(crate) at: Location,
    pub(crate) demand: Demand<Vec<Text>>,
    pub(crate) when: Vec<RawCondition>,
    /// The reason, for a rule of the client that OKX does not have.
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

/// The reason of a safeguard. A user whose request is rejected although OKX would accept it must be told why, so `ours:` and `reason:`
/// are given together.
fn ours(node: &Node, members: &mut Members<'_>, sink: &mut Sink) -> Option<String> {
    let (ours, reason) = (switch(members, "ours", sink), optional_sentence(members, "reason", sink));
    match (ours, &reason) {
        (true, None) => {
            let text = "a rule with `ours: true` rejects requests that OKX accepts; add a `reason:`";
            sink.report(&node.at, Law::MissingKey, text);
        }
        (false, Some(_)) => {
            let text = "`reason:` is only for rules with `ours: true`; add that, or remove `reason:`";
            sink.report(&node.at, Law::MissingKey, text);
        }
        _ => {}
    }
    reason
}
