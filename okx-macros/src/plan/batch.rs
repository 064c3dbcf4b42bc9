//! Requests that are a list of items.

use okx_spec::model::Endpoint;
use proc_macro2::{Ident, TokenStream};

use super::endpoint::{self, EndpointPlan};
use super::endpoint_docs;
use super::names::{self, Names};
use super::shape::{self, ShapePlan};
use super::table::{self, TablePlan};

/// A list that can be sent.
pub(crate) struct BatchPlan {
    pub(crate) docs: String,
    pub(crate) name: Ident,
    /// The type of one item.
    pub(crate) item: TokenStream,
    /// The same, to be made here where it is no other call's request.
    pub(crate) own_item: Option<ShapePlan>,
    pub(crate) table: TablePlan,
    pub(crate) endpoint: EndpointPlan,
}

pub(crate) fn plan(names: &Names<'_>, endpoint: &Endpoint) -> BatchPlan {
    BatchPlan {
        docs: endpoint_docs::of(names, endpoint),
        name: names::fixed(&endpoint.type_name),
        item: names.shape(endpoint.request),
        own_item: endpoint.single().is_none().then(|| own_item(names, endpoint)),
        table: table::of_list(&endpoint.type_name),
        endpoint: endpoint::plan(names, endpoint),
    }
}

fn own_item(names: &Names<'_>, endpoint: &Endpoint) -> ShapePlan {
    let list = &endpoint.type_name;
    shape::documented(names, &names.model[endpoint.request], format!("One item of [`{list}`]({list})."))
}
