//! A request's target and body, byte by byte as they are signed and sent.

use std::borrow::Cow;

use super::client_order_ids::ClientOrderIds;
use crate::endpoint::{Call, Items, Method};
use crate::fields::{self, Fields};

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
    let made = |index| ids.and_then(|ids| ids.made(index));
    match items {
        _ if call.method == Method::Get => Vec::new(),
        Items::One(item) => named(item, made(0)),
        Items::Many(_) => {
            let objects: Vec<_> = items.each().enumerate().map(|(index, item)| named(item, made(index))).collect();
            [b"[", objects.join(&b","[..]).as_slice(), b"]"].concat()
        }
    }
}

/// An item as an object that begins with the name made for it. The names of fields and made names need no escaping.
fn named(item: &dyn Fields, made: Option<(&str, &str)>) -> Vec<u8> {
    let mut object = fields::body(Items::One(item));
    if let Some((wire, id)) = made {
        let separator = if object == b"{}" { "" } else { "," };
        object.splice(1..1, format!("\"{wire}\":\"{id}\"{separator}").into_bytes());
    }
    object
}
