//! What is generated in place of a module that cannot be expanded, so that the compiler reports its mistakes and no others.
//!
//! Every declared type becomes another name of one type that does not compile: an array whose length is the first diagnostic. The compiler
//! accepts any use of such a type without another error.

use okx_spec::{Declared, What};
use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote, quote_spanned};

use crate::call::{Area, Call};
use crate::module;
use crate::root::Root;

/// Why a use of the macro cannot be expanded.
pub(crate) struct Failure {
    /// Where it is shown in the user's code.
    pub(crate) span: Span,
    /// What is wrong. Empty when another module reports it.
    pub(crate) diagnostics: Vec<String>,
    /// Everything that the description would have given a Rust name to.
    pub(crate) declared: Vec<Declared>,
}

impl Failure {
    /// A mistake in the macro's arguments.
    pub(crate) fn because(span: Span, diagnostic: String) -> Self {
        Self { span, diagnostics: vec![diagnostic], declared: Vec::new() }
    }
}

/// The module with its diagnostics, and something in place of every declared type and static.
pub(crate) fn module(call: &Call, failure: &Failure) -> TokenStream {
    let (invalid, diagnostics) = diagnostics(&call.root, failure);
    let (types, statics) = declared(&call.area, &failure.declared);
    let contents = quote! {
        #diagnostics
        #(#[doc(hidden)] pub type #types = #invalid;)*
        #(#[doc(hidden)] pub static #statics: #invalid = [];)*
    };
    module::around(&call.module, &contents, &TokenStream::new())
}

/// The type that does not compile, and all diagnostics. Mistakes in the shipped files are reported by the module
/// `environments` only, so other modules have no diagnostics.
fn diagnostics(root: &Root, failure: &Failure) -> (TokenStream, TokenStream) {
    if failure.diagnostics.is_empty() {
        return (quote!(#root::api::environments::__Invalid), TokenStream::new());
    }
    (quote!(__Invalid), invalid_type(failure.diagnostics.iter().map(|text| error(failure.span, text))))
}

/// A type that does not compile, because its length is the first error. The other errors follow it.
pub(crate) fn invalid_type(errors: impl IntoIterator<Item = TokenStream>) -> TokenStream {
    let mut errors = errors.into_iter();
    let first = errors.next();
    quote! {
        #[doc(hidden)]
        pub type __Invalid = [(); #first];
        #(#errors;)*
    }
}

/// One compile error, shown at this place.
pub(crate) fn error(span: Span, text: &str) -> TokenStream {
    quote_spanned! { span=> ::core::compile_error!(#text) }
}

/// The names of the types and of the statics that the module would have.
fn declared(area: &Area, declared: &[Declared]) -> (Vec<Ident>, Vec<Ident>) {
    let here = declared.iter().filter(|entry| is_in(entry, area));
    let (statics, types): (Vec<&Declared>, Vec<&Declared>) =
        here.partition(|entry| matches!(entry.what, What::Precision | What::Budget));
    let (more_types, more_statics): (&[&str], &[&str]) = match area {
        Area::Errors | Area::Calls | Area::Channels | Area::Operations => (&[], &["ALL"]),
        Area::Environments => (&["Region"], &["HOSTS"]),
        _ => (&[], &[]),
    };
    (idents(&types, more_types), idents(&statics, more_statics))
}

fn idents(declared: &[&Declared], more: &[&str]) -> Vec<Ident> {
    let names = declared.iter().map(|entry| entry.rust_name.as_str()).chain(more.iter().copied());
    names.map(|name| format_ident!("{name}")).collect()
}

fn is_in(entry: &Declared, area: &Area) -> bool {
    let shared = |what| entry.module.is_none() && entry.what == what;
    let within = |module: &str| entry.module.as_deref() == Some(module);
    match area {
        Area::Ids => shared(What::Id),
        Area::Enums => shared(What::Enum),
        Area::Objects => shared(What::Object),
        Area::Precision => shared(What::Precision),
        Area::Budgets => shared(What::Budget),
        Area::Errors | Area::Environments | Area::Operations | Area::Calls | Area::Channels => false,
        Area::Chapter(name) => within(&name.value()),
        Area::Socket(name) => within(&format!("ws::{}", name.value())),
        Area::File(_) => true,
    }
}
