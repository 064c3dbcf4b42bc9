//! Precision rules.

use super::Resolver;
use crate::diagnostic::Sink;
use crate::model::{Precision, PrecisionCase};
use crate::parse::{RawCase, RawPrecision, Text};

impl Resolver<'_> {
    pub(super) fn fill_precision(&mut self, sink: &mut Sink) {
        for (chapter, raw) in self.precision.clone() {
            let RawPrecision { name, does, kind, instrument, listed_by, signed, allow, cases } = raw;
            let listed_by = listed_by.as_ref().and_then(|call| self.call(chapter, call, sink));
            let cases = cases.iter().map(|case| self.case(case, sink)).collect();
            self.model.precision.push(Precision {
                name: name.value.clone(),
                does: does.clone(),
                chapter,
                kind: *kind,
                instrument: instrument.as_ref().map(|name| name.value.clone()).unwrap_or_default(),
                listed_by,
                signed: *signed,
                allow: allow.iter().map(|value| value.value.clone()).collect(),
                cases,
                at: name.at.clone(),
            });
        }
    }

    fn case(&self, raw: &RawCase, sink: &mut Sink) -> PrecisionCase {
        let RawCase { at, when, unit, step, bands, min, max } = raw;
        let attribute = |name: &Option<Text>| name.as_ref().map(|name| name.value.clone());
        PrecisionCase {
            when: self.shared_conditions(when, sink),
            unit: unit.clone(),
            step: attribute(step),
            bands: *bands,
            min: attribute(min),
            max: attribute(max),
            at: at.clone(),
        }
    }
}
