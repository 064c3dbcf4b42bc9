//! Precision rules.

use okx_spec::model::{EndpointId, Precision, PrecisionCase, PrecisionKind};
use proc_macro2::{Ident, TokenStream};

use super::names::{self, Names};
use super::{condition, prose};

/// A static that holds a precision rule.
pub(crate) struct PrecisionPlan<'a> {
    pub(crate) docs: String,
    pub(crate) name: Ident,
    pub(crate) facts: &'a Precision,
    pub(crate) listed_by: Option<ListedByPlan>,
}

/// What has the grid where that is no instrument.
pub(crate) struct ListedByPlan {
    /// The path of the request that lists it.
    pub(crate) request: TokenStream,
    /// How one is called: `spread`.
    pub(crate) what: String,
}

pub(crate) fn plan<'a>(names: &Names<'_>, rule: &'a Precision) -> PrecisionPlan<'a> {
    let listed_by =
        rule.listed_by.map(|call| ListedByPlan { request: names.request(&names.model[call]), what: what(names, call) });
    PrecisionPlan { docs: docs(names, rule), name: names::constant(&rule.name), facts: rule, listed_by }
}

/// What a call lists, in a word or some: `spread`.
pub(super) fn what(names: &Names<'_>, call: EndpointId) -> String {
    let row = &names.model[names.model[call].response.row].name;
    okx_spec::names::snake(row).replace('_', " ")
}

fn docs(names: &Names<'_>, rule: &Precision) -> String {
    let kind = match rule.kind {
        PrecisionKind::Price => "A price",
        PrecisionKind::Size => "A size",
    };
    let instrument = prose::code(&rule.instrument);
    let owner = rule.listed_by.map_or_else(|| "instrument".to_owned(), |call| what(names, call));
    let signed = if rule.signed { ", on either side of zero" } else { "" };
    let allowed: Vec<String> = rule.allow.iter().map(|text| prose::code(text)).collect();
    let allowed =
        (!allowed.is_empty()).then(|| format!("Allowed beside the grid: {}.", prose::joined(&allowed, "and")));
    prose::paragraphs([
        Some(prose::escaped(&rule.does)),
        Some(format!("{kind}, held to the grid of the {owner} that {instrument} names{signed}:")),
        Some(prose::list(rule.cases.iter().map(|case| case_in_words(case, rule.signed)))),
        allowed,
    ])
}

fn case_in_words(case: &PrecisionCase, signed: bool) -> String {
    let when =
        if case.when.is_empty() { "Otherwise".to_owned() } else { format!("When {}", condition::in_words(&case.when)) };
    let step = match (&case.step, case.bands) {
        (Some(step), false) => format!("a multiple of {}", prose::code(step)),
        (Some(step), true) => format!("a multiple of {}, or of the step of the price's tick band", prose::code(step)),
        (None, _) if signed => "any amount".to_owned(),
        (None, _) => "any positive amount".to_owned(),
    };
    let min = case.min.as_ref().map(|min| format!("at least {}", prose::code(min)));
    let max = case.max.as_ref().map(|max| format!("at most {}", prose::code(max)));
    let bounds: Vec<String> = std::iter::once(step).chain(min).chain(max).collect();
    format!("{when}: in {}; {}.", prose::escaped(&case.unit), bounds.join(", "))
}
