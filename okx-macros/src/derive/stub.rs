//! What a struct gets when something is wrong with it: the mistakes, and implementations that keep the compiler from complaining about
//! every use of the struct besides.

use proc_macro2::{Ident, TokenStream};
use quote::quote;
use syn::{DeriveInput, Error};

use crate::stub;

/// The mistakes, and a request that is none.
pub(super) fn request(input: &DeriveInput, mistakes: Error) -> TokenStream {
    let row = row(input, mistakes);
    let name = plain_name(input).into_iter();
    quote! {
        #row
        #(impl __p::Endpoint for #name {
            type Row = __Mistake;
            type Reply = __Mistake;
            const OPERATION: &'static __p::Operation = unreachable!();
            const ROUTE: &'static __p::RestRoute = unreachable!();
        })*
    }
}

/// The mistakes, and a row that is none.
pub(super) fn row(input: &DeriveInput, mistakes: Error) -> TokenStream {
    let complaints = mistakes.into_iter().map(|mistake| stub::complaint(mistake.span(), &mistake.to_string()));
    let mistakes = stub::mistakes(complaints);
    let implementations = plain_name(input).map(row_implementations);
    quote! {
        #mistakes
        #implementations
    }
}

/// The name of a type without parameters; one with parameters would need implementations that may be wrong themselves.
fn plain_name(input: &DeriveInput) -> Option<&Ident> {
    input.generics.params.is_empty().then_some(&input.ident)
}

fn row_implementations(name: &Ident) -> TokenStream {
    quote! {
        impl __p::Table for #name {
            const SHAPE: __p::Shape = unreachable!();
            fn field_mut(&mut self, _: usize) -> __p::Slot<'_> {
                unreachable!()
            }
            fn field(&self, _: usize) -> __p::Value<'_> {
                unreachable!()
            }
        }
    }
}
