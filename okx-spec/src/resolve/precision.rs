//! Precision rules.

use super::Resolver;
use crate::diagnostic::Sink;
use crate::model::{Precision, PrecisionCase};
use crate::parse::{RawCase, Text};

impl Resolver<'_> {
    pub(super) fn fill_precision(&mut self, sink: &mut Sink) {
        for (chapter, raw) in self.precision.clone() {
            let listed_by = raw.listed_by.as_ref().and_then(|call| self.call(chapter, call, sink));
            let cases = raw.cases.iter().map(|case| self.case(case, sink)).collect();
            self.model.precision.push(Precision {
                name: raw.name.value.clone(),
                does: raw.does.clone(),
                chapter,
                kind: raw.kind,
                instrument: raw.instrument.as_ref().map(|name| name.value.clone()).unwrap_or_default(),
                listed_by,
                signed: raw.signed,
                allow: raw.allow.iter().map(|value| value.value.clone()).collect(),
                cases,
                at: raw.name.at.clone(),
            });
        }
    }

    fn case(&self, raw: &RawCase, sink: &mut Sink) -> PrecisionCase {
        let attribute = |name: &Option<Text>| name.as_ref().map(|name| name.value.clone());
        PrecisionCase {
            when: self.shared_conditions(&raw.when, sink),
            unit: raw.unit.clone(),
            step: attribute(&raw.step),
            bands: raw.bands,
            min: attribute(&raw.min),
            max: attribute(&raw.max),
            at: raw.at.clone(),
        }
    }
}
