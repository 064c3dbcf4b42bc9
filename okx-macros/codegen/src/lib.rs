//! Turns a description of OKX's API into Rust items: what the macros of `okx-macros` do, as functions.
//!
//! This crate contains no facts about OKX and does not talk to it. It turns the facts in YAML into Rust. It is not for programs: the generated
//! code needs `okx_client` of the same version, which has the macros. A crate of macros can export nothing else, so this is a crate of
//! its own for `cargo spec expand`, which prints what a macro makes.

mod call;
mod derive;
mod items;
mod module;
mod names;
mod prose;
mod root;
mod select;
mod spec;
mod stub;
#[cfg(test)]
mod tests;
mod tokens;

use std::borrow::Cow;
use std::path::PathBuf;

use okx_spec::Model;
use okx_spec::model::{Budget, Endpoint};
use proc_macro2::TokenStream;
use quote::ToTokens;

use call::Call;
use names::Names;
use root::Root;
use spec::Spec;
use stub::Failure;

/// What `#[okx_api(arguments)]` makes of a module. A user's own file is looked for in these folders, in this order.
///
/// Mistakes are compile errors in what is returned.
pub fn okx_api(arguments: TokenStream, item: &TokenStream, folders: &[PathBuf]) -> TokenStream {
    match Call::read(arguments, item.clone()) {
        Ok(call) => expand(&call, folders).unwrap_or_else(|failure| stub::module(&call, &failure)),
        Err(error) => {
            let errors = error.into_compile_error();
            quote::quote! { #errors #item }
        }
    }
}

/// The same for a description that was already read.
///
/// # Errors
/// When the arguments ask for something that the description does not have. The text says what it has.
pub fn okx_api_of(model: &Model, arguments: TokenStream, item: TokenStream) -> Result<TokenStream, String> {
    let call = Call::read(arguments, item).map_err(|error| error.to_string())?;
    let spec = Spec { model: Cow::Borrowed(model), own: None };
    expand_with(&spec, &call).map_err(|failure| failure.diagnostics.join("; "))
}

/// What `#[derive(OkxRequest)]` adds to a struct. Mistakes are compile errors in what is returned.
pub fn okx_request(item: TokenStream) -> TokenStream {
    syn::parse2(item).map_or_else(syn::Error::into_compile_error, |input| derive::request(&input))
}

/// What `#[derive(OkxRow)]` adds to a struct. Mistakes are compile errors in what is returned.
pub fn okx_row(item: TokenStream) -> TokenStream {
    syn::parse2(item).map_or_else(syn::Error::into_compile_error, |input| derive::row(&input))
}

/// A budget in words, as the documentation of calls has it, in Markdown: `60 requests in 2 s per user and symbol`.
pub fn budget_in_words(budget: &Budget) -> String {
    items::budget::in_words(budget)
}

/// The example of a call, as the documentation of its request has it, without what rustdoc hides.
pub fn call_example(model: &Model, endpoint: &Endpoint) -> Option<String> {
    let root = Root::default();
    let example = items::example::of_call(&Names::new(model, None, &root, false), endpoint)?;
    let is_shown = |line: &&str| !line.starts_with("```") && !line.starts_with("# ");
    Some(example.lines().filter(is_shown).collect::<Vec<_>>().join("\n"))
}

/// From a use of the macro to its expansion.
fn expand(call: &Call, folders: &[PathBuf]) -> Result<TokenStream, Failure> {
    expand_with(&spec::read(call, folders)?, call)
}

fn expand_with(spec: &Spec<'_>, call: &Call) -> Result<TokenStream, Failure> {
    let part = select::part(spec, call)?;
    Ok(module::plan(spec, part, call).to_token_stream())
}
