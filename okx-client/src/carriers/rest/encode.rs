//! A request's target and body, byte by byte as they are signed and sent.

use std::borrow::Cow;

use crate::facts::{Method, RestRoute};
use crate::fields::{self, Edits, Items};
use crate::judge::client_order_ids::ClientOrderIds;

/// The path, and for a GET the query.
pub(super) fn target(route: &'static RestRoute, items: Items<'_>) -> Cow<'static, str> {
    let query = match items {
        Items::One(item) if route.method == Method::Get => fields::query(item),
        _ => String::new(),
    };
    if query.is_empty() { route.path.into() } else { [route.path, "?", &query].concat().into() }
}

/// The body: none for a GET. An item for which a client order ID was made is sent with it.
pub(super) fn body(route: &RestRoute, items: Items<'_>, ids: Option<&ClientOrderIds>) -> Vec<u8> {
    match route.method {
        Method::Get => Vec::new(),
        Method::Post => {
            fields::edited_body(items, |index| Edits { made: ids.and_then(|ids| ids.made(index)), ..Edits::default() })
        }
    }
}
