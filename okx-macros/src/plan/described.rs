//! The table of calls that can be reached by name.

use okx_spec::model::Endpoint;
use proc_macro2::TokenStream;

use super::names::Names;

/// One call of the table.
pub(crate) enum DescribedPlan {
    /// Its request stands alone; this is its type.
    One(TokenStream),
    /// The same, of a paged list.
    Paged(TokenStream),
    /// Its request is a list: the type of the list, and of an item.
    Batch(TokenStream, TokenStream),
}

pub(crate) fn plan(names: &Names<'_>, endpoint: &Endpoint) -> DescribedPlan {
    let item = names.shape(endpoint.request);
    match (&endpoint.batch, &endpoint.pages) {
        (Some(_), _) => DescribedPlan::Batch(names.request(endpoint), item),
        (None, Some(_)) => DescribedPlan::Paged(item),
        (None, None) => DescribedPlan::One(item),
    }
}
