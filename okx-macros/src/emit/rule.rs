//! Demands on the fields of a request.

use okx_spec::model::{Demand, Rule};
use proc_macro2::TokenStream;
use quote::quote;

use super::condition;

pub(crate) fn expression(rule: &Rule) -> TokenStream {
    let Rule { demand, when, .. } = rule;
    let (demand, when) = (self::demand(demand), condition::list(when));
    quote! { __p::Rule { demand: #demand, when: #when } }
}

fn demand(demand: &Demand) -> TokenStream {
    match demand {
        Demand::AtMostOne(places) => quote!(__p::Demand::AtMostOne(&[#(#places),*])),
        Demand::ExactlyOne(places) => quote!(__p::Demand::ExactlyOne(&[#(#places),*])),
        Demand::AtLeastOne(places) => quote!(__p::Demand::AtLeastOne(&[#(#places),*])),
        Demand::Require(places) => quote!(__p::Demand::Require(&[#(#places),*])),
        Demand::Forbid(places) => quote!(__p::Demand::Forbid(&[#(#places),*])),
    }
}
