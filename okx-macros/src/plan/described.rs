//! The table of calls that can be reached by name.

use okx_spec::model::Endpoint;
use proc_macro2::TokenStream;

use super::names::Names;

/// One call of the table.
pub(crate) enum DescribedPlan {
    /// Its request stands alone; this is its type.
    One(TokenStream),
    /// Its request is a list: the type of the list, and of an item.
    Batch(TokenStream, TokenStream),
}

pub(crate) fn plan(names: &Names<'_>, endpoint: &Endpoint) -> DescribedPlan {
    let item = names.shape(endpoint.request);
    match endpoint.batch {
        Some(_) => DescribedPlan::Batch(names.request(endpoint), item),
        None => DescribedPlan::One(item),
    }
}
