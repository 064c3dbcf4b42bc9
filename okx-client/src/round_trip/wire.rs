//! A request's target and body, byte by byte as they are signed and sent.

use std::borrow::Cow;

use super::client_order_ids::ClientOrderIds;
use crate::endpoint::{Call, Items, Method};
use crate::fields;

/// The path, and for a GET what is asked for.
pub(super) fn target(call: &'static Call, items: Items<'_>) -> Cow<'static, str> {
    let query = match items {
        Items::One(item) if call.method == Method::Get => fields::query(item),
        _ => String::new(),
    };
    if query.is_empty() { call.path.into() } else { [call.path, "?", &query].concat().into() }
}

/// The body: none for a GET. An item whose name was made here is sent with it.
pub(super) fn body(call: &Call, items: Items<'_>, ids: Option<&ClientOrderIds>) -> Vec<u8> {
    match call.method {
        Method::Get => Vec::new(),
        Method::Post => fields::named_body(items, |index| ids.and_then(|ids| ids.made(index))),
    }
}
