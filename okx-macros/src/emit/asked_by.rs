//! How to find out whether a call was done.

use proc_macro2::{Ident, Literal, TokenStream};
use quote::quote;

use super::option;
use crate::plan::asked_by::AskedByPlan;

/// What lets the outcome of a request be cleared up.
pub(crate) fn implementation(request: &Ident, plan: &AskedByPlan) -> TokenStream {
    let AskedByPlan { question, name, with, missing, made, remembered } = plan;
    let made = option(made.as_ref());
    let remembered = option(remembered.map(Literal::u32_unsuffixed));
    quote! {
        impl __p::Resolvable for #request {
            type Question = #question;
            const ASKED_BY: &'static __p::AskedBy = &__p::AskedBy {
                name: #name,
                with: &[#(#with),*],
                missing: &[#(#missing),*],
                made: #made,
                remembered: #remembered,
            };
        }
    }
}
