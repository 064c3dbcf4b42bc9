//! Result codes.

use super::{About, Comparison, Pair, paired};
use crate::finding::Grade;
use crate::model::ErrorCode;

impl Comparison<'_> {
    pub(super) fn errors(&mut self) {
        for pair in paired(&self.old.errors, &self.new.errors, |one| &one.code) {
            match pair {
                Pair::Old(one) => self.gone(&subject(one), "", &one.at),
                Pair::New(one) => self.fresh(&subject(one), "", &one.at, Grade::Additive),
                Pair::Both(old, new) => {
                    let subject = subject(old);
                    let about = About { subject: &subject, part: "", old: Some(&old.at), new: Some(&new.at) };
                    self.renamed(&about, &old.name, &new.name);
                    self.same(&about, &old.http, &new.http, Grade::Additive, "its HTTP status");
                    let judgement = |one: &ErrorCode| (one.class, one.verdict);
                    self.same(&about, &judgement(old), &judgement(new), Grade::Additive, "what to make of it");
                    let words = |one: &ErrorCode| format!("{}\n{}", one.means, one.advice.clone().unwrap_or_default());
                    self.sentence(&about, &words(old), &words(new));
                }
            }
        }
    }
}

fn subject(code: &ErrorCode) -> String {
    format!("code {}", code.code)
}
