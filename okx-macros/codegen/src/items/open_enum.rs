//! Enums to which OKX may add values at any time.

use okx_spec::model::{Enum, EnumValue};
use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, quote};

use crate::{names, prose};

/// An enum that can also hold values that are not described.
pub(crate) struct EnumPlan {
    pub(crate) docs: String,
    pub(crate) name: Ident,
    pub(crate) values: Vec<ValuePlan>,
}

/// One described value.
pub(crate) struct ValuePlan {
    pub(crate) docs: String,
    pub(crate) name: Ident,
    pub(crate) wire: String,
}

pub(crate) fn plan(set: &Enum) -> EnumPlan {
    let Enum { name, does, chapter: _, values, at: _ } = set;
    EnumPlan { docs: prose::escaped(does), name: names::fixed(name), values: values.iter().map(value).collect() }
}

fn value(value: &EnumValue) -> ValuePlan {
    let EnumValue { wire, name, means, at: _ } = value;
    ValuePlan {
        docs: format!("{}: {}", prose::code(wire), prose::escaped(means)),
        name: names::fixed(name),
        wire: wire.clone(),
    }
}

impl ToTokens for EnumPlan {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        let Self { docs, name, values } = self;
        let variants = values.iter().map(|ValuePlan { docs, name, .. }| quote! { #[doc = #docs] #name, });
        let written = values.iter().map(|ValuePlan { name, wire, .. }| quote! { Self::#name => #wire, });
        let read = values.iter().map(|ValuePlan { name, wire, .. }| quote! { #wire => Some(Self::#name), });
        let known = values.iter().map(|value| &value.wire);
        tokens.extend(quote! {
            #[doc = #docs]
            #[derive(Clone, Copy)]
            #[non_exhaustive]
            pub enum #name {
                #(#variants)*
                /// A value that this version does not know, as OKX sent it.
                Unknown(&'static str),
            }
            impl __p::Word for #name {
                fn as_wire(&self) -> &'static str {
                    match *self { #(#written)* Self::Unknown(text) => text }
                }
                fn set_wire(&mut self, text: &str, keep: fn(&str) -> Option<&'static str>) -> bool {
                    let known = match text { #(#read)* _ => None };
                    __p::set_word(self, known.or_else(|| keep(text).map(Self::Unknown)))
                }
            }
            impl #name {
                /// The values known today, as they are on the wire.
                pub const KNOWN: &'static [&'static str] = &[#(#known),*];
            }
            __p::word!(#name);
        });
    }
}
