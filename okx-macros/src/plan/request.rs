//! Requests.

use okx_spec::model::Endpoint;

use super::endpoint::{self, EndpointPlan};
use super::endpoint_docs;
use super::names::Names;
use super::pages::{self, PagesPlan};
use super::shape::{self, ShapePlan};

/// A shape that can be sent.
pub(crate) struct RequestPlan {
    pub(crate) shape: ShapePlan,
    pub(crate) endpoint: EndpointPlan,
    pub(crate) pages: Option<PagesPlan>,
}

pub(crate) fn plan(names: &Names<'_>, endpoint: &Endpoint) -> RequestPlan {
    RequestPlan {
        shape: shape::documented(names, &names.model[endpoint.request], endpoint_docs::of(names, endpoint)),
        endpoint: endpoint::plan(names, endpoint),
        pages: pages::plan(names, endpoint),
    }
}
