//! Fields: the type of one, and how it is given.

use proc_macro2::TokenStream;
use quote::quote;

use crate::plan::field::{Count, FieldPlan};

/// `pub px: Option<Decimal>`
pub(crate) fn declared(plan: &FieldPlan) -> TokenStream {
    let FieldPlan { docs, name, kind, number } = plan;
    let holds = match number {
        Count::One => quote!(#kind),
        Count::OneOrNone => quote!(Option<#kind>),
        Count::Any => quote!(Vec<#kind>),
        Count::Clearable => quote!(__p::Clearable<#kind>),
    };
    quote! { #[doc = #docs] pub #name: #holds }
}

/// `px: impl Into<Decimal>`
pub(crate) fn argument(plan: &FieldPlan) -> TokenStream {
    let FieldPlan { name, kind, number, .. } = plan;
    match number {
        Count::One | Count::OneOrNone => quote!(#name: impl Into<#kind>),
        Count::Any => quote!(#name: impl IntoIterator<Item = impl Into<#kind>>),
        Count::Clearable => quote!(#name: impl Into<__p::Clearable<#kind>>),
    }
}

/// `Some(px.into())`
pub(crate) fn given(plan: &FieldPlan) -> TokenStream {
    let FieldPlan { name, number, .. } = plan;
    match number {
        Count::One | Count::Clearable => quote!(#name.into()),
        Count::OneOrNone => quote!(Some(#name.into())),
        Count::Any => quote!(#name.into_iter().map(Into::into).collect()),
    }
}
