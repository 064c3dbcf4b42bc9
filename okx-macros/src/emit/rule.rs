//! Demands on the fields of a request, or of an object in one.

use okx_spec::model::{Demand, Rule};
use proc_macro2::TokenStream;
use quote::quote;

use super::{condition, option, place};

pub(crate) fn expression(rule: &Rule) -> TokenStream {
    let Rule { demand, when, ours, .. } = rule;
    let (demand, when, ours) = (self::demand(demand), condition::list(when), option(ours.as_ref()));
    quote! { __p::Rule { demand: #demand, when: #when, ours: #ours } }
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
