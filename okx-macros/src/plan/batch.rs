//! Requests that are a list of another call's requests.

use okx_spec::model::Endpoint;
use proc_macro2::{Ident, TokenStream};

use super::endpoint::{self, EndpointPlan};
use super::endpoint_docs;
use super::names::{self, Names};

/// A list that can be sent.
pub(crate) struct BatchPlan {
    pub(crate) docs: String,
    pub(crate) name: Ident,
    /// The type of one item.
    pub(crate) item: TokenStream,
    pub(crate) endpoint: EndpointPlan,
}

pub(crate) fn plan(names: &Names<'_>, endpoint: &Endpoint) -> BatchPlan {
    BatchPlan {
        docs: endpoint_docs::of(names, endpoint),
        name: names::fixed(&endpoint.type_name),
        item: names.shape(endpoint.request),
        endpoint: endpoint::plan(names, endpoint),
    }
}
