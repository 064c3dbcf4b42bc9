//! Requests.

use proc_macro2::TokenStream;
use quote::quote;

use super::{endpoint, pages, shape};
use crate::plan::request::RequestPlan;

pub(crate) fn item(plan: &RequestPlan) -> TokenStream {
    let shape = shape::item(&plan.shape);
    let endpoint = endpoint::implementation(&plan.endpoint);
    let pages = plan.pages.iter().map(pages::implementation);
    quote! {
        #shape
        #endpoint
        #(#pages)*
    }
}
