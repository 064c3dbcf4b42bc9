//! How a list is paged.

use okx_spec::model::{Endpoint, PageOrder, Pages};
use proc_macro2::{Ident, TokenStream};

use super::names::{self, Names};

/// What makes a request one of a paged list.
pub(crate) struct PagesPlan {
    pub(crate) request: Ident,
    /// The type of the rows that are paged through.
    pub(crate) entry: TokenStream,
    pub(crate) list: ListPlan,
    pub(crate) order: PageOrder,
    /// Whether the bound is a time.
    pub(crate) time: bool,
    pub(crate) size: Option<usize>,
    pub(crate) up_to: usize,
    pub(crate) id: Option<usize>,
}

/// Where the rows stand.
pub(crate) enum ListPlan {
    /// They are the rows of the reply.
    Reply,
    /// They are in this field of the reply's rows.
    Field(Ident),
}

pub(crate) fn plan(names: &Names<'_>, endpoint: &Endpoint) -> Option<PagesPlan> {
    let pages: &Pages = endpoint.pages.as_ref()?;
    let reply = &names.model[endpoint.response.row].fields;
    Some(PagesPlan {
        request: names::fixed(&endpoint.type_name),
        entry: names.shape(endpoint.page_row(names.model)),
        list: pages.rows.map_or(ListPlan::Reply, |place| ListPlan::Field(names::snake(&reply[place].name))),
        order: pages.order.clone(),
        time: endpoint.pages_by_time(names.model),
        size: pages.size,
        up_to: pages.up_to,
        id: pages.id,
    })
}
