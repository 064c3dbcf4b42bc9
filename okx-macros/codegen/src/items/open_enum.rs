//! Enums to which OKX may add values at any time.

use okx_spec::model::{Enum, EnumValue};
use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, quote};

use super::docs::{Docs, wire_word};
use crate::names::{self, Names};
use crate::prose;

/// An enum that can also hold values that are not described.
pub(crate) struct EnumPlan {
    pub(crate) docs: Docs,
    pub(crate) name: Ident,
    pub(crate) values: Vec<ValuePlan>,
}

/// One described value.
pub(crate) struct ValuePlan {
    pub(crate) docs: Docs,
    pub(crate) name: Ident,
    pub(crate) wire: String,
}

pub(crate) fn plan(names: &Names<'_>, set: &Enum) -> EnumPlan {
    let Enum { name, does, aka, chapter: _, values, at } = set;
    let docs = prose::paragraphs([Some(prose::escaped(does)), Some(names.described_in(at))]);
    EnumPlan { docs: Docs::new(docs, name, aka), name: names::fixed(name), values: values.iter().map(value).collect() }
}

fn value(value: &EnumValue) -> ValuePlan {
    let EnumValue { wire, name, means, aka, at: _ } = value;
    ValuePlan {
        docs: Docs::new(
            format!("{}: {}", prose::code(wire), prose::escaped(means)),
            name,
            aka.iter().cloned().chain(wire_word(wire, name)),
        ),
        name: names::fixed(name),
        wire: wire.clone(),
    }
}

impl ToTokens for EnumPlan {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        let Self { docs, name, values } = self;
        let variants = values.iter().map(|ValuePlan { docs, name, .. }| quote! { #docs #name, });
        let written = values.iter().map(|ValuePlan { name, wire, .. }| quote! { Self::#name => #wire, });
        let read = values.iter().map(|ValuePlan { name, wire, .. }| quote! { #wire => Some(Self::#name), });
        let known = values.iter().map(|value| &value.wire);
        tokens.extend(quote! {
            #docs
            #[derive(Clone, Copy)]
            #[non_exhaustive]
            pub enum #name {
                #(#variants)*
                /// A value that this version does not know, as OKX sent it. A later version may give it a name, so compare it with text.
                Unknown(&'static str),
            }
            impl __p::Word for #name {
                fn as_wire(&self) -> &'static str {
                    match *self { #(#written)* Self::Unknown(text) => text }
                }
                fn set_wire(&mut self, text: &str, keep: fn(&str) -> Option<&'static str>) -> bool {
                    __p::set_word(self, match text { #(#read)* _ => keep(text).map(Self::Unknown) })
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
