//! What is generated for a struct with mistakes: compile errors, and implementations that keep the compiler from reporting every use of
//! the struct as well.

use proc_macro2::{Ident, TokenStream};
use quote::quote;
use syn::{DeriveInput, Error};

use crate::stub;

/// The errors, and an implementation of a request that is never used.
pub(super) fn request(input: &DeriveInput, mistakes: Error) -> TokenStream {
    let row = row(input, mistakes);
    let name = plain_name(input).into_iter();
    quote! {
        #row
        #(impl __p::Endpoint for #name {
            type Row = __Invalid;
            type Reply = __Invalid;
            const OPERATION: &'static __p::Operation = unreachable!();
            const ROUTE: &'static __p::RestRoute = unreachable!();
            fn items(&self) -> __p::Items<'_> {
                unreachable!()
            }
        })*
    }
}

/// The errors, and an implementation of a row that is never used.
pub(super) fn row(input: &DeriveInput, mistakes: Error) -> TokenStream {
    let errors = mistakes.into_iter().map(|mistake| stub::error(mistake.span(), &mistake.to_string()));
    let mistakes = stub::invalid_type(errors);
    let implementations = plain_name(input).map(row_implementations);
    quote! {
        #mistakes
        #implementations
    }
}

/// The name of a type without parameters. Implementations for a type with parameters could have errors of their own.
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
