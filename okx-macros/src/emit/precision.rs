//! Precision rules.

use okx_spec::model::{Precision, PrecisionCase, PrecisionKind};
use proc_macro2::TokenStream;
use quote::quote;

use super::{condition, option};
use crate::plan::precision::{ListedByPlan, PrecisionPlan};

/// A static that holds a precision rule.
pub(crate) fn item(plan: &PrecisionPlan<'_>) -> TokenStream {
    let PrecisionPlan { docs, name: constant, facts, listed_by } = plan;
    let Precision { name, kind, instrument, signed, allow, cases, .. } = facts;
    let listed_by = listed_by
        .as_ref()
        .map(|ListedByPlan { request, what }| quote!(__p::ListedBy::of::<#request>(#what, #instrument)));
    let listed_by = option(listed_by);
    let kind = match kind {
        PrecisionKind::Price => quote!(__p::PrecisionKind::Price),
        PrecisionKind::Size => quote!(__p::PrecisionKind::Size),
    };
    let cases = cases.iter().map(case);
    quote! {
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
    }
}

fn case(case: &PrecisionCase) -> TokenStream {
    let PrecisionCase { when, unit, step, bands, min, max, .. } = case;
    let when = condition::list(when);
    let (step, min, max) = (option(step.as_ref()), option(min.as_ref()), option(max.as_ref()));
    quote! {
        __p::PrecisionCase { when: #when, unit: #unit, step: #step, bands: #bands, min: #min, max: #max }
    }
}
