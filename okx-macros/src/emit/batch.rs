//! Requests that are a list of items.

use proc_macro2::TokenStream;
use quote::quote;

use super::{endpoint, shape};
use crate::plan::batch::BatchPlan;

pub(crate) fn item(plan: &BatchPlan) -> TokenStream {
    let BatchPlan { list, item, own_item, endpoint } = plan;
    let own_item = own_item.iter().map(shape::item);
    let name = &list.name;
    let list = shape::item(list);
    let endpoint = endpoint::implementation(endpoint);
    quote! {
        #(#own_item)*
        #list
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
