//! Precision rules.

use super::{Comparison, conditions};
use crate::finding::Grade;
use crate::model::{Precision, PrecisionCase};

impl Comparison<'_> {
    pub(super) fn precision(&mut self) {
        self.tables(&self.old.precision, &self.new.precision, |comparison, about, old, new| {
            let head = |one: &Precision| (one.kind, one.instrument.clone(), one.allow.clone());
            comparison.same(about, &head(old), &head(new), Grade::Breaking, "what it governs");
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
