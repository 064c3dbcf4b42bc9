//! Requests, alone and in batches.

use okx_spec::model::Endpoint;
use proc_macro2::TokenStream;
use quote::{ToTokens, quote};

use super::endpoint::{self, EndpointPlan};
use super::field::{Count, FieldPlan, Takes};
use super::pages::{self, PagesPlan};
use super::shape::{self, ShapePlan};
use super::{documentation, table};
use crate::names::{self, Names};

/// A shape that can be sent.
pub(crate) struct RequestPlan {
    shape: ShapePlan,
    endpoint: EndpointPlan,
    pages: Option<PagesPlan>,
}

/// A list that can be sent.
pub(crate) struct BatchPlan {
    list: ShapePlan,
    /// The type of one item.
    item: TokenStream,
    /// The item's type as an item of this module, unless it is the request of another call.
    own_item: Option<ShapePlan>,
    endpoint: EndpointPlan,
}

pub(crate) fn plan(names: &Names<'_>, endpoint: &Endpoint) -> RequestPlan {
    RequestPlan {
        shape: shape::documented(names, &names.model[endpoint.request], documentation::of(names, endpoint)),
        endpoint: endpoint::plan(names, endpoint),
        pages: pages::plan(names, endpoint),
    }
}

pub(crate) fn batch(names: &Names<'_>, endpoint: &Endpoint) -> BatchPlan {
    BatchPlan {
        list: list(names, endpoint),
        item: names.shape(endpoint.request),
        own_item: endpoint.single().is_none().then(|| own_item(names, endpoint)),
        endpoint: endpoint::plan(names, endpoint),
    }
}

/// A list without an object around it.
fn list(names: &Names<'_>, endpoint: &Endpoint) -> ShapePlan {
    let items = FieldPlan {
        docs: "The items, in the order they are sent.".to_owned().into(),
        name: names::fixed("items"),
        kind: names.shape(endpoint.request),
        takes: Takes::Any,
        number: Count::Any,
    };
    ShapePlan {
        docs: documentation::of(names, endpoint),
        name: names::fixed(&endpoint.type_name),
        fields: vec![items],
        extra: None,
        table: table::of_list(&endpoint.type_name),
        builder: None,
    }
}

fn own_item(names: &Names<'_>, endpoint: &Endpoint) -> ShapePlan {
    let list = &endpoint.type_name;
    shape::documented(names, &names.model[endpoint.request], format!("One item of [`{list}`]({list}).").into())
}

impl ToTokens for RequestPlan {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        let Self { shape, endpoint, pages } = self;
        tokens.extend(quote! { #shape #endpoint #pages });
    }
}

impl ToTokens for BatchPlan {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        let Self { list, item, own_item, endpoint } = self;
        let name = &list.name;
        tokens.extend(quote! {
            #own_item
            #list
            impl #name {
                /// Creates the batch from its items.
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
        });
    }
}
