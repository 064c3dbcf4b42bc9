//! Open sets of values.

use proc_macro2::TokenStream;
use quote::quote;

use crate::plan::open_enum::{EnumPlan, ValuePlan};

pub(crate) fn item(plan: &EnumPlan) -> TokenStream {
    let EnumPlan { docs, name, values } = plan;
    let variants = values.iter().map(|ValuePlan { docs, name, .. }| quote! { #[doc = #docs] #name, });
    let written = values.iter().map(|ValuePlan { name, wire, .. }| quote! { Self::#name => #wire, });
    let read = values.iter().map(|ValuePlan { name, wire, .. }| quote! { #wire => Self::#name, });
    let known = values.iter().map(|value| &value.wire);
    quote! {
        #[doc = #docs]
        #[derive(Clone)]
        #[non_exhaustive]
        pub enum #name {
            #(#variants)*
            /// A value that this version does not know, as OKX sent it.
            Unknown(Box<str>),
        }
        impl __p::Word for #name {
            fn as_wire(&self) -> &str {
                match self { #(#written)* Self::Unknown(text) => text }
            }
            fn set_wire(&mut self, text: &str) {
                *self = match text { #(#read)* _ => Self::Unknown(text.into()) }
            }
        }
        impl #name {
            /// The values known today, as they are on the wire.
            pub const KNOWN: &'static [&'static str] = &[#(#known),*];
        }
        __p::word!(#name);
    }
}
