//! Writes what was planned. Nothing here decides: no `if`, no lookup, no name made on the spot.

mod asked_by;
mod batch;
pub(crate) mod budget;
mod channel;
mod condition;
mod described;
pub(crate) mod endpoint;
mod environment;
mod error_code;
mod field;
mod id;
mod open_enum;
mod operation;
mod pages;
mod precision;
mod request;
mod rule;
mod said;
mod shape;
pub(crate) mod table;

use okx_spec::model::Socket;
use proc_macro2::{Literal, TokenStream};
use quote::{ToTokens, quote};

use crate::call::Module;
use crate::plan::ModulePlan;

/// The module with everything in it.
pub(crate) fn module(plan: &ModulePlan<'_>) -> TokenStream {
    let docs = plan.docs.iter();
    let watched = plan.watched.iter();
    let ids = plan.ids.iter().map(id::item);
    let enums = plan.enums.iter().map(open_enum::item);
    let shapes = plan.shapes.iter().map(shape::item);
    let requests = plan.requests.iter().map(request::item);
    let batches = plan.batches.iter().map(batch::item);
    let precision = plan.precision.iter().map(precision::item);
    let budgets = plan.budgets.iter().map(budget::item);
    let errors = plan.errors.iter().map(error_code::items);
    let regions = plan.regions.iter().map(|regions| environment::items(regions));
    let calls = plan.calls.iter().map(|calls| described::calls(calls));
    let channels = plan.channels.iter().map(channel::item);
    let all_channels = plan.all_channels.iter().map(|channels| described::channels(channels));
    let operations = plan.operations.iter().map(|operations| operation::items(operations));
    let contents = quote! {
        use ::okx_client::__private as __p;
        #(const _: &[u8] = include_bytes!(#watched);)*
        #(#ids)*
        #(#enums)*
        #(#shapes)*
        #(#requests)*
        #(#batches)*
        #(#precision)*
        #(#budgets)*
        #(#errors)*
        #(#regions)*
        #(#calls)*
        #(#channels)*
        #(#all_channels)*
        #(#operations)*
    };
    // `new` takes what OKX requires, and some calls require much. Some facts are unusual in all things, and leave nothing to `PLAIN`.
    let allowed = quote! { #[allow(clippy::too_many_arguments, clippy::needless_update)] };
    around(plan.module, &contents, &quote! { #(#[doc = #docs])* #allowed })
}

/// What the module was, with attributes and contents added.
pub(crate) fn around(module: &Module, contents: &TokenStream, attributes: &TokenStream) -> TokenStream {
    let Module { attributes: own_attributes, visibility, name, contents: own_contents } = module;
    quote! {
        #(#own_attributes)*
        #attributes
        #visibility mod #name {
            #own_contents
            #contents
        }
    }
}

/// A place or a count, without the name of its type.
fn place(place: usize) -> Literal {
    Literal::usize_unsuffixed(place)
}

fn socket(socket: Socket) -> TokenStream {
    match socket {
        Socket::Public => quote!(__p::Socket::Public),
        Socket::Private => quote!(__p::Socket::Private),
        Socket::Business => quote!(__p::Socket::Business),
    }
}

/// An `Option` as an expression.
fn option(value: Option<impl ToTokens>) -> TokenStream {
    value.map_or_else(|| quote!(None), |value| quote!(Some(#value)))
}
