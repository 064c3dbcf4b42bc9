//! Pieces of Rust that every item is written with.

use okx_facts::Fact;
use proc_macro2::{Literal, TokenStream};
use quote::{ToTokens, format_ident, quote};

/// A place or a count, without the name of its type.
pub(crate) fn place(place: usize) -> Literal {
    Literal::usize_unsuffixed(place)
}

/// An `Option` as an expression.
pub(crate) fn option(value: Option<impl ToTokens>) -> TokenStream {
    value.map_or_else(|| quote!(None), |value| quote!(Some(#value)))
}

/// A value of a type that okx-facts defines: `__p::Access::Public`, `__p::KeyPart::Field("instId")`.
pub(crate) fn fact<F: Fact<Value: Constant>>(fact: &F) -> TokenStream {
    let (type_name, variant) = (format_ident!("{}", F::TYPE), format_ident!("{}", fact.variant()));
    let value = fact.value().map(Constant::constant).into_iter();
    quote!(__p::#type_name::#variant #((#value))*)
}

/// What can be written as a constant.
pub(crate) trait Constant {
    /// The expression.
    fn constant(&self) -> TokenStream;
}

impl Constant for std::convert::Infallible {
    fn constant(&self) -> TokenStream {
        match *self {}
    }
}

impl Constant for String {
    fn constant(&self) -> TokenStream {
        self.to_token_stream()
    }
}

impl Constant for usize {
    fn constant(&self) -> TokenStream {
        place(*self).to_token_stream()
    }
}

impl<T: Constant> Constant for Vec<T> {
    fn constant(&self) -> TokenStream {
        let entries = self.iter().map(Constant::constant);
        quote!(&[#(#entries),*])
    }
}

/// Entries of a struct expression that ends with `..PLAIN`. An entry with the usual value is left out. Most values are usual, and each
/// entry that is left out saves the compiler and the reader time.
pub(crate) mod entry {
    use super::{ToTokens, TokenStream, format_ident, quote};

    /// `required: &[0, 1],`
    pub(crate) fn list(name: &str, entries: impl IntoIterator<Item = impl ToTokens>) -> Option<TokenStream> {
        let entries: Vec<_> = entries.into_iter().collect();
        (!entries.is_empty()).then(|| entry(name, quote!(&[#(#entries),*])))
    }

    /// `outcome: Some(…),`
    pub(crate) fn option(name: &str, value: Option<impl ToTokens>) -> Option<TokenStream> {
        value.map(|value| entry(name, quote!(Some(#value))))
    }

    /// `deadline: true,`
    pub(crate) fn flag(name: &str, value: bool) -> Option<TokenStream> {
        value.then(|| entry(name, quote!(true)))
    }

    /// `up_to: 20,`
    pub(crate) fn value(name: &str, value: Option<impl ToTokens>) -> Option<TokenStream> {
        value.map(|value| entry(name, value))
    }

    fn entry(name: &str, value: impl ToTokens) -> TokenStream {
        let name = format_ident!("{name}");
        quote!(#name: #value,)
    }
}
