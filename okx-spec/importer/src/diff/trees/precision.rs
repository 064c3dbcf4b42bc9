//! Precision rules.

use okx_spec::describe::full_name;
use okx_spec::model::{Model, Precision, PrecisionCase};

use super::{Comparison, conditions};
use crate::finding::Grade;

impl Comparison<'_> {
    pub(super) fn precision(&mut self) {
        self.tables(&self.old.precision, &self.new.precision, |comparison, about, old, new| {
            let head = |model: &Model, one: &Precision| {
                let listed_by = one.listed_by.map(|call| full_name(model, &model[call]));
                (one.kind, one.instrument.clone(), listed_by, one.signed, one.allow.clone())
            };
            let heads = (head(comparison.old, old), head(comparison.new, new));
            comparison.same(about, &heads.0, &heads.1, Grade::Breaking, "what it governs");
            let cases = |one: &Precision| one.cases.iter().map(case).collect::<Vec<_>>();
            comparison.same(about, &cases(old), &cases(new), Grade::Breaking, "its grid");
        });
    }
}

/// Everything of a case but the word for its unit.
fn case(case: &PrecisionCase) -> impl PartialEq + use<> {
    let bounds = [case.step.clone(), case.min.clone(), case.max.clone()];
    (conditions(&case.when), bounds, case.bands)
}
