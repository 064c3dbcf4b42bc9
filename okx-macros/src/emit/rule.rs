//! Demands on the fields of a request, or of an object in one.

use okx_spec::model::{Demand, Rule};
use proc_macro2::TokenStream;
use quote::quote;

use super::{condition, place};

pub(crate) fn expression(rule: &Rule) -> TokenStream {
    let Rule { demand, when, .. } = rule;
    let (demand, when) = (self::demand(demand), condition::list(when));
    quote! { __p::Rule { demand: #demand, when: #when } }
}

fn demand(demand: &Demand) -> TokenStream {
    let (name, places) = match demand {
        Demand::AtMostOne(places) => (quote!(AtMostOne), places),
        Demand::ExactlyOne(places) => (quote!(ExactlyOne), places),
        Demand::AtLeastOne(places) => (quote!(AtLeastOne), places),
        Demand::Require(places) => (quote!(Require), places),
        Demand::Forbid(places) => (quote!(Forbid), places),
    };
    let places = places.iter().copied().map(place);
    quote! { __p::Demand::#name(&[#(#places),*]) }
}
