//! `#[derive(OkxRequest)]` and `#[derive(OkxRow)]`: give a struct that the user wrote what described requests and rows have.

mod call;
mod entries;
mod plan;
mod structure;
mod stub;

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::{Attribute, DeriveInput, Result};

use crate::root::{self, Root};
use call::CallFacts;
use entries::Diagnostics;
use structure::Structure;

/// A request: its field table and the facts of its call.
pub(crate) fn request(input: &DeriveInput) -> TokenStream {
    let items = request_items(input).unwrap_or_else(|mistakes| stub::request(input, mistakes));
    private(input, &items)
}

/// A row of a reply: its field table.
pub(crate) fn row(input: &DeriveInput) -> TokenStream {
    let items = row_items(input).unwrap_or_else(|mistakes| stub::row(input, mistakes));
    private(input, &items)
}

/// The implementations of a request, or every mistake in the struct.
pub(crate) fn request_items(input: &DeriveInput) -> Result<TokenStream> {
    let (facts, structure) = both(CallFacts::read(&input.attrs, &input.ident), Structure::read(input))?;
    let table = plan::table(&structure, true);
    let endpoint = plan::endpoint(&structure, facts, &entries::root(&input.attrs))?;
    Ok(quote! { #table #endpoint })
}

/// The implementations of a row of a reply, or every mistake in the struct.
pub(crate) fn row_items(input: &DeriveInput) -> Result<TokenStream> {
    let (structure, ()) = both(Structure::read(input), row_entries(&input.attrs))?;
    Ok(plan::table(&structure, false).to_token_stream())
}

/// Reads the entries of a row. Those of a request are left to the derive of requests, if the struct is one as well.
fn row_entries(attributes: &[Attribute]) -> Result<()> {
    let mut diagnostics = Diagnostics::default();
    entries::read(attributes, &mut diagnostics, |entry, input| {
        let name = entry.to_string();
        if name == root::WORD {
            Root::parse(entry, input).map(drop)
        } else if call::ENTRIES.contains(&name.as_str()) {
            entries::skip(input)
        } else {
            Err(entries::unknown(entry, &[root::WORD]))
        }
    });
    diagnostics.finish(Some(()))
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

/// Keeps the name `__p` out of the user's module.
fn private(input: &DeriveInput, items: &TokenStream) -> TokenStream {
    let import = entries::root(&input.attrs).import();
    quote! {
        const _: () = {
            #import
            #items
        };
    }
}
