//! Requests that are a list of items.

use proc_macro2::TokenStream;
use quote::quote;

use super::{endpoint, shape, table};
use crate::plan::batch::BatchPlan;

pub(crate) fn item(plan: &BatchPlan) -> TokenStream {
    let BatchPlan { docs, name, item, own_item, table, endpoint } = plan;
    let own_item = own_item.iter().map(shape::item);
    let table = table::implementations(table);
    let endpoint = endpoint::implementation(endpoint);
    quote! {
        #(#own_item)*
        #[doc = #docs]
        #[derive(Default)]
        #[non_exhaustive]
        pub struct #name {
            /// The items, in the order they are sent.
            pub items: Vec<#item>,
        }
        #table
        __p::fields!(#name);
        impl #name {
            /// With these items.
            pub fn new(items: impl IntoIterator<Item = #item>) -> Self {
                Self { items: items.into_iter().collect() }
            }
        }
        impl From<Vec<#item>> for #name {
            fn from(items: Vec<#item>) -> Self {
                Self { items }
            }
        }
        #endpoint
    }
}
