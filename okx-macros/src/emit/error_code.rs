//! Result codes.

use okx_spec::model::{ErrorCode, Verdict};
use proc_macro2::TokenStream;
use quote::quote;

use crate::plan::error_code::{ErrorConstant, ErrorRow, ErrorsPlan};

/// A constant for each code, and the table of all.
pub(crate) fn items(plan: &ErrorsPlan<'_>) -> TokenStream {
    let constants = plan.constants.iter().map(|ErrorConstant { docs, name, code }| {
        quote! { #[doc = #docs] pub const #name: &str = #code; }
    });
    let facts = plan.table.iter().map(fact);
    quote! {
        #(#constants)*
        /// Every result code that is described, sorted by code.
        pub static ALL: &[__p::ErrorFact] = &[#(#facts),*];
    }
}

fn fact(row: &ErrorRow<'_>) -> TokenStream {
    let ErrorRow { class, advice, facts: ErrorCode { code, name, verdict, means, .. } } = row;
    let verdict = self::verdict(*verdict);
    quote! {
        __p::ErrorFact {
            code: #code,
            name: #name,
            class: __p::ErrorClass::#class,
            verdict: #verdict,
            means: #means,
            advice: #advice,
        }
    }
}

fn verdict(verdict: Verdict) -> TokenStream {
    match verdict {
        Verdict::Retry => quote!(__p::Verdict::Retry),
        Verdict::Wait => quote!(__p::Verdict::Wait),
        Verdict::ResyncClock => quote!(__p::Verdict::ResyncClock),
        Verdict::Never => quote!(__p::Verdict::Never),
        Verdict::Unknown => quote!(__p::Verdict::Unknown),
    }
}
