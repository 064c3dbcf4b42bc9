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
    let mut docs = prose::escaped(&rule.does);
    docs.push_str(&format!(
        "\n\n{kind}, held to the grid of the instrument that {} names:\n",
        prose::code(&rule.instrument)
    ));
    for case in &rule.cases {
        docs.push_str(&format!("\n- {}", case_in_words(case)));
    }
    if !rule.allow.is_empty() {
        let allowed: Vec<String> = rule.allow.iter().map(|text| prose::code(text)).collect();
        docs.push_str(&format!("\n\nAllowed beside the grid: {}.", prose::joined(&allowed, "and")));
    }
    docs
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
