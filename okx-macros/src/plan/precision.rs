//! Precision rules.

use okx_spec::model::{Precision, PrecisionCase, PrecisionKind};
use proc_macro2::Ident;

use super::{condition, names, prose};

/// A static that holds a precision rule.
pub(crate) struct PrecisionPlan<'a> {
    pub(crate) docs: String,
    pub(crate) name: Ident,
    pub(crate) facts: &'a Precision,
}

pub(crate) fn plan(rule: &Precision) -> PrecisionPlan<'_> {
    PrecisionPlan { docs: docs(rule), name: names::constant(&rule.name), facts: rule }
}

fn docs(rule: &Precision) -> String {
    let kind = match rule.kind {
        PrecisionKind::Price => "A price",
        PrecisionKind::Size => "A size",
    };
    let instrument = prose::code(&rule.instrument);
    let allowed: Vec<String> = rule.allow.iter().map(|text| prose::code(text)).collect();
    let allowed =
        (!allowed.is_empty()).then(|| format!("Allowed beside the grid: {}.", prose::joined(&allowed, "and")));
    prose::paragraphs([
        Some(prose::escaped(&rule.does)),
        Some(format!("{kind}, held to the grid of the instrument that {instrument} names:")),
        Some(prose::list(rule.cases.iter().map(case_in_words))),
        allowed,
    ])
}

fn case_in_words(case: &PrecisionCase) -> String {
    let when =
        if case.when.is_empty() { "Otherwise".to_owned() } else { format!("When {}", condition::in_words(&case.when)) };
    let step = match (&case.step, case.bands) {
        (Some(step), false) => format!("a multiple of {}", prose::code(step)),
        (Some(step), true) => format!("a multiple of {}, or of the step of the price's tick band", prose::code(step)),
        (None, _) => "any positive amount".to_owned(),
    };
    let min = case.min.as_ref().map(|min| format!("at least {}", prose::code(min)));
    let max = case.max.as_ref().map(|max| format!("at most {}", prose::code(max)));
    let bounds: Vec<String> = std::iter::once(step).chain(min).chain(max).collect();
    format!("{when}: in {}; {}.", prose::escaped(&case.unit), bounds.join(", "))
}
