//! How a list is paged.

use okx_spec::model::{Endpoint, PageCursor, PageOrder, Pages};
use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, quote};

use crate::names::{self, Names};
use crate::tokens::{option, place};

/// What makes a request one of a paged list.
pub(crate) struct PagesPlan {
    request: Ident,
    /// The type of the rows that are paged through.
    entry: TokenStream,
    list: ListPlan,
    order: PageOrder,
    /// Whether the bound is a time.
    time: bool,
    size: Option<usize>,
    up_to: usize,
    id: Option<usize>,
    row_time: Option<usize>,
    since: Option<usize>,
    until: Option<usize>,
    forming: Option<(usize, String)>,
}

/// Where the rows are.
enum ListPlan {
    /// They are the rows of the reply.
    Reply,
    /// They are in this field of the reply's rows.
    Field(Ident),
}

pub(crate) fn plan(names: &Names<'_>, endpoint: &Endpoint) -> Option<PagesPlan> {
    let Pages { order, size, up_to, id, rows, time, since, until, forming, at: _ } = endpoint.pages.as_ref()?;
    let reply = &names.model[endpoint.response.row].fields;
    Some(PagesPlan {
        request: names::fixed(&endpoint.type_name),
        entry: names.shape(endpoint.page_row(names.model)),
        list: rows.map_or(ListPlan::Reply, |place| ListPlan::Field(names::snake(&reply[place].name))),
        order: order.clone(),
        time: endpoint.pages_by_time(names.model),
        size: *size,
        up_to: *up_to,
        id: *id,
        row_time: *time,
        since: *since,
        until: *until,
        forming: forming.clone(),
    })
}

impl ToTokens for PagesPlan {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        let Self { request, entry, list, order, time, size, up_to, id, row_time, since, until, forming } = self;
        let order = self::order(order, *time);
        let up_to = place(*up_to);
        let [size, id, time, since, until] = [size, id, row_time, since, until].map(|at| option(at.map(place)));
        let forming = option(forming.as_ref().map(|(field, value)| {
            let field = place(*field);
            quote!((#field, #value))
        }));
        let entries = match list {
            ListPlan::Reply => quote!(rows),
            ListPlan::Field(name) => quote!(__p::listed(rows, |row| row.#name)),
        };
        tokens.extend(quote! {
            impl __p::IntoPaged for &#request {
                type Request = #request;
                fn into_paged(self) -> #request {
                    self.clone()
                }
            }
            impl __p::Paged for #request {
                type Entry = #entry;
                const PAGES: &'static __p::Pages = &__p::Pages {
                    order: #order,
                    size: #size,
                    up_to: #up_to,
                    id: #id,
                    time: #time,
                    since: #since,
                    until: #until,
                    forming: #forming,
                };
                fn entries(rows: __p::Rows<Self::Row>) -> __p::Rows<Self::Entry> {
                    #entries
                }
            }
        });
    }
}

fn order(order: &PageOrder, time: bool) -> TokenStream {
    match order {
        PageOrder::Cursor(cursor) => self::cursor(cursor, time),
        PageOrder::Number(number) => {
            let number = place(*number);
            quote!(__p::PageOrder::Number(#number))
        }
    }
}

fn cursor(cursor: &PageCursor, time: bool) -> TokenStream {
    let PageCursor { by, older, newer, includes, with } = cursor;
    let (by, older, newer) = (place(*by), place(*older), option(newer.map(place)));
    let with = with.iter().map(|(field, value)| {
        let field = place(*field);
        quote!((#field, #value))
    });
    quote! {
        __p::PageOrder::Cursor(__p::PageCursor {
            by: #by,
            time: #time,
            older: #older,
            newer: #newer,
            includes: #includes,
            with: &[#(#with),*],
        })
    }
}
