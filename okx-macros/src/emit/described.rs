//! The table of calls that can be made by name.

use proc_macro2::TokenStream;
use quote::quote;

use crate::plan::described::DescribedPlan;

/// The table.
pub(crate) fn item(plan: &[DescribedPlan]) -> TokenStream {
    let entries = plan.iter().map(entry);
    quote! {
        /// Every described call, chapter by chapter.
        pub static ALL: &[__p::Described] = &[#(#entries),*];
    }
}

fn entry(plan: &DescribedPlan) -> TokenStream {
    match plan {
        DescribedPlan::One(request) => quote!(__p::Described::one::<#request>()),
        DescribedPlan::Paged(request) => quote!(__p::Described::paged::<#request>()),
        DescribedPlan::Batch(list, item) => quote!(__p::Described::batch::<#list, #item>()),
    }
}
