//! Writes what was planned. Nothing here decides: no `if`, no lookup, no name made on the spot.

mod batch;
pub(crate) mod budget;
mod condition;
pub(crate) mod endpoint;
mod environment;
mod error_code;
mod field;
mod id;
mod open_enum;
mod precision;
mod request;
mod rule;
mod shape;
pub(crate) mod table;

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};

use crate::call::Module;
use crate::plan::{Item, ModulePlan};

/// The module with everything in it.
pub(crate) fn module(plan: &ModulePlan<'_>) -> TokenStream {
    let docs = plan.docs.iter();
    let watched = plan.watched.iter();
    let items = plan.items.iter().map(item);
    around(
        plan.module,
        &quote! {
            #(const _: &[u8] = include_bytes!(#watched);)*
            #(#items)*
        },
        &quote! { #(#[doc = #docs])* },
    )
}

/// What the module was, with attributes and contents added.
pub(crate) fn around(module: &Module, contents: &TokenStream, attributes: &TokenStream) -> TokenStream {
    let Module { attributes: own_attributes, visibility, name, contents: own_contents } = module;
    quote! {
        #(#own_attributes)*
        #attributes
        #visibility mod #name {
            #own_contents
            use ::okx_client::__private as __p;
            #contents
        }
    }
}

fn item(item: &Item<'_>) -> TokenStream {
    match item {
        Item::Id(plan) => id::item(plan),
        Item::Enum(plan) => open_enum::item(plan),
        Item::Shape(plan) => shape::item(plan),
        Item::Request(plan) => request::item(plan),
        Item::Batch(plan) => batch::item(plan),
        Item::Precision(plan) => precision::item(plan),
        Item::Budget(plan) => budget::item(plan),
        Item::Errors(plan) => error_code::items(plan),
        Item::Regions(plan) => environment::items(plan),
    }
}

/// An `Option` as an expression.
fn option(value: Option<impl ToTokens>) -> TokenStream {
    match value {
        Some(value) => quote!(Some(#value)),
        None => quote!(None),
    }
}
