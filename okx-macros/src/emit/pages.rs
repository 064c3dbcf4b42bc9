//! How a list is paged.

use okx_spec::model::{PageCursor, PageOrder};
use proc_macro2::TokenStream;
use quote::quote;

use super::{option, place};
use crate::plan::pages::{ListPlan, PagesPlan};

/// What makes a request one of a paged list.
pub(crate) fn implementation(plan: &PagesPlan) -> TokenStream {
    let PagesPlan { request, entry, list, order, time, size, up_to, id } = plan;
    let order = self::order(order, *time);
    let (size, up_to, id) = (option(size.map(place)), place(*up_to), option(id.map(place)));
    let entries = match list {
        ListPlan::Reply => quote!(rows),
        ListPlan::Field(name) => quote!(__p::listed(rows, |row| row.#name)),
    };
    quote! {
        impl __p::Paged for #request {
            type Entry = #entry;
            const PAGES: &'static __p::Pages =
                &__p::Pages { order: #order, size: #size, up_to: #up_to, id: #id };
            fn entries(rows: __p::Rows<Self::Row>) -> __p::Rows<Self::Entry> {
                #entries
            }
        }
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
