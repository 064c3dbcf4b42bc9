//! The tables of what can be reached by name.

use proc_macro2::TokenStream;
use quote::quote;

use crate::plan::described::DescribedPlan;

/// The table of calls.
pub(crate) fn calls(plan: &[DescribedPlan]) -> TokenStream {
    let entries = plan.iter().map(entry);
    quote! {
        /// Every described call, chapter by chapter.
        pub static ALL: &[::okx_client::dynamic::Described] = &[#(#entries),*];
    }
}

/// The table of channels.
pub(crate) fn channels(channels: &[TokenStream]) -> TokenStream {
    quote! {
        /// Every described channel, socket by socket.
        pub static ALL: &[::okx_client::dynamic::DescribedChannel] = &[#(::okx_client::dynamic::DescribedChannel::of::<#channels>()),*];
    }
}

fn entry(plan: &DescribedPlan) -> TokenStream {
    match plan {
        DescribedPlan::One(request) => quote!(::okx_client::dynamic::Described::one::<#request>()),
        DescribedPlan::Paged(request) => quote!(::okx_client::dynamic::Described::paged::<#request>()),
        DescribedPlan::Batch(list, item) => quote!(::okx_client::dynamic::Described::batch::<#list, #item>()),
    }
}
