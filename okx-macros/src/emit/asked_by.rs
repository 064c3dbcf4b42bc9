//! How to find out whether a call was done.

use proc_macro2::{Ident, Literal, TokenStream};
use quote::quote;

use super::option;
use crate::plan::asked_by::AskedByPlan;

/// What lets the outcome of a typed request be found out.
pub(crate) fn implementation(request: &Ident, plan: &AskedByPlan) -> TokenStream {
    let question = &plan.question;
    quote! {
        impl __p::Resolvable for #request {
            type Lookup = #question;
        }
    }
}

/// How to ask, for the facts of the call.
pub(crate) fn facts(plan: &AskedByPlan) -> TokenStream {
    let AskedByPlan { question, name, with, missing, made, remembered } = plan;
    let made = option(made.as_ref());
    let remembered = option(remembered.map(Literal::u32_unsuffixed));
    quote! {
        &__p::AskedBy {
            lookup: __p::Lookup::of::<#question>(),
            name: #name,
            with: &[#(#with),*],
            missing: &[#(#missing),*],
            made: #made,
            remembered: #remembered,
        }
    }
}
