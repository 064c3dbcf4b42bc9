//! What calls and objects demand of their fields.

use okx_spec::model::{Rule, Shape};

use super::{About, Comparison, Conditions, conditions};
use crate::finding::Grade;

/// A rule with fields by name, for places differ as soon as a field is added.
pub(super) type Named = (&'static str, Vec<String>, Conditions, bool);

impl Comparison<'_> {
    /// The rules of both sides. One that is new refuses what was sent before.
    pub(super) fn demands(&mut self, about: &About<'_>, old: &[Named], new: &[Named]) {
        let is_stricter = new.iter().any(|rule| !old.contains(rule));
        let grade = if is_stricter { Grade::Breaking } else { Grade::Additive };
        self.same(about, &old, &new, grade, "what it demands of its fields");
    }
}

/// Rules on the fields of a shape.
pub(super) fn rules(rules: &[Rule], shape: &Shape) -> Vec<Named> {
    let wires = |places: &[usize]| {
        places.iter().filter_map(|place| shape.fields.get(*place)).map(|field| field.wire.clone()).collect()
    };
    let named = |rule: &Rule| {
        let (demand, places) = rule.demand.parts();
        (demand, wires(places), conditions(&rule.when), rule.ours.is_some())
    };
    rules.iter().map(named).collect()
}
