//! Precision rules.

use okx_spec::model::{Precision, PrecisionCase, PrecisionKind};
use proc_macro2::TokenStream;
use quote::quote;

use super::{condition, option};
use crate::plan::precision::PrecisionPlan;

/// A static that holds a precision rule.
pub(crate) fn item(plan: &PrecisionPlan<'_>) -> TokenStream {
    let PrecisionPlan { docs, name: constant, facts: Precision { name, kind, instrument, allow, cases, .. } } = plan;
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
