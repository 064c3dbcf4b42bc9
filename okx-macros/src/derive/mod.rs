//! `#[derive(OkxRequest)]` and `#[derive(OkxRow)]`: a struct written by hand, made into what a described one is.

mod call;
mod entries;
mod plan;
mod structure;

use proc_macro2::TokenStream;
use quote::quote;
use syn::{DeriveInput, Result};

use crate::emit;
use call::CallFacts;
use structure::Structure;

/// A request: its field table, and the facts of its call.
pub(crate) fn request(input: &DeriveInput) -> Result<TokenStream> {
    let (facts, structure) = both(CallFacts::read(&input.attrs, &input.ident), Structure::read(input))?;
    let table = emit::table::of_a_hand_written(&plan::table(&structure));
    let endpoint = emit::endpoint::implementation(&plan::endpoint(&structure, facts)?);
    Ok(private(&quote! { #table #endpoint }))
}

/// A row of a reply: its field table.
pub(crate) fn row(input: &DeriveInput) -> Result<TokenStream> {
    let structure = Structure::read(input)?;
    let table = emit::table::of_a_hand_written(&plan::table(&structure));
    Ok(private(&table))
}

/// Both values, or the mistakes of both.
fn both<A, B>(one: Result<A>, other: Result<B>) -> Result<(A, B)> {
    match (one, other) {
        (Ok(one), Ok(other)) => Ok((one, other)),
        (Err(mut mistakes), Err(more)) => {
            mistakes.combine(more);
            Err(mistakes)
        }
        (Err(mistakes), _) | (_, Err(mistakes)) => Err(mistakes),
    }
}

/// Keeps the name of the runtime's private door out of the user's module.
fn private(items: &TokenStream) -> TokenStream {
    quote! {
        const _: () = {
            use ::okx_client::__private as __p;
            #items
        };
    }
}
