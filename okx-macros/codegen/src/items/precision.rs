//! Precision rules.

use okx_spec::model::{EndpointId, Precision, PrecisionCase, PrecisionKind};
use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, quote};

use super::rule;
use crate::names::{self, Names};
use crate::prose;
use crate::tokens::{fact, option};

/// A static that holds a precision rule.
pub(crate) struct PrecisionPlan<'a> {
    docs: String,
    name: Ident,
    facts: &'a Precision,
    listed_by: Option<ListedByPlan>,
}

/// What has the steps and bounds, where that is not an instrument.
struct ListedByPlan {
    /// The type of the request that lists it.
    request: TokenStream,
    /// The noun for one of them: `spread`.
    what: String,
}

pub(crate) fn plan<'a>(names: &Names<'_>, rule: &'a Precision) -> PrecisionPlan<'a> {
    let listed_by =
        rule.listed_by.map(|call| ListedByPlan { request: names.request(&names.model[call]), what: what(names, call) });
    PrecisionPlan { docs: docs(names, rule), name: names::constant(&rule.name), facts: rule, listed_by }
}

/// The noun for what a call lists: `spread`.
pub(super) fn what(names: &Names<'_>, call: EndpointId) -> String {
    let row = &names.model[names.model[call].response.row].name;
    okx_spec::names::snake(row).replace('_', " ")
}

fn docs(names: &Names<'_>, rule: &Precision) -> String {
    let Precision { name: _, does, chapter: _, kind, instrument, listed_by, signed, allow, cases, at: _ } = rule;
    let kind = match kind {
        PrecisionKind::Price => "A price",
        PrecisionKind::Size => "A size",
    };
    let instrument = prose::code(instrument);
    let owner = listed_by.map_or_else(|| "instrument".to_owned(), |call| what(names, call));
    let signed_too = if *signed { ", which may be zero or negative" } else { "" };
    let allowed: Vec<String> = allow.iter().map(|text| prose::code(text)).collect();
    let allowed = (!allowed.is_empty()).then(|| format!("Also allowed: {}.", prose::joined(&allowed, "and")));
    prose::paragraphs([
        Some(prose::escaped(does)),
        Some(format!("{kind}{signed_too}, checked against the {owner} that {instrument} names:")),
        Some(prose::list(cases.iter().map(|case| case_in_words(case, *signed)))),
        allowed,
    ])
}

fn case_in_words(case: &PrecisionCase, signed: bool) -> String {
    let PrecisionCase { when, unit, step, bands, min, max, at: _ } = case;
    let when =
        if when.is_empty() { "Otherwise".to_owned() } else { format!("When {}", rule::conditions_in_words(when)) };
    let step = match (step, bands) {
        (Some(step), false) => format!("a multiple of {}", prose::code(step)),
        (Some(step), true) => format!("a multiple of {}, or of the step of the price's tick band", prose::code(step)),
        (None, _) if signed => "any amount".to_owned(),
        (None, _) => "any positive amount".to_owned(),
    };
    let min = min.as_ref().map(|min| format!("at least {}", prose::code(min)));
    let max = max.as_ref().map(|max| format!("at most {}", prose::code(max)));
    let bounds: Vec<String> = std::iter::once(step).chain(min).chain(max).collect();
    format!("{when}: in {}; {}.", prose::escaped(unit), bounds.join(", "))
}

impl ToTokens for PrecisionPlan<'_> {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        let Self { docs, name: constant, facts, listed_by } = self;
        let Precision { name, does: _, chapter: _, kind, instrument, listed_by: _, signed, allow, cases, at: _ } =
            facts;
        let listed_by = listed_by
            .as_ref()
            .map(|ListedByPlan { request, what }| quote!(__p::ListedBy::of::<#request>(#what, #instrument)));
        let (listed_by, kind) = (option(listed_by), fact(kind));
        let cases = cases.iter().map(case);
        tokens.extend(quote! {
            #[doc = #docs]
            pub static #constant: __p::Precision = __p::Precision {
                name: #name,
                kind: #kind,
                instrument: #instrument,
                listed_by: #listed_by,
                signed: #signed,
                allow: &[#(#allow),*],
                cases: &[#(#cases),*],
            };
        });
    }
}

fn case(case: &PrecisionCase) -> TokenStream {
    let PrecisionCase { when, unit, step, bands, min, max, at: _ } = case;
    let when = rule::conditions(when);
    let (step, min, max) = (option(step.as_ref()), option(min.as_ref()), option(max.as_ref()));
    quote! {
        __p::PrecisionCase { when: #when, unit: #unit, step: #step, bands: #bands, min: #min, max: #max }
    }
}
