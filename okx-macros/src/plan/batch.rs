//! Requests that are a list of items.

use okx_spec::model::Endpoint;
use proc_macro2::TokenStream;

use super::endpoint::{self, EndpointPlan};
use super::endpoint_docs;
use super::field::{Count, FieldPlan};
use super::names::{self, Names};
use super::shape::{self, ShapePlan};
use super::table;

/// A list that can be sent.
pub(crate) struct BatchPlan {
    pub(crate) list: ShapePlan,
    /// The type of one item.
    pub(crate) item: TokenStream,
    /// The same, to be made here where it is no other call's request.
    pub(crate) own_item: Option<ShapePlan>,
    pub(crate) endpoint: EndpointPlan,
}

pub(crate) fn plan(names: &Names<'_>, endpoint: &Endpoint) -> BatchPlan {
    BatchPlan {
        list: list(names, endpoint),
        item: names.shape(endpoint.request),
        own_item: endpoint.single().is_none().then(|| own_item(names, endpoint)),
        endpoint: endpoint::plan(names, endpoint),
    }
}

/// A list and nothing around it.
fn list(names: &Names<'_>, endpoint: &Endpoint) -> ShapePlan {
    let items = FieldPlan {
        docs: "The items, in the order they are sent.".to_owned(),
        name: names::fixed("items"),
        kind: names.shape(endpoint.request),
        number: Count::Any,
    };
    ShapePlan {
        docs: endpoint_docs::of(names, endpoint),
        name: names::fixed(&endpoint.type_name),
        fields: vec![items],
        extra: None,
        table: table::of_list(&endpoint.type_name),
        builder: None,
    }
}

fn own_item(names: &Names<'_>, endpoint: &Endpoint) -> ShapePlan {
    let list = &endpoint.type_name;
    shape::documented(names, &names.model[endpoint.request], format!("One item of [`{list}`]({list})."))
}
