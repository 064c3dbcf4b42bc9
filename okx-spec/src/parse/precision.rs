//! precision.yaml.

use super::condition::{conditions, texts};
use super::members::{Members, entries, items};
use super::node::Node;
use super::scalar::{name, named, sentence, switch, word};
use super::{RawCondition, Text};
use crate::Location;
use crate::diagnostic::Sink;
use crate::model::PrecisionKind;

/// A precision rule.
#[derive(Clone, Debug)]
pub(crate) struct RawPrecision {
    pub(crate) name: Text,
    pub(crate) does: String,
    pub(crate) kind: PrecisionKind,
    /// `None` when it could not be read.
    pub(crate) instrument: Option<Text>,
    /// `None` for what the object `InstrumentDetails` is about.
    pub(crate) listed_by: Option<Text>,
    pub(crate) signed: bool,
    pub(crate) allow: Vec<Text>,
    pub(crate) cases: Vec<RawCase>,
}

/// A case of a precision rule.
#[derive(Clone, Debug)]
pub(crate) struct RawCase {
    pub(crate) at: Location,
    pub(crate) when: Vec<RawCondition>,
    pub(crate) unit: String,
    pub(crate) step: Option<Text>,
    pub(crate) bands: bool,
    pub(crate) min: Option<Text>,
    pub(crate) max: Option<Text>,
}

/// Precision rules.
pub(crate) fn precision(node: &Node, sink: &mut Sink) -> Vec<RawPrecision> {
    let entries = entries(node, "`precision:`", sink).unwrap_or_default();
    entries.iter().map(|entry| rule(&entry.key, &entry.node, sink)).collect()
}

fn rule(rule: &Text, node: &Node, sink: &mut Sink) -> RawPrecision {
    let mut members = Members::of(node, "a precision rule", sink);
    let does = sentence(&mut members, "does", sink);
    let kind = members.required("kind").and_then(|node| word(node, "kind", PrecisionKind::ALL, sink));
    let instrument = name(&mut members, "instrument", sink);
    let listed_by = members.optional("listed_by").and_then(|node| named(node, "listed_by", sink));
    let signed = switch(&mut members, "signed", sink);
    let allow = members.optional("allow").and_then(|node| items(node, "`allow:`", sink)).unwrap_or_default();
    let cases = members.required("cases").and_then(|node| items(node, "`cases:`", sink)).unwrap_or_default();
    let precision = RawPrecision {
        name: rule.clone(),
        does,
        kind: kind.unwrap_or(PrecisionKind::Price),
        instrument,
        listed_by,
        signed,
        allow: texts(allow, sink),
        cases: cases.iter().map(|node| case(node, sink)).collect(),
    };
    members.finish(sink);
    precision
}

fn case(node: &Node, sink: &mut Sink) -> RawCase {
    let mut members = Members::of(node, "a case", sink);
    let mut attribute = |members: &mut Members<'_>, key| members.optional(key).and_then(|node| named(node, key, sink));
    let (step, min, max) =
        (attribute(&mut members, "step"), attribute(&mut members, "min"), attribute(&mut members, "max"));
    let case = RawCase {
        at: node.at.clone(),
        when: conditions(&mut members, "when", sink),
        unit: sentence(&mut members, "unit", sink),
        step,
        bands: switch(&mut members, "bands", sink),
        min,
        max,
    };
    members.finish(sink);
    case
}
