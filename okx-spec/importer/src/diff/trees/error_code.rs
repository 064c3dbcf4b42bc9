//! Result codes.

use okx_spec::Location;
use okx_spec::model::ErrorCode;

use super::{Comparison, Entry};
use crate::finding::Grade;

impl Comparison<'_> {
    pub(super) fn errors(&mut self) {
        self.tables(&self.old.errors, &self.new.errors, |comparison, about, old, new| {
            comparison.renamed(about, &old.name, &new.name);
            comparison.same(about, &old.http, &new.http, Grade::Additive, "its HTTP status");
            let judgement = |one: &ErrorCode| (one.class, one.verdict);
            comparison.same(about, &judgement(old), &judgement(new), Grade::Additive, "what to make of it");
        });
    }
}

impl Entry for ErrorCode {
    fn subject(&self) -> String {
        format!("code {}", self.code)
    }

    fn at(&self) -> &Location {
        &self.at
    }

    fn words(&self) -> String {
        format!("{}\n{}", self.means, self.advice.clone().unwrap_or_default())
    }
}
