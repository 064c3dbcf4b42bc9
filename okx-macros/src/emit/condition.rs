//! Conditions.

use okx_spec::model::{Condition, Subject, Test};
use proc_macro2::TokenStream;
use quote::quote;

/// Conditions that must all hold.
pub(crate) fn list(conditions: &[Condition]) -> TokenStream {
    let conditions = conditions.iter().map(expression);
    quote! { &[#(#conditions),*] }
}

pub(crate) fn expression(condition: &Condition) -> TokenStream {
    let subject = match &condition.subject {
        Subject::Field(wire) => quote!(__p::Subject::Field(#wire)),
        Subject::InstrumentType => quote!(__p::Subject::InstrumentType),
    };
    let test = match &condition.test {
        Test::OneOf(texts) => quote!(__p::Test::OneOf(&[#(#texts),*])),
        Test::NoneOf(texts) => quote!(__p::Test::NoneOf(&[#(#texts),*])),
        Test::Present => quote!(__p::Test::Present),
        Test::Absent => quote!(__p::Test::Absent),
    };
    quote! { __p::Condition { subject: #subject, test: #test } }
}
