//! Entries of a struct expression that ends with `..PLAIN`. What is as usual is left out: that is most of it, and each entry that is not
//! there spares the compiler and the reader.

use proc_macro2::TokenStream;
use quote::{ToTokens, format_ident, quote};

/// `required: &[0, 1],`
pub(super) fn list(name: &str, entries: impl IntoIterator<Item = impl ToTokens>) -> Option<TokenStream> {
    let entries: Vec<_> = entries.into_iter().collect();
    (!entries.is_empty()).then(|| entry(name, quote!(&[#(#entries),*])))
}

/// `outcome: Some(…),`
pub(super) fn option(name: &str, value: Option<impl ToTokens>) -> Option<TokenStream> {
    value.map(|value| entry(name, quote!(Some(#value))))
}

/// `deadline: true,`
pub(super) fn flag(name: &str, is_so: bool) -> Option<TokenStream> {
    is_so.then(|| entry(name, quote!(true)))
}

/// `up_to: 20,`
pub(super) fn value(name: &str, value: Option<impl ToTokens>) -> Option<TokenStream> {
    value.map(|value| entry(name, value))
}

fn entry(name: &str, value: impl ToTokens) -> TokenStream {
    let name = format_ident!("{name}");
    quote!(#name: #value,)
}
