//! Precision rules.

use super::{About, Comparison, Pair, conditions, paired};
use crate::finding::Grade;
use crate::model::{Precision, PrecisionCase};

impl Comparison<'_> {
    pub(super) fn precision(&mut self) {
        for pair in paired(&self.old.precision, &self.new.precision, |one| &one.name) {
            match pair {
                Pair::Old(one) => self.gone(&subject(one), "", &one.at),
                Pair::New(one) => self.fresh(&subject(one), "", &one.at, Grade::Additive),
                Pair::Both(old, new) => {
                    let subject = subject(old);
                    let about = About { subject: &subject, part: "", old: Some(&old.at), new: Some(&new.at) };
                    let head = |one: &Precision| (one.kind, one.instrument.clone(), one.allow.clone());
                    self.same(&about, &head(old), &head(new), Grade::Breaking, "what it governs");
                    let cases = |one: &Precision| one.cases.iter().map(case).collect::<Vec<_>>();
                    self.same(&about, &cases(old), &cases(new), Grade::Breaking, "its grid");
                    self.sentence(&about, &old.does, &new.does);
                }
            }
        }
    }
}

fn subject(rule: &Precision) -> String {
    format!("precision {}", rule.name)
}

/// Everything of a case but the word for its unit.
fn case(case: &PrecisionCase) -> impl PartialEq + use<> {
    let bounds = [case.step.clone(), case.min.clone(), case.max.clone()];
    (conditions(&case.when), bounds, case.bands)
}
